use crate::network::{network, options, react};
use lca_kinetics::{Expr, Network, Op, Rule, Stoichiometry, parse_math};
use lca_model::{Method, StochasticOptions, StochasticSimulator};

fn plain() -> Network {
    let mut network = network(&[("X", 10.0), ("Y", 0.0)], &[("k", 1.0)]);
    react(&mut network, "change", &[("X", 1.0)], &[("Y", 1.0)], "k * X");
    network
}

/// The network is refused with a message that has these words.
fn refused(change: impl Fn(&mut Network), words: &[&str]) {
    let mut network = plain();
    change(&mut network);
    let error = StochasticSimulator::new(&network, &["X"]).unwrap_err().to_string();
    assert!(words.iter().all(|word| error.contains(word)), "{error}");
}

/// The run stops with a message that has these words.
fn stops(change: impl Fn(&mut Network), words: &[&str]) {
    let mut network = plain();
    change(&mut network);
    let simulator = StochasticSimulator::new(&network, &["X"]).unwrap();
    let error = simulator.run(&[0.0, 5.0], 0, options(1, 1, Method::Exact)).unwrap_err().to_string();
    assert!(words.iter().all(|word| error.contains(word)), "{error}");
}

fn rate(network: &mut Network, text: &str) {
    network.reactions[0].rate = Some(parse_math(text).unwrap());
}

#[test]
fn what_cannot_be_simulated_is_refused_by_name() {
    refused(|n| n.algebraic_rules.push(parse_math("X + Y - 10").unwrap()), &["algebraic rule", "X + Y"]);
    refused(|n| n.reactions[0].fast = true, &["`change`", "fast"]);
    refused(|n| n.reactions[0].products[0] = Stoichiometry::new("Y", 0.5), &["`Y`", "`change`", "0.5"]);
    let delay = Expr::Apply(Op::Delay, vec![Expr::symbol("X"), Expr::Number(1.0)]);
    refused(|n| n.reactions[0].rate = Some(delay.clone()), &["`change`", "delay"]);
    refused(|n| rate(n, "k * X * (1 + sin(time))"), &["`change`", "continuously"]);
    refused(
        |n| n.rules.push(Rule::Rate { variable: "k".into(), rate: parse_math("0.1").unwrap() }),
        &["`change`", "continuously"],
    );
    refused(
        |n| {
            n.parameters
                .push(lca_kinetics::Parameter { constant: false, ..lca_kinetics::Parameter::new("q", 1.0) });
            n.rules.push(Rule::Rate { variable: "q".into(), rate: parse_math("0.1 * q").unwrap() });
        },
        &["rate rule for `q`", "constant rate"],
    );
    refused(|n| rate(n, "piecewise(k * X, sin(time) > 0, 0)"), &["linearly"]);
    refused(|n| rate(n, "normal(1, 1)"), &["`change`", "normal"]);
    refused(|n| rate(n, "k * Z"), &["`change`", "`Z`"]);
    refused(
        |n| {
            let number = Expr::symbol("k");
            n.rules.push(Rule::Assignment { variable: "k".into(), value: Expr::symbol("X") });
            n.reactions[0].products[0].number = number;
        },
        &["stoichiometry of `Y`", "changes"],
    );
}

#[test]
fn runs_that_come_to_no_good_end_say_where() {
    stops(
        |n| rate(n, "k * (5 - X)"),
        &["`change`", "negative", "forwards"].map(|w| if w == "negative" { "-5" } else { w }),
    );
    stops(|n| rate(n, "k * X / Y"), &["`change`", "inf"]);
    stops(|n| n.parameters[0].value = None, &["`change`", "NaN"]);
    stops(|n| n.species[0].initial = lca_kinetics::Initial::Amount(1.5), &["`X`", "1.5", "molecules"]);
    stops(|n| n.species[0].initial = lca_kinetics::Initial::Amount(-1.0), &["`X`", "-1"]);
    stops(|n| n.species[0].initial = lca_kinetics::Initial::Unknown, &["`X`", "no value"]);
}

#[test]
fn endless_growth_stops_at_the_limit_of_steps() {
    let mut network = plain();
    react(&mut network, "grow", &[("X", 1.0)], &[("X", 2.0)], "3 * X");
    let simulator = StochasticSimulator::new(&network, &["X"]).unwrap();
    let few = StochasticOptions { runs: 1, max_steps: 1000, ..StochasticOptions::default() };
    let error = simulator.ensemble(&[100.0], few).unwrap_err().to_string();
    assert!(error.contains("1000 steps") && error.contains("tau"), "{error}");
}

#[test]
fn values_are_replaced_by_name_or_refused() {
    let network = plain();
    let simulator = StochasticSimulator::with_values(&network, &[("X", 3.0), ("k", 0.0)], &["X"]).unwrap();
    let run = simulator.run(&[9.0], 0, options(1, 1, Method::Exact)).unwrap();
    assert_eq!(run.values, [[3.0]]);
    assert!(StochasticSimulator::with_values(&network, &[("nothing", 3.0)], &["X"]).is_err());
}

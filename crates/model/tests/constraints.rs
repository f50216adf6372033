//! Algebraic rules, fast reactions and delays against analytic answers.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use lca_kinetics::{Compartment, Network, Parameter, Reaction, Rule, Species, parse_math};
use lca_model::{Simulation, Simulator, Tolerances};

const TIGHT: Tolerances = Tolerances { relative: 1e-10, absolute: 1e-14, max_steps: 100_000 };

/// Parameters with their values and rates; without a rate an algebraic rule determines them.
fn network(parameters: &[(&str, f64, &str)], algebraic: &[&str]) -> Network {
    let mut network = Network::new("test");
    for (id, value, rate) in parameters {
        network.parameters.push(Parameter { constant: false, ..Parameter::new(id, *value) });
        if !rate.is_empty() {
            network.rules.push(Rule::Rate { variable: (*id).into(), rate: parse_math(rate).unwrap() });
        }
    }
    network.algebraic_rules = algebraic.iter().map(|rule| parse_math(rule).unwrap()).collect();
    network
}

fn run(network: &Network, outputs: &[&str], times: &[f64]) -> Simulation {
    Simulator::new(network, outputs).unwrap().with_tolerances(TIGHT).run(&[], times).unwrap()
}

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} against {expected}");
}

#[test]
fn robertson_with_its_conserved_total_is_solved_as_in_hairer_and_wanner() {
    let rates = [
        ("a", 1.0, "-0.04 * a + 1e4 * b * c"),
        ("b", 0.0, "0.04 * a - 1e4 * b * c - 3e7 * b^2"),
        ("c", 0.0, ""),
    ];
    let found = run(&network(&rates, &["a + b + c - 1"]), &["a", "b", "c"], &[1e11]).values.remove(0);
    close(found.iter().sum(), 1.0, 1e-15);
    close(found[0] / 2.083_340_149_701_255e-8, 1.0, 1e-5);
    close(found[1] / 8.333_360_770_334_713e-14, 1.0, 1e-5);
}

#[test]
fn rules_that_are_not_linear_are_solved_from_the_given_start() {
    let parameters = [("s", 4.0, "1"), ("x", 1.0, ""), ("y", 3.0, "")];
    let found = run(&network(&parameters, &["x^2 - s", "y - x * s"]), &["x", "y"], &[0.0, 5.0]);
    for (row, s) in found.values.iter().zip([4.0_f64, 9.0]) {
        close(row[0], s.sqrt(), 1e-9);
        close(row[1], s * s.sqrt(), 1e-8);
    }
}

/// The real solution of `z^3 + z = q` (Vieta's, by hyperbolic functions).
fn cubic(q: f64) -> f64 {
    let root = 3.0_f64.sqrt();
    2.0 / root * ((1.5 * root * q).asinh() / 3.0).sinh()
}

/// Solves a rule in `z` at times before and after the turn, for many thresholds: at one alone rounding might do
/// what the solver should. `turn` is when, and `q` what `z^3 + z` is for `x` before and after.
fn turns(rule: &str, x: [&str; 2], turn: impl Fn(f64) -> f64, q: [&dyn Fn(f64, f64) -> f64; 2]) {
    for c in (1..60).map(|k| 0.5 + 0.02 * f64::from(k)) {
        let start = x[0].parse().unwrap();
        let network = network(&[("x", start, x[1]), ("z", 0.3, ""), ("c", c, "0")], &[rule]);
        let times = [0.5, 0.999_999, 1.000_001, 1.5].map(|share| share * turn(c));
        let found = run(&network, &["x", "z"], &times).values;
        for (row, q) in found.iter().zip([q[0], q[0], q[1], q[1]]) {
            let expected = cubic(q(row[0], c));
            assert!((row[1] - expected).abs() < 1e-8, "c = {c}: {} against {expected}", row[1]);
        }
    }
}

#[test]
fn rules_turn_where_states_cross_a_threshold() {
    let (one, three) = (|x: f64, _: f64| x, |x: f64, _: f64| 3.0 * x);
    for more in ["x > c", "x >= c", "not(x < c)", "c - x < 0"] {
        let rule = format!("z^3 + z - piecewise(x, {more}, 3 * x)");
        turns(&rule, ["2", "-x"], |c| (2.0 / c).ln(), [&one, &three]);
        let rule = format!("z^3 + z - piecewise(3 * x, {more}, x)");
        turns(&rule, ["0.1", "1"], |c| c - 0.1, [&one, &three]);
    }
}

#[test]
fn rules_turn_where_what_they_determine_crosses_a_threshold() {
    let (one, three) = (|x: f64, _: f64| x, |x: f64, _: f64| 3.0 * x);
    let turn = |c: f64| c.powi(3) + c - 0.1;
    turns("z^3 + z - piecewise(x, z < c, 3 * x)", ["0.1", "1"], turn, [&one, &three]);
    // Here it goes on without a jump.
    let steeper = |x: f64, c: f64| 2.0 * x - (c.powi(3) + c);
    turns("z^3 + z - piecewise(x, z < c, 2 * x - c^3 - c)", ["0.1", "1"], turn, [&one, &steeper]);
}

#[test]
fn rules_are_solved_together() {
    let parameters = [("s", 1.0, "2"), ("x", f64::NAN, ""), ("y", f64::NAN, "")];
    let found = run(&network(&parameters, &["x + y - s", "x - y - 3"]), &["x", "y"], &[2.0]);
    close(found.values[0][0], 4.0, 1e-12);
    close(found.values[0][1], 1.0, 1e-12);
}

#[test]
fn impossible_rules_are_named() {
    let error = |parameters: &[(&str, f64, &str)], rules: &[&str]| {
        Simulator::new(&network(parameters, rules), &[]).unwrap_err().to_string()
    };
    let nothing = error(&[("s", 1.0, "2")], &["s - 1"]);
    assert!(
        nothing.contains("algebraic rule number 1") && nothing.contains("nothing to determine"),
        "{nothing}"
    );
    let twice = error(&[("x", 1.0, "")], &["x - 1", "x - 2"]);
    assert!(twice.contains("algebraic rule number 2"), "{twice}");
    let absent = error(&[("x", 1.0, ""), ("s", 1.0, "1")], &["0 * x + s"]);
    assert!(absent.contains("algebraic rule number 1"), "{absent}");
    let unreal = Simulator::new(&network(&[("x", 1.0, "")], &["x^2 + 1"]), &["x"]).unwrap();
    let unreal = unreal.run(&[], &[1.0]).unwrap_err().to_string();
    assert!(unreal.contains("algebraic rules"), "{unreal}");
}

#[test]
fn fast_reactions_stay_at_equilibrium() {
    let mut network = Network::new("fast");
    network.compartments.push(Compartment::new("c", 1.0));
    for (id, start) in [("A", 3.0), ("B", 0.0)] {
        network.species.push(Species::new(id, "c", start));
    }
    let rate = |text: &str| parse_math(text).unwrap();
    let turn = Reaction::new("turn", &[("A", 1.0)], &[("B", 1.0)], rate("c * (2 * A - B)"));
    network.reactions.push(Reaction { fast: true, ..turn });
    network.reactions.push(Reaction::new("loss", &[("B", 1.0)], &[], rate("c * 0.3 * B")));
    let found = run(&network, &["A", "B"], &[0.0, 2.0]);
    // B is two thirds of the total, which decays with two thirds of the rate.
    for (row, t) in found.values.iter().zip([0.0_f64, 2.0]) {
        let total = 3.0 * (-0.2 * t).exp();
        close(row[0], total / 3.0, 1e-9);
        close(row[1], total * 2.0 / 3.0, 1e-9);
    }
}

#[test]
fn fast_reactions_run_the_way_that_they_run() {
    let mut network = Network::new("fast");
    network.compartments.push(Compartment::new("c", 1.0));
    for (id, start) in [("A", 5.0), ("B", 5.0), ("C", 3.0), ("D", 3.0), ("E", 1.0), ("F", 2.0)] {
        network.species.push(Species::new(id, "c", start));
    }
    let fast = |id: &str, from: &str, to: &str, rate: &str| Reaction {
        fast: true,
        ..Reaction::new(id, &[(from, 1.0)], &[(to, 1.0)], parse_math(rate).unwrap())
    };
    // The first two use one of two species up, which one the sign says; the second turns; the last rests.
    network.reactions.push(fast("back", "A", "B", "-A * B"));
    network.reactions.push(fast("turns", "C", "D", "piecewise(C, time < 1.5, -D)"));
    network.reactions.push(fast("rests", "E", "F", "0 * E"));
    let found = run(&network, &["A", "B", "C", "D", "E", "F"], &[0.0, 1.0, 2.0]);
    for (row, (c, d)) in found.values.iter().zip([(0.0, 6.0), (0.0, 6.0), (6.0, 0.0)]) {
        for (found, expected) in row.iter().zip([10.0, 0.0, c, d, 1.0, 2.0]) {
            close(*found, expected, 1e-9);
        }
    }
}

#[test]
fn a_linear_delay_equation_is_solved_as_by_steps() {
    let network = network(&[("x", 1.0, "-delay(x, 1)")], &[]);
    let found = run(&network, &["x", "delay(x, 1)"], &[0.5, 1.5, 2.5]);
    let two = |t: f64| 1.0 - t + (t - 1.0).powi(2) / 2.0;
    close(found.values[0][0], 0.5, 1e-10);
    close(found.values[1][0], two(1.5), 1e-10);
    close(found.values[2][0], two(2.5) - 0.5_f64.powi(3) / 6.0, 1e-10);
    close(found.values[1][1], 0.5, 1e-10);
}

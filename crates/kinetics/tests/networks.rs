//! Networks as equations: amounts, concentrations, assignments, and what is refused.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use lca_kinetics::{
    Compartment, CompileOptions, Evaluator, Expr, Function, Initial, KineticsError, Network, OdeSystem,
    Parameter, Reaction, Rule, Species, Stoichiometry, parse_math,
};

fn math(text: &str) -> Expr {
    parse_math(text).unwrap()
}

/// `A` (2 per unit in a compartment of size 3) turns into two `B` (an amount).
fn network() -> Network {
    let mut network = Network::new("test");
    network.compartments.push(Compartment::new("c", 3.0));
    network.species.push(Species::new("A", "c", 2.0));
    network.species.push(Species {
        has_only_substance_units: true,
        initial: Initial::Amount(1.0),
        ..Species::new("B", "c", 0.0)
    });
    network.parameters.push(Parameter::new("k", 0.5));
    network.reactions.push(Reaction::new("r", &[("A", 1.0)], &[("B", 2.0)], math("c * k * A")));
    network
}

fn compile(network: &Network) -> Result<OdeSystem, KineticsError> {
    OdeSystem::compile(network, &CompileOptions::default())
}

fn start_and_rates(network: &Network) -> (Vec<f64>, Vec<f64>) {
    let system = compile(network).unwrap();
    let mut evaluator = Evaluator::new(&system);
    evaluator.set_parameters(system.defaults());
    let (mut start, mut rates) = (vec![0.0; system.states().len()], vec![0.0; system.states().len()]);
    evaluator.initial(&mut start);
    evaluator.rates(0.0, &start, &mut rates);
    (start, rates)
}

#[test]
fn states_are_amounts_and_symbols_concentrations() {
    assert_eq!(start_and_rates(&network()), (vec![6.0, 1.0], vec![-3.0, 6.0]));
}

#[test]
fn assignments_functions_local_parameters_and_stoichiometries_enter() {
    let mut network = network();
    network.functions.push(Function { id: "twice".into(), arguments: vec!["q".into()], body: math("2 * q") });
    network.initial_assignments.push(("A".into(), math("twice(k) + s")));
    network.parameters.push(Parameter { constant: false, value: None, ..Parameter::new("s", 0.0) });
    network.rules.push(Rule::Assignment { variable: "s".into(), value: math("k * 6") });
    network.reactions[0].local_parameters.push(Parameter::new("k", 0.25));
    network.reactions[0].products[0] =
        Stoichiometry { id: Some("n".into()), species: "B".into(), number: math("s") };
    // A = 1 + 3 = 4, so 12 of it; the law sees the local k: 3 * 0.25 * 4 = 3; B gains s = 3 each.
    assert_eq!(start_and_rates(&network), (vec![12.0, 1.0], vec![-3.0, 9.0]));
    let system = compile(&network).unwrap();
    assert!(system.parameter("r.k").is_some() && system.parameter("s").is_none());
}

#[test]
fn boundary_and_constant_species_do_not_change() {
    let mut network = network();
    network.species[0].boundary_condition = true;
    let system = compile(&network).unwrap();
    assert_eq!(system.states(), ["B"]);
}

#[test]
fn overrides_replace_initial_values_in_the_unit_of_the_symbol() {
    let options = CompileOptions { overrides: vec!["A".into()], ..CompileOptions::default() };
    let system = OdeSystem::compile(&network(), &options).unwrap();
    let mut parameters = system.defaults().to_vec();
    let at = system.parameter("A").unwrap();
    assert!(parameters[at].is_nan());
    parameters[at] = 5.0;
    let mut evaluator = Evaluator::new(&system);
    evaluator.set_parameters(&parameters);
    let mut start = [0.0; 2];
    evaluator.initial(&mut start);
    assert_eq!(start, [15.0, 1.0]);
}

#[test]
fn comparisons_with_time_and_states_are_frozen() {
    let mut network = network();
    network.reactions[0].rate = Some(math("piecewise(1, time < 2 && A > 0.5, 0) * c"));
    let system = compile(&network).unwrap();
    assert_eq!(system.roots(), 2);
    let mut evaluator = Evaluator::new(&system);
    evaluator.set_parameters(system.defaults());
    let mut roots = [0.0; 2];
    evaluator.roots(0.5, &[6.0, 1.0], &mut roots);
    assert_eq!(roots.map(f64::abs), [1.5, 1.5]);
    let mut rates = [0.0; 2];
    for (first, expected) in [(true, -3.0), (false, 0.0)] {
        evaluator.set_switch(0, first);
        evaluator.set_switch(1, true);
        evaluator.rates(9.0, &[0.0, 0.0], &mut rates);
        assert_eq!(rates[0], expected);
    }
}

#[test]
fn faults_are_named_with_their_place() {
    let error = |change: &dyn Fn(&mut Network)| {
        let mut network = network();
        change(&mut network);
        compile(&network).unwrap_err().to_string()
    };
    let rate = |text: &'static str| move |n: &mut Network| n.reactions[0].rate = Some(math(text));
    assert!(error(&rate("q * A")).contains("kinetic law of reaction `r`: nothing is called `q`"));
    assert!(error(&rate("f(A)")).contains("no function `f` with 1 arguments"));
    let circle = error(&|n| {
        n.parameters.push(Parameter::new("u", 0.0));
        n.rules.push(Rule::Assignment { variable: "u".into(), value: math("v") });
        n.parameters.push(Parameter::new("v", 0.0));
        n.rules.push(Rule::Assignment { variable: "v".into(), value: math("u + 1") });
        n.reactions[0].rate = Some(math("u"));
    });
    assert!(circle.contains("depends on itself"), "{circle}");
    let recursive = error(&|n| {
        n.functions.push(Function { id: "f".into(), arguments: vec!["q".into()], body: math("f(q)") });
        n.reactions[0].rate = Some(math("f(A)"));
    });
    assert!(recursive.contains("calls itself"), "{recursive}");
    assert!(error(&|n| n.parameters.push(Parameter::new("A", 1.0))).contains("defined twice"));
    let twice = error(&|n| n.rules.push(Rule::Rate { variable: "A".into(), rate: 1.0.into() }));
    assert!(twice.contains("by a rule and by a reaction"), "{twice}");
    let absent = error(&|n| n.reactions[0].products.push(Stoichiometry::new("C", 1.0)));
    assert!(absent.contains("reaction `r`: nothing is called `C`"), "{absent}");
}

#[test]
fn nested_functions_and_long_chains_stay_small() {
    let mut network = network();
    network.functions.push(Function { id: "f0".into(), arguments: vec!["q".into()], body: math("q + 1") });
    for level in 1..40 {
        let body = math(&format!("f{}(q) * f{}(q + 1)", level - 1, level - 1));
        network.functions.push(Function { id: format!("f{level}"), arguments: vec!["q".into()], body });
    }
    network.reactions[0].rate = Some(math("f39(A)"));
    assert!(compile(&network).is_ok());
    for link in 0..10_000 {
        let id = format!("p{link}");
        network.parameters.push(Parameter::new(&id, 1.0));
        let value = if link == 0 { math("1") } else { math(&format!("p{} + 1", link - 1)) };
        network.rules.push(Rule::Assignment { variable: id, value });
    }
    network.reactions[0].rate = Some(math("p9999"));
    assert!(compile(&network).unwrap_err().to_string().contains("too long a chain"));
}

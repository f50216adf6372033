//! Algebraic rules and fast reactions.

use crate::check::check_all;
use crate::events::{event, math, network, problem};
use lca_kinetics::{Compartment, Network, Parameter, Reaction, Species};
use lca_model::{Gradient, ModelError, Objective};

/// `z` solves an equation in `x` that is not linear, and an event moves both.
#[test]
fn rules_that_are_not_linear_hold_from_the_start_and_after_events() {
    let states = [("x", "2", "-k * x * z"), ("y", "0.3", "z - m * y"), ("z", "1.1", "")];
    let raise = event("x < c", &[("x", "x + d * z"), ("y", "y + z")]);
    let mut network = network(&states, vec![raise]);
    network.algebraic_rules = vec![math("z^3 + z - x * (1 + m)")];
    let parameters = [("k", 0.5), ("m", 0.2), ("c", 1.0), ("d", 1.4)];
    check_all(&problem(network, &parameters, &[0.0, 0.43, 1.07, 1.83, 2.9, 5.1]));
}

/// A and B are always in equilibrium, B is lost, and an event adds to A.
#[test]
fn fast_reactions_rest_from_the_start_and_after_events() {
    let mut network = Network::new("fast");
    network.compartments.push(Compartment::new("cell", 1.0));
    network.species.extend([("A", 1.0), ("B", 0.2)].map(|(id, start)| Species::new(id, "cell", start)));
    let quick = Reaction::new("quick", &[("A", 1.0)], &[("B", 1.0)], math("cell * (k * A - m * B)"));
    network.reactions.push(Reaction { fast: true, ..quick });
    network.reactions.push(Reaction::new("loss", &[("B", 1.0)], &[], math("cell * d * B")));
    network.events.push(event("B < c", &[("A", "A + e")]));
    network.parameters.push(Parameter { constant: false, ..Parameter::new("total", 0.0) });
    network.rules.push(lca_kinetics::Rule::Assignment { variable: "total".into(), value: math("A + 2 * B") });
    let parameters = [("k", 0.5), ("m", 0.2), ("c", 0.5), ("d", 0.4), ("e", 0.7)];
    check_all(&problem(network, &parameters, &[0.0, 0.43, 1.07, 1.83, 2.9, 5.1]));
}

/// What a rule sets jumps with the rule, at a time that is estimated, and with its own parameters alone.
#[test]
fn rules_that_turn() {
    let states = [("x", "2", "-k * x * z + m * w"), ("z", "1.1", ""), ("w", "1", "")];
    let mut network = network(&states, Vec::new());
    network.algebraic_rules =
        vec![math("z^3 + z - piecewise(x, time < c, 2 * d * x + time)"), math("w^2 - p * w^0.5")];
    let parameters = [("k", 0.5), ("m", 0.2), ("c", 1.0), ("d", 0.7), ("p", 1.3)];
    check_all(&problem(network, &parameters, &[0.0, 0.43, 1.07, 1.83, 2.9, 5.1]));
}

/// The same at a time that is given: nothing but the rule itself tells that the states depend on each other.
#[test]
fn rules_that_turn_at_a_given_time() {
    let states = [("x", "2", "-k * x * z"), ("y", "0.3", "z - m * y"), ("z", "1.1", "")];
    let mut network = network(&states, Vec::new());
    network.algebraic_rules = vec![math("z^3 + z - piecewise(x, time < 1, 2 * d * x + y)")];
    let parameters = [("k", 0.5), ("m", 0.2), ("d", 0.7)];
    check_all(&problem(network, &parameters, &[0.0, 0.43, 1.07, 1.83, 2.9, 5.1]));
}

/// The same where a state crosses a threshold that is estimated, and where what the rule determines does.
#[test]
fn rules_that_turn_at_a_threshold() {
    let parameters = [("k", 0.5), ("m", 0.2), ("c", 1.0), ("d", 0.7)];
    let rules = [
        "z^3 + z - piecewise(x, x > c, 2 * d * x + y)",
        "z^3 + z - piecewise(x, z > c / 2, d * x)",
        "z^3 + z - piecewise(x, y < c, 2 * d * x + y)",
    ];
    for rule in rules {
        let states = [("x", "2", "-k * x * (1 + z)"), ("y", "0.3", "z - m * y"), ("z", "1.1", "")];
        let mut network = network(&states, Vec::new());
        network.algebraic_rules = vec![math(rule)];
        check_all(&problem(network, &parameters, &[0.0, 0.43, 1.07, 1.83, 2.9, 5.1]));
    }
}

/// And where an event takes a state across it, the rule following the state there.
#[test]
fn rules_that_turn_with_events() {
    let states = [("x", "2", "-k * x * z"), ("y", "0.3", "z - m * y"), ("z", "1.1", "")];
    let raise = event("x < c", &[("x", "x + d * z"), ("y", "y + z")]);
    let mut network = network(&states, vec![raise]);
    network.algebraic_rules =
        vec![math("z^3 + z - piecewise(3 * m * x, z < 0.7, x) - piecewise(0, y > 1.8, d)")];
    let parameters = [("k", 0.5), ("m", 0.2), ("c", 1.0), ("d", 1.4)];
    check_all(&problem(network, &parameters, &[0.0, 0.43, 1.07, 1.83, 2.9, 5.1]));
}

#[test]
fn a_model_that_looks_back_has_no_derivative() {
    let states = [("x", "2", "-k * delay(x, 0.5)")];
    let problem = problem(network(&states, Vec::new()), &[("k", 0.5)], &[1.0]);
    let objective = Objective::new(&problem).unwrap();
    for method in [Gradient::Forward, Gradient::Adjoint] {
        let error = objective.evaluate_with(&[0.5], method).unwrap_err();
        assert!(matches!(error, ModelError::Unsupported { .. }), "{error}");
    }
}

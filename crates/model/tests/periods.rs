//! Experiments of several periods: what jumps, what stays, and the gradient through all of it.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use lca_kinetics::petab::{
    Condition, Experiment, Measurement, Observable, Override, Parameter, Period, Problem, Scale, Version,
};
use lca_kinetics::{
    Compartment, Expr, Initial, Network, Parameter as Constant, Reaction, Species, parse_math,
};
use lca_model::{ModelError, Objective, Tolerances};

const TIGHT: Tolerances = Tolerances { relative: 1e-11, absolute: 1e-14, max_steps: 100_000 };

fn math(text: &str) -> Expr {
    parse_math(text).unwrap()
}

/// `A` turns into `B` and back in a compartment of size `v`; `F` is a constant concentration given
/// as an amount, and `twice` is twice `k1` at the start.
fn network() -> Network {
    let mut network = Network::new("conversion");
    network.compartments.push(Compartment::new("v", 2.0));
    network.species.push(Species::new("A", "v", 1.0));
    network.species.push(Species::new("B", "v", 0.5));
    network.species.push(Species {
        boundary_condition: true,
        constant: true,
        initial: Initial::Amount(6.0),
        ..Species::new("F", "v", 0.0)
    });
    network.parameters.extend([("k1", 0.3), ("k2", 0.2)].map(|(id, value)| Constant::new(id, value)));
    network.parameters.push(Constant { value: None, ..Constant::new("twice", 0.0) });
    network.initial_assignments.push(("twice".into(), math("2 * k1")));
    network.reactions.push(Reaction::new("fwd", &[("A", 1.0)], &[("B", 1.0)], math("v * k1 * A")));
    network.reactions.push(Reaction::new("rev", &[("B", 1.0)], &[("A", 1.0)], math("v * k2 * B")));
    network
}

fn problem(changes: &[(&str, &[(&str, &str)])], periods: &[(f64, &str)]) -> Problem {
    let parameter =
        |id: &str, nominal: f64| Parameter { scale: Scale::Lin, nominal, ..Parameter::log10(id, 0.0, 100.0) };
    let change = |&(target, value): &(&str, &str)| (target.to_owned(), Override::Formula(math(value)));
    let condition = |(id, list): &(&str, &[(&str, &str)])| Condition {
        id: (*id).to_owned(),
        name: None,
        changes: list.iter().map(change).collect(),
    };
    let periods = periods.iter().map(|&(time, condition)| Period {
        time,
        conditions: if condition.is_empty() { Vec::new() } else { vec![condition.to_owned()] },
    });
    let names = ["A", "B", "v", "F", "twice", "k1"];
    Problem {
        version: Version::V2,
        parameters: vec![parameter("p", 0.7), parameter("q", 1.3), parameter("k2", 0.2)],
        conditions: changes.iter().map(condition).collect(),
        experiments: vec![Experiment { id: "e".into(), periods: periods.collect() }],
        observables: names
            .iter()
            .map(|id| Observable::new(&format!("of_{id}"), math(id), 0.5.into()))
            .collect(),
        ..Problem::new(network())
    }
}

fn measured(mut problem: Problem, times: &[f64]) -> Problem {
    for &time in times {
        for at in 0..problem.observables.len() {
            let id = problem.observables[at].id.clone();
            problem.measurements.push(Measurement::new(&id, "e", time, 1.0 + 0.1 * time.min(10.0)));
        }
    }
    problem
}

/// Values of all observables at each time.
fn simulated(problem: &Problem) -> Vec<Vec<f64>> {
    let objective = Objective::new(problem).unwrap().with_tolerances(TIGHT);
    let rows = objective.simulate(&objective.nominal()).unwrap();
    let values: Vec<f64> = rows.iter().map(|row| row.value).collect();
    values.chunks(problem.observables.len()).map(<[f64]>::to_vec).collect()
}

fn check_gradient(problem: &Problem) {
    let objective = Objective::new(problem).unwrap().with_tolerances(TIGHT);
    let x: Vec<f64> = objective.nominal().iter().map(|v| v * 1.05).collect();
    let exact = objective.evaluate(&x).unwrap().gradient;
    for (at, g) in exact.iter().enumerate() {
        let cost = |h: f64| {
            let mut moved = x.clone();
            moved[at] += h;
            objective.value(&moved).unwrap().llh
        };
        let h = 1e-3;
        let found = (8.0 * (cost(h) - cost(-h)) - (cost(2.0 * h) - cost(-2.0 * h))) / (12.0 * h);
        let id = &objective.parameters()[at].id;
        assert!((g - found).abs() < 1e-6 * g.abs().max(1.0), "{id}: {g} against {found}");
        assert!(g.abs() > 1e-3, "{id} must matter for the check to mean anything: {g}");
    }
}

fn assert_near(found: &[f64], expected: &[f64]) {
    for (a, b) in found.iter().zip(expected) {
        assert!((a - b).abs() < 1e-8, "{found:?} against {expected:?}");
    }
}

#[test]
fn targets_take_values_from_before_all_at_once() {
    let changes: [(&str, &[(&str, &str)]); 1] =
        [("swap", &[("A", "B"), ("B", "A + p"), ("k1", "k1 + time * q")])];
    let problem = measured(problem(&changes, &[(0.0, ""), (4.0, "swap")]), &[4.0]);
    let before = {
        let mut plain = problem.clone();
        plain.experiments[0].periods.pop();
        simulated(&plain).remove(0)
    };
    let after = simulated(&problem).remove(0);
    assert_near(&after, &[before[1], before[0] + 0.7, 2.0, 3.0, 0.6, 5.5]);
    check_gradient(&measured(problem, &[6.0, 9.0]));
}

#[test]
fn a_compartment_changes_and_concentrations_stay() {
    let changes: [(&str, &[(&str, &str)]); 2] =
        [("grow", &[("v", "v + q"), ("A", "4")]), ("more", &[("v", "8")])];
    let periods = [(0.0, ""), (4.0, "grow"), (6.0, "more")];
    let problem = measured(problem(&changes, &periods), &[3.0, 4.0, 6.0, 7.0]);
    let found = simulated(&problem);
    assert!((found[1][0] - 4.0).abs() < 1e-9, "{found:?}");
    assert_eq!([found[0][2], found[1][2], found[2][2], found[3][2]], [2.0, 3.3, 8.0, 8.0]);
    assert!(found.iter().all(|row| (row[3] - 3.0).abs() < 1e-9), "F keeps its concentration: {found:?}");
    // Total concentration is conserved within a period and over the change of size alone.
    let total = |row: &[f64]| row[0] + row[1];
    assert!((total(&found[1]) - total(&found[2])).abs() < 1e-8, "{found:?}");
    check_gradient(&with_p(problem));
}

/// The problem with the first period's `k1` given by `p`, so that all parameters matter.
fn with_p(mut problem: Problem) -> Problem {
    problem.conditions.push(Condition {
        id: "start".into(),
        name: None,
        changes: vec![("k1".into(), Override::Formula(math("p * 0.4")))],
    });
    problem.experiments[0].periods[0].conditions.push("start".into());
    problem
}

#[test]
fn what_a_formula_gave_at_the_start_stays() {
    let changes: [(&str, &[(&str, &str)]); 2] = [("one", &[("k1", "p")]), ("two", &[("k1", "q")])];
    let problem = measured(problem(&changes, &[(0.0, "one"), (5.0, "two")]), &[1.0, 5.0, 8.0]);
    let found = simulated(&problem);
    let twice: Vec<f64> = found.iter().map(|row| row[4]).collect();
    assert_near(&twice, &[1.4, 1.4, 1.4]);
    assert_near(&[found[0][5], found[1][5]], &[0.7, 1.3]);
    check_gradient(&problem);
}

#[test]
fn rest_comes_before_and_only_what_is_named_changes() {
    let changes: [(&str, &[(&str, &str)]); 2] = [("rest", &[("k1", "p * q")]), ("go", &[("B", "A * q")])];
    let problem = measured(problem(&changes, &[(f64::NEG_INFINITY, "rest"), (2.0, "go")]), &[2.0, 3.0]);
    let found = simulated(&problem);
    // At rest A k1 = B k2 with A + B = 1.5; k1 lasts.
    let k1 = 0.7 * 1.3;
    let a = 1.5 * 0.2 / (k1 + 0.2);
    assert_near(&[found[0][0], found[0][1], found[0][5]], &[a, 1.3 * a, k1]);
    check_gradient(&measured(problem, &[f64::INFINITY]));
}

#[test]
fn experiments_that_make_no_sense_are_refused() {
    let error = |changes: &[(&str, &[(&str, &str)])], periods: &[(f64, &str)], time: f64| {
        Objective::new(&measured(problem(changes, periods), &[time])).unwrap_err().to_string()
    };
    let one: [(&str, &[(&str, &str)]); 1] = [("one", &[("A", "zz")])];
    assert!(error(&one, &[(0.0, "one")], 1.0).contains("`zz`"));
    let one: [(&str, &[(&str, &str)]); 1] = [("one", &[("A", "1")])];
    assert!(error(&one, &[(0.0, "two")], 1.0).contains("`two`"));
    assert!(error(&one, &[(3.0, "one")], 1.0).contains("before its start 3"));
    assert!(error(&one, &[(1.0, "one"), (1.0, "one")], 1.0).contains("different times"));
    let mut twice = measured(problem(&one, &[(0.0, "one")]), &[1.0]);
    twice.experiments[0].periods[0].conditions.push("one".into());
    let error = Objective::new(&twice).unwrap_err();
    assert!(matches!(error, ModelError::Reference { .. }), "{error}");
}

//! Gradients by the adjoint against those by sensitivities and against differences.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod check;
#[path = "../common/mod.rs"]
mod common;
mod events;
mod fuzz;
mod periods;
mod rules;

use check::check;
use lca_kinetics::petab::{
    Condition, Experiment, Measurement, Observable, Override, Parameter, Period, Problem,
};
use lca_kinetics::{Compartment, Network, Parameter as Constant, Reaction, Species, parse_math};
use lca_model::{Gradient, Objective, Tolerances};

/// The cascade with a loss of `E` that is made anew, so that it rests without conserved totals there.
fn resting() -> Problem {
    let mut problem = common::made(&["low", "high", "pulse"], 4, 3);
    let math = |text: &str| parse_math(text).unwrap();
    let network = &mut problem.network;
    network.reactions.push(Reaction::new("make", &[], &[("E", 1.0)], math("cell * k_act")));
    network.reactions.push(Reaction::new("lose", &[("E", 1.0)], &[], math("cell * k_deact * E")));
    problem
}

/// A condition after rest under `before`.
fn rested(condition: &str) -> Experiment {
    let period = |time: f64, id: &str| Period { time, conditions: vec![id.to_owned()] };
    let periods = vec![period(f64::NEG_INFINITY, "before"), period(0.0, condition)];
    Experiment { id: format!("rested_{condition}"), periods }
}

#[test]
fn a_turning_stimulus_is_gone_back_through() {
    check(&common::made(&["low", "high", "pulse"], 5, 1));
}

#[test]
fn the_time_of_a_turn_may_be_estimated() {
    let mut problem = common::made(&["pulse"], 6, 2);
    problem.parameters.push(Parameter { nominal: 3.0, ..Parameter::log10("pulse_length", 0.1, 100.0) });
    let pulse = problem.conditions.iter_mut().find(|condition| condition.id == "pulse").unwrap();
    pulse.changes.retain(|(id, _)| id != "length");
    pulse.changes.push(("length".into(), Override::Parameter("pulse_length".into())));
    check(&problem);
}

#[test]
fn experiments_that_share_their_rest_are_gone_back_through() {
    for mut problem in [common::made(&["low", "high", "pulse"], 4, 3), resting()] {
        let changes = vec![("dose".into(), Override::Number(0.1)), ("length".into(), Override::Number(1e9))];
        problem.conditions.push(Condition { id: "before".into(), name: None, changes });
        problem.experiments = ["low", "high", "pulse"].map(rested).to_vec();
        problem.measurements.iter_mut().for_each(|one| one.experiment = format!("rested_{}", one.experiment));
        check(&problem);
    }
}

#[test]
fn measurements_at_rest_are_gone_back_through() {
    for mut problem in [common::made(&["low", "high"], 4, 4), resting()] {
        problem.conditions.iter_mut().flat_map(|condition| &mut condition.changes).for_each(|(id, value)| {
            if id == "length" {
                *value = Override::Number(f64::MAX);
            }
        });
        problem.measurements.retain(|one| one.experiment != "pulse");
        let mut last = problem.measurements[0].clone();
        last.time = f64::INFINITY;
        problem.measurements.push(last);
        check(&problem);
    }
}

/// A turnover of three molecules that begins at rest: the states never change, so only the tangents can tell how long
/// a step may be.
#[test]
fn derivatives_of_what_begins_at_rest_are_exact() {
    let mut network = Network::new("turnover");
    network.compartments.push(Compartment::new("cell", 1.0));
    let (make, lose) = ([3.0, 0.8, 0.3], [0.5, 0.2, 0.1]);
    let rest = [make[0] / lose[0], make[0] / lose[0] * make[1] / lose[1], 6.0 * 4.0 * 3.0];
    for (k, id) in ["A", "B", "C"].into_iter().enumerate() {
        network.species.push(Species::new(id, "cell", rest[k]));
        let (made, lost) = (format!("make_{id}"), format!("lose_{id}"));
        network.parameters.push(Constant::new(&made, make[k]));
        network.parameters.push(Constant::new(&lost, lose[k]));
        let from = ["1", "A", "B"][k];
        let rate = |text: String| parse_math(&text).unwrap();
        network.reactions.push(Reaction::new(
            &format!("making_{id}"),
            &[],
            &[(id, 1.0)],
            rate(format!("cell * {made} * {from}")),
        ));
        network.reactions.push(Reaction::new(
            &format!("losing_{id}"),
            &[(id, 1.0)],
            &[],
            rate(format!("cell * {lost} * {id}")),
        ));
    }
    let rates = network.parameters.iter().map(|one| (one.id.clone(), one.value.unwrap()));
    let free = |(id, value): (String, f64)| Parameter { nominal: value, ..Parameter::log10(&id, 1e-3, 1e3) };
    let problem = |time: f64| Problem {
        parameters: rates.clone().map(free).collect(),
        conditions: vec![Condition { id: "control".into(), ..Condition::default() }],
        observables: vec![Observable::new("c", parse_math("C").unwrap(), 1.0.into())],
        measurements: vec![Measurement::new("c", "control", time, rest[2] - 1.0)],
        ..Problem::new(network.clone())
    };
    // Of a change of A's production: d ln C / d ln make_A = 1 - the share of C that has not followed, a sum over the
    // three modes of decay.
    let share = |k: usize, time: f64| {
        let others = (0..3).filter(|&j| j != k);
        (-lose[k] * time).exp() * others.map(|j| lose[j] / (lose[j] - lose[k])).product::<f64>()
    };
    for time in [0.3, 5.0, 40.0, 200.0] {
        let exact = -rest[2] * 10f64.ln() * (1.0 - (0..3).map(|k| share(k, time)).sum::<f64>());
        for tolerance in [1e-4, 1e-7, 1e-12] {
            let tolerances =
                Tolerances { relative: tolerance, absolute: 1e-2 * tolerance, ..Tolerances::default() };
            let objective = Objective::new(&problem(time)).unwrap().with_tolerances(tolerances);
            for method in [Gradient::Forward, Gradient::Adjoint] {
                let found = objective.evaluate_with(&objective.nominal(), method).unwrap().gradient[0];
                // Errors of steps add up.
                let allowed = 100.0 * tolerance * rest[2];
                assert!(
                    (found - exact).abs() < allowed,
                    "{method:?} to {time} at {tolerance}: {found}, exactly {exact}"
                );
            }
        }
    }
}

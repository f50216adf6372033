//! Events against analytic answers.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use lca_kinetics::petab::{Condition, Measurement, Observable, Parameter as Estimated, Problem, Scale};
use lca_kinetics::{Compartment, Event, Network, Parameter, Rule, Species, parse_math};
use lca_model::{ModelError, Objective, Simulation, Simulator, SolverError, Tolerances};

const TIGHT: Tolerances = Tolerances { relative: 1e-10, absolute: 1e-13, max_steps: 100_000 };

fn event(trigger: &str, assignments: &[(&str, &str)]) -> Event {
    let assignments: Vec<_> =
        assignments.iter().map(|(id, value)| (*id, parse_math(value).unwrap())).collect();
    Event::new(parse_math(trigger).unwrap(), &assignments)
}

/// Parameters with their values and rates.
fn network(parameters: &[(&str, f64, &str)], events: Vec<Event>) -> Network {
    let mut network = Network::new("test");
    for (id, value, rate) in parameters {
        network.parameters.push(Parameter { constant: false, ..Parameter::new(id, *value) });
        if *rate != "0" {
            network.rules.push(Rule::Rate { variable: (*id).into(), rate: parse_math(rate).unwrap() });
        }
    }
    network.events = events;
    network
}

fn run(network: &Network, outputs: &[&str], times: &[f64]) -> Simulation {
    Simulator::new(network, outputs).unwrap().with_tolerances(TIGHT).run(&[], times).unwrap()
}

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} against {expected}");
}

#[test]
fn doses_add_up_as_in_pharmacokinetics() {
    let dose = event("time >= next", &[("x", "x + 1"), ("next", "next + 1")]);
    let network = network(&[("x", 0.0, "-0.7 * x"), ("next", 1.0, "0")], vec![dose]);
    let found = run(&network, &["x"], &[0.5, 1.0, 1.5, 3.0, 3.25]);
    let decayed = |t: f64| (-0.7 * t).exp();
    for (row, expected) in found.values.iter().zip([
        0.0,
        1.0,
        decayed(0.5),
        1.0 + decayed(1.0) + decayed(2.0),
        decayed(0.25) + decayed(1.25) + decayed(2.25),
    ]) {
        close(row[0], expected, 1e-9);
    }
}

fn ball() -> Network {
    let bounce = event("h < 0", &[("v", "-0.8 * v"), ("h", "0")]);
    network(&[("h", 1.0, "v"), ("v", 0.0, "-9.81")], vec![bounce])
}

#[test]
fn a_ball_bounces_when_it_should() {
    let (fall, g) = ((2.0 / 9.81_f64).sqrt(), 9.81);
    let speed = 0.8 * g * fall;
    let second = fall + 2.0 * speed / g;
    let found = run(&ball(), &["h"], &[fall + 0.1, second + 0.05]);
    close(found.values[0][0], speed * 0.1 - 0.5 * g * 0.01, 1e-9);
    close(found.values[1][0], 0.8 * speed * 0.05 - 0.5 * g * 0.0025, 1e-9);
}

#[test]
fn more_output_points_change_nothing_where_events_happen() {
    let simulator = Simulator::new(&ball(), &["h", "v"]).unwrap();
    let few = simulator.run(&[], &[0.7, 2.0]).unwrap();
    let times: Vec<f64> = (0..=2000).map(|k| f64::from(k) * 0.001).collect();
    let many = simulator.run(&[], &times).unwrap();
    assert_eq!(few.values[0], many.values[700]);
    assert_eq!(few.values[1], many.values[2000]);
}

#[test]
fn bounces_without_end_are_an_error() {
    let simulator = Simulator::new(&ball(), &["h"]).unwrap();
    let error = simulator.run(&[], &[100.0]).unwrap_err();
    assert!(matches!(error, ModelError::Solver { .. }), "{error}");
    let circle = vec![event("x > 0", &[("x", "-1")]), event("x < 0", &[("x", "1")])];
    let network = network(&[("x", -1.0, "0"), ("y", 0.0, "1")], {
        let mut events = circle;
        events[1].initial_value = false;
        events
    });
    let error = Simulator::new(&network, &["x"]).unwrap().run(&[], &[1.0]).unwrap_err();
    assert!(matches!(error, ModelError::Solver { cause: SolverError::Chattering(_), .. }), "{error}");
}

#[test]
fn priorities_order_what_happens_at_once() {
    let mut first = event("time >= 1", &[("x", "x + 1")]);
    let mut second = event("time >= 1", &[("x", "2 * x")]);
    for (low, high, expected) in [(1.0, 2.0, 7.0), (2.0, 1.0, 8.0)] {
        first.priority = Some(low.into());
        second.priority = Some(high.into());
        first.use_values_from_trigger_time = false;
        second.use_values_from_trigger_time = false;
        let network = network(&[("x", 3.0, "0")], vec![first.clone(), second.clone()]);
        close(run(&network, &["x"], &[2.0]).values[0][0], expected, 0.0);
    }
}

#[test]
fn delays_keep_or_renew_values_and_persistence_decides() {
    let late = |at_trigger: bool, persistent: bool| {
        let mut late = event("time >= 1 && time < 2", &[("x", "y")]);
        late.delay = Some(1.5.into());
        late.use_values_from_trigger_time = at_trigger;
        late.persistent = persistent;
        let network = network(&[("x", 0.0, "0"), ("y", 0.0, "1")], vec![late]);
        run(&network, &["x"], &[2.4, 2.5]).values.iter().map(|row| row[0]).collect::<Vec<_>>()
    };
    for (options, expected) in [((true, true), 1.0), ((false, true), 2.5), ((true, false), 0.0)] {
        let found = late(options.0, options.1);
        close(found[0], 0.0, 0.0);
        close(found[1], expected, 1e-12);
    }
}

#[test]
fn conditions_that_swing_within_a_step_are_met_each_time() {
    let count = event("sin(10 * time) < 0", &[("n", "n + 1")]);
    let found = run(&network(&[("n", 0.0, "0")], vec![count]), &["n"], &[2.0, 10.0]);
    assert_eq!(found.values, [[3.0], [16.0]]);
}

#[test]
fn amounts_stay_when_an_event_changes_the_size() {
    let mut network = network(&[], vec![event("time >= 1", &[("c", "2")])]);
    network.compartments.push(Compartment { constant: false, ..Compartment::new("c", 1.0) });
    network.species.push(Species::new("s", "c", 3.0));
    network.species.push(Species { has_only_substance_units: true, ..Species::new("n", "c", 3.0) });
    let found = run(&network, &["s", "n", "c"], &[0.5, 1.0]);
    assert_eq!(found.values, [[3.0, 3.0, 1.0], [1.5, 3.0, 2.0]]);
}

/// `x` decays from 2 with rate `k`; below `c` it is raised by `d`, after a delay of `l`.
fn threshold(delay: bool) -> Problem {
    let mut raise = event("x < c", &[("x", "x + d")]);
    raise.use_values_from_trigger_time = false;
    raise.delay = delay.then(|| parse_math("0.3 * k").unwrap());
    let mut network = network(&[("x", 2.0, "-k * x")], vec![raise]);
    for (id, value) in [("k", 0.5), ("c", 1.0), ("d", 0.4)] {
        network.parameters.push(Parameter::new(id, value));
    }
    let observable = Observable::new("seen", parse_math("x").unwrap(), parse_math("1").unwrap());
    let one =
        |id: &str, nominal: f64| Estimated { nominal, scale: Scale::Lin, ..Estimated::log10(id, 1e-3, 1e3) };
    Problem {
        parameters: vec![one("k", 0.5), one("c", 1.0), one("d", 0.4)],
        conditions: vec![Condition { id: "only".into(), name: None, changes: Vec::new() }],
        observables: vec![observable],
        measurements: [1.0, 1.8, 2.2].map(|t| Measurement::new("seen", "only", t, 1.0)).to_vec(),
        ..Problem::new(network)
    }
}

#[test]
fn sensitivities_follow_the_time_of_an_event() {
    let objective = Objective::new(&threshold(false)).unwrap();
    let found = objective.sensitivities(&[0.5, 1.0, 0.4]).unwrap();
    let (k, c, d, t) = (0.5_f64, 1.0_f64, 0.4_f64, 1.8_f64);
    // x = (c + d) exp(-k t) 2 / c after the event at ln(2 / c) / k.
    let factor = (-k * t).exp() * 2.0 / c;
    let expected = [-(c + d) * t * factor, factor - (c + d) * factor / c, factor];
    for (found, expected) in found[1].iter().zip(expected) {
        close(*found, expected, 1e-6);
    }
}

#[test]
fn gradients_through_delayed_events_equal_differences() {
    let objective = Objective::new(&threshold(true)).unwrap();
    let at = [0.5, 1.0, 0.4];
    let gradient = objective.evaluate(&at).unwrap().gradient;
    for k in 0..at.len() {
        let moved = |by: f64| {
            let mut point = at;
            point[k] += by;
            objective.value(&point).unwrap().llh
        };
        let difference = (moved(1e-4) - moved(-1e-4)) / 2e-4;
        close(gradient[k], difference, 1e-4 * (1.0 + difference.abs()));
    }
}

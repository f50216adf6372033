//! Experiments of several periods.

use crate::check::{check_all, check_to};
use crate::events::{event, math, network};
use lca_kinetics::petab::{
    Condition, Experiment, Measurement, Observable, Override, Parameter as Estimated, Period, Problem, Scale,
    Version,
};
use lca_kinetics::{Event, Network, Parameter};

/// What the conditions of periods set.
pub(crate) type Changes<'a> = [(&'a str, &'a [(&'a str, &'a str)])];

/// Estimated parameters: some of the model, `p` and `q` of the conditions alone.
const PARAMETERS: [(&str, f64); 6] = [("k", 0.5), ("m", 0.4), ("c", 1.0), ("d", 0.4), ("p", 0.7), ("q", 1.3)];

pub(crate) fn problem(
    mut network: Network,
    changes: &Changes<'_>,
    periods: &[(f64, &str)],
    times: &[f64],
) -> Problem {
    let seen = ["x", "y", "r"];
    network.parameters.extend(PARAMETERS[..4].iter().map(|&(id, value)| Parameter::new(id, value)));
    network.parameters.push(Parameter::new("r", 0.8));
    let free = |&(id, nominal): &(&str, f64)| Estimated {
        nominal,
        scale: Scale::Lin,
        ..Estimated::log10(id, 1e-3, 1e3)
    };
    let change = |&(target, value): &(&str, &str)| (target.to_owned(), Override::Formula(math(value)));
    let condition = |&(id, list): &(&str, &[(&str, &str)])| Condition {
        id: id.to_owned(),
        name: None,
        changes: list.iter().map(change).collect(),
    };
    let period = |&(time, id): &(f64, &str)| Period {
        time,
        conditions: Some(id.to_owned()).into_iter().filter(|id| !id.is_empty()).collect(),
    };
    let measured = |time: &f64| {
        seen.map(|id| Measurement::new(&format!("of_{id}"), "e", *time, 1.0 + 0.1 * time.min(10.0)))
    };
    Problem {
        version: Version::V2,
        parameters: PARAMETERS.iter().map(free).collect(),
        conditions: changes.iter().map(condition).collect(),
        experiments: vec![Experiment { id: "e".into(), periods: periods.iter().map(period).collect() }],
        observables: seen.map(|id| Observable::new(&format!("of_{id}"), math(id), 0.5.into())).to_vec(),
        measurements: times.iter().flat_map(measured).collect(),
        ..Problem::new(network)
    }
}

/// A chain that is fed, so that it rests, with events.
pub(crate) fn chain(events: Vec<Event>) -> Network {
    network(&[("x", "2", "r - k * x"), ("y", "0.3 + c", "k * x - m * y + d")], events)
}

pub(crate) const JUMPS: [(&str, &[(&str, &str)]); 4] = [
    ("rest", &[("r", "p * q")]),
    ("first", &[("x", "x + c * y"), ("y", "q * x"), ("r", "p")]),
    ("second", &[("r", "r + q * x"), ("x", "d")]),
    ("third", &[("y", "y + p * x * r")]),
];

#[test]
fn three_periods_with_jumps() {
    let periods = [(0.0, "rest"), (1.5, "first"), (3.0, "second"), (4.5, "third")];
    let times = [0.0, 0.7, 1.5, 2.2, 3.0, 3.9, 4.5, 6.0];
    check_all(&problem(chain(Vec::new()), &JUMPS, &periods, &times));
}

#[test]
fn three_periods_after_rest() {
    let periods = [(f64::NEG_INFINITY, "rest"), (0.5, "first"), (3.0, "second"), (4.5, "third")];
    for times in [vec![0.5, 0.7, 1.5, 2.2, 3.0, 3.9, 4.5, 6.0], vec![0.9, 5.1, f64::INFINITY], vec![4.9]] {
        let mut problem = problem(chain(Vec::new()), &JUMPS, &periods, &times);
        // Rest forgets where it came from.
        if times.len() < 8 {
            problem.parameters.retain(|one| one.id != "c");
        }
        check_to(&problem, 1e-9);
    }
}

#[test]
fn events_in_several_periods_and_at_rest() {
    let raise = event("x < c", &[("y", "y + d * x"), ("x", "x + q2")]);
    let mut network = chain(vec![raise]);
    network.parameters.push(Parameter::new("q2", 0.4));
    let jumps: [(&str, &[(&str, &str)]); 4] = [
        ("begin", &[("r", "p")]),
        ("low", &[("r", "0.1 * p")]),
        ("high", &[("r", "p"), ("x", "x + c")]),
        ("again", &[("r", "r * 0.2 * q"), ("q2", "q * d")]),
    ];
    let times = [0.0, 0.7, 1.73, 2.2, 3.0, 3.9, 5.53, 7.1, 8.9];
    for begin in [f64::NEG_INFINITY, -1.0] {
        let periods = [(begin, "begin"), (0.0, "low"), (3.0, "high"), (4.5, "again")];
        check_all(&problem(network.clone(), &jumps, &periods, &times));
    }
}

/// Delays that end in the next period or the one after, whose parameters and states are others by then.
#[test]
fn events_that_wait_when_a_period_ends() {
    let late = |event: Event, delay: &str, at_trigger: bool| Event {
        delay: Some(math(delay)),
        use_values_from_trigger_time: at_trigger,
        ..event
    };
    for persistent in [true, false] {
        let events = vec![
            late(event("x < 2 * c", &[("y", "y + d * x")]), "1.6 * d + x", true),
            late(event("x < 1.8 * c", &[("x", "x + d * y")]), "2 + k", false),
            late(event("time > d && time < 5", &[("y", "y + x")]), "4 * c", true),
        ];
        let events = events.into_iter().map(|one| Event { persistent, ..one }).collect();
        let periods = [(0.0, "rest"), (1.5, "first"), (3.0, "second"), (3.5, "third")];
        let times = [0.0, 0.7, 1.5, 2.37, 3.0, 3.5, 3.83, 4.7, 6.1];
        check_all(&problem(chain(events), &JUMPS, &periods, &times));
    }
}

//! Events of all kinds.

use crate::check::check_all;
use lca_kinetics::petab::{Condition, Measurement, Observable, Parameter as Estimated, Problem, Scale};
use lca_kinetics::{Event, Expr, Network, Parameter, Rule, parse_math};

pub(crate) fn math(text: &str) -> Expr {
    parse_math(text).unwrap()
}

pub(crate) fn event(trigger: &str, assignments: &[(&str, &str)]) -> Event {
    let assignments: Vec<_> = assignments.iter().map(|(id, value)| (*id, math(value))).collect();
    Event::new(math(trigger), &assignments)
}

fn late(event: Event, delay: &str, at_trigger: bool) -> Event {
    Event { delay: Some(math(delay)), use_values_from_trigger_time: at_trigger, ..event }
}

fn ranked(event: Event, priority: &str) -> Event {
    Event { priority: Some(math(priority)), use_values_from_trigger_time: false, ..event }
}

/// States with their starts and rates.
pub(crate) fn network(states: &[(&str, &str, &str)], events: Vec<Event>) -> Network {
    let mut network = Network::new("made");
    for (id, start, rate) in states {
        network.parameters.push(Parameter { constant: false, value: None, ..Parameter::new(id, 0.0) });
        network.initial_assignments.push(((*id).into(), math(start)));
        if !rate.is_empty() {
            network.rules.push(Rule::Rate { variable: (*id).into(), rate: math(rate) });
        }
    }
    network.events = events;
    network
}

/// A problem with estimated parameters in which all states are seen at some times.
pub(crate) fn problem(mut network: Network, parameters: &[(&str, f64)], times: &[f64]) -> Problem {
    let seen: Vec<String> = network.parameters.iter().map(|one| one.id.clone()).collect();
    let free = |&(id, nominal): &(&str, f64)| Estimated {
        nominal,
        scale: Scale::Lin,
        ..Estimated::log10(id, 1e-3, 1e3)
    };
    network.parameters.extend(parameters.iter().map(|&(id, value)| Parameter::new(id, value)));
    let measured = |time: &f64| {
        let row = |(k, id): (usize, &String)| {
            Measurement::new(&format!("of_{id}"), "only", *time, 1.0 + 0.3 * k as f64)
        };
        seen.iter().enumerate().map(row).collect::<Vec<_>>()
    };
    Problem {
        parameters: parameters.iter().map(free).collect(),
        conditions: vec![Condition { id: "only".into(), ..Condition::default() }],
        observables: seen
            .iter()
            .map(|id| Observable::new(&format!("of_{id}"), math(id), 0.5.into()))
            .collect(),
        measurements: times.iter().flat_map(measured).collect(),
        ..Problem::new(network)
    }
}

/// Two states that decay, one into the other.
const CHAIN: [(&str, &str, &str); 2] = [("x", "2", "-k * x"), ("y", "0.3", "k * x - m * y^2")];

#[test]
fn a_threshold_of_a_state_with_parameters_in_trigger_and_value() {
    let raise = event("x < c", &[("x", "x + d * y"), ("y", "y * exp(-d)")]);
    let parameters = [("k", 0.5), ("m", 0.2), ("c", 1.0), ("d", 0.4)];
    check_all(&problem(network(&CHAIN, vec![raise]), &parameters, &[0.4, 1.0, 1.8, 2.9, 5.0]));
}

#[test]
fn delays_with_values_of_then_and_of_now() {
    let parameters = [("k", 0.5), ("m", 0.2), ("c", 1.4), ("d", 0.4), ("l", 0.7)];
    for persistent in [true, false] {
        let first = late(event("x < c", &[("x", "x + d * y")]), "l * y", true);
        let second = late(event("x < 0.8 * c", &[("y", "y + d * x"), ("x", "1.2 * x")]), "0.3 + l", false);
        let events = vec![Event { persistent, ..first }, Event { persistent, ..second }];
        check_all(&problem(network(&CHAIN, events), &parameters, &[0.57, 1.13, 1.87, 2.23, 2.71, 4.19]));
    }
}

#[test]
fn events_at_one_time_in_the_order_of_their_priorities() {
    let parameters = [("k", 0.5), ("m", 0.2), ("c", 1.0), ("d", 0.4), ("e", 1.3)];
    for (a, b) in [("1", "2"), ("2", "1"), ("x", "x - c")] {
        let events = vec![
            ranked(event("x < c", &[("x", "x + d")]), a),
            ranked(event("x < c", &[("x", "e * x"), ("y", "x * y + d")]), b),
            late(event("time > c + 1", &[("y", "y + x")]), "0.7", false),
            event("time > c + 1", &[("y", "y * e")]),
        ];
        check_all(&problem(
            network(&CHAIN, events),
            &parameters,
            &[0.57, 1.13, 1.87, 2.23, 2.71, 3.34, 4.19],
        ));
    }
}

#[test]
fn one_event_sets_off_the_next() {
    let parameters = [("k", 0.5), ("m", 0.2), ("c", 1.0), ("d", 0.4)];
    let events = vec![
        event("x < c", &[("y", "y + 1 + d")]),
        event("y > 1.5", &[("x", "x + y * d")]),
        late(event("y > 1.5", &[("y", "y * 0.5 + m")]), "0.1 * d", true),
    ];
    check_all(&problem(network(&CHAIN, events), &parameters, &[0.4, 1.0, 1.8, 2.9, 5.0]));
}

#[test]
fn doses_at_times_that_are_estimated() {
    let states = [("x", "0", "-k * x + m"), ("due", "first", "")];
    let dose = event("time >= due", &[("x", "x + dose"), ("due", "due + every")]);
    let parameters = [("k", 0.5), ("m", 0.2), ("first", 0.6), ("every", 1.1), ("dose", 0.8)];
    check_all(&problem(network(&states, vec![dose]), &parameters, &[0.5, 1.2, 2.4, 3.3, 6.0]));
}

#[test]
fn what_is_triggered_at_the_start_and_what_never_happens() {
    let parameters = [("k", 0.5), ("m", 0.2), ("c", 1.5), ("d", 0.4)];
    let begin = Event { initial_value: false, ..event("x > y", &[("y", "y + d"), ("x", "x + c")]) };
    let soon = Event { initial_value: false, ..late(event("x > 0", &[("x", "x * d")]), "c", false) };
    let never = late(event("x < c", &[("x", "5 * d")]), "100", true);
    let dropped = late(event("x > 3 * d && time < 1", &[("x", "5 * d")]), "0.8", true);
    let dropped = Event { persistent: false, initial_value: false, ..dropped };
    let events = vec![begin, soon, never, dropped];
    check_all(&problem(network(&CHAIN, events), &parameters, &[0.0, 0.4, 1.0, 1.8, 2.9, 5.0]));
}

/// A ball that loses speed: both states of the map depend on both.
#[test]
fn a_bouncing_ball() {
    let states = [("h", "top", "v"), ("v", "0", "-g")];
    let bounce = event("h < 0", &[("v", "-loss * v"), ("h", "0")]);
    let parameters = [("top", 1.0), ("g", 9.81), ("loss", 0.8)];
    check_all(&problem(network(&states, vec![bounce]), &parameters, &[0.3, 0.5, 1.0, 1.5, 2.1]));
}

#[test]
fn events_and_turns_of_the_rates_at_once() {
    let states = [("x", "2", "piecewise(-k * x, x > c, -m * x)"), ("y", "0.3", "piecewise(x, time < l, -y)")];
    let events =
        vec![event("x < c", &[("y", "y + d * x")]), late(event("time >= l", &[("x", "x + y")]), "d", true)];
    let parameters = [("k", 0.5), ("m", 0.2), ("c", 1.0), ("d", 0.4), ("l", 1.1)];
    check_all(&problem(network(&states, events), &parameters, &[0.4, 1.0, 1.8, 2.9, 5.0]));
}

/// A dose every so often to a system that then comes to rest, seen there.
#[test]
fn rest_after_events() {
    let states = [("x", "2", "-k * x + m"), ("y", "0.3", "k * x - y"), ("n", "0", "")];
    let dose = event("x < c && n < 2", &[("x", "x + d"), ("n", "n + d")]);
    let parameters = [("k", 0.5), ("m", 0.2), ("c", 1.0), ("d", 1.4)];
    check_all(&problem(network(&states, vec![dose]), &parameters, &[0.4, 1.0, 2.9, f64::INFINITY]));
}

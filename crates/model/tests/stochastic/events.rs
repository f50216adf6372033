use crate::network::{assert_close, moments, network, options, react};
use lca_kinetics::{Event, Expr, Network, Rule, parse_math};
use lca_model::{Method, StochasticSimulator};

fn event(trigger: &str, assignments: &[(&str, &str)]) -> Event {
    let assignments: Vec<(&str, Expr)> =
        assignments.iter().map(|(id, value)| (*id, parse_math(value).unwrap())).collect();
    Event { initial_value: false, ..Event::new(parse_math(trigger).unwrap(), &assignments) }
}

fn immigration() -> Network {
    let mut network = network(&[("X", 0.0)], &[("b", 1.0)]);
    react(&mut network, "birth", &[], &[("X", 1.0)], "b");
    react(&mut network, "death", &[("X", 1.0)], &[], "0.1 * X");
    network
}

#[test]
fn events_at_times_happen_at_that_very_time() {
    let mut network = immigration();
    network.events.push(event("time >= 25", &[("X", "50")]));
    let found = moments(&network, &["X"], &[24.0, 25.0, 27.0], Method::Exact);
    assert_eq!((found.mean[1][0], found.sd[1][0]), (50.0, 0.0));
    let before = 10.0 * (1.0 - (-2.4f64).exp());
    assert_close(&found, 0, 0, before, before.sqrt());
    let left = (-0.2f64).exp();
    let mean = 50.0 * left + 10.0 * (1.0 - left);
    assert_close(&found, 2, 0, mean, (mean - 50.0 * left * left).sqrt());
}

/// With no death, the 4th birth switches births off.
#[test]
fn events_of_numbers_happen_at_once() {
    let mut network = network(&[("X", 0.0)], &[("b", 1.0)]);
    react(&mut network, "birth", &[], &[("X", 1.0)], "b");
    network.events.push(event("X > 3", &[("b", "0")]));
    let found = moments(&network, &["X", "b"], &[2.0, 60.0], Method::Exact);
    assert_eq!((found.mean[1][0], found.sd[1][0], found.mean[1][1]), (4.0, 0.0, 0.0));
    let at_least = |k: i32| {
        1.0 - (0..k).map(|i| 2f64.powi(i) / f64::from((1..=i).product::<i32>())).sum::<f64>() * (-2f64).exp()
    };
    let mean: f64 = (1..=4).map(at_least).sum();
    assert!((found.mean[0][0] - mean).abs() < 0.06, "{} against {mean}", found.mean[0][0]);
}

/// A clock that an event sets back, as the suite's statistical cases have.
#[test]
fn a_clock_set_back_triggers_again_and_again() {
    let mut network = network(&[("X", 0.0), ("N", 0.0)], &[("t", 0.0)]);
    network.rules.push(Rule::Rate { variable: "t".into(), rate: Expr::Number(1.0) });
    let set = [("X", "normal(2, 1.5)"), ("t", "-0.5"), ("N", "N + 1")];
    network.events.push(Event { initial_value: true, ..event("t >= 0.5", &set) });
    let times: Vec<f64> = (0..=20).map(f64::from).collect();
    let found = moments(&network, &["X", "N", "t"], &times, Method::Exact);
    assert_eq!((found.mean[0][0], found.sd[0][0]), (0.0, 0.0));
    for at in 1..=20 {
        assert_close(&found, at, 0, 2.0, 1.5);
        assert_eq!((found.mean[at][1], found.sd[at][1]), (at as f64, 0.0));
        assert!(found.mean[at][2].abs() < 1e-12);
    }
}

#[test]
fn delays_priorities_and_persistence_are_kept_to() {
    let mut network = network(&[("X", 0.0)], &[("a", 0.0), ("c", 0.0), ("d", 0.0), ("order", 0.0)]);
    let with = |event: Event, delay: Option<f64>, priority: Option<f64>| Event {
        delay: delay.map(Expr::Number),
        priority: priority.map(Expr::Number),
        ..event
    };
    network.events = vec![
        with(event("time >= 1", &[("order", "order * 10 + 1")]), None, Some(1.0)),
        with(event("time >= 1", &[("order", "order * 10 + 2")]), None, Some(5.0)),
        with(event("time >= 2", &[("a", "time")]), Some(1.5), None),
        Event {
            use_values_from_trigger_time: false,
            ..with(event("time >= 2", &[("c", "time")]), Some(1.5), None)
        },
        Event { persistent: false, ..with(event("time > 2 && time < 3", &[("d", "1")]), Some(1.5), None) },
    ];
    for event in &mut network.events[..2] {
        event.use_values_from_trigger_time = false;
    }
    let simulator = StochasticSimulator::new(&network, &["order", "a", "c", "d"]).unwrap();
    let run = simulator.run(&[0.5, 1.0, 3.4, 3.5, 9.0], 0, options(1, 1, Method::Exact)).unwrap();
    let expected = [
        [0.0; 4],
        [21.0, 0.0, 0.0, 0.0],
        [21.0, 0.0, 0.0, 0.0],
        [21.0, 2.0, 3.5, 0.0],
        [21.0, 2.0, 3.5, 0.0],
    ];
    assert_eq!(run.values, expected);
}

/// Sizes that events change keep amounts and change concentrations.
#[test]
fn sizes_may_jump() {
    let mut network = network(&[("X", 8.0)], &[]);
    network.species[0].has_only_substance_units = false;
    network.events = vec![event("time >= 1", &[("cell", "4")]), event("time >= 2", &[("X", "3")])];
    react(&mut network, "rest", &[("X", 1.0)], &[], "0 * X");
    let simulator = StochasticSimulator::new(&network, &["X", "X * cell"]).unwrap();
    let run = simulator.run(&[0.0, 1.0, 2.0], 0, options(1, 1, Method::Exact)).unwrap();
    assert_eq!(run.values, [[8.0, 8.0], [2.0, 8.0], [3.0, 12.0]]);
}

/// Leaps stop at times of events.
#[test]
fn leaps_keep_to_events() {
    let mut network = network(&[("X", 0.0)], &[]);
    react(&mut network, "birth", &[], &[("X", 1.0)], "5000");
    network.events.push(event("time >= 2.5", &[("X", "0")]));
    let found = moments(&network, &["X"], &[2.0, 2.5, 3.5], Method::Tau);
    assert_close(&found, 0, 0, 10_000.0, 100.0);
    assert_eq!((found.mean[1][0], found.sd[1][0]), (0.0, 0.0));
    assert_close(&found, 2, 0, 5000.0, 5000f64.sqrt());
}

#[test]
fn events_without_end_are_an_error() {
    let mut network = immigration();
    network.events = vec![event("b < 2", &[("b", "3")]), event("b > 2", &[("b", "1")])];
    let simulator = StochasticSimulator::new(&network, &["X"]).unwrap();
    let error = simulator.run(&[1.0], 0, options(1, 1, Method::Exact)).unwrap_err();
    assert!(error.to_string().contains("without end"), "{error}");
}

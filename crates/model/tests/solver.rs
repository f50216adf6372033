//! The solver against problems with known solutions.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use lca_kinetics::{Compartment, Network, Parameter, Reaction, Rule, Species, parse_math};
use lca_model::{ModelError, Simulator, SolverError, Tolerances};

/// A network of rate rules: identifier, initial value, rate.
fn rules(list: &[(&str, f64, &str)]) -> Network {
    let mut network = Network::new("test");
    for (id, value, rate) in list {
        network.parameters.push(Parameter { constant: false, ..Parameter::new(id, *value) });
        network.rules.push(Rule::Rate { variable: (*id).into(), rate: parse_math(rate).unwrap() });
    }
    network
}

fn simulator(list: &[(&str, f64, &str)], relative: f64) -> Simulator {
    let outputs: Vec<&str> = list.iter().map(|one| one.0).collect();
    let tolerances = Tolerances { relative, absolute: 1e-3 * relative, max_steps: 1_000_000 };
    Simulator::new(&rules(list), &outputs).unwrap().with_tolerances(tolerances)
}

fn at_end(list: &[(&str, f64, &str)], relative: f64, end: f64) -> Vec<f64> {
    simulator(list, relative).run(&[], &[end]).unwrap().values.remove(0)
}

#[test]
fn errors_follow_the_tolerance() {
    let circle = [("x", 1.0, "-y + 0 * time"), ("y", 0.0, "x")];
    let mut last = f64::INFINITY;
    for relative in [1e-4, 1e-6, 1e-8, 1e-10] {
        let found = at_end(&circle, relative, 20.0);
        let error = (found[0] - 20f64.cos()).hypot(found[1] - 20f64.sin());
        assert!(error < 100.0 * relative && error < last, "{relative}: {error}");
        last = error;
    }
}

#[test]
fn time_in_the_rates_is_followed_to_full_order() {
    // x' = -50 (x - cos t), stiff with a forced solution.
    let forced = [("x", 0.0, "-50 * (x - cos(time))")];
    let exact = |t: f64| {
        let (a, b) = (2500.0 / 2501.0, 50.0 / 2501.0);
        a * t.cos() + b * t.sin() - a * (-50.0 * t).exp()
    };
    let found = at_end(&forced, 1e-9, 2.0)[0];
    assert!((found - exact(2.0)).abs() < 1e-8, "{found}");
}

#[test]
fn robertson_is_solved_as_in_hairer_and_wanner() {
    let robertson = [
        ("a", 1.0, "-0.04 * a + 1e4 * b * c"),
        ("b", 0.0, "0.04 * a - 1e4 * b * c - 3e7 * b^2"),
        ("c", 0.0, "3e7 * b^2"),
    ];
    let found = at_end(&robertson, 1e-9, 1e11);
    for (found, expected) in
        found.iter().zip([2.083_340_149_701_255e-8, 8.333_360_770_334_713e-14, 0.999_999_979_166_505])
    {
        assert!((found / expected - 1.0).abs() < 1e-5, "{found} against {expected}");
    }
}

#[test]
fn more_output_points_change_nothing() {
    let oscillator = [("x", 2.0, "y"), ("y", 0.0, "8 * (1 - x^2) * y - x")];
    let simulator = simulator(&oscillator, 1e-7);
    let few = simulator.run(&[], &[5.0, 20.0]).unwrap();
    let times: Vec<f64> = (0..=2000).map(|k| f64::from(k) * 0.01).collect();
    let many = simulator.run(&[], &times).unwrap();
    assert_eq!(few.values[0], many.values[500]);
    assert_eq!(few.values[1], many.values[2000]);
    let tight = self::simulator(&oscillator, 1e-11).run(&[], &times).unwrap();
    let error = many.values.iter().zip(&tight.values).map(|(a, b)| (a[0] - b[0]).abs()).fold(0.0, f64::max);
    assert!(error < 1e-3, "between steps the error is {error}");
}

#[test]
fn switches_in_time_and_state_are_met_exactly() {
    let pulse = [("x", 0.0, "piecewise(3, time >= 1 && time < 1.001, 0)")];
    assert!((at_end(&pulse, 1e-6, 1000.0)[0] - 0.003).abs() < 1e-12);
    // Falls until 0.5, then rises with the slope 2: 0.5 at t = 0.5, 1.5 at t = 1.
    let turned = [("x", 1.0, "piecewise(-1, s > 0.5, 2)"), ("s", 1.0, "-1")];
    assert!((at_end(&turned, 1e-6, 1.0)[0] - 1.5).abs() < 1e-9);
    let from_start = [("x", 0.0, "piecewise(1, time > 0, 100)")];
    assert!((at_end(&from_start, 1e-6, 2.0)[0] - 2.0).abs() < 1e-9);
}

#[test]
fn a_condition_that_switches_to_and_fro_is_an_error() {
    let sliding = [("x", 0.5, "piecewise(-1, x > 0, 1)")];
    let error = simulator(&sliding, 1e-6).run(&[], &[2.0]).unwrap_err();
    let cause = matches!(
        error,
        ModelError::Solver { cause: SolverError::Chattering(_) | SolverError::StepTooSmall(_), .. }
    );
    assert!(cause, "{error}");
}

#[test]
fn poles_and_missing_values_are_errors() {
    let pole = [("x", 1.0, "x^2")];
    assert!(simulator(&pole, 1e-6).run(&[], &[2.0]).is_err());
    let missing = [("x", f64::NAN, "1")];
    let error = simulator(&missing, 1e-6).run(&[], &[1.0]).unwrap_err().to_string();
    assert!(error.contains("not a finite number"), "{error}");
    let falling = simulator(&[("x", 1.0, "1")], 1e-6).run(&[], &[2.0, 1.0]).unwrap_err().to_string();
    assert!(falling.contains("times"), "{falling}");
}

#[test]
fn rest_is_found_and_conserved_totals_stay() {
    let mut network = Network::new("cycle");
    network.compartments.push(Compartment::new("c", 2.0));
    for (id, start) in [("A", 3.0), ("B", 0.0), ("C", 1.0)] {
        network.species.push(Species::new(id, "c", start));
    }
    for (id, value) in [("k1", 1e-6), ("k2", 3e-6), ("k3", 1e3)] {
        network.parameters.push(Parameter::new(id, value));
    }
    let rate = |text: &str| parse_math(text).unwrap();
    network.reactions.push(Reaction::new("r1", &[("A", 1.0)], &[("B", 1.0)], rate("c * k1 * A")));
    network.reactions.push(Reaction::new("r2", &[("B", 1.0)], &[("A", 1.0)], rate("c * k2 * B")));
    network.reactions.push(Reaction::new("r3", &[("C", 1.0)], &[], rate("c * k3 * C")));
    let simulator = Simulator::new(&network, &["A", "B", "C"]).unwrap();
    let before = simulator.system().defaults().to_vec();
    let run = simulator.run_from_steady_state(&before, &before, &[0.0]).unwrap();
    for (found, expected) in run.values[0].iter().zip([2.25, 0.75, 0.0]) {
        assert!((found - expected).abs() < 1e-8, "{found} against {expected}");
    }
}

#[test]
fn growth_has_no_rest() {
    let growing = simulator(&[("x", 1.0, "1")], 1e-6);
    let parameters = growing.system().defaults().to_vec();
    let error = growing.run_from_steady_state(&parameters, &parameters, &[0.0]).unwrap_err();
    assert!(matches!(error, ModelError::Solver { cause: SolverError::NoSteadyState(_), .. }), "{error}");
}

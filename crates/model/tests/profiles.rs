//! Profiles against independent refits, and what they say of what is not determined.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::made;
use lca_core::NoProgress;
use lca_kinetics::parse_math;
use lca_kinetics::petab::{Condition, Measurement, Observable, Parameter, Problem, Scale};
use lca_model::{
    FitOptions, FitResult, Identifiability, Objective, ProfileOptions, Profiled, fit, fit_from, profiles,
};

fn options(starts: usize) -> FitOptions {
    FitOptions { starts, seed: 4, draws: 3, ..FitOptions::default() }
}

/// The problem with one parameter fixed at a value on its scale.
fn held(problem: &Problem, id: &str, scaled: f64) -> Problem {
    let mut held = problem.clone();
    let one = held.parameters.iter_mut().find(|one| one.id == id).unwrap();
    (one.estimate, one.nominal) = (false, one.scale.unscale(scaled));
    held
}

#[test]
fn profiles_agree_with_fits_from_elsewhere() {
    let problem = made(&["low", "high"], 12, 3);
    let objective = Objective::new(&problem).unwrap();
    let fitted = fit(&objective, &options(6), &NoProgress).unwrap();
    let found = profiles(&objective, &fitted, &ProfileOptions::default(), &NoProgress).unwrap().profiles;
    for profile in &found {
        let every = (profile.points.len() / 4).max(1);
        for (value, cost) in profile.points.iter().step_by(every) {
            let again = Objective::new(&held(&problem, &profile.parameter, *value)).unwrap();
            let again = fit(&again, &options(4), &NoProgress).unwrap().best().cost;
            assert!((again - cost).abs() < 1e-2, "{} at {value}: {cost} but {again}", profile.parameter);
        }
    }
}

#[test]
fn a_product_that_alone_matters_is_told_in_words() {
    let mut problem = made(&["low", "high"], 12, 3);
    problem.observables[0].formula = parse_math("scale * other * Ep + 0.1").unwrap();
    let mut other = problem.parameters[4].clone();
    other.id = "other".into();
    problem.parameters.push(other);
    let objective = Objective::new(&problem).unwrap();
    let fitted = fit(&objective, &options(6), &NoProgress).unwrap();
    let found = profiles(&objective, &fitted, &ProfileOptions::default(), &NoProgress).unwrap().profiles;
    let of = |id: &str| found.iter().find(|one| one.parameter == id).unwrap();
    for (id, partner) in [("scale", "other"), ("other", "scale")] {
        let one = of(id);
        assert_ne!(one.verdict, Identifiability::Identifiable);
        let (moved, by) = &one.along[0];
        assert!(moved == partner && (by + 1.0).abs() < 0.05, "{:?}", one.along);
        let said = one.sentence(problem.parameters[4].scale, 0.9);
        assert!(said.contains("it moves with") && said.contains(partner), "{said}");
    }
    assert!(of("k_off").sentence(problem.parameters[1].scale, 0.9).contains("identifiable, "));
}

/// One measurement of a function of two numbers, with noise of one.
fn measured(formula: &str, value: f64) -> Objective {
    let mut network = lca_kinetics::Network::new("plain");
    let mut parameters = Vec::new();
    for id in ["a", "b"] {
        network.parameters.push(lca_kinetics::Parameter::new(id, 0.0));
        let one = Parameter::log10(id, 1.0, 2.0);
        parameters.push(Parameter { scale: Scale::Lin, lower: -5.0, upper: 5.0, ..one });
    }
    let problem = Problem {
        parameters,
        conditions: vec![Condition { id: "c".into(), ..Condition::default() }],
        observables: vec![Observable::new("y", parse_math(formula).unwrap(), 1.0.into())],
        measurements: vec![Measurement::new("y", "c", 0.0, value)],
        ..Problem::new(network)
    };
    Objective::new(&problem).unwrap()
}

/// The fit that goes down from some points.
fn fit_at(objective: &Objective, points: &[[f64; 2]]) -> FitResult {
    let starts = points.iter().map(|point| vec![point.to_vec()]).collect();
    fit_from(objective, starts, &options(1), &NoProgress).unwrap()
}

fn profiled(objective: &Objective, fitted: &FitResult) -> Profiled {
    profiles(objective, fitted, &ProfileOptions::default(), &NoProgress).unwrap()
}

#[test]
fn an_interval_that_falls_into_parts_is_said_to() {
    // Either root fits: a is at 2 or -2, each give or take what the noise allows.
    let objective = measured("a^2 + 0 * b", 4.0);
    let found = profiled(&objective, &fit_at(&objective, &[[3.0, 0.0], [-3.0, 0.0]]));
    let (of, z) = (&found.profiles[0], 1.644_853_627_f64);
    let (near, far) = ((4.0 - z).sqrt(), (4.0 + z).sqrt());
    let close = |a: f64, b: f64| (a - b).abs() < 0.03;
    assert!(close(of.lower.unwrap(), -far) && close(of.upper.unwrap(), far), "{of:?}");
    let (from, to) = of.gaps[0];
    assert!(of.gaps.len() == 1 && close(from, -near) && close(to, near), "{:?}", of.gaps);
    assert!(of.sentence(Scale::Lin, 0.9).contains(", except "), "{}", of.sentence(Scale::Lin, 0.9));
    assert!(found.better_by.abs() < 1e-3);
}

#[test]
fn a_better_valley_beside_the_fit_is_found_and_kept() {
    // Two valleys along a: one at b = 2 that is level, and a deeper one at b = -2, a hill between them.
    let objective = measured("4 - exp(-(b - 2)^2) * 1.5 - exp(-(b + 2)^2) * 3 + 0.05 * a^2", 0.0);
    let fitted = fit_at(&objective, &[[0.5, 2.2]]);
    assert!(fitted.best().parameters[1] > 1.0, "{:?}", fitted.best());
    let found = profiled(&objective, &fitted);
    assert!(found.better_by > 1.0 && found.best[1] < -1.0, "{found:?}");
    assert!((objective.value(&found.best).unwrap().cost() - found.cost).abs() < 1e-9);
    // All of the profile of a runs through the deeper valley, and so does its interval.
    let of = &found.profiles[0];
    assert!(of.vectors.iter().all(|x| x[1] < -1.0), "{of:?}");
    for ((value, cost), x) in of.points.iter().zip(&of.vectors) {
        assert!(x[0] == *value && (objective.value(x).unwrap().cost() - cost).abs() < 1e-9);
    }
}

#[test]
fn a_valley_that_is_lower_farther_out_is_followed() {
    // About a = 0 the valley at b = 2 is the deeper one, but it rises ten times as steeply along a as that at b = -2.
    let objective =
        measured("4 - (3 - 0.5 * a^2) * exp(-(b - 2)^2) - (2.8 - 0.05 * a^2) * exp(-(b + 2)^2)", 0.0);
    let fitted = fit_at(&objective, &[[0.5, 2.2], [0.5, -2.2]]);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| profiled(&objective, &fitted))
    };
    let found = on(1);
    assert_eq!(found, on(2));
    let of = &found.profiles[0];
    // The best cost is 1/2; the steep valley crosses the threshold at 1.36.
    let height = (2.0 * (0.5 + 0.5 * 1.644_853_627_f64.powi(2))).sqrt();
    let far = ((height - 1.2) / 0.05).sqrt();
    let (lower, upper) = (of.lower.unwrap(), of.upper.unwrap());
    assert!((lower + far).abs() < 0.05 && (upper - far).abs() < 0.05, "{lower} {upper}, not {far}");
    assert!(of.gaps.is_empty() && found.better_by.abs() < 1e-3, "{of:?}");
}

//! Profiles against independent refits, and what they say of what is not determined.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::made;
use lca_core::NoProgress;
use lca_kinetics::parse_math;
use lca_kinetics::petab::Problem;
use lca_model::{FitOptions, Identifiability, Objective, ProfileOptions, fit, profiles};

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
    let found =
        profiles(&objective, &fitted.best().parameters, &ProfileOptions::default(), &NoProgress).unwrap();
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
    let found =
        profiles(&objective, &fitted.best().parameters, &ProfileOptions::default(), &NoProgress).unwrap();
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

//! Fits of published problems, from their bounds alone.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod data;

use lca_core::NoProgress;
use lca_kinetics::petab::Problem;
use lca_model::{
    EnsembleOptions, FitOptions, Objective, Optimizer, ProfileOptions, ensemble, fit, fit_from, profiles,
};

/// A published problem with its nominal values erased, or none where the data are missing.
fn problem(name: &str) -> Option<Problem> {
    let path = data::folder("model/petab_benchmark")?.join(name).join(format!("{name}.yaml"));
    let mut problem = lca_formats::read_petab(&path).unwrap();
    problem.parameters.iter_mut().filter(|one| one.estimate).for_each(|one| one.nominal = f64::NAN);
    Some(problem)
}

/// Fits a problem and compares its profiles with refits that know nothing of them, at ten points each.
fn profiles_agree_with_refits(problem: &Problem, options: FitOptions, lowest: f64) {
    let objective = Objective::new(problem).unwrap();
    let found = fit(&objective, &options, &NoProgress).unwrap();
    let best = found.best();
    assert!((best.cost - lowest).abs() < 1e-2, "{:?}", found.waterfall());
    let profiles = profiles(&objective, &best.parameters, &ProfileOptions::default(), &NoProgress).unwrap();
    for (at, profile) in profiles.iter().enumerate() {
        let id = &objective.parameters()[at].id;
        for k in 0..10 {
            let (value, cost) = profile.points[k * (profile.points.len() - 1) / 9];
            let mut held = problem.clone();
            let one = held.parameters.iter_mut().find(|one| one.id == *id).unwrap();
            (one.estimate, one.nominal) = (false, one.scale.unscale(value));
            let held = Objective::new(&held).unwrap();
            // From afar, and by another method from the best fit, which knows nothing of the profile.
            let afar = FitOptions { starts: 2, seed: 100 + k as u64, ..FitOptions::default() };
            let other = FitOptions { optimizer: Optimizer::Lbfgsb, tolerance: 1e-8, ..FitOptions::default() };
            let mut begin = best.parameters.clone();
            begin.remove(at);
            let afar = fit(&held, &afar, &NoProgress).unwrap().best().cost;
            let near = fit_from(&held, vec![vec![begin]], &other, &NoProgress).unwrap().best().cost;
            let again = afar.min(near);
            assert!((cost - again).abs() < 1e-2, "{id} at {value}: profile {cost}, refits {afar} and {near}");
        }
    }
}

#[test]
fn boehm_is_fitted_and_its_profiles_agree_with_refits() {
    let Some(problem) = problem("Boehm_JProteomeRes2014") else { return };
    profiles_agree_with_refits(&problem, FitOptions { starts: 20, ..FitOptions::default() }, 138.222);
}

#[test]
fn boehms_posterior_agrees_with_its_profiles() {
    let Some(problem) = problem("Boehm_JProteomeRes2014") else { return };
    let objective = Objective::new(&problem).unwrap();
    let fitted = fit(&objective, &FitOptions { starts: 20, ..FitOptions::default() }, &NoProgress).unwrap();
    let best = &fitted.best().parameters;
    let profiles = profiles(&objective, best, &ProfileOptions::default(), &NoProgress).unwrap();
    let found = ensemble(&objective, &fitted, &EnsembleOptions::default(), &NoProgress).unwrap();
    let (lower, upper) = objective.bounds();
    for (at, profile) in profiles.iter().enumerate() {
        let (low, high) = (profile.lower.unwrap_or(lower[at]), profile.upper.unwrap_or(upper[at]));
        let (from, to) = found.interval(at, 0.9);
        println!(
            "{} profile {low:.4} {high:.4} sample {from:.4} {to:.4} rhat {:.3} {:?}",
            profile.parameter, found.r_hat[at], profile.verdict
        );
    }
}

#[test]
fn brannmarks_profiles_agree_with_refits() {
    let Some(problem) = problem("Brannmark_JBC2010") else { return };
    profiles_agree_with_refits(&problem, FitOptions { starts: 20, ..FitOptions::default() }, 141.889);
}

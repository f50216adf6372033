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
    assert!(best.cost < lowest + 1e-2, "{:?}", found.waterfall());
    let profiles = profiles(&objective, &found, &ProfileOptions::default(), &NoProgress).unwrap();
    let mut apart = Vec::new();
    for (at, profile) in profiles.profiles.iter().enumerate() {
        let id = &objective.parameters()[at].id;
        for k in 0..10 {
            let point = k * (profile.points.len() - 1) / 9;
            let (value, cost) = profile.points[point];
            let mut held = problem.clone();
            let one = held.parameters.iter_mut().find(|one| one.id == *id).unwrap();
            (one.estimate, one.nominal) = (false, one.scale.unscale(value));
            let held = Objective::new(&held).unwrap();
            // From afar and, by another method, from the best fit, which know nothing of the profile; and by that
            // method from where the profile was, for a profile may well be below what few starts from afar find:
            // that one tells whether it is where it says, and at the bottom.
            let afar = FitOptions { starts: 2, seed: 100 + k as u64, ..FitOptions::default() };
            let other = FitOptions { optimizer: Optimizer::Lbfgsb, tolerance: 1e-8, ..FitOptions::default() };
            let mut begin = best.parameters.clone();
            begin.remove(at);
            let afar = fit(&held, &afar, &NoProgress).unwrap().best().cost;
            let near = fit_from(&held, vec![vec![begin]], &other, &NoProgress).unwrap().best().cost;
            let mut there = profile.vectors[point].clone();
            there.remove(at);
            let there = fit_from(&held, vec![vec![there]], &other, &NoProgress).unwrap().best().cost;
            let again = afar.min(near).min(there);
            if (cost - again).abs() > 1e-2 {
                apart.push(format!("{id} at {value}: profile {cost}, refits {afar}, {near} and {there}"));
            }
        }
    }
    assert!(apart.is_empty(), "{} points: {apart:#?}", apart.len());
}

#[test]
fn boehm_is_fitted_and_its_profiles_agree_with_refits() {
    let Some(problem) = problem("Boehm_JProteomeRes2014") else { return };
    profiles_agree_with_refits(&problem, FitOptions { starts: 20, ..FitOptions::default() }, 138.222);
}

#[test]
#[ignore = "takes three quarters of an hour of one core; run it in a release build"]
fn brannmark_is_fitted_and_its_profiles_agree_with_refits() {
    let Some(problem) = problem("Brannmark_JBC2010") else { return };
    profiles_agree_with_refits(&problem, FitOptions { starts: 100, ..FitOptions::default() }, 141.89);
}

#[test]
fn boehms_posterior_agrees_with_its_profiles() {
    let Some(problem) = problem("Boehm_JProteomeRes2014") else { return };
    let objective = Objective::new(&problem).unwrap();
    let fitted = fit(&objective, &FitOptions { starts: 20, ..FitOptions::default() }, &NoProgress).unwrap();
    let profiles = profiles(&objective, &fitted, &ProfileOptions::default(), &NoProgress).unwrap().profiles;
    let found = ensemble(&objective, &fitted, &EnsembleOptions::default(), &NoProgress).unwrap();
    let (lower, upper) = objective.bounds();
    for (at, profile) in profiles.iter().enumerate() {
        assert!(found.r_hat[at] < 1.05, "{}: R-hat {}", profile.parameter, found.r_hat[at]);
        let (low, high) = (profile.lower.unwrap_or(lower[at]), profile.upper.unwrap_or(upper[at]));
        let (from, to) = found.interval(at, 0.9);
        // The same share of each other's length; what is not bounded on one side has its posterior up to the bound.
        let (common, all) = (high.min(to) - low.max(from), high.max(to) - low.min(from));
        let id = &profile.parameter;
        assert!(common > 0.75 * all, "{id}: profile {low:.3} to {high:.3}, sample {from:.3} to {to:.3}");
        // A profile is the least cost at each of its values: no vector of the sample may undercut it.
        for (member, cost) in found.members.iter().zip(&found.costs) {
            let beyond = profile.points.iter().position(|(value, _)| *value >= member[at]);
            let Some(k) = beyond.filter(|k| *k > 0) else { continue };
            let ((a, low), (b, high)) = (profile.points[k - 1], profile.points[k]);
            let least = low + (high - low) * (member[at] - a) / (b - a);
            // Between its points a profile may bend below the straight line by a part of the step.
            assert!(*cost > least - 0.3, "{id} at {}: {cost} undercuts {least}", member[at]);
        }
    }
}

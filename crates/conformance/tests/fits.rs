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

/// Fits a problem and compares its profiles with refits at ten points each.
fn profiles_agree_with_refits(problem: &Problem, options: FitOptions, lowest: f64) {
    let objective = Objective::new(problem).unwrap();
    let found = fit(&objective, &options, &NoProgress).unwrap();
    assert!(found.best().cost < lowest + 1e-2, "{:?}", found.waterfall());
    let profiles = profiles(&objective, &found, &ProfileOptions::default(), &NoProgress).unwrap();
    let mut apart = Vec::new();
    for (at, profile) in profiles.profiles.iter().enumerate() {
        for k in 0..10 {
            let point = k * (profile.points.len() - 1) / 9;
            let (value, cost) = profile.points[point];
            let refits =
                refits(problem, (at, &profile.vectors[point]), &found.best().parameters, 100 + k as u64);
            let lowest = refits.iter().copied().fold(f64::INFINITY, f64::min);
            if (cost - lowest).abs() > 1e-2 {
                apart.push(format!("{} at {value}: profile {cost}, refits {refits:?}", profile.parameter));
            }
        }
    }
    assert!(apart.is_empty(), "{} points: {apart:#?}", apart.len());
}

/// The costs of three refits with one parameter held where a point of its profile has it.
///
/// Two know nothing of the profile: the better of two starts from afar, and, by another method, one from the best fit.
/// The third goes by that method from the profile's own vector. The lowest of them is what the profile has to agree
/// with: a refit that ends higher than the profile tells only that this refit was weak, and alone, few starts from
/// afar often are. The third keeps the profile honest where the others are: the problem is made anew with the parameter
/// held, so a cost that is not where the profile says, or a descent that was given up too early, shows.
fn refits(problem: &Problem, (at, point): (usize, &[f64]), best: &[f64], seed: u64) -> [f64; 3] {
    let mut held = problem.clone();
    let one = held.parameters.iter_mut().filter(|one| one.estimate).nth(at).unwrap();
    (one.estimate, one.nominal) = (false, one.scale.unscale(point[at]));
    let held = Objective::new(&held).unwrap();
    let afar = FitOptions { starts: 2, seed, ..FitOptions::default() };
    let other = FitOptions { optimizer: Optimizer::Lbfgsb, tolerance: 1e-8, ..FitOptions::default() };
    let from = |x: &[f64]| {
        let mut begin = x.to_vec();
        begin.remove(at);
        fit_from(&held, vec![vec![begin]], &other, &NoProgress).unwrap().best().cost
    };
    [fit(&held, &afar, &NoProgress).unwrap().best().cost, from(best), from(point)]
}

#[test]
fn boehm_is_fitted_and_its_profiles_agree_with_refits() {
    let Some(problem) = problem("Boehm_JProteomeRes2014") else { return };
    profiles_agree_with_refits(&problem, FitOptions { starts: 20, ..FitOptions::default() }, 138.222);
}

#[test]
#[ignore = "takes five quarters of an hour"]
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

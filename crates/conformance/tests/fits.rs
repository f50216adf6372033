//! Fits of published problems, from their bounds alone.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod data;

use lca_core::NoProgress;
use lca_kinetics::petab::Problem;
use lca_model::{FitOptions, Objective, Optimizer, ProfileOptions, fit, fit_from, profiles};

/// A published problem with its nominal values erased, or none where the data are missing.
fn problem(name: &str) -> Option<Problem> {
    let path = data::folder("model/petab_benchmark")?.join(name).join(format!("{name}.yaml"));
    let mut problem = lca_formats::read_petab(&path).unwrap();
    problem.parameters.iter_mut().filter(|one| one.estimate).for_each(|one| one.nominal = f64::NAN);
    Some(problem)
}

#[test]
fn boehm_is_fitted_and_its_profiles_agree_with_refits() {
    let Some(problem) = problem("Boehm_JProteomeRes2014") else { return };
    let objective = Objective::new(&problem).unwrap();
    let found = fit(&objective, &FitOptions { starts: 20, ..FitOptions::default() }, &NoProgress).unwrap();
    let best = found.best();
    assert!((best.cost - 138.222).abs() < 1e-2 && found.hits(0.1) >= 2, "{:?}", found.waterfall());
    let profiles = profiles(&objective, &best.parameters, &ProfileOptions::default(), &NoProgress).unwrap();
    for (at, profile) in profiles.iter().enumerate() {
        // Ten points, spread over the part that decides intervals up to 99.8 %, each fitted again from other
        // starts. Farther out a profile keeps to its branch, which another optimum may undercut.
        let decisive: Vec<(f64, f64)> =
            profile.points.iter().copied().filter(|(_, cost)| cost - best.cost < 4.8).collect();
        for k in 0..10 {
            let (value, cost) = decisive[k * (decisive.len() - 1) / 9];
            let mut held = problem.clone();
            let id = &objective.parameters()[at].id;
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

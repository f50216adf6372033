//! From measurements to a tested prediction, on made problems.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{TRUTH, made};
use lca_core::NoProgress;
use lca_kinetics::petab::Measurement;
use lca_model::{
    EnsembleOptions, FitOptions, Identifiability, Objective, Optimizer, PredictOptions, ProfileOptions,
    Starting, Tolerances, baseline_condition, baseline_mean, compare, ensemble, fit, leave_out, nearest,
    predict, profiles, rank_experiments, rank_parameters,
};

const LOOSE: Tolerances = Tolerances { relative: 1e-5, absolute: 1e-8, max_steps: 10_000 };

fn objective(problem: &lca_kinetics::petab::Problem) -> Objective {
    Objective::new(problem).unwrap().with_tolerances(LOOSE)
}

const FIT: FitOptions = FitOptions {
    starts: 10,
    seed: 4,
    draws: 3,
    max_iterations: 200,
    tolerance: 1e-6,
    starting: Starting::ScatterSearch,
    optimizer: Optimizer::TrustRegion,
};
const SAMPLE: EnsembleOptions = EnsembleOptions { size: 200, chains: 4, steps: 3000, seed: 9 };

fn in_pool<T: Send>(threads: usize, run: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(run)
}

#[test]
fn the_circle_closes_the_same_on_any_number_of_threads() {
    let whole = made(&["low", "high", "pulse"], 10, 11);
    let parts = leave_out(&whole, |m| m.experiment == "pulse");
    assert!(parts.dropped.is_empty());
    let training = objective(&parts.training);
    let run = || {
        let fitted = fit(&training, &FIT, &NoProgress).unwrap();
        let options = EnsembleOptions { steps: 400, ..SAMPLE };
        let members = ensemble(&training, &fitted, &options, &NoProgress).unwrap();
        let found = predict(&training, &members, &parts.held, &PredictOptions::default()).unwrap();
        let found_profiles = profiles(&training, &fitted, &ProfileOptions::default(), &NoProgress);
        (fitted, members, found, found_profiles.unwrap())
    };
    let one = in_pool(1, run);
    assert_eq!(one, in_pool(2, run));
    assert_eq!(one, in_pool(8, run));
}

#[test]
fn a_kept_back_pulse_is_predicted_better_than_by_baselines() {
    let whole = made(&["low", "high", "pulse"], 12, 5);
    let parts = leave_out(&whole, |m| m.experiment == "pulse");
    let training = objective(&parts.training);
    let fitted = fit(&training, &FIT, &NoProgress).unwrap();
    assert!(fitted.hits(0.1) >= 2, "{:?}", fitted.waterfall());
    let members = ensemble(&training, &fitted, &SAMPLE, &NoProgress).unwrap();
    assert!(members.r_hat.iter().all(|r| *r < 1.2), "{:?}", members.r_hat);
    let found = predict(&training, &members, &parts.held, &PredictOptions::default()).unwrap();
    assert!(!found.pooled_noise && found.failed == 0);
    let (known, measured) = (&parts.training.measurements, &parts.held.measurements);
    let near = nearest(known, measured, |m| &m.experiment, baseline_condition).unwrap();
    let comparison = compare(&found, measured, &[baseline_mean(measured), near]).unwrap();
    assert!(comparison.overall.coverage >= 0.7, "{comparison:?}");
    assert!(comparison.overall.beats_baselines(), "{comparison:?}");
    assert!(comparison.observables.iter().all(|o| o.width < o.range), "{comparison:?}");
    let ranked = rank_parameters(&training, &fitted.best().parameters).unwrap();
    assert_eq!(ranked.last().unwrap().parameter, "sd");
}

#[test]
fn intervals_hold_what_they_promise() {
    let (mut inside, mut all, mut held, mut truths) = (0, 0, 0, 0);
    for seed in 20..28 {
        let whole = made(&["low", "high", "pulse"], 16, seed);
        let parts = leave_out(&whole, |m| m.experiment == "pulse");
        let training = objective(&parts.training);
        let fitted = fit(&training, &FIT, &NoProgress).unwrap();
        let members = ensemble(&training, &fitted, &SAMPLE, &NoProgress).unwrap();
        let found = predict(&training, &members, &parts.held, &PredictOptions::default()).unwrap();
        let comparison = compare(&found, &parts.held.measurements, &[]).unwrap();
        inside += (comparison.overall.coverage * comparison.overall.n as f64).round() as usize;
        all += comparison.overall.n;
        let found = profiles(&training, &fitted, &ProfileOptions::default(), &NoProgress).unwrap().profiles;
        for (profile, (_, truth)) in found.iter().zip(TRUTH) {
            if let (Some(low), Some(high)) = (profile.lower, profile.upper) {
                held += usize::from((low..=high).contains(&truth.log10()));
                truths += 1;
            }
        }
    }
    // Of 256 points and the parameters called identifiable at 90 %, with room for chance.
    assert!(truths >= 24, "{truths}");
    let (points, parameters) = (inside as f64 / all as f64, held as f64 / truths as f64);
    assert!((0.8..=0.98).contains(&points), "points {points}");
    assert!((0.8..=1.0).contains(&parameters), "parameters {held} of {truths}");
    println!("{inside} of {all} points and {held} of {truths} parameters inside");
}

#[test]
fn profiles_tell_what_is_determined() {
    let mut problem = made(&["low", "high"], 12, 3);
    // Only the product of two scales is measured, and one rate only from below its speed limit.
    problem.observables[0].formula = lca_kinetics::parse_math("scale * other * Ep + 0.1").unwrap();
    let mut other = problem.parameters[4].clone();
    other.id = "other".into();
    problem.parameters.push(other);
    let objective = objective(&problem);
    let fitted = fit(&objective, &FIT, &NoProgress).unwrap();
    let found = profiles(&objective, &fitted, &ProfileOptions::default(), &NoProgress).unwrap().profiles;
    let verdict = |id: &str| found.iter().find(|p| p.parameter == id).unwrap().verdict;
    assert_eq!(verdict("k_off"), Identifiability::Identifiable);
    assert_eq!(verdict("sd"), Identifiability::Identifiable);
    assert_ne!(verdict("scale"), Identifiability::Identifiable);
    assert_ne!(verdict("other"), Identifiability::Identifiable);
    let of = found.iter().find(|p| p.parameter == "k_off").unwrap();
    assert!(of.points.windows(2).all(|pair| pair[0].0 <= pair[1].0));
    let (low, high) = (of.lower.unwrap(), of.upper.unwrap());
    assert!(low < high && (low..=high).contains(&fitted.best().parameters[1]));
}

#[test]
fn a_profile_of_a_linear_model_is_the_textbook_interval() {
    use lca_kinetics::petab::{Condition, Observable, Parameter, Problem, Scale};
    let mut network = lca_kinetics::Network::new("line");
    network.parameters.push(lca_kinetics::Parameter::new("a", 0.0));
    let a = Parameter { scale: Scale::Lin, lower: -100.0, upper: 100.0, ..Parameter::log10("a", 1.0, 2.0) };
    let values = [1.0, 2.0, 4.0, 5.0];
    let problem = Problem {
        parameters: vec![a],
        conditions: vec![Condition { id: "c".into(), ..Condition::default() }],
        observables: vec![Observable::new("y", lca_kinetics::Expr::symbol("a"), 2.0.into())],
        measurements: values.iter().map(|v| Measurement::new("y", "c", 0.0, *v)).collect(),
        ..Problem::new(network)
    };
    let objective = Objective::new(&problem).unwrap();
    let fitted = fit(&objective, &FIT, &NoProgress).unwrap();
    assert!((fitted.best().parameters[0] - 3.0).abs() < 1e-6);
    let found = profiles(&objective, &fitted, &ProfileOptions::default(), &NoProgress).unwrap().profiles;
    // Mean 3 with standard error 2 / √4 = 1.
    assert!((found[0].lower.unwrap() - (3.0 - 1.644_853_627)).abs() < 0.02, "{found:?}");
    assert!((found[0].upper.unwrap() - (3.0 + 1.644_853_627)).abs() < 0.02, "{found:?}");
    let members = ensemble(&objective, &fitted, &SAMPLE, &NoProgress).unwrap();
    let (low, high) = members.interval(0, 0.9);
    assert!((low - 1.355).abs() < 0.35 && (high - 4.645).abs() < 0.35, "{low} {high}");
}

#[test]
fn an_observable_left_out_takes_pooled_noise() {
    let whole = made(&["low", "high"], 8, 6);
    let parts = leave_out(&whole, |m| m.observable == "ep");
    assert_eq!(parts.dropped, ["scale", "sd"]);
    let training = objective(&parts.training);
    let fitted = fit(&training, &FIT, &NoProgress).unwrap();
    let options = EnsembleOptions { steps: 300, ..SAMPLE };
    let members = ensemble(&training, &fitted, &options, &NoProgress).unwrap();
    // The scale of what was left out has no value, so it cannot be predicted, and that is said.
    let error =
        predict(&training, &members, &parts.held, &PredictOptions::default()).unwrap_err().to_string();
    assert!(error.contains("scale"), "{error}");
    let mut with_scale = parts.held.clone();
    let scale = with_scale.parameters.iter_mut().find(|p| p.id == "scale").unwrap();
    scale.nominal = 5.0;
    // The other observable's noise is on another scale than the decimal logarithm of this one.
    with_scale.observables[0].transformation = lca_kinetics::petab::Scale::Lin;
    let found = predict(&training, &members, &with_scale, &PredictOptions::default()).unwrap();
    assert!(found.pooled_noise);
    assert!(found.rows.iter().all(|row| row.measured_interval.0 < row.interval.0 + 1e-12));
}

#[test]
fn the_experiment_with_most_disagreement_comes_first() {
    let whole = made(&["low"], 6, 8);
    let training = objective(&whole);
    let fitted = fit(&training, &FIT, &NoProgress).unwrap();
    let options = EnsembleOptions { steps: 1500, ..SAMPLE };
    let members = ensemble(&training, &fitted, &options, &NoProgress).unwrap();
    let candidates: Vec<_> = ["low", "high"]
        .map(|condition| (condition.to_owned(), made(&[condition], 6, 1)))
        .into_iter()
        .collect();
    let ranked = rank_experiments(&training, &members, &candidates).unwrap();
    assert_eq!(ranked[0].name, "high", "{ranked:?}");
    assert!(ranked[0].information > ranked[1].information);
}

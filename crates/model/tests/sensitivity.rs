//! Sensitivities and identifiability with known answers.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use lca_kinetics::{Compartment, Network, Parameter, Reaction, Species, parse_math};
use lca_model::{
    MorrisOptions, Objective, Range, SobolOptions, courses, identify, local_sensitivity, morris_effects,
    sobol_indices,
};
use std::f64::consts::PI;

/// The function of Ishigami & Homma (1990), whose indices are known.
fn ishigami(unit: &[f64]) -> Option<Vec<f64>> {
    let x: Vec<f64> = unit.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
    Some(vec![x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin()])
}

#[test]
fn sobol_indices_of_the_ishigami_function_are_the_analytic_ones() {
    let (a, b) = (7.0f64, 0.1f64);
    let (one, two) = (0.5 * (1.0 + b * PI.powi(4) / 5.0).powi(2), a * a / 8.0);
    let both = b * b * PI.powi(8) * (1.0 / 18.0 - 1.0 / 50.0);
    let variance = one + two + both;
    let first = [one / variance, two / variance, 0.0];
    let total = [(one + both) / variance, two / variance, both / variance];
    let found = sobol_indices(3, &SobolOptions { samples: 1 << 14, seed: 3 }, &ishigami).unwrap();
    assert!((found.variance[0] / variance - 1.0).abs() < 2e-3, "{found:?}");
    for k in 0..3 {
        let [by_one, by_any, one_error, any_error] = found.overall[k];
        assert!((by_one - first[k]).abs() < 5e-3, "first {k}: {by_one} for {}", first[k]);
        assert!((by_any - total[k]).abs() < 5e-3, "total {k}: {by_any} for {}", total[k]);
        assert!(one_error < 0.02 && any_error < 0.02 && (by_one - first[k]).abs() < 3.0 * one_error + 1e-12);
        assert_eq!([found.first[k][0], found.total[k][0]], [by_one, by_any]);
    }
}

#[test]
fn more_points_come_nearer_and_threads_change_nothing() {
    let error = |samples: u32| {
        let found = sobol_indices(3, &SobolOptions { samples, seed: 1 }, &ishigami).unwrap();
        (found.overall[1][0] - 0.442_4).abs() + (found.overall[2][1] - 0.243_7).abs()
    };
    assert!(error(1 << 14) < 0.5 * error(1 << 8), "{} {}", error(1 << 14), error(1 << 8));
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| sobol_indices(3, &SobolOptions::default(), &ishigami).unwrap())
    };
    assert_eq!(run(1), run(5));
}

#[test]
fn what_has_no_value_is_left_out_and_counted() {
    let sometimes = |x: &[f64]| (x[0] < 0.9).then(|| vec![x[0] + x[1]]);
    let found = sobol_indices(2, &SobolOptions::default(), &sometimes).unwrap();
    assert!(found.failed > 0 && found.overall[1][0] > 0.4);
    assert!(sobol_indices(2, &SobolOptions::default(), &|_| None).is_err());
    assert!(sobol_indices(0, &SobolOptions::default(), &ishigami).is_err());
}

#[test]
fn elementary_effects_tell_linear_from_joint() {
    let function = |x: &[f64]| Some(vec![3.0 * x[0] - 2.0 * x[1] + 4.0 * x[2] * x[3]]);
    let found = morris_effects(5, &MorrisOptions::default(), &function).unwrap();
    assert!((found.mean[0][0] - 3.0).abs() < 1e-9 && found.deviation[0][0] < 1e-9);
    assert!((found.mean[1][0] + 2.0).abs() < 1e-9 && (found.mean_magnitude[1][0] - 2.0).abs() < 1e-9);
    assert!(found.deviation[2][0] > 0.5 && found.mean_magnitude[2][0] > 1.0);
    assert_eq!(found.mean_magnitude[4][0], 0.0);
    assert!(morris_effects(2, &MorrisOptions { levels: 3, ..MorrisOptions::default() }, &function).is_err());
}

fn decay() -> Network {
    let mut network = Network::new("decay");
    network.compartments.push(Compartment::new("cell", 1.0));
    network.species.push(Species::new("A", "cell", 2.0));
    network.parameters.push(Parameter::new("k", 0.5));
    network.parameters.push(Parameter::new("idle", 3.0));
    let rate = parse_math("cell * k * A").unwrap();
    network.reactions.push(Reaction::new("decay", &[("A", 1.0)], &[], rate));
    network
}

#[test]
fn local_sensitivities_of_decay_are_the_analytic_ones() {
    let problem = courses(&decay(), &["A", "A^2"], &[0.0, 1.0, 3.0], &[]).unwrap();
    let objective = Objective::new(&problem).unwrap();
    let found = local_sensitivity(&objective, &objective.nominal()).unwrap();
    assert_eq!(found.parameters, ["A", "k", "idle"]);
    for output in &found.outputs {
        let power = if output.observable == "A" { 1.0 } else { 2.0 };
        let scaled = output.scaled();
        assert!((scaled[0] - power).abs() < 1e-5, "{output:?}");
        assert!((scaled[1] + power * 0.5 * output.time).abs() < 1e-5, "{output:?}");
        assert_eq!(scaled[2], 0.0);
    }
    let control = found.control();
    assert_eq!(control[0].parameter, "A");
    assert!(control[0].direction > 0.0 && control[1].direction < 0.0 && control[2].control == 0.0);
}

#[test]
fn a_model_s_global_indices_rank_what_acts() {
    let problem = courses(&decay(), &["A"], &[1.0, 4.0], &[]).unwrap();
    let objective = Objective::new(&problem).unwrap();
    let range = Range::around(&objective, &objective.nominal(), 2.0).unwrap();
    let outputs = |unit: &[f64]| range.outputs(&objective, unit);
    let found = sobol_indices(3, &SobolOptions { samples: 256, seed: 1 }, &outputs).unwrap();
    assert!(found.overall[0][1] > found.overall[1][1] && found.overall[2][1] < 1e-6, "{found:?}");
    // Late, the rate matters more than the start.
    assert!(found.total[1][1] > found.total[1][0] && found.total[1][1] > found.total[0][1]);
    assert!(Range::around(&objective, &objective.nominal(), 1.0).is_err());
}

#[test]
fn a_pair_of_which_only_the_product_acts_is_named() {
    let mut problem = common::made(&["low", "high", "pulse"], 12, 3);
    let objective = Objective::new(&problem).unwrap();
    let sound = identify(&objective, &objective.nominal(), 0.9).unwrap();
    assert!(sound.parameters.iter().all(|p| p.determined), "{:?}", sound.parameters);
    assert!(sound.undetermined().next().is_none() && sound.condition_number < 1e6);
    assert_eq!(sound.verdict(), "The measurements determine all 6 directions of the parameters.");
    problem.observables[0].formula = parse_math("scale * other * Ep + 0.1").unwrap();
    let mut other = problem.parameters[4].clone();
    (other.id, other.nominal) = ("other".into(), 1.0);
    problem.parameters.push(other);
    let objective = Objective::new(&problem).unwrap();
    let found = identify(&objective, &objective.nominal(), 0.9).unwrap();
    let open: Vec<&str> = found.open.iter().map(String::as_str).collect();
    assert_eq!(open, ["the data fix the product of other and scale, not each"]);
    assert!(found.condition_number.is_infinite());
    let loose: Vec<&str> =
        found.parameters.iter().filter(|p| !p.determined).map(|p| p.parameter.as_str()).collect();
    assert_eq!(loose, ["scale", "other"]);
    assert!(identify(&objective, &objective.nominal(), 1.0).is_err());
}

//! Does a designed experiment bring what it promised? Of a PEtab problem one condition is kept as what
//! is known; every other is a candidate, ranked by what it should tell. Then each is really added, with
//! its measurements, and the spread of predictions is taken anew. Noise is taken as known, as nobody
//! plans an experiment without an idea of it.
//!
//! `cargo run --release -p lca-conformance --example next_experiment -- PROBLEM.yaml CONDITION STEPS`
#![allow(clippy::print_stdout, reason = "an example prints")]

use lca_core::NoProgress;
use lca_kinetics::petab::{Override, Problem};
use lca_model::{
    Criterion, Design, Ensemble, EnsembleOptions, FitOptions, Objective, Tolerances, ensemble, fit, fit_from,
};
use lca_numerics::stats::{ranks, variance};
use std::collections::BTreeSet;
use std::error::Error;

type Made<T> = Result<T, Box<dyn Error>>;

fn main() -> Made<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [yaml, base, steps] = arguments.as_slice() else {
        return Err("give PROBLEM.yaml CONDITION STEPS".into());
    };
    let steps = steps.parse()?;
    let problem = known_noise(lca_formats::read_petab(yaml.as_ref())?);
    let known = problem.with_measurements(|m| m.experiment == *base);
    let conditions: BTreeSet<&str> =
        problem.measurements.iter().map(|m| m.experiment.as_str()).filter(|id| id != base).collect();
    let training = objective(&known)?;
    let options = FitOptions { starts: 40, ..FitOptions::default() };
    let fitted = fit(&training, &options, &NoProgress)?;
    let sample = EnsembleOptions { steps, ..EnsembleOptions::default() };
    let before = ensemble(&training, &fitted, &sample, &NoProgress)?;
    let spread = spread(&problem, &before)?;
    let mut offered = problem.with_measurements(|m| m.experiment != *base);
    offered.measurements.iter_mut().for_each(|m| m.dataset = Some(m.experiment.clone()));
    let by_ensemble = Design::of_ensemble(&training, &before, &offered, Some(&problem))?;
    let by_point = Design::at_point(&training, &fitted.best().parameters, &offered, Some(&problem))?;
    let mut table = Vec::new();
    for condition in conditions {
        let more =
            objective(&problem.with_measurements(|m| m.experiment == *base || m.experiment == condition))?;
        let members = before.members.iter().step_by(before.members.len() / 20);
        let starts = members.chain([&fitted.best().parameters]).map(|start| vec![start.clone()]).collect();
        let fitted = fit_from(&more, starts, &options, &NoProgress)?;
        let after = ensemble(&more, &fitted, &sample, &NoProgress)?;
        let realised = 1.0 - self::spread(&problem, &after)? / spread;
        let of = |design: &Design| {
            let gains = design.rank(Criterion::Prediction);
            gains.into_iter().find(|gain| gain.name == condition).ok_or("a candidate is lost")
        };
        let (ensemble, point) = (of(&by_ensemble)?, of(&by_point)?);
        table.push([
            ensemble.prediction.unwrap_or(f64::NAN),
            ensemble.information,
            point.prediction.unwrap_or(f64::NAN),
            point.information,
            realised,
        ]);
        println!(
            "{condition:<12} {}",
            table[table.len() - 1].map(|value| format!("{value:>10.4}")).join(" ")
        );
    }
    let column = |k: usize| table.iter().map(|row| row[k]).collect::<Vec<f64>>();
    let names = ["ensemble: prediction", "ensemble: information", "point: prediction", "point: information"];
    for (k, name) in names.iter().enumerate() {
        println!("{name}: rank correlation with what came {:.3}", correlation(&column(k), &column(4)));
    }
    Ok(())
}

fn objective(problem: &Problem) -> Made<Objective> {
    let loose = Tolerances { relative: 1e-5, absolute: 1e-8, ..Tolerances::default() };
    Ok(Objective::new(problem)?.with_tolerances(loose))
}

/// Parameters that only noise depends on keep their nominal values.
fn known_noise(mut problem: Problem) -> Problem {
    let noise: BTreeSet<String> = (problem.measurements.iter().flat_map(|m| &m.noise_parameters))
        .filter_map(|one| if let Override::Parameter(id) = one { Some(id.clone()) } else { None })
        .chain(problem.observables.iter().flat_map(|o| o.noise_formula.symbols()).map(str::to_owned))
        .collect();
    let kept = |p: &&mut lca_kinetics::petab::Parameter| noise.contains(&p.id);
    problem.parameters.iter_mut().filter(kept).for_each(|p| p.estimate = false);
    problem
}

/// Over measurements the mean of `ln(1 + v)`, `v` being the ensemble's variance over that of the noise: what the
/// ensemble says of each counts alike, however far beyond all measure a few predictions are.
fn spread(problem: &Problem, ensemble: &Ensemble) -> Made<f64> {
    let objective = objective(problem)?;
    let rows: Vec<_> = ensemble.members.iter().filter_map(|member| objective.simulate(member).ok()).collect();
    let one = |at: usize| {
        let values: Vec<f64> = rows.iter().map(|row| row[at].value / row[at].noise).collect();
        variance(&values).ln_1p()
    };
    let count = problem.measurements.len();
    Ok((0..count).map(one).sum::<f64>() / count as f64)
}

/// Spearman's.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (ranks(a).ranks, ranks(b).ranks);
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (p, q) = (mean(&a), mean(&b));
    let joint: f64 = a.iter().zip(&b).map(|(x, y)| (x - p) * (y - q)).sum();
    let size = |values: &[f64], mean: f64| values.iter().map(|v| (v - mean).powi(2)).sum::<f64>().sqrt();
    joint / (size(&a, p) * size(&b, q))
}

use super::candidates::groups;
use super::choose::Design;
use super::knowledge::Knowledge;
use super::local::measured;
use crate::{Ensemble, ModelError, Objective, Simulated};
use lca_kinetics::petab::{Problem, Scale};
use rayon::prelude::*;

impl Design {
    /// As [`Self::at_point`], but from the covariance of predictions over an ensemble: no derivatives,
    /// and the uncertainty that the sampler found instead of a normal one about a point. What a
    /// measurement tells of its own noise does not enter.
    ///
    /// Each member is a coordinate of a standard normal vector, of which every quantity is the linear
    /// combination that has the ensemble's covariance.
    ///
    /// # Errors
    /// When fewer than two members can be simulated or the parameters differ.
    pub fn of_ensemble(
        training: &Objective,
        ensemble: &Ensemble,
        candidates: &Problem,
        predictions: Option<&Problem>,
    ) -> Result<Self, ModelError> {
        let offered = measured(training, candidates)?;
        let wanted = predictions.map(|problem| measured(training, problem)).transpose()?;
        let simulate = |member: &Vec<f64>| {
            let rows = finite(offered.simulate(member).ok()?)?;
            let wanted = wanted.as_ref().map(|objective| finite(objective.simulate(member).ok()?));
            Some((member.clone(), rows, wanted.unwrap_or_else(|| Some(Vec::new()))?))
        };
        let known: Vec<_> = ensemble.members.par_iter().map(simulate).collect();
        let known: Vec<_> = known.into_iter().flatten().collect();
        if known.len() < 2 {
            return Err(ModelError::NoFit(ensemble.members.len()));
        }
        let rows = |problem: &Problem, of: &dyn Fn(usize, usize) -> Simulated| {
            let row = |at: usize| {
                let observable = problem.observable(&problem.measurements[at].observable);
                let scale = observable.map_or(Scale::Lin, |o| o.transformation);
                let members: Vec<Simulated> = (0..known.len()).map(|member| of(member, at)).collect();
                let noise = members.iter().map(|m| m.noise * m.noise).sum::<f64>() / members.len() as f64;
                let values: Vec<f64> = members.iter().map(|m| scale.scale(m.value) / noise.sqrt()).collect();
                centred(&values)
            };
            (0..problem.measurements.len()).map(row).collect::<Vec<_>>()
        };
        let vectors = rows(candidates, &|member, at| known[member].1[at]);
        let of = |(name, rows): (String, Vec<usize>)| {
            (name, rows.into_iter().map(|at| vectors[at].clone()).collect())
        };
        let parameter = |k: usize| centred(&known.iter().map(|(member, ..)| member[k]).collect::<Vec<_>>());
        Ok(Self {
            knowledge: Knowledge::independent(known.len()),
            candidates: groups(candidates).into_iter().map(of).collect(),
            parameters: (0..ensemble.parameters.len()).map(parameter).collect(),
            predictions: predictions
                .map_or_else(Vec::new, |problem| rows(problem, &|member, at| known[member].2[at])),
        })
    }
}

fn finite(rows: Vec<Simulated>) -> Option<Vec<Simulated>> {
    rows.iter().all(|row| row.value.is_finite() && row.noise.is_finite()).then_some(rows)
}

/// Deviations from the mean, so that their products sum up to covariances.
fn centred(values: &[f64]) -> Vec<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    values.iter().map(|value| (value - mean) / (n - 1.0).sqrt()).collect()
}

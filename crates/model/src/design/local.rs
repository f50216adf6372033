use super::candidates::groups;
use super::choose::Design;
use super::knowledge::Knowledge;
use crate::sensitivity::row_vectors;
use crate::{ModelError, Objective};
use lca_kinetics::petab::Problem;
use ndarray::{Array1, Array2};

/// The information that bounds stand for: that of a normal distribution of the variance of a uniform
/// one between them.
pub(super) fn from_bounds(objective: &Objective) -> Array2<f64> {
    let variances = objective.parameters().iter().map(|parameter| {
        let (lower, upper) = parameter.scaled_bounds();
        12.0 / (upper - lower).powi(2)
    });
    Array2::from_diag(&variances.collect::<Array1<f64>>())
}

/// A problem's equations and tables with the measurements of another.
pub(super) fn measured(training: &Objective, other: &Problem) -> Result<Objective, ModelError> {
    let objective = Objective::new(other)?.with_tolerances(training.tolerances());
    let ids = |objective: &Objective| objective.parameters().iter().map(|p| p.id.clone()).collect::<Vec<_>>();
    if ids(&objective) != ids(training) {
        let why = "the candidates' problem and the fitted one estimate different ones".to_owned();
        return Err(ModelError::Argument { what: "parameters", why });
    }
    Ok(objective)
}

impl Design {
    /// Candidates judged by the Fisher information at a point, on top of that of the measurements,
    /// priors and bounds of `training`. The measurements of `candidates` say what could be measured,
    /// those of `predictions` what one wants to predict; their values are not looked at. Both are
    /// problems of the same parameters, such as copies with other measurements.
    ///
    /// # Errors
    /// When a point cannot be simulated or the parameters differ.
    pub fn at_point(
        training: &Objective,
        scaled: &[f64],
        candidates: &Problem,
        predictions: Option<&Problem>,
    ) -> Result<Self, ModelError> {
        let n = scaled.len();
        let fisher = training.evaluate(scaled)?.fisher;
        let known = Array2::from_shape_fn((n, n), |(i, j)| fisher[i * n + j]) + from_bounds(training);
        let rows = row_vectors(&measured(training, candidates)?, scaled)?;
        let of = |at: &usize| [rows[*at].value.clone(), rows[*at].noise.clone()];
        let candidates = groups(candidates).into_iter().map(|(name, rows)| {
            let vectors: Vec<Vec<f64>> =
                rows.iter().flat_map(of).filter(|v| v.iter().any(|x| *x != 0.0)).collect();
            (name, vectors)
        });
        let predictions = match predictions {
            Some(problem) => row_vectors(&measured(training, problem)?, scaled)?,
            None => Vec::new(),
        };
        let unit = |k: usize| (0..n).map(|at| f64::from(u8::from(at == k))).collect();
        Ok(Self {
            knowledge: Knowledge::from_information(&known)?,
            candidates: candidates.collect(),
            parameters: (0..n).map(unit).collect(),
            predictions: predictions.into_iter().map(|row| row.value).collect(),
        })
    }
}

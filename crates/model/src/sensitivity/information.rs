use crate::{ModelError, Objective};
use lca_kinetics::petab::NoiseDistribution;
use std::f64::consts::SQRT_2;

/// Vectors by the scaled parameters whose squares `g gᵀ` sum up to the Fisher information of a
/// measurement: of its value and of its noise.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RowVectors {
    /// Derivative of the observable, on its scale, over the noise.
    pub(crate) value: Vec<f64>,
    /// Derivative of the noise over the noise, with the weight of the noise's distribution.
    pub(crate) noise: Vec<f64>,
}

/// The vectors of each measurement of a problem.
pub(crate) fn row_vectors(objective: &Objective, scaled: &[f64]) -> Result<Vec<RowVectors>, ModelError> {
    let problem = objective.problem();
    let weight = |observable: &str| match problem.observable(observable).map(|o| o.noise_distribution) {
        Some(NoiseDistribution::Laplace) => 1.0,
        _ => SQRT_2,
    };
    let (values, noises) = objective.tangents(scaled)?;
    let rows = values.into_iter().zip(noises).zip(&problem.measurements);
    let rows = rows.map(|((value, mut noise), measurement)| {
        let weight = weight(&measurement.observable);
        noise.iter_mut().for_each(|derivative| *derivative *= weight);
        RowVectors { value, noise }
    });
    Ok(rows.collect())
}

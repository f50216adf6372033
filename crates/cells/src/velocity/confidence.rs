use super::Velocity;
use super::graph::{centre, chosen, nearest, norm};
use crate::CellsError;
use crate::error::length;
use lca_numerics::Csr;
use rayon::prelude::*;

/// How far velocities can be trusted.
#[derive(Debug, Clone, PartialEq)]
pub struct Confidence {
    /// Of each cell the length of its velocity over the velocity genes, less their mean.
    pub length: Vec<f64>,
    /// Of each cell the mean correlation of its velocity with those of its neighbours, at least 0; NaN for a cell that
    /// does not move.
    pub confidence: Vec<f64>,
}

/// Lengths of velocities, and how well they agree with those of the nearest cells (Bergen et al. 2020).
///
/// # Errors
/// [`CellsError::Length`] when the distances are of other cells.
pub fn velocity_confidence(velocity: &Velocity, distances: &Csr<f64>) -> Result<Confidence, CellsError> {
    length("the cells of the distances", distances.shape().0, velocity.velocity.nrows())?;
    let mut rows = chosen(velocity.velocity.view(), velocity);
    rows.iter_mut().for_each(|row| centre(row));
    let near = nearest(distances);
    let lengths: Vec<f64> = rows.iter().map(|row| norm(row)).collect();
    let of = |cell: usize| {
        let along = |other: &usize| {
            let product: f64 = rows[cell].iter().zip(&rows[*other]).map(|(a, b)| a * b).sum();
            product / (lengths[cell] * lengths[*other])
        };
        let mean = near[cell].iter().map(along).sum::<f64>() / near[cell].len() as f64;
        if mean.is_nan() { f64::NAN } else { mean.max(0.0) }
    };
    let confidence = (0..rows.len()).into_par_iter().map(of).collect();
    Ok(Confidence { length: lengths, confidence })
}

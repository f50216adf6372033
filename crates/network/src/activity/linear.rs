use crate::NetworkError;
use lca_numerics::stats::student_two_sided;
use ndarray::{Array2, ArrayView1};

/// What is left to judge an error by: genes beyond the parameters.
pub(super) fn freedom(genes: usize, parameters: usize) -> Result<f64, NetworkError> {
    if genes > parameters {
        return Ok((genes - parameters) as f64);
    }
    Err(NetworkError::TooFew {
        what: "genes for the number of sources",
        found: genes,
        needed: parameters + 1,
        instead: "give more genes, or raise --min-targets so that fewer sources are left",
    })
}

/// Mean of a sample's values, and these without it.
pub(super) fn centred(values: ArrayView1<'_, f64>) -> Vec<f64> {
    let mean = values.sum() / values.len() as f64;
    values.iter().map(|value| value - mean).collect()
}

/// t values by rows of samples, with their two-sided p values.
pub(super) fn judged(rows: &[Vec<f64>], freedom: f64) -> (Array2<f64>, Array2<f64>) {
    let width = rows.first().map_or(0, Vec::len);
    let scores = Array2::from_shape_fn((rows.len(), width), |(row, column)| rows[row][column]);
    let p_values = scores.mapv(|t: f64| student_two_sided(t, freedom));
    (scores, p_values)
}

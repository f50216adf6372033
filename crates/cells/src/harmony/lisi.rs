use crate::CellsError;
use crate::error::{at_least, length, parameter};
use lca_numerics::nearest;
use lca_numerics::stats::median;
use lca_tables::Categorical;
use ndarray::ArrayView2;
use rayon::prelude::*;

/// Neighbours taken for each unit of perplexity.
const REACH: usize = 3;

/// The local inverse Simpson's index of each cell: how many labels its neighbourhood holds in effect,
/// 1 where all neighbours have one label (Korsunsky et al. 2019). Neighbours weigh by a Gaussian whose
/// width gives every cell the same `perplexity` (van der Maaten and Hinton 2008); the paper's is 30.
///
/// # Errors
/// [`CellsError::TooFew`] with too few cells for the perplexity, [`CellsError::Length`] for labels of
/// another number of cells, [`CellsError::Parameter`] for a perplexity below 1 or coordinates that are
/// not finite.
pub fn lisi(points: ArrayView2<f32>, labels: &Categorical, perplexity: f64) -> Result<Vec<f64>, CellsError> {
    length("the labels", labels.codes.len(), points.nrows())?;
    parameter("perplexity", perplexity, "give 1 or more", perplexity.is_finite() && perplexity >= 1.0)?;
    let finite = points.iter().all(|value| value.is_finite());
    parameter("points", "NaN or infinite", "give finite coordinates", finite)?;
    let reach = REACH * perplexity.ceil() as usize;
    at_least("cells", points.nrows(), reach + 1)?;
    let found = nearest(points, reach - 1);
    let one = |cell: usize| {
        let distances: Vec<f64> = found.distances.row(cell).to_vec();
        let weights = weights(&distances, perplexity.ln());
        // The last place is for neighbours without a label.
        let mut sums = vec![0.0; labels.categories.len() + 1];
        for (weight, &other) in weights.iter().zip(found.indices.row(cell)) {
            let label = labels.codes[other as usize].map_or(labels.categories.len(), |code| code as usize);
            sums[label.min(labels.categories.len())] += weight;
        }
        1.0 / sums.iter().map(|sum| sum * sum).sum::<f64>()
    };
    Ok((0..points.nrows()).into_par_iter().map(one).collect())
}

/// The median of [`lisi`] at the paper's perplexity of 30.
///
/// # Errors
/// As [`lisi`].
pub fn median_lisi(points: ArrayView2<f32>, labels: &Categorical) -> Result<f64, CellsError> {
    Ok(median(&lisi(points, labels, 30.0)?))
}

/// Weights that sum to 1 and have the wanted entropy; the Gaussian's precision is found by bisection.
fn weights(distances: &[f64], entropy: f64) -> Vec<f64> {
    let (mut low, mut high, mut beta) = (0.0, f64::INFINITY, 1.0);
    let mut best = Vec::new();
    for _ in 0..60 {
        let near = distances.first().copied().unwrap_or_default();
        let raw: Vec<f64> = distances.iter().map(|d| (-beta * (d - near)).exp()).collect();
        let sum: f64 = raw.iter().sum();
        best = raw.into_iter().map(|weight| weight / sum).collect();
        let found: f64 = best.iter().filter(|w| **w > 0.0).map(|w| -w * w.ln()).sum();
        if (found - entropy).abs() < 1e-6 {
            break;
        }
        if found > entropy {
            low = beta;
            beta = if high.is_finite() { (low + high) / 2.0 } else { beta * 2.0 };
        } else {
            high = beta;
            beta = (low + high) / 2.0;
        }
    }
    best
}

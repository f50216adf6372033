use super::data::Data;
use super::varimax::varimax;
use super::{FactorParams, FactorStart};
use crate::CellsError;
use lca_numerics::dense::{KrylovParams, largest_eigen};
use lca_numerics::rng;
use ndarray::{Array2, ArrayView2, Axis, concatenate};
use rand::RngExt;

/// Scores to begin with: samples × factors, of variance one.
pub(super) fn scores(data: &Data, params: &FactorParams) -> Result<Array2<f64>, CellsError> {
    let mut random = rng(params.seed, 0);
    let normal = || {
        let (radius, angle): (f64, f64) = (1.0 - random.random::<f64>(), random.random());
        (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
    };
    let mut scores = Array2::from_shape_simple_fn((data.samples, params.n_factors), normal);
    if params.start == FactorStart::Components {
        let count = params.n_factors.min(data.samples - 1);
        let found = components(data, count, params.seed)?;
        let size = (data.samples as f64).sqrt();
        for (column, mut into) in found.columns().into_iter().zip(scores.columns_mut()) {
            into.assign(&column.mapv(|value| value * size));
        }
    }
    Ok(scores)
}

/// The first principal components of all views, each divided by its size, side by side, turned towards sparse loadings;
/// samples × components.
fn components(data: &Data, count: usize, seed: u64) -> Result<Array2<f64>, CellsError> {
    let filled: Vec<Array2<f64>> = data
        .views
        .iter()
        .map(|view| {
            let values = view.by_sample.mapv(|value| if value.is_nan() { 0.0 } else { value });
            let size = values.iter().map(|value| value * value).sum::<f64>().sqrt();
            values / size
        })
        .collect();
    let product = |block: ArrayView2<f64>| {
        filled.iter().fold(Array2::zeros(block.dim()), |sum, view| sum + view.dot(&view.t().dot(&block)))
    };
    let krylov = KrylovParams { seed, ..KrylovParams::default() };
    let found = largest_eigen(data.samples, count, &krylov, product)?;
    let floor = found.values.first().map_or(0.0, |largest| 1e-10 * largest);
    let known = found.values.iter().take_while(|value| **value > floor).count();
    let mut scores = found.vectors.select(Axis(1), &(0..known).collect::<Vec<_>>());
    let loadings: Vec<Array2<f64>> = filled.iter().map(|view| view.t().dot(&scores)).collect();
    let loadings: Vec<_> = loadings.iter().map(|view| view.view()).collect();
    let mut loadings = concatenate(Axis(0), &loadings).unwrap_or_default();
    varimax(&mut scores, &mut loadings);
    Ok(scores)
}

use super::{UmapInit, UmapParams};
use crate::CellsError;
use crate::pieces::pieces;
use lca_numerics::dense::{DenseError, KrylovParams, largest_eigen};
use lca_numerics::{Csr, rng, sparse};
use ndarray::{Array1, Array2, ArrayView2, Axis, s};
use rand::RngExt;

/// Width of the layout at the start.
const WIDTH: f64 = 10.0;
/// Coincident cells are told apart by this share of the width.
const NOISE: f64 = 1e-5;

/// How well the eigenvectors must be known: they only begin the layout.
const TOLERANCE: f64 = 1e-4;
/// Rounds, each of several powers of the graph.
const STEPS: usize = 100;

/// The first layout, each dimension from 0 to 10, and how it came about.
pub(super) fn positions(
    graph: &Csr<f32>,
    points: ArrayView2<f32>,
    params: &UmapParams,
) -> Result<(Array2<f32>, UmapInit), CellsError> {
    let dims = params.n_components;
    let wanted = params.init == UmapInit::Spectral && graph.shape().0 > dims + 1;
    let spectral = if wanted { laplacian(graph, dims, params.seed)? } else { None };
    let init = if spectral.is_some() { UmapInit::Spectral } else { UmapInit::Pca };
    let mut layout = spectral.unwrap_or_else(|| points.slice(s![.., ..dims]).mapv(f64::from));
    let mut random = rng(params.seed, 1);
    for mut column in layout.columns_mut() {
        let (low, high) =
            column.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &x| (l.min(x), h.max(x)));
        let scale = if high > low { WIDTH / (high - low) } else { 0.0 };
        column.mapv_inplace(|x| (x - low) * scale + WIDTH * NOISE * random.random_range(-1.0..1.0));
    }
    Ok((layout.mapv(|x| x as f32), init))
}

/// The eigenvectors behind the first of the normalised adjacency D^-1/2 W D^-1/2, which are those of
/// the normalised Laplacian with the smallest eigenvalues; none for a graph in several pieces, or when
/// they do not converge.
fn laplacian(graph: &Csr<f32>, dims: usize, seed: u64) -> Result<Option<Array2<f64>>, CellsError> {
    if pieces(graph).iter().any(|piece| *piece > 0) {
        return Ok(None);
    }
    let scale: Array1<f64> = sparse::row_sums(graph).into_iter().map(|degree| 1.0 / degree.sqrt()).collect();
    let scale = scale.view().insert_axis(Axis(1));
    let scaled = |block: ArrayView2<f64>| &sparse::multiply(graph, (&block * &scale).view()) * &scale;
    let krylov = KrylovParams { tolerance: TOLERANCE, steps: STEPS, seed };
    // Shifted by one so that the wanted eigenvalues are also the largest in magnitude.
    match largest_eigen(graph.shape().0, dims + 1, &krylov, |block| scaled(block) + block) {
        Ok(found) => Ok(Some(found.vectors.slice(s![.., 1..]).to_owned())),
        Err(DenseError::NotConverged { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

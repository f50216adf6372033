//! Two-dimensional layout of the neighbourhood graph (UMAP; McInnes, Healy & Melville 2018).

mod curve;
mod descent;
mod forces;
mod start;

use crate::CellsError;
use crate::error::{at_least, length, parameter};
use lca_core::Progress;
use lca_numerics::Csr;
use lca_tables::{AnnData, Matrix, Uns};
use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

/// Where the layout begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UmapInit {
    /// Eigenvectors of the graph's normalised Laplacian; the principal components for a graph in
    /// several pieces, whose eigenvectors only tell the pieces apart, and where the eigenvectors are too
    /// close to be found.
    #[default]
    Spectral,
    /// The first principal components.
    Pca,
}

/// How the graph is laid out; defaults as scanpy's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UmapParams {
    /// Smallest distance wanted between neighbours. Default 0.5.
    pub min_dist: f64,
    /// Scale of the layout. Default 1.
    pub spread: f64,
    /// Dimensions, 16 at most. Default 2.
    pub n_components: usize,
    /// Rounds of descent. Default: 500 up to 10 000 cells, 200 above.
    pub n_epochs: Option<usize>,
    /// First step length. Default 1.
    pub alpha: f64,
    /// Weight of repulsion. Default 1.
    pub gamma: f64,
    /// Cells repelled for each neighbour attracted. Default 5.
    pub negative_sample_rate: usize,
    /// Default spectral.
    pub init: UmapInit,
    /// Default 0.
    pub seed: u64,
}

impl Default for UmapParams {
    fn default() -> Self {
        Self {
            min_dist: 0.5,
            spread: 1.0,
            n_components: 2,
            n_epochs: None,
            alpha: 1.0,
            gamma: 1.0,
            negative_sample_rate: 5,
            init: UmapInit::Spectral,
            seed: 0,
        }
    }
}

/// A layout.
#[derive(Debug, Clone, PartialEq)]
pub struct Umap {
    /// Cells × dimensions.
    pub positions: Array2<f32>,
    /// Where it began: the principal components where a spectral start was not to be had.
    pub init: UmapInit,
    /// First parameter of the curve 1 / (1 + a d^(2b)) fitted to `min_dist` and `spread`.
    pub a: f64,
    /// Second parameter of that curve.
    pub b: f64,
}

/// Lays out the graph of connectivities; `points` are the principal components it was made from
/// (cells × at least `n_components`). The
/// same seed gives the same bits on any number of threads.
///
/// # Errors
/// [`CellsError::TooFew`] with fewer than two cells, [`CellsError::Length`] when parts differ in cells,
/// [`CellsError::Parameter`], [`CellsError::Dense`], [`CellsError::Cancelled`].
pub fn umap(
    connectivities: &Csr<f32>,
    points: ArrayView2<f32>,
    params: &UmapParams,
    progress: &dyn Progress,
) -> Result<Umap, CellsError> {
    let cells = connectivities.shape().0;
    at_least("cells", cells, 2)?;
    length("the columns of the connectivities", connectivities.shape().1, cells)?;
    length("the points", points.nrows(), cells)?;
    check(params)?;
    at_least("dimensions of the points", points.ncols(), params.n_components)?;
    let (a, b) = curve::fit(params.min_dist, params.spread);
    let (mut positions, init) = start::positions(connectivities, points, params)?;
    let epochs = params.n_epochs.unwrap_or(if cells <= 10_000 { 500 } else { 200 });
    descent::descend(&mut positions, connectivities, (a, b), epochs, params, progress)?;
    Ok(Umap { positions, init, a, b })
}

fn check(params: &UmapParams) -> Result<(), CellsError> {
    let positive =
        |name, value: f64| parameter(name, value, "give a positive number", value > 0.0 && value.is_finite());
    positive("spread", params.spread)?;
    positive("alpha", params.alpha)?;
    let inside = params.min_dist >= 0.0 && params.min_dist <= 3.0 * params.spread;
    parameter("min_dist", params.min_dist, "give a number from 0 to three times the spread", inside)?;
    parameter(
        "gamma",
        params.gamma,
        "give a number from 0",
        params.gamma >= 0.0 && params.gamma.is_finite(),
    )?;
    let few = (1..=descent::MOST_DIMS).contains(&params.n_components);
    parameter("n_components", params.n_components, "give 1 to 16", few)
}

impl Umap {
    /// Writes `obsm["X_umap"]` and `uns["umap"]`.
    pub fn annotate(&self, part: &mut AnnData) {
        part.obsm.insert("X_umap".into(), Matrix::DenseF32(self.positions.clone()));
        let params = [("a".to_owned(), Uns::Float(self.a)), ("b".to_owned(), Uns::Float(self.b))];
        let entries = [("params".to_owned(), Uns::Map(params.into()))];
        part.uns.insert("umap".into(), Uns::Map(entries.into()));
    }
}

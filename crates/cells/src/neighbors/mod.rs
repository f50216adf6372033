//! The neighbourhood graph of cells: neighbours and UMAP's fuzzy connectivities.

mod fuzzy;

use crate::CellsError;
use crate::error::{at_least, parameter};
use lca_numerics::{Csr, KnnParams, nearest, nearest_approximate};
use lca_tables::{AnnData, Matrix, Uns};
use ndarray::{ArrayView2, s};
use serde::{Deserialize, Serialize};

/// How many neighbours; defaults as scanpy's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NeighborsParams {
    /// Size of a neighbourhood, the cell itself counted. Default 15.
    pub n_neighbors: usize,
    /// Use only the first of the given dimensions. Default: all.
    pub n_pcs: Option<usize>,
    /// Whether to compare each cell with every other, in time that grows with the square of their number. Default: up
    /// to 16 384 cells; above, a search of a growing graph finds nearly all neighbours (97.5 % of those of a sample).
    pub exact: Option<bool>,
}

/// Up to this many cells the exact search takes no longer.
const MOST_EXACT: usize = 16_384;

impl Default for NeighborsParams {
    fn default() -> Self {
        Self { n_neighbors: 15, n_pcs: None, exact: None }
    }
}

/// The neighbourhood graph.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbors {
    /// Cells × cells: Euclidean distance to each cell's `n_neighbors - 1` nearest others.
    pub distances: Csr<f64>,
    /// Cells × cells, symmetric, 0 to 1: how surely two cells are neighbours (McInnes et al. 2018).
    pub connectivities: Csr<f32>,
    /// The parameters used.
    pub params: NeighborsParams,
}

/// Finds each cell's nearest neighbours (rows of `points`, Euclidean) and turns distances into connectivities.
///
/// # Errors
/// [`CellsError::TooFew`] with fewer than two cells, [`CellsError::Parameter`] for fewer than two
/// neighbours or values that are not finite.
pub fn neighbors(points: ArrayView2<f32>, params: &NeighborsParams) -> Result<Neighbors, CellsError> {
    at_least("cells", points.nrows(), 2)?;
    parameter("n_neighbors", params.n_neighbors, "give at least 2", params.n_neighbors >= 2)?;
    let finite = points.iter().all(|value| value.is_finite());
    parameter("points", "NaN or infinite", "give finite coordinates", finite)?;
    let dims = params.n_pcs.map_or(points.ncols(), |dims| dims.min(points.ncols()));
    let (points, k) = (points.slice(s![.., ..dims]), params.n_neighbors - 1);
    let found = match params.exact.unwrap_or(points.nrows() <= MOST_EXACT) {
        true => nearest(points, k),
        false => nearest_approximate(points, k, &KnnParams::default()),
    };
    Ok(Neighbors {
        distances: fuzzy::to_rows(&found.indices, |row, at| found.distances[[row, at]])?,
        connectivities: fuzzy::connectivities(&found)?,
        params: params.clone(),
    })
}

impl Neighbors {
    /// Writes `obsp["distances"]`, `obsp["connectivities"]` and `uns["neighbors"]`.
    pub fn annotate(&self, part: &mut AnnData) {
        part.obsp.insert("distances".into(), Matrix::SparseF64(self.distances.clone()));
        part.obsp.insert("connectivities".into(), Matrix::SparseF32(self.connectivities.clone()));
        let text = |key: &str, value: &str| (key.to_owned(), Uns::Text(value.into()));
        let mut params: std::collections::BTreeMap<String, Uns> =
            [text("method", "umap"), text("metric", "euclidean")].into();
        params.insert("n_neighbors".into(), Uns::Int(self.params.n_neighbors as i64));
        if let Some(dims) = self.params.n_pcs {
            params.insert("n_pcs".into(), Uns::Int(dims as i64));
        }
        let entries = [
            text("connectivities_key", "connectivities"),
            text("distances_key", "distances"),
            ("params".to_owned(), Uns::Map(params)),
        ];
        part.uns.insert("neighbors".into(), Uns::Map(entries.into()));
    }
}

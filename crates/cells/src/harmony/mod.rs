//! Batches brought together in the space of principal components: Harmony (Korsunsky et al. 2019,
//! doi:10.1038/s41592-019-0619-0), and how well they mix (LISI, the same paper).

mod assign;
mod correct;
mod lisi;
mod start;

pub use lisi::{lisi, median_lisi};

use crate::CellsError;
use crate::error::{at_least, length, parameter};
use assign::Clustering;
use lca_numerics::rng;
use lca_tables::{AnnData, Categorical, Matrix};
use ndarray::{Array2, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

/// How strongly batches are brought together; defaults as the paper's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HarmonyParams {
    /// How much a cluster is made to hold all batches; 0: not at all. Default 2.
    pub theta: f64,
    /// Width of the soft clusters. Default 0.1.
    pub sigma: f64,
    /// Ridge penalty of the correction; larger corrects less. Default 1.
    pub lamb: f64,
    /// Number of clusters. Default: one for every 30 cells, at most 100.
    pub nclust: Option<usize>,
    /// Rounds of clustering and correcting at most. Default 10.
    pub max_iter_harmony: usize,
    /// Rounds of clustering within one at most. Default 20.
    pub max_iter_kmeans: usize,
    /// Share of cells that change cluster at a time. Default 0.05.
    pub block_size: f64,
    /// Seed of the first clusters and of the order of cells. Default 0.
    pub seed: u64,
}

impl Default for HarmonyParams {
    fn default() -> Self {
        Self {
            theta: 2.0,
            sigma: 0.1,
            lamb: 1.0,
            nclust: None,
            max_iter_harmony: 10,
            max_iter_kmeans: 20,
            block_size: 0.05,
            seed: 0,
        }
    }
}

/// Corrected coordinates.
#[derive(Debug, Clone, PartialEq)]
pub struct Harmony {
    /// Cells × components, as the input but with the batches together.
    pub scores: Array2<f32>,
    /// Rounds taken.
    pub rounds: usize,
    /// Whether the objective had settled when it ended.
    pub converged: bool,
}

/// Change of the objective, relative, below which clustering and the whole have settled.
const SETTLED_CLUSTERS: f64 = 1e-5;
const SETTLED: f64 = 1e-4;

/// Brings cells of different batches together where they are of one kind. `points` is cells ×
/// components; the result has the same axes.
///
/// Soft clusters of cells by the cosine of their coordinates, each pushed to hold every batch in its
/// share, take turns with a linear correction of each batch within each cluster.
/// Memory: cells × (components + clusters) numbers of 8 bytes, twice.
///
/// # Errors
/// [`CellsError::TooFew`] with fewer than two cells or batches, [`CellsError::Length`] for batches of
/// another number of cells, [`CellsError::Parameter`] for parameters or coordinates out of range.
pub fn harmony(
    points: ArrayView2<f32>,
    batch: &Categorical,
    params: &HarmonyParams,
) -> Result<Harmony, CellsError> {
    let batches = Batches::new(batch, points.nrows())?;
    check(points, params)?;
    let original = points.mapv(f64::from);
    let clusters = params.nclust.unwrap_or_else(|| default_clusters(points.nrows())).max(1);
    let mut clustering = Clustering::new(directions(&original), &batches, clusters, params);
    let mut corrected = original.clone();
    let mut order = rng(params.seed, 1);
    let (mut last, mut rounds, mut converged) = (clustering.objective(), 0, false);
    while rounds < params.max_iter_harmony && !converged {
        rounds += 1;
        clustering.settle(params, SETTLED_CLUSTERS, &mut order);
        corrected = correct::correct(&original, &clustering.shares, &batches, params.lamb)?;
        clustering.follow(directions(&corrected));
        let now = clustering.objective();
        converged = (last - now) < SETTLED * last.abs();
        last = now;
    }
    Ok(Harmony { scores: corrected.mapv(|value| value as f32), rounds, converged })
}

impl Harmony {
    /// Writes `obsm["X_pca_harmony"]`.
    pub fn annotate(&self, part: &mut AnnData) {
        part.obsm.insert("X_pca_harmony".into(), Matrix::DenseF32(self.scores.clone()));
    }
}

/// The batch of each cell.
#[derive(Debug)]
struct Batches {
    /// An index below `count`.
    of: Vec<usize>,
    count: usize,
    /// Share of all cells.
    share: Vec<f64>,
}

impl Batches {
    fn new(batch: &Categorical, cells: usize) -> Result<Self, CellsError> {
        length("the batch of cells", batch.codes.len(), cells)?;
        at_least("cells", cells, 2)?;
        let count = batch.categories.len();
        let mut share = vec![0.0; count];
        let mut of = Vec::with_capacity(cells);
        for (cell, code) in batch.codes.iter().enumerate() {
            let code = code.map(|code| code as usize).filter(|&code| code < count);
            parameter("batch", format!("none for cell {cell}"), "give every cell one", code.is_some())?;
            let code = code.unwrap_or_default();
            share[code] += 1.0 / cells as f64;
            of.push(code);
        }
        at_least("batches with cells", share.iter().filter(|&&share| share > 0.0).count(), 2)?;
        Ok(Self { of, count, share })
    }
}

fn check(points: ArrayView2<f32>, params: &HarmonyParams) -> Result<(), CellsError> {
    let HarmonyParams { theta, sigma, lamb, block_size, .. } = *params;
    parameter("theta", theta, "give 0 or more", theta.is_finite() && theta >= 0.0)?;
    parameter("sigma", sigma, "give a number above 0", sigma.is_finite() && sigma > 0.0)?;
    parameter("lamb", lamb, "give a number above 0", lamb.is_finite() && lamb > 0.0)?;
    parameter("block_size", block_size, "give a share from 0 to 1", block_size > 0.0 && block_size <= 1.0)?;
    let finite = points.iter().all(|value| value.is_finite());
    parameter("points", "NaN or infinite", "give finite coordinates", finite)
}

fn default_clusters(cells: usize) -> usize {
    ((cells as f64 / 30.0).round() as usize).clamp(1, 100)
}

/// Each row divided by its length; a row of zeros stays.
fn directions(points: &Array2<f64>) -> Array2<f64> {
    let mut out = points.clone();
    for mut row in out.axis_iter_mut(Axis(0)) {
        let size = row.dot(&row).sqrt();
        if size > 0.0 {
            row.mapv_inplace(|value| value / size);
        }
    }
    out
}

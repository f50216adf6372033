//! Doublets: droplets that hold two cells, found by their likeness to doublets that are made (Scrublet; Wolock, Lopez &
//! Klein, Cell Systems 2019).

mod made;
mod threshold;

use crate::error::{at_least, parameter};
use crate::matrix::AMOUNTS;
use crate::{CellsError, HvgParams, PcaParams, highly_variable_genes, pca};
use lca_numerics::{Csr, KnnParams, nearest, nearest_approximate, sparse};
use lca_tables::{AnnData, Column, Uns};
use made::Scaled;
use ndarray::{Array2, ArrayView2, Axis, concatenate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Up to this many cells and made doublets together all are compared with all.
const MOST_EXACT: usize = 16_384;

/// How doublets are scored; defaults as Scrublet's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DoubletParams {
    /// Doublets made for each cell. Default 2.
    pub sim_doublet_ratio: f64,
    /// Share of doublets that is expected, such as 0.008 for each thousand cells loaded. Default 0.05.
    pub expected_doublet_rate: f64,
    /// Neighbours looked at among the cells. Default: half the root of the number of cells.
    pub n_neighbors: Option<usize>,
    /// Principal components. Default 30.
    pub n_comps: usize,
    /// Variable genes. Default 2000.
    pub n_top_genes: usize,
    /// Score from which a cell is called a doublet. Default: between the two humps of the made doublets' scores.
    pub threshold: Option<f64>,
    /// Seed of the pairs. Default 0.
    pub seed: u64,
}

impl Default for DoubletParams {
    fn default() -> Self {
        Self {
            sim_doublet_ratio: 2.0,
            expected_doublet_rate: 0.05,
            n_neighbors: None,
            n_comps: 30,
            n_top_genes: 2000,
            threshold: None,
            seed: 0,
        }
    }
}

/// How like a doublet each cell is.
#[derive(Debug, Clone, PartialEq)]
pub struct Doublets {
    /// Per cell, 0 to 1: the posterior share of doublets among what is like it.
    pub scores: Vec<f64>,
    /// The same of the doublets that were made.
    pub made: Vec<f64>,
    /// From which score a cell is called; none where the made doublets' scores have one hump only, so that nothing
    /// parts doublets from cells.
    pub threshold: Option<f64>,
    /// The parameters used.
    pub params: DoubletParams,
}

/// Scores each cell (rows of raw counts) against doublets made of pairs of cells: both are brought to one total,
/// scaled by the cells' standard deviation of each variable gene, laid among the cells' principal components,
/// and a cell's score follows from the share of made doublets among its nearest neighbours.
///
/// # Errors
/// [`CellsError::TooFew`] below 10 cells or 2 genes, [`CellsError::Value`] for what is no count,
/// [`CellsError::Parameter`] for shares outside 0 to 1.
pub fn doublets(counts: &Csr<f32>, params: &DoubletParams) -> Result<Doublets, CellsError> {
    AMOUNTS.block(0, counts)?;
    let cells = counts.shape().0;
    at_least("cells", cells, 10)?;
    let (ratio, rate) = (params.sim_doublet_ratio, params.expected_doublet_rate);
    parameter("sim_doublet_ratio", ratio, "give 0.1 to 100", (0.1..=100.0).contains(&ratio))?;
    parameter("expected_doublet_rate", rate, "give more than 0 and less than 1", rate > 0.0 && rate < 1.0)?;
    parameter("n_neighbors", "0", "give at least 1", params.n_neighbors != Some(0))?;
    let scaled = Scaled::new(counts, params.n_top_genes)?;
    let made = scaled.made((ratio * cells as f64).round().max(1.0) as usize, params.seed)?;
    let components = pca(&scaled.cells, None, &PcaParams { n_comps: params.n_comps, seed: 0 })?;
    let points = laid(&scaled.cells, &made, &components.loadings)?;
    let k = params.n_neighbors.unwrap_or_else(|| (0.5 * (cells as f64).sqrt()).round().max(1.0) as usize);
    let (counted, of) = among_neighbours(points.view(), cells, k);
    let score = |doublets: f64| {
        let share = (doublets + 1.0) / (of as f64 + 2.0);
        share * rate / ratio / (1.0 - rate - share * (1.0 - rate - rate / ratio))
    };
    let scores: Vec<f64> = counted.iter().map(|&doublets| score(doublets as f64)).collect();
    let (own, made) = scores.split_at(cells);
    let threshold = params.threshold.or_else(|| threshold::between_humps(&counted[cells..]).map(score));
    Ok(Doublets { scores: own.to_vec(), made: made.to_vec(), threshold, params: params.clone() })
}

/// Cells and made doublets among the cells' components.
fn laid(cells: &Csr<f32>, made: &Csr<f32>, loadings: &Array2<f64>) -> Result<Array2<f32>, CellsError> {
    let centre = ndarray::Array1::from(sparse::column_moments(cells).means).dot(loadings);
    let of =
        |matrix: &Csr<f32>| (sparse::multiply(matrix, loadings.view()) - &centre).mapv(|value| value as f32);
    let whole = concatenate(Axis(0), &[of(cells).view(), of(made).view()]);
    whole.map_err(|_| CellsError::Length { what: "the components", found: 0, expected: loadings.ncols() })
}

/// How many of each point's neighbours are made doublets, and how many neighbours there are. The first `cells` points are
/// cells, the others made doublets.
fn among_neighbours(points: ArrayView2<f32>, cells: usize, k: usize) -> (Vec<usize>, usize) {
    let made = points.nrows() - cells;
    let ratio = made as f64 / cells as f64;
    let wide = ((k as f64) * (1.0 + ratio)).round() as usize;
    let found = match points.nrows() <= MOST_EXACT {
        true => nearest(points, wide),
        false => nearest_approximate(points, wide, &KnnParams::default()),
    };
    let doublets = |row: ndarray::ArrayView1<'_, u32>| row.iter().filter(|&&at| at as usize >= cells).count();
    (found.indices.rows().into_iter().map(doublets).collect(), found.indices.ncols())
}

impl Doublets {
    /// Writes scanpy's names: `obs["doublet_score"]`, `obs["predicted_doublet"]` where there is a threshold, and
    /// `uns["scrublet"]`.
    ///
    /// # Errors
    /// [`CellsError::Table`] when `part` has another number of cells.
    pub fn annotate(&self, part: &mut AnnData) -> Result<(), CellsError> {
        part.obs.set("doublet_score", Column::Float(self.scores.clone()))?;
        let mut said = BTreeMap::from([("doublet_scores_sim".to_owned(), Uns::Floats(self.made.clone()))]);
        if let Some(threshold) = self.threshold {
            let called = self.scores.iter().map(|score| *score > threshold).collect();
            part.obs.set("predicted_doublet", Column::Bool(called))?;
            said.insert("threshold".to_owned(), Uns::Float(threshold));
        }
        let params = BTreeMap::from([
            ("expected_doublet_rate".to_owned(), Uns::Float(self.params.expected_doublet_rate)),
            ("sim_doublet_ratio".to_owned(), Uns::Float(self.params.sim_doublet_ratio)),
            ("n_prin_comps".to_owned(), Uns::Int(self.params.n_comps as i64)),
        ]);
        said.insert("parameters".to_owned(), Uns::Map(params));
        part.uns.insert("scrublet".to_owned(), Uns::Map(said));
        Ok(())
    }

    /// How many cells are called doublets; none without a threshold.
    #[must_use]
    pub fn called(&self) -> Option<usize> {
        self.threshold.map(|threshold| self.scores.iter().filter(|score| **score > threshold).count())
    }
}

/// The variable genes of normalised, logged counts.
fn variable(logged: &Csr<f32>, top: usize) -> Result<Vec<usize>, CellsError> {
    let params = HvgParams { n_top_genes: Some(top.min(logged.shape().1)), ..HvgParams::default() };
    let called = highly_variable_genes(logged, &params)?.highly_variable;
    Ok(called.iter().enumerate().filter(|(_, called)| **called).map(|(gene, _)| gene).collect())
}

#[cfg(test)]
mod tests;

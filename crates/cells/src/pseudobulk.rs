//! Cells of one state and sample summed: what a sample's replicate is.

use crate::CellsError;
use crate::error::{at_least, length};
use crate::matrix::check_counts;
use lca_numerics::{Csr, sparse};
use lca_tables::{AnnData, Categorical, Column, DataFrame, Matrix};
use ndarray::Array2;
use std::collections::BTreeMap;

/// Summed counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Pseudobulk {
    /// Sums × genes.
    pub counts: Array2<f64>,
    /// The state of each sum.
    pub states: Vec<String>,
    /// The sample of each sum.
    pub samples: Vec<String>,
    /// The cells in each sum.
    pub cells: Vec<usize>,
    /// State, sample and number of cells of the sums that were left out for having too few cells.
    pub left_out: Vec<(String, String, usize)>,
}

/// Sums the counts of the cells of each state in each sample, by state and then by sample; sums of fewer than
/// `min_cells` cells are left out. Cells without a state or a sample are not summed. Memory: sums × genes × 8 bytes.
///
/// # Errors
/// [`CellsError::Length`] for labels of another number of cells, [`CellsError::Value`] for what is no count,
/// [`CellsError::TooFew`] when no sum has enough cells.
pub fn pseudobulk(
    counts: &Csr<f32>,
    states: &Categorical,
    samples: &Categorical,
    min_cells: usize,
) -> Result<Pseudobulk, CellsError> {
    length("the states", states.codes.len(), counts.shape().0)?;
    length("the samples", samples.codes.len(), counts.shape().0)?;
    check_counts(counts)?;
    let mut groups: BTreeMap<(u32, u32), Vec<usize>> = BTreeMap::new();
    for (cell, pair) in states.codes.iter().zip(&samples.codes).enumerate() {
        if let (Some(state), Some(sample)) = pair {
            groups.entry((*state, *sample)).or_default().push(cell);
        }
    }
    let name = |of: &Categorical, code: u32| of.categories.get(code as usize).cloned().unwrap_or_default();
    let (few, kept): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|(_, cells)| cells.len() < min_cells.max(1));
    at_least("sums of a state in a sample with enough cells", kept.len(), 1)?;
    let mut sums = Array2::zeros((kept.len(), counts.shape().1));
    for ((_, cells), mut row) in kept.iter().zip(sums.rows_mut()) {
        for &cell in cells {
            let (genes, values) = counts.row(cell);
            genes.iter().zip(values).for_each(|(&gene, &value)| row[gene as usize] += f64::from(value));
        }
    }
    let named = |((state, sample), cells): &((u32, u32), Vec<usize>)| {
        (name(states, *state), name(samples, *sample), cells.len())
    };
    let known: Vec<(String, String, usize)> = kept.iter().map(named).collect();
    Ok(Pseudobulk {
        counts: sums,
        states: known.iter().map(|one| one.0.clone()).collect(),
        samples: known.iter().map(|one| one.1.clone()).collect(),
        cells: known.iter().map(|one| one.2).collect(),
        left_out: few.iter().map(named).collect(),
    })
}

impl Pseudobulk {
    /// The sums as an annotated table: `X`, and `obs` with `state`, `sample` and `psbulk_cells` (decoupler's name).
    ///
    /// # Errors
    /// [`CellsError::Length`] when `var` has another number of genes.
    pub fn annotated(&self, var: &DataFrame) -> Result<AnnData, CellsError> {
        length("the genes", var.rows(), self.counts.ncols())?;
        let index = self.states.iter().zip(&self.samples).map(|(state, sample)| format!("{state}_{sample}"));
        let mut obs = DataFrame::new(index.collect());
        obs.set("state", Column::Categorical(Categorical::from_texts(&self.states)))?;
        obs.set("sample", Column::Categorical(Categorical::from_texts(&self.samples)))?;
        obs.set("psbulk_cells", Column::Int(self.cells.iter().map(|&cells| cells as i64).collect()))?;
        let x = Matrix::SparseF32(sparse::from_dense(self.counts.mapv(|value| value as f32).view()));
        Ok(AnnData { x: Some(x), obs, var: var.clone(), ..AnnData::default() })
    }
}

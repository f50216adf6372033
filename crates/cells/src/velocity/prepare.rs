use crate::error::length;
use crate::matrix::{AMOUNTS, check_counts};
use crate::{
    CellsError, HvgFlavor, HvgParams, NormalizeParams, highly_variable_genes, log1p, normalize_total,
};
use lca_numerics::{Csr, sparse, stats};
use serde::{Deserialize, Serialize};

/// Which genes are kept, and how counts are made alike; defaults as scvelo's tutorials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SplicedParams {
    /// A gene has at least so many counts, spliced and unspliced, in cells that have both. Default 20.
    pub min_shared_counts: u32,
    /// The most variable genes, of those with enough counts (flavour `seurat`). Default 2000; 0: all.
    pub n_top_genes: usize,
}

impl Default for SplicedParams {
    fn default() -> Self {
        Self { min_shared_counts: 20, n_top_genes: 2000 }
    }
}

/// Spliced and unspliced amounts that can be compared between cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Spliced {
    /// Places of the genes kept, rising.
    pub genes: Vec<usize>,
    /// Cells × genes kept: spliced counts, each cell's scaled to the median cell's total.
    pub spliced: Csr<f32>,
    /// The same of unspliced counts.
    pub unspliced: Csr<f32>,
}

/// Keeps genes with enough of both kinds of counts that vary between cells, and scales each cell's counts, spliced and
/// unspliced each on their own, to the median of all cells' totals before the choice of genes (La Manno et al. 2018;
/// Bergen et al. 2020).
///
/// # Errors
/// [`CellsError::Length`] when the two matrices differ in shape, [`CellsError::Value`] for an entry that is no count,
/// [`CellsError::Filtered`] when no gene is left.
pub fn prepare_spliced(
    spliced: &Csr<f32>,
    unspliced: &Csr<f32>,
    params: &SplicedParams,
) -> Result<Spliced, CellsError> {
    same_shape(spliced, unspliced)?;
    check_counts(spliced)?;
    check_counts(unspliced)?;
    let shared = shared_counts(spliced, unspliced);
    let least = f64::from(params.min_shared_counts);
    let mut genes: Vec<usize> = (0..shared.len()).filter(|&gene| shared[gene] >= least).collect();
    let none = |rules: String| CellsError::Filtered { what: "gene", found: shared.len(), rules };
    if genes.is_empty() {
        let most = shared.iter().copied().fold(0.0, f64::max);
        return Err(none(format!("min_shared_counts {least}, and the most that a gene has is {most}")));
    }
    let (spliced, unspliced) = (scaled(spliced)?, scaled(unspliced)?);
    if params.n_top_genes > 0 && params.n_top_genes < genes.len() {
        genes = variable(&spliced, &genes, params.n_top_genes)?;
    }
    let ready = |scaled: &Csr<f32>| scaled.select_columns(&genes);
    Ok(Spliced { spliced: ready(&spliced), unspliced: ready(&unspliced), genes })
}

/// Checks that spliced and unspliced are of one shape, and amounts.
pub(super) fn same_shape(spliced: &Csr<f32>, unspliced: &Csr<f32>) -> Result<(), CellsError> {
    length("the cells of the unspliced counts", unspliced.shape().0, spliced.shape().0)?;
    length("the genes of the unspliced counts", unspliced.shape().1, spliced.shape().1)?;
    AMOUNTS.block(0, spliced)?;
    AMOUNTS.block(0, unspliced)
}

/// Of each gene the counts, of both kinds, in cells that have both.
fn shared_counts(spliced: &Csr<f32>, unspliced: &Csr<f32>) -> Vec<f64> {
    let mut shared = vec![0.0; spliced.shape().1];
    for cell in 0..spliced.shape().0 {
        let ((left, x), (right, y)) = (spliced.row(cell), unspliced.row(cell));
        for (gene, a) in left.iter().zip(x).filter(|(_, value)| **value > 0.0) {
            if let Ok(at) = right.binary_search(gene)
                && y[at] > 0.0
            {
                shared[*gene as usize] += f64::from(*a) + f64::from(y[at]);
            }
        }
    }
    shared
}

/// The most variable of some genes of scaled counts.
fn variable(scaled: &Csr<f32>, genes: &[usize], top: usize) -> Result<Vec<usize>, CellsError> {
    let mut x = scaled.select_columns(genes);
    log1p(&mut x)?;
    let params = HvgParams { flavor: HvgFlavor::Seurat, n_top_genes: Some(top), ..HvgParams::default() };
    let found = highly_variable_genes(&x, &params)?;
    Ok(genes.iter().zip(found.highly_variable).filter(|(_, called)| *called).map(|(&gene, _)| gene).collect())
}

/// Each cell's counts scaled to the median of all cells' totals, those without counts among them.
fn scaled(counts: &Csr<f32>) -> Result<Csr<f32>, CellsError> {
    let median = stats::median(&sparse::row_sums(counts));
    let mut scaled = counts.clone();
    let target_sum = Some(if median > 0.0 { median } else { 1.0 });
    normalize_total(&mut scaled, &NormalizeParams { target_sum })?;
    Ok(scaled)
}

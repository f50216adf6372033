use crate::CellsError;
use crate::error::{at_least, length, parameter};
use crate::matrix::FINITE;
use lca_numerics::{Csr, rng, sparse};
use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How control genes are drawn; defaults as scanpy's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ScoreParams {
    /// Genes drawn from each bin that holds a gene of the set; those of the set are then left out. Default 50.
    pub ctrl_size: usize,
    /// Bins of genes with like mean. Default 25.
    pub n_bins: usize,
    /// Default 0.
    pub seed: u64,
}

impl Default for ScoreParams {
    fn default() -> Self {
        Self { ctrl_size: 50, n_bins: 25, seed: 0 }
    }
}

/// The score of a set of genes (columns of `x`) in each cell: their mean less that of control genes of
/// like mean expression, drawn at random (Tirosh et al. 2016).
///
/// # Errors
/// [`CellsError::Missing`] for a gene that is not there, [`CellsError::TooFew`] for an empty set or
/// when no gene is left as control, [`CellsError::Length`], [`CellsError::Value`] for NaN,
/// [`CellsError::Parameter`] for fewer than two bins or no control genes.
pub fn score_genes(
    x: &Csr<f32>,
    genes: &[String],
    set: &[String],
    params: &ScoreParams,
) -> Result<Vec<f64>, CellsError> {
    length("the gene names", genes.len(), x.shape().1)?;
    FINITE.block(0, x)?;
    at_least("genes of the set", set.len(), 1)?;
    parameter("n_bins", params.n_bins, "give at least 2", params.n_bins >= 2)?;
    parameter("ctrl_size", params.ctrl_size, "give at least 1", params.ctrl_size >= 1)?;
    let places: BTreeMap<&str, usize> =
        genes.iter().enumerate().map(|(at, gene)| (gene.as_str(), at)).collect();
    let chosen: BTreeSet<usize> = set
        .iter()
        .map(|gene| places.get(gene.as_str()).copied().ok_or_else(|| missing(gene, genes.len())))
        .collect::<Result<_, _>>()?;
    let control = controls(x, &chosen, params);
    at_least("control genes", control.len(), 1)?;
    let (set, control) = (mean_of(x, &chosen), mean_of(x, &control));
    Ok(set.into_iter().zip(control).map(|(set, control)| set - control).collect())
}

fn missing(gene: &str, count: usize) -> CellsError {
    CellsError::Missing { what: "gene", name: gene.to_owned(), present: format!("{count} other genes") }
}

/// Genes drawn from the bins that hold genes of the set, less those of the set.
fn controls(x: &Csr<f32>, chosen: &BTreeSet<usize>, params: &ScoreParams) -> BTreeSet<usize> {
    let bins = bins(x, params.n_bins);
    let wanted: BTreeSet<usize> = chosen.iter().map(|&gene| bins[gene]).collect();
    let mut control = BTreeSet::new();
    for bin in wanted {
        let mut inside: Vec<usize> = (0..bins.len()).filter(|&gene| bins[gene] == bin).collect();
        inside.shuffle(&mut rng(params.seed, bin as u64));
        control.extend(inside.into_iter().take(params.ctrl_size).filter(|gene| !chosen.contains(gene)));
    }
    control
}

/// The bin of each gene by the rank of its mean, as scanpy's: ranks from 1 (the least of equal ones) over the genes of a
/// bin, which are all genes over one less than the bins, rounded to the even number.
pub(crate) fn bins(x: &Csr<f32>, n_bins: usize) -> Vec<usize> {
    let sums = sparse::column_sums(x);
    let mut order: Vec<usize> = (0..sums.len()).collect();
    order.sort_by(|&a, &b| sums[a].total_cmp(&sums[b]));
    let size = ((sums.len() as f64 / (n_bins - 1) as f64).round_ties_even() as usize).max(1);
    let (mut bins, mut rank) = (vec![0; sums.len()], 1);
    for (at, &gene) in order.iter().enumerate() {
        if at > 0 && sums[gene] > sums[order[at - 1]] {
            rank = at + 1;
        }
        bins[gene] = rank / size;
    }
    bins
}

fn mean_of(x: &Csr<f32>, genes: &BTreeSet<usize>) -> Vec<f64> {
    let mean = |row: usize| {
        let (columns, values) = x.row(row);
        let inside = columns.iter().zip(values).filter(|(column, _)| genes.contains(&(**column as usize)));
        inside.map(|(_, &value)| f64::from(value)).sum::<f64>() / genes.len() as f64
    };
    (0..x.shape().0).map(mean).collect()
}

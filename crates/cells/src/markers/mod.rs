//! Genes that mark a group of cells against the rest.

mod columns;
mod logistic;
mod table;
mod ttest;
mod wilcoxon;

use crate::CellsError;
use crate::error::{at_least, length};
use crate::rows::CellRows;
use columns::Columns;
use lca_numerics::stats;
use lca_tables::{Categorical, DataFrame};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// How groups are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum MarkerMethod {
    /// Student's t for unequal variances (Welch 1947), as scanpy's `t-test`.
    #[default]
    #[serde(rename = "t-test")]
    TTest,
    /// Wilcoxon's rank sum in its normal approximation.
    #[serde(rename = "wilcoxon")]
    Wilcoxon,
    /// The genes' weights in a multinomial logistic regression of the groups, as scanpy's `logreg` (Ntranos et al. 2019,
    /// doi:10.1038/s41592-018-0303-9). It gives no p values: a gene's weight says what it adds to the others'.
    #[serde(rename = "logreg")]
    Logistic,
}

impl MarkerMethod {
    /// Scanpy's name of the method.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TTest => "t-test",
            Self::Wilcoxon => "wilcoxon",
            Self::Logistic => "logreg",
        }
    }
}

/// How markers are found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MarkerParams {
    /// Default `t-test`.
    pub method: MarkerMethod,
    /// Whether Wilcoxon's variance allows for ties. Default yes, unlike scanpy: counts are full of
    /// tied zeros, and without it all scores are too small.
    pub tie_correct: bool,
    /// How many genes to keep of each group, by score. Default: all.
    pub n_genes: Option<usize>,
}

impl Default for MarkerParams {
    fn default() -> Self {
        Self { method: MarkerMethod::TTest, tie_correct: true, n_genes: None }
    }
}

/// Genes of each group, best first.
#[derive(Debug, Clone, PartialEq)]
pub struct Markers {
    /// For each group its name and its genes with `scores`, `logfoldchanges` (log2 of the ratio of
    /// mean untransformed values), `pvals` (two-sided), `pvals_adj` (Benjamini-Hochberg over all genes),
    /// `pct_nz_group` and `pct_nz_reference` (share of cells, 0 to 1, with a value above 0). Row names
    /// are the genes. The logistic method has no p values.
    pub groups: Vec<(String, DataFrame)>,
    /// Groups of fewer than two cells, which cannot be compared.
    pub left_out: Vec<String>,
    /// The parameters used.
    pub params: MarkerParams,
}

/// Ranks the genes (columns of `x`, log1p-transformed) of each group of cells against all other cells
/// that have a group. Cells without one are left out.
///
/// # Errors
/// [`CellsError::Length`] when names or labels do not fit `x`, [`CellsError::TooFew`] unless two groups
/// have cells, [`CellsError::Value`] for values that are not log1p-transformed.
pub fn rank_genes_groups(
    x: &dyn CellRows,
    genes: &[String],
    groups: &Categorical,
    params: &MarkerParams,
) -> Result<Markers, CellsError> {
    length("the gene names", genes.len(), x.shape().1)?;
    length("the groups", groups.codes.len(), x.shape().0)?;
    let mut columns = Columns::new(x)?;
    let design = Design::new(groups);
    at_least("groups with cells", design.sizes.iter().filter(|&&size| size > 0.0).count(), 2)?;
    let mut compared: Vec<Vec<Compared>> = Vec::with_capacity(genes.len());
    while let Some(some) = columns.next()? {
        let genes = 0..some.shape().0;
        compared.par_extend(genes.into_par_iter().map(|gene| compare(&design, some.row(gene), params)));
    }
    if params.method == MarkerMethod::Logistic {
        let weights = logistic::weights(x, &design)?;
        for (genes, weights) in compared.iter_mut().zip(weights) {
            genes.iter_mut().zip(weights).for_each(|(gene, weight)| gene.score = weight);
        }
    }
    let (mut tables, mut left_out) = (Vec::new(), Vec::new());
    for (group, name) in groups.categories.iter().enumerate().filter(|(group, _)| design.sizes[*group] > 0.0)
    {
        if design.sizes[group] < 2.0 || design.total - design.sizes[group] < 2.0 {
            left_out.push(name.clone());
            continue;
        }
        let column: Vec<Compared> = compared.iter().map(|gene| gene[group]).collect();
        tables.push((name.clone(), table::of_group(&column, genes, params)?));
    }
    Ok(Markers { groups: tables, left_out, params: params.clone() })
}

/// Which group each cell is in.
struct Design {
    codes: Vec<Option<usize>>,
    sizes: Vec<f64>,
    total: f64,
}

impl Design {
    fn new(groups: &Categorical) -> Self {
        let known = |code: &Option<u32>| {
            code.map(|code| code as usize).filter(|&code| code < groups.categories.len())
        };
        let codes: Vec<Option<usize>> = groups.codes.iter().map(known).collect();
        let mut sizes = vec![0.0; groups.categories.len()];
        codes.iter().flatten().for_each(|&group| sizes[group] += 1.0);
        Self { total: sizes.iter().sum(), codes, sizes }
    }
}

/// One gene in one group against the rest.
#[derive(Debug, Clone, Copy)]
struct Compared {
    score: f64,
    p: f64,
    log_fold_change: f64,
    share: f64,
    share_rest: f64,
}

/// Compares one gene, given by its stored cells, in all groups.
fn compare(design: &Design, (cells, values): (&[u32], &[f32]), params: &MarkerParams) -> Vec<Compared> {
    let stored = cells.iter().zip(values).filter(|(_, value)| **value > 0.0);
    let entries: Vec<(f64, usize)> = stored
        .filter_map(|(&cell, &value)| design.codes[cell as usize].map(|group| (f64::from(value), group)))
        .collect();
    let tested = match params.method {
        MarkerMethod::TTest => ttest::scores(design, &entries),
        // The regression sees all genes at once; its weights are filled in afterwards.
        MarkerMethod::Logistic => vec![(0.0, 1.0); design.sizes.len()],
        MarkerMethod::Wilcoxon => wilcoxon::scores(design, &entries, params.tie_correct),
    };
    let (mut sums, mut seen) = (vec![0.0; design.sizes.len()], vec![0.0; design.sizes.len()]);
    for &(value, group) in &entries {
        sums[group] += value;
        seen[group] += 1.0;
    }
    let (sum, all_seen) = (sums.iter().sum::<f64>(), entries.len() as f64);
    let per_group = |(group, (score, p)): (usize, (f64, f64))| {
        let (size, rest) = (design.sizes[group], design.total - design.sizes[group]);
        let amount = |total: f64, cells: f64| (total / cells).exp_m1() + 1e-9;
        let fold = amount(sums[group], size) / amount(sum - sums[group], rest);
        let share_rest = (all_seen - seen[group]) / rest;
        Compared { score, p, log_fold_change: fold.log2(), share: seen[group] / size, share_rest }
    };
    tested.into_iter().enumerate().map(per_group).collect()
}

/// Two-sided p value of a standard normal score.
fn normal_p(score: f64) -> f64 {
    2.0 * stats::normal_sf(score.abs())
}

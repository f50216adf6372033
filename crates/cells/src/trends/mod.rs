//! Genes that change along time, and between branches.

mod basis;

use crate::CellsError;
use crate::error::{at_least, length, parameter};
use basis::{Basis, natural_splines};
use lca_numerics::Csr;
use lca_numerics::stats::{benjamini_hochberg, variance_ratio_sf};
use lca_tables::{AnnData, Categorical, Column};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// How curves may bend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TrendParams {
    /// Knots of a gene's curve, at even quantiles of time. Default 5.
    pub knots: usize,
}

impl Default for TrendParams {
    fn default() -> Self {
        Self { knots: 5 }
    }
}

/// A test of every gene.
#[derive(Debug, Clone, PartialEq)]
pub struct TrendTest {
    /// Variance explained per number of the curve over what is left per cell.
    pub f: Vec<f64>,
    /// How probable so large a ratio is by chance.
    pub pval: Vec<f64>,
    /// The same with the share of false discoveries held down (Benjamini & Hochberg 1995).
    pub pval_adj: Vec<f64>,
}

/// What changes along time.
#[derive(Debug, Clone, PartialEq)]
pub struct Trends {
    /// A curve along time against none.
    pub time: TrendTest,
    /// Share of the variance between cells that the curve explains.
    pub r2: Vec<f64>,
    /// When the curve is highest.
    pub peak: Vec<f64>,
    /// A curve for each branch against one for all: of time and of level; none without branches.
    pub branches: Option<TrendTest>,
    /// Cells with a time (and a branch) that were used.
    pub cells: usize,
}

/// Sums of squares along two bases, one within the other.
struct Sums {
    inner: f64,
    outer: f64,
    total: f64,
}

/// Fits a natural cubic spline of time to each gene (columns of `x`, log-normalised) by least squares, and tests by the
/// ratio of variances whether it says more than a constant and, where there are branches, whether a curve for each branch
/// says more than one for all. Cells without a finite time or a branch are left out. Noise is taken to be of one size.
///
/// # Errors
/// [`CellsError::Length`] when times or branches are not one per cell, [`CellsError::Parameter`] for fewer than three
/// knots, [`CellsError::TooFew`] when there are too few cells for the curves.
pub fn gene_trends(
    x: &Csr<f32>,
    time: &[f64],
    branches: Option<&Categorical>,
    params: &TrendParams,
) -> Result<Trends, CellsError> {
    let (cells, genes) = x.shape();
    length("times", time.len(), cells)?;
    parameter("knots", params.knots, "give at least 3", params.knots >= 3)?;
    if let Some(branches) = branches {
        length("branches", branches.codes.len(), cells)?;
    }
    let branch = |cell: usize| branches.map_or(Some(0), |branches| branches.codes[cell]);
    let used: Vec<usize> =
        (0..cells).filter(|&cell| time[cell].is_finite() && branch(cell).is_some()).collect();
    let times: Vec<f64> = used.iter().map(|&cell| time[cell]).collect();
    let splines = natural_splines(&times, params.knots);
    let shared = Basis::new(splines.iter().cloned());
    let each = branches.map(|known| {
        let of = |group: usize| {
            let inside: Vec<bool> =
                used.iter().map(|&cell| known.codes[cell] == Some(group as u32)).collect();
            let only = move |column: &Vec<f64>| {
                column.iter().zip(&inside).map(|(v, on)| if *on { *v } else { 0.0 }).collect()
            };
            splines.iter().map(only).collect::<Vec<Vec<f64>>>()
        };
        // The common curve first, so that what is left is the branches' own.
        Basis::new(splines.iter().cloned().chain((0..known.categories.len()).flat_map(of)))
    });
    let largest = each.as_ref().map_or(shared.len(), Basis::len);
    at_least("cells with a time", used.len(), largest + 2)?;
    let columns = x.select_rows(&used).transpose();
    let found: Vec<(Sums, Option<Sums>, f64)> = (0..genes)
        .into_par_iter()
        .map(|gene| fit(columns.row(gene), &shared, each.as_ref(), &times))
        .collect();
    let count = used.len();
    let of_time = test(found.iter().map(|(sums, ..)| sums), 1, shared.len(), count);
    let of_branches = each.map(|each| {
        test(found.iter().filter_map(|(_, sums, _)| sums.as_ref()), shared.len(), each.len(), count)
    });
    let share = |sums: &Sums| {
        let around = sums.total - sums.inner;
        if around > 0.0 { (sums.outer - sums.inner) / around } else { f64::NAN }
    };
    Ok(Trends {
        time: of_time,
        r2: found.iter().map(|(sums, ..)| share(sums)).collect(),
        peak: found.iter().map(|(.., peak)| *peak).collect(),
        branches: of_branches,
        cells: count,
    })
}

fn fit(
    (rows, values): (&[u32], &[f32]),
    shared: &Basis,
    each: Option<&Basis>,
    times: &[f64],
) -> (Sums, Option<Sums>, f64) {
    let values: Vec<(usize, f64)> =
        rows.iter().zip(values).map(|(&row, &value)| (row as usize, f64::from(value))).collect();
    let total: f64 = values.iter().map(|(_, value)| value * value).sum();
    let square = |along: &[f64]| along.iter().map(|along| along * along).sum::<f64>();
    let along = shared.along(&values);
    let sums = Sums { inner: square(&along[..1.min(along.len())]), outer: square(&along), total };
    let more = each.map(|each| {
        let branches = each.along(&values);
        Sums { inner: square(&branches[..shared.len().min(branches.len())]), outer: square(&branches), total }
    });
    let mut peak = (f64::NEG_INFINITY, f64::NAN);
    for (row, &time) in times.iter().enumerate() {
        let height = shared.at(&along, row);
        if height > peak.0 {
            peak = (height, time);
        }
    }
    (sums, more, if values.is_empty() { f64::NAN } else { peak.1 })
}

/// The ratio test of every gene; NaN where a gene does not vary.
fn test<'a>(sums: impl Iterator<Item = &'a Sums>, inner: usize, outer: usize, cells: usize) -> TrendTest {
    let (above, below) = ((outer - inner) as f64, (cells - outer) as f64);
    let ratio = |sums: &Sums| {
        let (more, left) = (sums.outer - sums.inner, sums.total - sums.outer);
        // What is less than the arithmetic can tell is nothing.
        if sums.total - sums.inner <= 1e-12 * sums.total || above == 0.0 {
            return f64::NAN;
        }
        (more / above) / (left.max(0.0) / below)
    };
    let f: Vec<f64> = sums.map(ratio).collect();
    let pval: Vec<f64> = f.iter().map(|&f| variance_ratio_sf(f, above, below)).collect();
    let known: Vec<f64> = pval.iter().copied().filter(|p| !p.is_nan()).collect();
    let mut adjusted = benjamini_hochberg(&known).into_iter();
    let pval_adj =
        pval.iter().map(|p| if p.is_nan() { f64::NAN } else { adjusted.next().unwrap_or(f64::NAN) });
    TrendTest { pval_adj: pval_adj.collect(), f, pval }
}

impl Trends {
    /// Writes, about genes, `trend_F`, `trend_pval`, `trend_pval_adj`, `trend_r2` and `trend_peak`, and of branches
    /// `branch_F`, `branch_pval` and `branch_pval_adj`.
    ///
    /// # Errors
    /// When the table has another number of genes.
    pub fn annotate(&self, part: &mut AnnData) -> Result<(), CellsError> {
        let tests = [("trend", Some(&self.time)), ("branch", self.branches.as_ref())];
        for (name, test) in tests.into_iter().filter_map(|(name, test)| Some((name, test?))) {
            part.var.set(&format!("{name}_F"), Column::Float(test.f.clone()))?;
            part.var.set(&format!("{name}_pval"), Column::Float(test.pval.clone()))?;
            part.var.set(&format!("{name}_pval_adj"), Column::Float(test.pval_adj.clone()))?;
        }
        part.var.set("trend_r2", Column::Float(self.r2.clone()))?;
        part.var.set("trend_peak", Column::Float(self.peak.clone()))?;
        Ok(())
    }
}

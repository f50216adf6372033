//! Genes that differ between conditions, from counts of replicates: a generalised linear model with negative binomial
//! noise whose dispersion is shrunk over genes.

mod design;
mod dispersion;
mod glm;
mod likely;
mod prior;
mod quasi;
mod size;
mod states;
mod test;
mod trend;
mod unit;

pub use design::Design;
pub use states::{StateExpression, StatesExpression, differ_by_state};

use crate::CellsError;
use crate::error::{at_least, length, parameter};
use lca_numerics::stats;
use lca_tables::{Column, DataFrame};
use ndarray::Array2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// How a difference is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeTest {
    /// Quasi-likelihood F test (Lund et al. 2012): noise beyond the dispersion's trend is estimated of each gene and
    /// shrunk, so that its uncertainty counts.
    #[default]
    QuasiLikelihood,
    /// Wald's test with shrunken dispersions, as DESeq2's (Love et al. 2014).
    Wald,
}

/// How differences are sought.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DeParams {
    /// Default `quasi-likelihood`.
    pub test: DeTest,
    /// Genes with fewer counts in all samples together are not tested. Default 10.
    pub min_count: f64,
}

impl Default for DeParams {
    fn default() -> Self {
        Self { test: DeTest::QuasiLikelihood, min_count: 10.0 }
    }
}

/// What was found of each tested gene.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// The places of the tested genes among all.
    pub genes: Vec<usize>,
    /// Mean of counts over size factors.
    pub base_mean: Vec<f64>,
    /// The coefficient tested, log2.
    pub log2_fold_change: Vec<f64>,
    /// Its standard error.
    pub error: Vec<f64>,
    /// Wald's z, or F.
    pub stat: Vec<f64>,
    /// Two-sided.
    pub p: Vec<f64>,
    /// Adjusted over the tested genes (Benjamini-Hochberg).
    pub p_adjusted: Vec<f64>,
    /// The dispersion used: the trend's for the quasi-likelihood test, else the shrunken one.
    pub dispersion: Vec<f64>,
    /// Size factor of each sample.
    pub size_factors: Vec<f64>,
    /// Degrees of freedom that shrinking adds (quasi-likelihood), or the variance of log dispersions about their trend.
    pub prior: f64,
}

/// Tests one coefficient of a design. `counts` is samples × genes, raw.
///
/// Size factors are medians of ratios (Anders and Huber 2010, doi:10.1186/gb-2010-11-10-r106). Dispersions are those of
/// Love et al. 2014 (doi:10.1186/s13059-014-0550-8): of each gene by Cox and Reid's adjusted profile likelihood, a trend
/// a₀ + a₁ / mean over genes, and the most probable one under a log-normal prior about the trend. The quasi-likelihood
/// test is that of Lund et al. 2012 (doi:10.1515/1544-6115.1826) about the trend under which all genes together are most
/// likely (McCarthy et al. 2012, doi:10.1093/nar/gks042), with variances shrunk towards a trend as by Smyth 2004
/// (doi:10.2202/1544-6115.1027), and deviances of small counts brought to the moments of a scaled chi-squared
/// distribution (Chen et al. 2025, doi:10.1093/nar/gkaf018). Outlying counts are not replaced.
///
/// # Errors
/// [`CellsError::Length`] when the design has another number of samples, [`CellsError::TooFew`] without a sample more
/// than coefficients or a gene with enough counts, [`CellsError::Parameter`] for counts that are not finite or negative.
pub fn differential_expression(
    counts: &Array2<f64>,
    design: &Design,
    params: &DeParams,
) -> Result<Expression, CellsError> {
    let (samples, coefficients) = design.matrix.dim();
    length("the samples of the design", samples, counts.nrows())?;
    at_least("samples beyond the design's coefficients", samples.saturating_sub(coefficients), 1)?;
    let valid = counts.iter().all(|value| value.is_finite() && *value >= 0.0 && value.fract() == 0.0);
    parameter("counts", "not whole, negative or not finite", "give raw counts", valid)?;
    parameter("min_count", params.min_count, "give 0 or more", params.min_count >= 0.0)?;
    let enough = |gene: &usize| counts.column(*gene).sum() >= params.min_count.max(1.0);
    let genes: Vec<usize> = (0..counts.ncols()).filter(enough).collect();
    at_least("genes with enough counts", genes.len(), 1)?;
    let size_factors = size::factors(counts)?;
    let rows: Vec<Vec<f64>> = genes.iter().map(|&gene| counts.column(gene).to_vec()).collect();
    let base = |row: &Vec<f64>| {
        stats::mean(&row.iter().zip(&size_factors).map(|(y, size)| y / size).collect::<Vec<_>>())
    };
    let base_mean: Vec<f64> = rows.iter().map(base).collect();
    let found = match params.test {
        DeTest::Wald => test::wald(&rows, &size_factors, &base_mean, design),
        DeTest::QuasiLikelihood => quasi::test(&rows, &size_factors, &base_mean, design),
    }?;
    let p_adjusted = stats::benjamini_hochberg(&found.p);
    Ok(Expression {
        genes,
        base_mean,
        log2_fold_change: found.effect.iter().map(|effect| effect / std::f64::consts::LN_2).collect(),
        error: found.error.iter().map(|error| error / std::f64::consts::LN_2).collect(),
        stat: found.stat,
        p: found.p,
        p_adjusted,
        dispersion: found.dispersion,
        size_factors,
        prior: found.prior,
    })
}

impl Expression {
    /// One row for each tested gene, the surest first, under DESeq2's names: `baseMean`, `log2FoldChange`, `lfcSE`,
    /// `stat`, `pvalue`, `padj`, and `dispersion`.
    ///
    /// # Errors
    /// [`CellsError::Missing`] when `names` has too few genes.
    pub fn table(&self, names: &[String]) -> Result<DataFrame, CellsError> {
        let mut order: Vec<usize> = (0..self.genes.len()).collect();
        order.sort_by(|&a, &b| self.p[a].total_cmp(&self.p[b]).then(self.genes[a].cmp(&self.genes[b])));
        let name = |&at: &usize| {
            names.get(self.genes[at]).cloned().ok_or_else(|| CellsError::Missing {
                what: "gene",
                name: self.genes[at].to_string(),
                present: names.len().to_string(),
            })
        };
        let mut table = DataFrame::new(order.iter().map(name).collect::<Result<_, _>>()?);
        let columns = [
            ("baseMean", &self.base_mean),
            ("log2FoldChange", &self.log2_fold_change),
            ("lfcSE", &self.error),
            ("stat", &self.stat),
            ("pvalue", &self.p),
            ("padj", &self.p_adjusted),
            ("dispersion", &self.dispersion),
        ];
        for (name, values) in columns {
            table.set(name, Column::Float(order.iter().map(|&at| values[at]).collect()))?;
        }
        Ok(table)
    }
}

/// What a test says of each gene.
struct Tested {
    effect: Vec<f64>,
    error: Vec<f64>,
    stat: Vec<f64>,
    p: Vec<f64>,
    dispersion: Vec<f64>,
    prior: f64,
}

/// Something of each gene, in their order.
fn each<T: Send>(
    rows: &[Vec<f64>],
    of: impl Fn(usize, &[f64]) -> Result<T, CellsError> + Sync,
) -> Result<Vec<T>, CellsError> {
    rows.par_iter().enumerate().map(|(gene, row)| of(gene, row)).collect()
}

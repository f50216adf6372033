use super::{Hvg, HvgParams, Variability};
use crate::CellsError;
use crate::matrix::COUNTS;
use crate::moments::moments;
use crate::rows::CellRows;
use lca_numerics::stats;

const DEFAULT_COUNT: usize = 2000;

/// Calls the genes whose standardised counts vary most.
pub(super) fn call(counts: &dyn CellRows, params: &HvgParams) -> Result<Hvg, CellsError> {
    let (moments, _) = moments(counts, &COUNTS, |count| count)?;
    let deviations = expected_deviations(&moments.means, &moments.variances, params.span);
    let variances_norm = standardised(counts, &moments.means, &deviations)?;
    let mut order: Vec<usize> = (0..variances_norm.len()).collect();
    order.sort_by(|&a, &b| variances_norm[b].total_cmp(&variances_norm[a]));
    order.truncate(params.n_top_genes.unwrap_or(DEFAULT_COUNT));
    let mut rank = vec![f64::NAN; variances_norm.len()];
    order.iter().enumerate().for_each(|(at, &gene)| rank[gene] = at as f64);
    Ok(Hvg {
        flavor: params.flavor,
        highly_variable: rank.iter().map(|rank| !rank.is_nan()).collect(),
        means: moments.means,
        variability: Variability::Variance { variances: moments.variances, variances_norm, rank },
    })
}

/// The standard deviation that a gene's mean lets expect; NaN for genes without variance.
fn expected_deviations(means: &[f64], variances: &[f64], span: f64) -> Vec<f64> {
    let log = |values: &[f64]| -> Vec<f64> {
        let varies = values.iter().zip(variances);
        varies.map(|(value, &variance)| if variance > 0.0 { value.log10() } else { f64::NAN }).collect()
    };
    let fitted = stats::loess(&log(means), &log(variances), span);
    fitted.into_iter().map(|log| 10.0_f64.powf(log).sqrt()).collect()
}

/// Variance of each gene's counts after standardising by its expected deviation, values clipped at the
/// square root of the number of cells. Cells without counts of the gene enter by their number alone.
fn standardised(counts: &dyn CellRows, means: &[f64], deviations: &[f64]) -> Result<Vec<f64>, CellsError> {
    let cells = counts.shape().0 as f64;
    let (mut sums, mut squares) = (vec![0.0; means.len()], vec![0.0; means.len()]);
    let limits: Vec<f64> =
        means.iter().zip(deviations).map(|(mean, deviation)| mean + deviation * cells.sqrt()).collect();
    counts.each(&mut |_, block| {
        for (&gene, &count) in block.indices().iter().zip(block.values()) {
            let gene = gene as usize;
            let clipped = f64::from(count).min(limits[gene]);
            sums[gene] += clipped;
            squares[gene] += clipped * clipped;
        }
        Ok(())
    })?;
    let variance = |gene: usize| {
        let (mean, deviation) = (means[gene], deviations[gene]);
        let total = cells * mean * mean + squares[gene] - 2.0 * sums[gene] * mean;
        if deviation.is_nan() { 0.0 } else { total / ((cells - 1.0) * deviation * deviation) }
    };
    Ok((0..means.len()).map(variance).collect())
}

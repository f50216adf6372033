use crate::CellsError;
use crate::error::at_least;
use lca_numerics::stats::median;
use ndarray::Array2;

/// Size factors by the median of ratios to the geometric mean over samples, of genes that every sample has; where there
/// is no such gene, of genes that a sample has, with zeros left out of the mean.
pub(super) fn factors(counts: &Array2<f64>) -> Result<Vec<f64>, CellsError> {
    let samples = counts.nrows() as f64;
    let mean = |gene: usize, all: bool| {
        let column = counts.column(gene);
        let positive = column.iter().filter(|&&value| value > 0.0);
        let logs: Vec<f64> = positive.map(|value| value.ln()).collect();
        let enough = if all { logs.len() == column.len() } else { !logs.is_empty() };
        enough.then(|| logs.iter().sum::<f64>() / samples)
    };
    let means = |all: bool| {
        (0..counts.ncols()).filter_map(|gene| Some((gene, mean(gene, all)?))).collect::<Vec<(usize, f64)>>()
    };
    let mut used = means(true);
    if used.is_empty() {
        used = means(false);
    }
    let mut factors = Vec::with_capacity(counts.nrows());
    for row in counts.rows() {
        let ratios =
            used.iter().filter(|(gene, _)| row[*gene] > 0.0).map(|(gene, mean)| row[*gene].ln() - mean);
        let ratios: Vec<f64> = ratios.collect();
        at_least("genes of a sample with counts", ratios.len(), 1)?;
        factors.push(median(&ratios).exp());
    }
    Ok(factors)
}

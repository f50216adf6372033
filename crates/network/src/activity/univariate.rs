use super::Regulon;
use super::linear::{centred, freedom, judged};
use crate::NetworkError;
use ndarray::{Array2, Axis};
use rayon::prelude::*;

/// The univariate linear model (Badia-i-Mompel et al. 2022): in each sample and for each source the
/// expression of all genes is regressed on the source's weights, 0 for genes that are no targets; the
/// activity is the t value of the slope. Samples × sources, with p values.
pub(super) fn ulm(
    values: &Array2<f64>,
    regulons: &[Regulon],
) -> Result<(Array2<f64>, Array2<f64>), NetworkError> {
    let genes = values.ncols();
    let freedom = freedom(genes, 2)?;
    let spreads: Vec<f64> = regulons.iter().map(|regulon| spread(regulon, genes)).collect();
    let rows: Vec<Vec<f64>> = (0..values.nrows())
        .into_par_iter()
        .map(|sample| {
            let centred = centred(values.index_axis(Axis(0), sample));
            let own: f64 = centred.iter().map(|value| value * value).sum();
            let t = |(regulon, spread): (&Regulon, &f64)| {
                let shared: f64 = regulon.targets.iter().map(|(gene, weight)| weight * centred[*gene]).sum();
                let scale = (own * spread).sqrt();
                let r = if scale > 0.0 { (shared / scale).clamp(-1.0, 1.0) } else { 0.0 };
                // 1 − r² may be 0 where a sample is the weights; the next number above keeps t finite.
                r * (freedom / ((1.0 - r) * (1.0 + r)).max(f64::EPSILON)).sqrt()
            };
            regulons.iter().zip(&spreads).map(t).collect()
        })
        .collect();
    Ok(judged(&rows, freedom))
}

/// Sum of the squared departures of a source's weights from their mean over all genes.
fn spread(regulon: &Regulon, genes: usize) -> f64 {
    let sum: f64 = regulon.targets.iter().map(|(_, weight)| weight).sum();
    let squares: f64 = regulon.targets.iter().map(|(_, weight)| weight * weight).sum();
    squares - sum * sum / genes as f64
}

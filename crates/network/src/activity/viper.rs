use super::Regulon;
use super::area::{Signature, Target, enrichment};
use super::pleiotropy::correct;
use lca_numerics::stats::normal_sf;
use ndarray::{Array2, Axis};
use rayon::prelude::*;

/// VIPER (Alvarez et al. 2016): the enrichment of each source's targets in each sample's ranked genes,
/// corrected for targets that other active sources account for. All targets are equally likely; the
/// weights are modes of regulation, brought to 1 at most within a source that has larger ones. Samples
/// × sources: normal scores and two-sided p values.
pub(super) fn viper(values: &Array2<f64>, regulons: &[Regulon]) -> (Array2<f64>, Array2<f64>) {
    let regulons: Vec<Vec<Target>> = regulons.iter().map(targets).collect();
    let of_sample = |sample: usize| {
        let values = values.index_axis(Axis(0), sample).to_vec();
        let signature = Signature::new(&values);
        let mut scores: Vec<f64> = regulons.iter().map(|targets| enrichment(&signature, targets)).collect();
        correct(&values, &signature, &regulons, &mut scores);
        scores
    };
    let rows: Vec<Vec<f64>> = (0..values.nrows()).into_par_iter().map(of_sample).collect();
    let scores = Array2::from_shape_fn((rows.len(), regulons.len()), |(row, column)| rows[row][column]);
    let p_values = scores.mapv(|score: f64| 2.0 * normal_sf(score.abs()));
    (scores, p_values)
}

fn targets(regulon: &Regulon) -> Vec<Target> {
    let most = regulon.targets.iter().map(|(_, weight)| weight.abs()).fold(1.0, f64::max);
    let target = |&(gene, weight): &(usize, f64)| Target { gene, mode: weight / most, likelihood: 1.0 };
    regulon.targets.iter().map(target).collect()
}

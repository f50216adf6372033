use super::Regulon;
use super::linear::{centred, freedom, judged};
use crate::NetworkError;
use lca_numerics::dense::{Cholesky, DenseError};
use ndarray::{Array2, Axis};
use rayon::prelude::*;

/// A pivot below this share of its column's spread is rounding: the column is a sum of those before.
const INDEPENDENT: f64 = 1e-10;

/// The multivariate linear model (Badia-i-Mompel et al. 2022): in each sample the expression of all genes
/// is regressed on the weights of all sources at once; the activity is the t value of each slope.
/// Samples × sources, with p values.
pub(super) fn mlm(
    values: &Array2<f64>,
    regulons: &[Regulon],
) -> Result<(Array2<f64>, Array2<f64>), NetworkError> {
    let (genes, sources) = (values.ncols(), regulons.len());
    let freedom = freedom(genes, sources + 1)?;
    let factor = factor(regulons, genes)?;
    let inverse = |source: usize| {
        let mut column = vec![0.0; sources];
        column[source] = 1.0;
        factor.solve(&mut column);
        column[source]
    };
    let variances: Vec<f64> = (0..sources).into_par_iter().map(inverse).collect();
    let means: Vec<f64> = regulons.iter().map(|regulon| mean(regulon, genes)).collect();
    let of_sample = |sample: usize| {
        let centred = centred(values.index_axis(Axis(0), sample));
        let mut slopes: Vec<f64> = regulons
            .iter()
            .map(|regulon| regulon.targets.iter().map(|(gene, weight)| weight * centred[*gene]).sum())
            .collect();
        factor.solve(&mut slopes);
        let squares = unexplained(centred, regulons, &slopes, &means);
        let t = |(slope, variance): (&f64, &f64)| {
            let error = (squares / freedom * variance).sqrt();
            if error > 0.0 { slope / error } else { 0.0 }
        };
        slopes.iter().zip(&variances).map(t).collect()
    };
    let rows: Vec<Vec<f64>> = (0..values.nrows()).into_par_iter().map(of_sample).collect();
    Ok(judged(&rows, freedom))
}

fn mean(regulon: &Regulon, genes: usize) -> f64 {
    regulon.targets.iter().map(|(_, weight)| weight).sum::<f64>() / genes as f64
}

/// The factor of the weights' covariances (times the number of genes): the intercept goes with the means.
fn factor(regulons: &[Regulon], genes: usize) -> Result<Cholesky, NetworkError> {
    let mut dense = vec![0.0; genes];
    let mut products = Array2::zeros((regulons.len(), regulons.len()));
    for (row, regulon) in regulons.iter().enumerate() {
        regulon.targets.iter().for_each(|(gene, weight)| dense[*gene] = *weight);
        for (column, other) in regulons[..=row].iter().enumerate() {
            let shared: f64 = other.targets.iter().map(|(gene, weight)| weight * dense[*gene]).sum();
            products[[row, column]] = shared - genes as f64 * mean(regulon, genes) * mean(other, genes);
        }
        regulon.targets.iter().for_each(|(gene, _)| dense[*gene] = 0.0);
    }
    let dependent = |at: usize| NetworkError::Argument {
        what: "prior network",
        why: format!(
            "the targets of `{}` are those of other sources taken together; leave it out, or use ulm",
            regulons[at].source
        ),
    };
    let factor = Cholesky::new(&products).map_err(|cause| match cause {
        DenseError::NotPositive { order } => dependent(order.clamp(1, regulons.len()) - 1),
        other => NetworkError::Argument { what: "prior network", why: other.to_string() },
    })?;
    let weak = |at: &usize| factor.lower()[[*at, *at]].powi(2) < INDEPENDENT * products[[*at, *at]];
    match (0..regulons.len()).find(weak) {
        Some(at) => Err(dependent(at)),
        None => Ok(factor),
    }
}

/// The sum of squares of what the slopes do not explain.
fn unexplained(mut rest: Vec<f64>, regulons: &[Regulon], slopes: &[f64], means: &[f64]) -> f64 {
    let shift: f64 = slopes.iter().zip(means).map(|(slope, mean)| slope * mean).sum();
    for (regulon, slope) in regulons.iter().zip(slopes) {
        regulon.targets.iter().for_each(|(gene, weight)| rest[*gene] -= slope * weight);
    }
    rest.iter().map(|value| (value + shift) * (value + shift)).sum()
}

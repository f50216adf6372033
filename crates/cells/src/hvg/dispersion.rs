use super::{Hvg, HvgFlavor, HvgParams, Variability};
use crate::CellsError;
use crate::matrix::LOGGED;
use crate::moments::moments;
use crate::rows::CellRows;
use lca_numerics::{sparse, stats};

/// A bin's centre and width are the median and the median distance from it; this makes the latter that of a standard
/// normal variable's standard deviation.
const NORMAL_MAD: f64 = 0.674_489_750_196_081_7;

/// Calls genes by dispersion, standardised within bins of the mean.
pub(super) fn call(logged: &dyn CellRows, params: &HvgParams) -> Result<Hvg, CellsError> {
    let (means, dispersions, dispersions_norm) = match params.flavor {
        HvgFlavor::CellRanger => {
            let (means, dispersions) = measured(&moments(logged, &LOGGED, |value| value)?.0);
            let norm = standardise_by_median(&means, &dispersions);
            (means, dispersions, norm)
        }
        _ => {
            let amount = |value: f32| f64::from(value).exp_m1() as f32;
            let (means, ratios) = measured(&moments(logged, &LOGGED, amount)?.0);
            let means: Vec<f64> = means.into_iter().map(f64::ln_1p).collect();
            let log = |ratio: f64| if ratio > 0.0 { ratio.ln() } else { f64::NAN };
            let dispersions: Vec<f64> = ratios.into_iter().map(log).collect();
            let norm = standardise(&means, &dispersions, params.n_bins);
            (means, dispersions, norm)
        }
    };
    let highly_variable = match params.n_top_genes {
        Some(count) => top(&dispersions_norm, count),
        None => within(&means, &dispersions_norm, params),
    };
    let variability = Variability::Dispersion { dispersions, dispersions_norm };
    Ok(Hvg { flavor: params.flavor, highly_variable, means, variability })
}

/// The mean of each gene, never quite 0, and the variance as a multiple of it.
fn measured(moments: &sparse::Moments) -> (Vec<f64>, Vec<f64>) {
    let means: Vec<f64> = moments.means.iter().map(|mean| mean.max(1e-12)).collect();
    let ratios = moments.variances.iter().zip(&means).map(|(variance, mean)| variance / mean).collect();
    (means, ratios)
}

/// Dispersions less their bin's median, divided by its median distance from that, in bins that end at the 10th, 15th, …
/// 100th percentile of the means (Zheng et al. 2017). Not a number where a bin does not vary.
fn standardise_by_median(means: &[f64], dispersions: &[f64]) -> Vec<f64> {
    let upper: Vec<f64> = (2..=20).map(|step| stats::quantile(means, f64::from(5 * step) / 100.0)).collect();
    let bins: Vec<usize> = means.iter().map(|mean| upper.partition_point(|edge| edge < mean)).collect();
    let mut members = vec![Vec::new(); upper.len() + 1];
    bins.iter().zip(dispersions).for_each(|(&bin, &dispersion)| members[bin].push(dispersion));
    let centre = |values: &Vec<f64>| {
        let middle = stats::median(values);
        let away: Vec<f64> = values.iter().map(|value| (value - middle).abs()).collect();
        (middle, stats::median(&away) / NORMAL_MAD)
    };
    let centres: Vec<(f64, f64)> = members.iter().map(centre).collect();
    bins.iter().zip(dispersions).map(|(&bin, value)| (value - centres[bin].0) / centres[bin].1).collect()
}

/// Dispersions less their bin's mean, divided by its standard deviation. A gene alone in its bin
/// gets 1, as nothing tells how far it varies.
fn standardise(means: &[f64], dispersions: &[f64], n_bins: usize) -> Vec<f64> {
    let bins = bins(means, n_bins);
    let mut members = vec![Vec::new(); n_bins];
    for (&bin, &dispersion) in bins.iter().zip(dispersions).filter(|(_, value)| !value.is_nan()) {
        members[bin].push(dispersion);
    }
    let centres: Vec<(f64, f64)> = members
        .iter()
        .map(|values| match values.as_slice() {
            [alone] => (0.0, *alone),
            many => (stats::mean(many), stats::variance(many).sqrt()),
        })
        .collect();
    bins.iter().zip(dispersions).map(|(&bin, value)| (value - centres[bin].0) / centres[bin].1).collect()
}

/// The bin of each mean: equally wide, closed on the right.
fn bins(means: &[f64], n_bins: usize) -> Vec<usize> {
    let (low, high) =
        means.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &m| (l.min(m), h.max(m)));
    let width = (high - low) / n_bins as f64;
    let upper: Vec<f64> = (1..n_bins).map(|bin| low + bin as f64 * width).collect();
    means.iter().map(|mean| upper.partition_point(|edge| edge < mean)).collect()
}

fn top(dispersions_norm: &[f64], count: usize) -> Vec<bool> {
    let mut sorted: Vec<f64> = dispersions_norm.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    let Some(&least) = count.min(sorted.len()).checked_sub(1).and_then(|at| sorted.get(at)) else {
        return vec![false; dispersions_norm.len()];
    };
    dispersions_norm.iter().map(|&value| value >= least).collect()
}

fn within(means: &[f64], dispersions_norm: &[f64], params: &HvgParams) -> Vec<bool> {
    let inside = |(&mean, &dispersion): (&f64, &f64)| {
        mean > params.min_mean && mean < params.max_mean && dispersion > params.min_disp
    };
    means.iter().zip(dispersions_norm).map(inside).collect()
}

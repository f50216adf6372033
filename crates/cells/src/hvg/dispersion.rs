use super::{Hvg, HvgParams, Variability};
use lca_numerics::{Csr, sparse, stats};

/// Calls genes by dispersion, standardised within `n_bins` equally wide bins of the mean.
pub(super) fn call(logged: &Csr<f32>, params: &HvgParams) -> Hvg {
    let amounts = logged.map(|&value| f64::from(value).exp_m1() as f32);
    let moments = sparse::column_moments(&amounts);
    let means: Vec<f64> = moments.means.iter().map(|mean| mean.max(1e-12).ln_1p()).collect();
    let dispersion = |(variance, mean): (&f64, &f64)| {
        let ratio = variance / mean.max(1e-12);
        if ratio > 0.0 { ratio.ln() } else { f64::NAN }
    };
    let dispersions: Vec<f64> = moments.variances.iter().zip(&moments.means).map(dispersion).collect();
    let dispersions_norm = standardise(&means, &dispersions, params.n_bins);
    let highly_variable = match params.n_top_genes {
        Some(count) => top(&dispersions_norm, count),
        None => within(&means, &dispersions_norm, params),
    };
    Hvg { highly_variable, means, variability: Variability::Dispersion { dispersions, dispersions_norm } }
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

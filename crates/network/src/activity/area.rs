use lca_numerics::stats::{normal_quantile, ranks};

/// A sample's genes as normal scores: of their rank, and of how far the rank is from the middle.
pub(super) struct Signature {
    /// Normal score of each gene's rank.
    pub(super) signed: Vec<f64>,
    /// Normal score of each gene's distance from the middle.
    pub(super) extreme: Vec<f64>,
}

impl Signature {
    pub(super) fn new(values: &[f64]) -> Self {
        let above = values.len() as f64 + 1.0;
        let quantiles: Vec<f64> = ranks(values).ranks.into_iter().map(|rank| rank / above).collect();
        let far: Vec<f64> = quantiles.iter().map(|quantile| (quantile - 0.5).abs() * 2.0).collect();
        let shift = (1.0 - far.iter().copied().fold(0.0, f64::max)) / 2.0;
        Self {
            signed: quantiles.into_iter().map(normal_quantile).collect(),
            extreme: far.into_iter().map(|far| normal_quantile(far + shift)).collect(),
        }
    }
}

/// A target as the enrichment sees it: gene, mode of regulation from −1 to 1, likelihood above 0 to 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    pub(super) gene: usize,
    pub(super) mode: f64,
    pub(super) likelihood: f64,
}

/// Analytic rank-based enrichment (aREA; Alvarez et al. 2016, Online Methods): the weighted mean of the
/// targets' scores, two-tailed where the mode is known and one-tailed for the rest of it, over its
/// standard deviation under chance. A normal score.
pub(super) fn enrichment(signature: &Signature, targets: &[Target]) -> f64 {
    let most = targets.iter().map(|target| target.likelihood).fold(0.0, f64::max);
    if most <= 0.0 {
        return 0.0;
    }
    let (mut total, mut squares, mut directed, mut undirected) = (0.0, 0.0, 0.0, 0.0);
    for target in targets {
        let likelihood = target.likelihood / most;
        total += likelihood;
        squares += likelihood * likelihood;
        directed += likelihood * target.mode * signature.signed[target.gene];
        undirected += likelihood * (1.0 - target.mode.abs()) * signature.extreme[target.gene];
    }
    let (directed, undirected): (f64, f64) = (directed / total, undirected / total);
    let size = directed.abs() + undirected.max(0.0);
    let sign = if directed == 0.0 { 0.0 } else { directed.signum() };
    sign * size * squares.sqrt()
}

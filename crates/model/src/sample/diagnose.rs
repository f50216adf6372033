use lca_numerics::stats::{mean, variance};

/// How well chains agree: the square root of the variance of all over that within halves of chains
/// (Gelman et al., Bayesian Data Analysis, 3rd ed., section 11.4). 1 when they agree perfectly;
/// below 1.05 is good. NaN of fewer than four values per chain.
#[must_use]
pub fn split_r_hat(chains: &[Vec<f64>]) -> f64 {
    let halves: Vec<&[f64]> = chains
        .iter()
        .flat_map(|chain| {
            let half = chain.len() / 2;
            [&chain[..half], &chain[chain.len() - half..]]
        })
        .collect();
    let Some(n) = halves.first().map(|half| half.len()).filter(|&n| n >= 2) else { return f64::NAN };
    let means: Vec<f64> = halves.iter().map(|half| mean(half)).collect();
    let within = mean(&halves.iter().map(|half| variance(half)).collect::<Vec<_>>());
    let between = variance(&means);
    if within == 0.0 {
        return if between == 0.0 { 1.0 } else { f64::INFINITY };
    }
    (((n - 1) as f64 / n as f64 * within + between) / within).sqrt()
}

/// How many independent values the chains' values are worth for their mean (Gelman et al., Bayesian
/// Data Analysis, 3rd ed., section 11.5, with Geyer's initial monotone sequence). NaN of fewer than
/// four values per chain.
#[must_use]
pub fn effective_sample_size(chains: &[Vec<f64>]) -> f64 {
    let Some(n) = chains.iter().map(Vec::len).min().filter(|&n| n >= 4) else { return f64::NAN };
    let (m, length) = (chains.len() as f64, n as f64);
    let means: Vec<f64> = chains.iter().map(|chain| mean(&chain[..n])).collect();
    let within = mean(&chains.iter().map(|chain| variance(&chain[..n])).collect::<Vec<_>>());
    let between = if chains.len() > 1 { variance(&means) } else { 0.0 };
    let total = within * (length - 1.0) / length + between;
    if total <= 0.0 {
        return f64::NAN;
    }
    let correlation = |lag: usize| {
        let covariance = |(chain, mean): (&Vec<f64>, &f64)| {
            (lag..n).map(|t| (chain[t] - mean) * (chain[t - lag] - mean)).sum::<f64>() / length
        };
        let shared = chains.iter().zip(&means).map(covariance).sum::<f64>() / m;
        1.0 - (within - shared) / total
    };
    let (mut sum, mut last, mut lag) = (0.0, f64::INFINITY, 0);
    while lag + 1 < n {
        let pair = correlation(lag) + correlation(lag + 1);
        if pair <= 0.0 {
            break;
        }
        last = pair.min(last);
        sum += last;
        lag += 2;
    }
    m * length / (2.0 * sum - 1.0).max(1.0 / (m * length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_apart_do_not_agree() {
        let wave = |shift: f64| (0..100).map(|k| f64::from(k % 10) + shift).collect::<Vec<_>>();
        assert!(split_r_hat(&[wave(0.0), wave(0.0)]) < 1.01);
        assert!(split_r_hat(&[wave(0.0), wave(5.0)]) > 1.3);
        assert!(split_r_hat(&[vec![1.0]]).is_nan());
    }

    #[test]
    fn correlated_values_are_worth_less() {
        use rand_distr::{Distribution, StandardNormal};
        let chain = |stream: u64, keep: f64| {
            let (mut rng, mut x) = (lca_numerics::rng(3, stream), 0.0);
            let mut next = || {
                let noise: f64 = StandardNormal.sample(&mut rng);
                x = keep * x + noise;
                x
            };
            (0..20_000).map(|_| next()).collect::<Vec<f64>>()
        };
        // An autoregressive chain's values are worth (1 - keep) / (1 + keep) each.
        for keep in [0.0, 0.5, 0.9] {
            let ess = effective_sample_size(&[chain(0, keep), chain(1, keep)]);
            let expected = 40_000.0 * (1.0 - keep) / (1.0 + keep);
            assert!((ess / expected - 1.0).abs() < 0.15, "{keep}: {ess} of {expected}");
        }
        assert!(effective_sample_size(&[vec![1.0, 2.0]]).is_nan());
    }
}

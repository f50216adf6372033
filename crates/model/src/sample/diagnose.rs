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
}

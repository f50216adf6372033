/// How the random draws of a model's distributions are spread over the runs of an ensemble. Reactions are
/// always independent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sampling {
    /// Independently, so that the standard error of a mean is the standard deviation by the root of the
    /// number of runs.
    #[default]
    Independent,
    /// The first draw of all runs together, the second of all, and so on, are each spread evenly over
    /// their distribution (Latin hypercube sampling: McKay, Beckman and Conover 1979). Each run by
    /// itself is as likely as before, but moments over runs are nearer to those of the model.
    Stratified,
}

/// Where the draws of one run lie.
#[derive(Debug, Clone, Copy)]
pub(super) struct Strata {
    pub(super) seed: u64,
    pub(super) run: u64,
    pub(super) runs: u64,
    /// Draws made so far.
    pub(super) draws: u64,
}

impl Strata {
    /// A share of the next draw's distribution in the run's stratum, from a uniform number.
    pub(super) fn place(&mut self, uniform: f64) -> f64 {
        let stratum = stratum(self.seed, self.draws, self.run, self.runs);
        self.draws += 1;
        ((stratum as f64 + uniform) / self.runs as f64).min(1.0 - 0.5 * f64::EPSILON)
    }
}

/// The place among `size` strata that run `run` has at its draw number `draw`: a permutation of the runs
/// that looks random, by a Feistel network (Luby and Rackoff 1988) walked until it is within the size.
fn stratum(seed: u64, draw: u64, run: u64, size: u64) -> u64 {
    let half = (64 - size.saturating_sub(1).leading_zeros()).div_ceil(2).max(1);
    let mask = (1 << half) - 1;
    let key = mix(seed ^ mix(draw.wrapping_add(0x9e37_79b9_7f4a_7c15)));
    let mut place = run;
    loop {
        let (mut left, mut right) = (place >> half, place & mask);
        for round in 0..6 {
            (left, right) = (right, left ^ (mix(key ^ (right << 8) ^ round) & mask));
        }
        place = left << half | right;
        if place < size {
            return place;
        }
    }
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
const fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stratum_has_one_run() {
        for size in [1, 2, 7, 64, 1000] {
            let mut found: Vec<u64> = (0..size).map(|run| stratum(5, 3, run, size)).collect();
            found.sort_unstable();
            assert_eq!(found, (0..size).collect::<Vec<_>>());
        }
    }

    /// The places of two draws are not correlated.
    #[test]
    fn draws_are_permuted_independently() {
        let size = 4096;
        let place = |draw: u64, run: u64| stratum(1, draw, run, size) as f64 / size as f64 - 0.5;
        for (a, b) in [(0, 1), (1, 2), (0, 7)] {
            let covariance: f64 = (0..size).map(|run| place(a, run) * place(b, run)).sum();
            let correlation = covariance * 12.0 / size as f64;
            assert!(correlation.abs() < 4.0 / (size as f64).sqrt(), "{correlation}");
        }
        let runs: f64 = (0..size).map(|run| place(0, run) * (run as f64 / size as f64 - 0.5)).sum();
        assert!((runs * 12.0 / size as f64).abs() < 4.0 / (size as f64).sqrt());
    }
}

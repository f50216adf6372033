mod direct;
mod rejection;

pub(super) use direct::Direct;
pub(super) use rejection::Rejection;

use lca_numerics::Rng;

/// How the next reaction is chosen, with probabilities proportional to propensities.
pub(super) trait Select {
    /// All propensities 0.
    fn new(reactions: usize) -> Self;

    /// Sets the propensity of one reaction: finite and not negative.
    fn set(&mut self, reaction: usize, propensity: f64);

    /// The sum of all, exactly 0 where all are 0.
    fn total(&mut self) -> f64;

    /// The next reaction; the sum of the last call of `total`, which was not 0.
    fn pick(&mut self, total: f64, rng: &mut Rng) -> usize;
}

/// From so many reactions on, composition and rejection is faster than a sorted search.
pub(super) const MANY: usize = 96;

#[cfg(test)]
mod tests {
    use super::*;
    use rand::RngExt;

    /// Draws follow the propensities, through changes by many orders of magnitude.
    fn check<S: Select>(reactions: usize) {
        let mut rng = lca_numerics::rng(3, 0);
        let mut select = S::new(reactions);
        for round in 0..200 {
            for at in 0..reactions {
                let size = 10f64.powi(rng.random_range(-12..13));
                select.set(at, if at % 3 == 0 { size } else { 0.0 });
            }
            if round % 7 == 0 {
                (0..reactions).for_each(|at| select.set(at, 0.0));
                assert_eq!(select.total(), 0.0);
            }
        }
        let weights: Vec<f64> = (0..reactions).map(|at| (at % 5) as f64).collect();
        weights.iter().enumerate().for_each(|(at, &weight)| select.set(at, weight));
        let total: f64 = weights.iter().sum();
        let draws = 200_000;
        let mut found = vec![0.0; reactions];
        for _ in 0..draws {
            let sum = select.total();
            assert!((sum / total - 1.0).abs() < 1e-12, "{sum} against {total}");
            found[select.pick(sum, &mut rng)] += 1.0;
        }
        for (at, &weight) in weights.iter().enumerate() {
            let expected = f64::from(draws) * weight / total;
            let z = (found[at] - expected) / expected.max(1.0).sqrt();
            assert!(z.abs() < 5.0 && (weight > 0.0 || found[at] == 0.0), "reaction {at}: {z}");
        }
    }

    #[test]
    fn the_sorted_search_picks_in_proportion() {
        check::<Direct>(7);
        check::<Direct>(60);
    }

    #[test]
    fn composition_and_rejection_picks_in_proportion() {
        check::<Rejection>(7);
        check::<Rejection>(300);
    }
}

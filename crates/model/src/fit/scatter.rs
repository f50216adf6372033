use super::StartResult;
use lca_numerics::rng;
use rand::RngExt;

/// How many fits are combined with each other.
const REFERENCE: usize = 10;

/// Fits whose costs lie no farther apart are taken for the same optimum.
const SAME: f64 = 0.1;

/// The best fits so far, one for each cost, best first: the reference set of scatter search.
fn reference<'r>(found: &[&'r StartResult]) -> Vec<&'r StartResult> {
    let mut found: Vec<&StartResult> = found.iter().copied().filter(|one| one.cost.is_finite()).collect();
    found.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    found.dedup_by(|next, kept| next.cost - kept.cost <= SAME);
    found.truncate(REFERENCE);
    found
}

/// Points for new starts, `draws` for each of the starts numbered `starts`: each start takes a pair of the
/// reference set, the best pairs first, and draws in the box that they span, made longer by half on both sides
/// (scatter search: Glover 1998, doi:10.1007/BFb0026589; boxes for models of biochemical networks: Egea, Martí
/// and Banga 2010, doi:10.1016/j.cor.2009.05.003). None while fewer than two different optima are known.
pub(super) fn combine(
    found: &[&StartResult],
    (lower, upper): (&[f64], &[f64]),
    starts: std::ops::Range<usize>,
    draws: usize,
    seed: u64,
) -> Option<Vec<Vec<Vec<f64>>>> {
    let reference = reference(found);
    let pairs = pairs(reference.len());
    let start = |(start, &(a, b)): (usize, &(usize, usize))| {
        let (from, to) = (&reference[a].parameters, &reference[b].parameters);
        let mut rng = rng(seed, STREAMS + start as u64);
        (0..draws).map(|_| draw_between((from, to), (lower, upper), &mut rng)).collect()
    };
    (!pairs.is_empty()).then(|| starts.zip(pairs.iter().cycle()).map(start).collect())
}

/// A point in the box that two vectors span, made longer by half on both sides, within the bounds.
pub(super) fn draw_between(
    (from, to): (&[f64], &[f64]),
    (lower, upper): (&[f64], &[f64]),
    rng: &mut impl RngExt,
) -> Vec<f64> {
    let mut within = |k: usize| {
        let share = 2.0 * rng.random::<f64>() - 0.5;
        (from[k] + share * (to[k] - from[k])).clamp(lower[k], upper[k])
    };
    (0..lower.len()).map(&mut within).collect()
}

/// Random streams below this belong to the Latin hypercube.
const STREAMS: u64 = 1 << 32;

/// Pairs of so many ranks, those of least sum first.
fn pairs(count: usize) -> Vec<(usize, usize)> {
    let mut pairs: Vec<_> = (0..count).flat_map(|b| (0..b).map(move |a| (a, b))).collect();
    pairs.sort_by_key(|&(a, b)| (a + b, a));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Outcome;

    fn found(cost: f64, x: f64) -> StartResult {
        let (parameters, outcome) = (vec![x, 1.0], Outcome::Converged);
        StartResult {
            start: parameters.clone(),
            parameters,
            cost,
            outcome,
            history: Vec::new(),
            evaluations: 1,
        }
    }

    #[test]
    fn new_points_lie_about_the_best_of_different_fits() {
        let all = [found(2.0, 4.0), found(f64::INFINITY, 9.0), found(1.05, 8.0), found(1.0, 2.0)];
        let all: Vec<&StartResult> = all.iter().collect();
        let bounds: (&[f64], &[f64]) = (&[1.5, 0.0], &[9.0, 2.0]);
        let points = combine(&all, bounds, 5..7, 40, 3).unwrap();
        assert_eq!((points.len(), points[0].len()), (2, 40));
        // The fits at 2 and 4, as the one at 8 repeats the first's cost: from 1 to 5, within the bounds.
        assert!(points.iter().flatten().all(|x| (1.5..=5.0).contains(&x[0]) && x[1] == 1.0));
        assert!(points[0].iter().any(|x| x[0] > 4.0) && points[0] != points[1]);
        assert_eq!(combine(&all, bounds, 6..7, 40, 3).unwrap()[0], points[1]);
        assert_eq!(combine(&all[1..2], bounds, 5..7, 40, 3), None);
    }

    #[test]
    fn the_best_pairs_come_first() {
        assert_eq!(pairs(4), [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]);
        assert!(pairs(1).is_empty());
    }
}

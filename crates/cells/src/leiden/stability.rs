use super::{LeidenParams, partition_at};
use crate::CellsError;
use lca_numerics::stats::{adjusted_rand_index, mean, variance};
use lca_numerics::{Csr, rng};
use rand::seq::SliceRandom;
use rayon::prelude::*;

/// The resolutions tried, as multiples of what the graph's density lets expect (which is 1 for modularity).
const LADDER: [f64; 14] = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.25, 1.5, 2.0];
/// How often cells are left out.
const DRAWS: u64 = 10;
/// The share of cells that stay.
const STAY: f64 = 0.8;
/// Agreement that counts as the same.
const ENOUGH: f64 = 0.97;
/// The first random stream of the draws; those before it belong to other uses of the seed.
const STREAMS: u64 = 1 << 32;

/// How well communities at one resolution stand it that cells are left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Stability {
    /// The resolution.
    pub resolution: f64,
    /// Communities of all cells.
    pub count: usize,
    /// Mean agreement (adjusted Rand index) of the communities of all cells with those found again among four fifths of
    /// them: 1 when they are the same.
    pub agreement: f64,
    /// Standard error of this mean.
    pub error: f64,
}

/// The stability of each resolution of a ladder: communities are found again in the graph of four fifths of the cells, ten
/// times (Ben-Hur, Elisseeff & Guyon 2002; Lange et al. 2004).
pub(super) fn ladder(
    weights: &Csr<f32>,
    params: &LeidenParams,
    unit: f64,
) -> Result<Vec<Stability>, CellsError> {
    let cells = weights.shape().0;
    let draws: Vec<(Vec<usize>, Csr<f32>)> = (0..DRAWS)
        .into_par_iter()
        .map(|draw| {
            let mut kept: Vec<usize> = (0..cells).collect();
            kept.shuffle(&mut rng(params.seed, STREAMS + draw));
            kept.truncate((STAY * cells as f64).ceil() as usize);
            kept.sort_unstable();
            let part = weights.select_rows(&kept).select_columns(&kept);
            (kept, part)
        })
        .collect();
    let rung = |step: f64| {
        let resolution = step * unit;
        let whole = partition_at(weights, params, resolution)?;
        let agreement = |(kept, part): &(Vec<usize>, Csr<f32>)| {
            let again = partition_at(part, params, resolution)?;
            let before: Vec<u32> = kept.iter().map(|&cell| whole.labels[cell]).collect();
            Ok(adjusted_rand_index(&before, &again.labels))
        };
        let agreements = draws.par_iter().map(agreement).collect::<Result<Vec<f64>, CellsError>>()?;
        let error = (variance(&agreements) / DRAWS as f64).sqrt();
        Ok(Stability { resolution, count: whole.count, agreement: mean(&agreements), error })
    };
    LADDER.into_par_iter().map(rung).collect()
}

/// The resolution to take: of those that give more than one community and agree well enough with themselves, or as well as the
/// best but for its standard error, those with most communities; of these the middle one. Without more than one community at
/// any, the lowest.
pub(super) fn best(ladder: &[Stability]) -> Option<&Stability> {
    let several = || ladder.iter().filter(|rung| rung.count > 1);
    let Some(top) = several().max_by(|a, b| a.agreement.total_cmp(&b.agreement)) else {
        return ladder.first();
    };
    let least = ENOUGH.min(top.agreement - top.error);
    let stable: Vec<&Stability> = several().filter(|rung| rung.agreement >= least).collect();
    let most = stable.iter().map(|rung| rung.count).max();
    let finest: Vec<&Stability> = stable.into_iter().filter(|rung| Some(rung.count) == most).collect();
    finest.get(finest.len().saturating_sub(1) / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finest_of_the_stable_ones_is_taken() {
        let rung = |resolution, count, agreement| Stability { resolution, count, agreement, error: 0.0 };
        let all = [
            rung(0.1, 1, 1.0),
            rung(0.2, 2, 1.0),
            rung(0.3, 4, 0.995),
            rung(0.5, 4, 0.999),
            rung(1.0, 9, 0.7),
        ];
        assert_eq!(best(&all).unwrap().resolution, 0.3);
        assert_eq!(best(&[all[1].clone(), all[4].clone()]).unwrap().count, 2);
        assert_eq!(best(&all[4..]).unwrap().count, 9);
        assert_eq!(best(&all[..1]).unwrap().resolution, 0.1);
        assert!(best(&[]).is_none());
    }
}

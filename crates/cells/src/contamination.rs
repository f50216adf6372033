//! How much of the counts is ambient RNA, from genes that a state does not express (SoupX; Young & Behjati,
//! GigaScience 2020).

use crate::CellsError;
use crate::error::{at_least, length, parameter};
use crate::matrix::check_counts;
use lca_numerics::{Csr, sparse};
use lca_tables::{AnnData, Categorical, Column, Uns};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How the ambient share is estimated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AmbientParams {
    /// A gene is of use where its share of the ambient RNA is at least so large. Default 0.0001.
    pub min_share: f64,
    /// A gene marks a state where its share there is at least so many times that of the other states. Default 4.
    pub specific: f64,
    /// The most ambient share that is thought possible. Default 0.8.
    pub max_fraction: f64,
    /// The ambient share that is expected before the data are seen, by its mean. Default 0.05.
    pub prior_mean: f64,
    /// The same by its standard deviation. Default 0.1.
    pub prior_sd: f64,
}

impl Default for AmbientParams {
    fn default() -> Self {
        Self { min_share: 1e-4, specific: 4.0, max_fraction: 0.8, prior_mean: 0.05, prior_sd: 0.1 }
    }
}

/// How much of the counts is ambient.
#[derive(Debug, Clone, PartialEq)]
pub struct Ambient {
    /// The share of counts that is ambient: the likeliest.
    pub fraction: f64,
    /// Where it is half as likely, below and above.
    pub interval: (f64, f64),
    /// Pairs of a gene and a state that does not express it, from which it was estimated.
    pub pairs: usize,
    /// The profile of the ambient RNA used: the share of each gene.
    pub profile: Vec<f64>,
    /// Whether the profile is of empty droplets; else that of all cells together.
    pub measured: bool,
}

/// Points at which the share is tried.
const GRID: usize = 1001;

/// Estimates the ambient share of counts (cells × genes) of which the states are known. For each gene that marks some
/// states, and each state that it does not mark, the counts there are at most ambient; each such pair says by a
/// Poisson likelihood and the prior (a gamma distribution) how large the share is, and the likeliest share of all
/// pairs together is taken, as `SoupX` does. `profile` is that of empty droplets; without it, that of all cells
/// together stands for it.
///
/// # Errors
/// [`CellsError::TooFew`] with fewer than two states or no such pair, [`CellsError::Length`], [`CellsError::Value`],
/// [`CellsError::Parameter`].
pub fn ambient_fraction(
    counts: &Csr<f32>,
    states: &Categorical,
    profile: Option<&[f64]>,
    params: &AmbientParams,
) -> Result<Ambient, CellsError> {
    check_counts(counts)?;
    length("the states", states.codes.len(), counts.shape().0)?;
    length("the ambient profile", profile.map_or(counts.shape().1, <[f64]>::len), counts.shape().1)?;
    at_least("states", states.categories.len(), 2)?;
    let most = params.max_fraction;
    parameter("max_fraction", most, "give more than 0 and at most 1", most > 0.0 && most <= 1.0)?;
    let sound = params.prior_mean > 0.0 && params.prior_sd > 0.0 && params.specific > 1.0;
    parameter(
        "prior_mean, prior_sd, specific",
        "out of range",
        "give positive numbers, `specific` above 1",
        sound,
    )?;
    let measured = profile.is_some();
    let whole = sparse::column_sums(counts);
    let profile = profile.map_or_else(|| shares(&whole), shares);
    let sums = sums(counts, states);
    let pairs = pairs(&sums, &profile, params);
    at_least("pairs of a gene and a state that does not express it", pairs.len(), 1)?;
    let (fraction, interval) = likeliest(&pairs, params);
    Ok(Ambient { fraction, interval, pairs: pairs.len(), profile, measured })
}

fn shares(values: &[f64]) -> Vec<f64> {
    let total: f64 = values.iter().sum();
    values.iter().map(|value| if total > 0.0 { value / total } else { 0.0 }).collect()
}

/// States × genes: counts.
fn sums(counts: &Csr<f32>, states: &Categorical) -> Vec<Vec<f64>> {
    let mut sums = vec![vec![0.0; counts.shape().1]; states.categories.len()];
    for (cell, state) in states.codes.iter().enumerate() {
        let Some(own) = state.and_then(|state| sums.get_mut(state as usize)) else { continue };
        let (columns, counted) = counts.row(cell);
        columns.iter().zip(counted).for_each(|(&gene, &count)| own[gene as usize] += f64::from(count));
    }
    sums
}

/// What was counted of a gene in a state that does not express it, and what would be if all were ambient.
#[derive(Debug, Clone, Copy)]
struct Pair {
    counted: f64,
    all_ambient: f64,
}

fn pairs(sums: &[Vec<f64>], profile: &[f64], params: &AmbientParams) -> Vec<Pair> {
    let totals: Vec<f64> = sums.iter().map(|own| own.iter().sum()).collect();
    let mut found = Vec::new();
    for (gene, &share) in profile.iter().enumerate().filter(|(_, share)| **share >= params.min_share) {
        let own: Vec<f64> = sums.iter().zip(&totals).map(|(own, total)| own[gene] / total.max(1.0)).collect();
        let highest = own.iter().copied().fold(0.0, f64::max);
        // Some state must express it for itself, much above all that is ambient.
        if highest < params.specific * share {
            continue;
        }
        for (state, value) in own.iter().enumerate() {
            let pair = Pair { counted: sums[state][gene], all_ambient: totals[state] * share };
            let could_be = pair.counted <= params.max_fraction * pair.all_ambient;
            if value * params.specific <= highest && could_be && pair.all_ambient >= 1.0 {
                found.push(pair);
            }
        }
    }
    found
}

/// The likeliest share, and where it is half as likely. Each pair's posterior counts the same, so that a few genes
/// that a state does express a little do not carry the whole.
fn likeliest(pairs: &[Pair], params: &AmbientParams) -> (f64, (f64, f64)) {
    let shape = (params.prior_mean / params.prior_sd).powi(2).max(1.0 + 1e-6);
    let rate = params.prior_mean / params.prior_sd.powi(2);
    let at = |point: usize| params.max_fraction * (point as f64 + 0.5) / GRID as f64;
    let mut density = vec![0.0_f64; GRID];
    for pair in pairs {
        let logs: Vec<f64> = (0..GRID)
            .map(|point| {
                let (a, b) = (shape + pair.counted - 1.0, rate + pair.all_ambient);
                a * at(point).ln() - b * at(point)
            })
            .collect();
        let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let own: Vec<f64> = logs.iter().map(|log| (log - highest).exp()).collect();
        let sum: f64 = own.iter().sum();
        density.iter_mut().zip(own).for_each(|(all, one)| *all += one / sum);
    }
    let best = (0..GRID).max_by(|a, b| density[*a].total_cmp(&density[*b])).unwrap_or(0);
    let half = 0.5 * density[best];
    let low = (0..=best).rev().take_while(|point| density[*point] >= half).last().unwrap_or(best);
    let high = (best..GRID).take_while(|point| density[*point] >= half).last().unwrap_or(best);
    (at(best), (at(low), at(high)))
}

impl Ambient {
    /// Writes `var["ambient_profile"]`, and in `uns["ambient"]` the share, its interval and the pairs.
    ///
    /// # Errors
    /// [`CellsError::Table`] when `part` has another number of genes.
    pub fn annotate(&self, part: &mut AnnData) -> Result<(), CellsError> {
        part.var.set("ambient_profile", Column::Float(self.profile.clone()))?;
        let said = BTreeMap::from([
            ("fraction".to_owned(), Uns::Float(self.fraction)),
            ("interval".to_owned(), Uns::Floats(vec![self.interval.0, self.interval.1])),
            ("pairs".to_owned(), Uns::Int(self.pairs as i64)),
            ("profile_of_empty_droplets".to_owned(), Uns::Bool(self.measured)),
        ]);
        part.uns.insert("ambient".to_owned(), Uns::Map(said));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::RngExt;

    /// Cells of three states with twenty genes of their own each and forty of all, and so large a share of ambient RNA.
    fn made(fraction: f64) -> (Csr<f32>, Categorical) {
        let (cells, genes) = (150, 100);
        let mut dense = ndarray::Array2::<f32>::zeros((cells, genes));
        let native = |state: usize, random: &mut lca_numerics::Rng| {
            if random.random::<f64>() < 0.5 {
                20 * state + random.random_range(0..20)
            } else {
                60 + random.random_range(0..40)
            }
        };
        for cell in 0..cells {
            let mut random = lca_numerics::rng(5, cell as u64);
            for _ in 0..1500 {
                let state =
                    if random.random::<f64>() < fraction { random.random_range(0..3) } else { cell % 3 };
                dense[[cell, native(state, &mut random)]] += 1.0;
            }
        }
        let names: Vec<String> = (0..cells).map(|cell| (cell % 3).to_string()).collect();
        (sparse::from_dense(dense.view()), Categorical::from_texts(&names))
    }

    #[test]
    fn the_share_that_was_put_in_is_found() {
        let profile: Vec<f64> =
            (0..100).map(|gene| if gene < 60 { 0.5 / 60.0 } else { 0.5 / 40.0 }).collect();
        for fraction in [0.02, 0.1, 0.3] {
            let (counts, states) = made(fraction);
            let params = AmbientParams { specific: 2.0, ..AmbientParams::default() };
            let found = ambient_fraction(&counts, &states, Some(&profile), &params).unwrap();
            assert!(
                (found.fraction - fraction).abs() < 0.1 * fraction + 0.005,
                "{fraction}: {}",
                found.fraction
            );
            assert!(found.interval.0 <= found.fraction && found.fraction <= found.interval.1);
            // States are equally many, so the cells together are as the empty droplets.
            let pooled = ambient_fraction(&counts, &states, None, &params).unwrap();
            assert!(
                (pooled.fraction - fraction).abs() < 0.1 * fraction + 0.01,
                "{fraction}: {}",
                pooled.fraction
            );
        }
    }

    #[test]
    fn without_states_or_genes_of_their_own_nothing_is_said() {
        let (counts, _) = made(0.1);
        let one = Categorical::from_texts(&vec!["a"; 150]);
        let params = AmbientParams::default();
        assert!(
            ambient_fraction(&counts, &one, None, &params)
                .unwrap_err()
                .to_string()
                .contains("states: 1 found")
        );
        let mixed: Vec<String> = (0..150).map(|cell| (cell / 75).to_string()).collect();
        let mixed = Categorical::from_texts(&mixed);
        assert!(
            ambient_fraction(&counts, &mixed, None, &params)
                .unwrap_err()
                .to_string()
                .contains("does not express")
        );
    }
}

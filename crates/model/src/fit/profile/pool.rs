use super::envelope::Envelope;
use crate::FitResult;
use std::collections::HashSet;

/// A vector that may lie in another valley.
#[derive(Debug, Clone)]
pub(super) struct Seed {
    pub(super) cost: f64,
    pub(super) x: Vec<f64>,
    /// Whose profile it is from; none: an end of the fit.
    pub(super) parameter: Option<usize>,
}

/// What profiles may learn from the fit and from each other.
pub(super) struct Pool {
    /// Vectors that came to light in the last round; at first all ends of the fit within reach.
    pub(super) new: Vec<Seed>,
    /// The fit's ends of distinct costs within reach, the best first.
    pub(super) valleys: Vec<Seed>,
    /// The least cost of all.
    pub(super) least: f64,
    known: HashSet<(usize, u64, u64)>,
}

/// Costs that lie no farther apart are taken for the same end of a fit.
const SAME: f64 = 0.01;

/// Valleys that are followed at most.
const MOST: usize = 20;

/// Ends of the same cost that show that a fit has found what there is.
const HITS: usize = 3;

impl Pool {
    pub(super) fn new(fit: &FitResult, reach: f64) -> Self {
        let least = fit.best().cost;
        let ends = fit.starts.iter().filter(|one| one.cost <= least + reach);
        let seed = |x: &[f64], cost| Seed { cost, x: x.to_vec(), parameter: None };
        let mut new: Vec<Seed> = ends.map(|one| seed(&one.parameters, one.cost)).collect();
        new.sort_by(|a, b| a.cost.total_cmp(&b.cost));
        let mut valleys = new.clone();
        valleys.dedup_by(|next, kept| next.cost - kept.cost <= SAME);
        valleys.truncate(MOST);
        Self { new, valleys, least, known: HashSet::new() }
    }

    /// Whether the fit found one optimum again and again and no other within reach.
    pub(super) fn settled(&self, fit: &FitResult) -> bool {
        self.valleys.len() < 2 && fit.hits(SAME) >= HITS
    }

    /// Adds what is new of some envelopes.
    pub(super) fn add(&mut self, envelopes: &[Envelope<'_>]) {
        for envelope in envelopes {
            let at = envelope.held.at;
            for point in &envelope.points {
                if self.known.insert((at, point.value.to_bits(), point.cost.to_bits())) {
                    self.least = self.least.min(point.cost);
                    self.new.push(Seed { cost: point.cost, x: point.x.clone(), parameter: Some(at) });
                }
            }
        }
    }
}

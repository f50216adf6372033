use super::envelope::Envelope;
use crate::FitResult;

/// A vector that may lie in another valley.
#[derive(Debug, Clone)]
pub(super) struct Seed {
    pub(super) cost: f64,
    pub(super) x: Vec<f64>,
    /// Whose profile it is from; none: an end of the fit.
    pub(super) parameter: Option<usize>,
}

/// All vectors known within reach of the threshold: ends of the fit, then points of profiles.
pub(super) struct Pool {
    pub(super) seeds: Vec<Seed>,
    /// Which of them are the fit's ends of distinct costs.
    valleys: Vec<usize>,
    stamps: Vec<u64>,
}

/// Costs that lie no farther apart are taken for the same end of a fit.
const SAME: f64 = 0.02;

/// Ends of a fit that are tried at all sites.
const ENDS: usize = 8;

/// Ends of the same cost that show that a fit has found what there is.
const HITS: usize = 3;

impl Pool {
    /// The ends of a fit within reach, the best first.
    pub(super) fn new(fit: &FitResult, reach: f64, profiles: usize) -> Self {
        let highest = fit.best().cost + reach;
        let mut ends: Vec<_> = fit.starts.iter().filter(|one| one.cost <= highest).collect();
        ends.sort_by(|a, b| a.cost.total_cmp(&b.cost));
        let mut valleys: Vec<usize> = (0..ends.len()).collect();
        valleys.dedup_by(|next, kept| ends[*next].cost - ends[*kept].cost <= SAME);
        valleys.truncate(ENDS);
        let seed = |x: &[f64], cost| Seed { cost, x: x.to_vec(), parameter: None };
        let seeds: Vec<Seed> = ends.iter().map(|one| seed(&one.parameters, one.cost)).collect();
        Self { valleys, seeds, stamps: vec![0; profiles] }
    }

    /// The fit's other ends.
    pub(super) fn valleys(&self) -> impl Iterator<Item = &Seed> {
        self.valleys.iter().skip(1).filter_map(|&k| self.seeds.get(k))
    }

    /// Whether a fit found one optimum again and again and no other within reach.
    pub(super) fn settled(&self, fit: &FitResult) -> bool {
        self.valleys.len() < 2 && fit.hits(SAME) >= HITS
    }

    /// Adds what is new of some envelopes.
    pub(super) fn add(&mut self, envelopes: &[Envelope<'_>], threshold: f64) {
        for (envelope, stamp) in envelopes.iter().zip(&mut self.stamps) {
            let parameter = Some(envelope.held.at);
            let (new, newest) = envelope.newer(*stamp);
            let low = new.filter(|one| one.cost < threshold);
            self.seeds.extend(low.map(|one| Seed { cost: one.cost, x: one.x.clone(), parameter }));
            *stamp = newest;
        }
    }

    /// The vector of least cost.
    pub(super) fn least(&self) -> Option<&Seed> {
        self.seeds.iter().min_by(|a, b| a.cost.total_cmp(&b.cost))
    }
}

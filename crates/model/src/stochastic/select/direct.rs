use super::Select;
use lca_numerics::Rng;
use rand::RngExt;

/// Up to so many propensities are summed anew each time.
const FEW: usize = 16;

/// Sums drift by rounding; they are computed anew after so many changes.
const CHANGES: u32 = 4096;

/// The sorting direct method: a search along the propensities, in which what is picked moves forward
/// (McCollum, Peterson, Cox, Simpson and Samatova 2006; Cao, Li and Petzold 2004).
pub(in crate::stochastic) struct Direct {
    /// In the order of the search.
    propensities: Vec<f64>,
    /// The reaction at each place of the search.
    order: Vec<u32>,
    /// The place of each reaction.
    place: Vec<u32>,
    total: f64,
    /// The largest sum since it was last computed anew.
    peak: f64,
    changes: u32,
}

impl Select for Direct {
    fn new(reactions: usize) -> Self {
        let order: Vec<u32> = (0..reactions as u32).collect();
        let propensities = vec![0.0; reactions];
        Self { propensities, place: order.clone(), order, total: 0.0, peak: 0.0, changes: 0 }
    }

    #[inline]
    fn set(&mut self, reaction: usize, propensity: f64) {
        let at = self.place[reaction] as usize;
        self.total += propensity - self.propensities[at];
        self.peak = self.peak.max(self.total);
        self.changes += 1;
        self.propensities[at] = propensity;
    }

    #[inline]
    fn total(&mut self) -> f64 {
        let few = self.propensities.len() <= FEW;
        // Where the sum has fallen much, what is left of it may be rounding.
        if few || self.changes > CHANGES || self.total < 0.5 * self.peak {
            self.total = self.propensities.iter().sum();
            self.peak = self.total;
            self.changes = 0;
        }
        self.total
    }

    #[inline]
    fn pick(&mut self, total: f64, rng: &mut Rng) -> usize {
        let mut left = rng.random::<f64>() * total;
        let mut at = 0;
        // The last that can happen takes what rounding leaves.
        let mut last = 0;
        for (place, &propensity) in self.propensities.iter().enumerate() {
            if propensity > 0.0 {
                last = place;
            }
            if left < propensity {
                at = place;
                break;
            }
            left -= propensity;
            at = last;
        }
        let reaction = self.order[at];
        if at > 0 && self.propensities.len() > FEW {
            self.forward(at);
        }
        reaction as usize
    }
}

impl Direct {
    fn forward(&mut self, at: usize) {
        self.propensities.swap(at - 1, at);
        self.order.swap(at - 1, at);
        self.place[self.order[at] as usize] = at as u32;
        self.place[self.order[at - 1] as usize] = at as u32 - 1;
    }
}

use super::envelope::Envelope;
use super::held::{GAIN, TOLERANCE};
use lca_core::Cancelled;

impl Envelope<'_> {
    /// Asks another method for its opinion of each point: it descends from the best fit, and what it finds below is
    /// followed. Says whether there was any.
    ///
    /// The walk comes to a point from its neighbours, so it stays in their valley; a leap from the best fit by a method
    /// that steps otherwise may land in another one.
    pub(super) fn doubt(&mut self, best: &[f64]) -> Result<bool, Cancelled> {
        let values: Vec<f64> = self.points.iter().map(|one| one.value).collect();
        let mut better = false;
        for value in values {
            let known = self.line(value);
            let found = self.held.otherwise(&self.held.start(best, None, value), TOLERANCE)?;
            if let Some(found) = found.filter(|found| found.cost < known - GAIN) {
                better |= self.follow(&found.x)?;
            }
        }
        Ok(better)
    }
}

use super::envelope::Envelope;
use lca_core::Cancelled;

/// Where an envelope is within a threshold.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Interval {
    /// The outermost crossings; none where the end of the envelope is still within.
    pub(super) lower: Option<f64>,
    pub(super) upper: Option<f64>,
    /// Ranges between them that are above.
    pub(super) gaps: Vec<(f64, f64)>,
    /// The outermost points within.
    pub(super) ends: (usize, usize),
}

/// Halvings of a crossing at most.
const HALVINGS: usize = 6;

impl Envelope<'_> {
    /// The interval of values within a threshold. Crossings are halved, which may bring better fits to light,
    /// until nothing changes.
    pub(super) fn interval(&mut self, threshold: f64) -> Result<Interval, Cancelled> {
        for _ in 0..HALVINGS {
            let halved = self.halve_crossings(threshold)?;
            self.relax(threshold)?;
            if !halved {
                break;
            }
        }
        for place in 0..self.points.len() {
            let found = self.held.settle(&self.points[place].x)?;
            if let Some(found) = found.filter(|found| found.cost < self.points[place].cost) {
                self.points[place] = found;
            }
        }
        Ok(self.within(threshold))
    }

    /// Puts a point into the middle of each crossing over which the cost changes much.
    fn halve_crossings(&mut self, threshold: f64) -> Result<bool, Cancelled> {
        let wide =
            |a: f64, b: f64| (a <= threshold) != (b <= threshold) && (a - b).abs() > 0.2 * self.held.rise;
        let pairs = self.points.windows(2).enumerate();
        let crossings: Vec<usize> =
            pairs.filter(|(_, pair)| wide(pair[0].cost, pair[1].cost)).map(|(left, _)| left).collect();
        let mut any = false;
        // From above, so that what is put in moves none that are still to come.
        for left in crossings.into_iter().rev() {
            any |= self.between(left)?;
        }
        Ok(any)
    }

    fn within(&self, threshold: f64) -> Interval {
        let inside = |k: usize| self.points[k].cost <= threshold;
        let last = self.points.len() - 1;
        let first_in = (0..=last).find(|&k| inside(k)).unwrap_or(0);
        let last_in = (0..=last).rev().find(|&k| inside(k)).unwrap_or(last);
        let lower = (first_in > 0).then(|| self.crossing(first_in - 1, threshold));
        let upper = (last_in < last).then(|| self.crossing(last_in, threshold));
        let mut gaps = Vec::new();
        let mut k = first_in;
        while k < last_in {
            if !inside(k + 1) {
                let back = (k + 1..=last_in).find(|&k| inside(k)).unwrap_or(last_in);
                gaps.push((self.crossing(k, threshold), self.crossing(back - 1, threshold)));
                k = back;
            } else {
                k += 1;
            }
        }
        Interval { lower, upper, gaps, ends: (first_in, last_in) }
    }

    /// Where on the line between a point and the next the threshold is crossed.
    fn crossing(&self, left: usize, threshold: f64) -> f64 {
        let (a, b) = (&self.points[left], &self.points[left + 1]);
        let share = (threshold - a.cost) / (b.cost - a.cost);
        a.value + (b.value - a.value) * if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.5 }
    }
}

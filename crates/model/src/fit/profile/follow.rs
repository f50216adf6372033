use super::envelope::{Envelope, Side};
use super::held::{GAIN, Point};
use lca_core::Cancelled;

/// A valley is followed while it lies above what is known by no more than this part of the rise of the threshold:
/// it may come below farther on.
const MARGIN: f64 = 0.5;

impl Envelope<'_> {
    /// Follows the valley of a vector to both sides and keeps it where it lies lowest. Says whether that is anywhere.
    pub(super) fn follow(&mut self, x: &[f64]) -> Result<bool, Cancelled> {
        let place = self.nearest(x[self.held.at]);
        let start = Point { value: x[self.held.at], cost: f64::NAN, x: x.to_vec(), fresh: false };
        let (mut better, Some(first)) = self.step(place, &start, None)? else { return Ok(false) };
        for side in Side::BOTH {
            better |= self.follow_to(side, place, first.clone())?;
        }
        Ok(better)
    }

    fn follow_to(&mut self, side: Side, from: usize, first: Point) -> Result<bool, Cancelled> {
        let (mut here, mut before, mut place, mut better) = (first, None, from, false);
        while let Some(next) = side.next(place).filter(|next| *next < self.points.len()) {
            place = next;
            let (lower, found) = self.step(place, &here, before.as_ref())?;
            better |= lower;
            let Some(found) = found else { break };
            before = Some(std::mem::replace(&mut here, found));
        }
        Ok(better)
    }

    /// A path's next point, and whether it lies below what was known; none where it rises too high or comes upon what
    /// is known, which was followed already.
    fn step(
        &mut self,
        place: usize,
        here: &Point,
        before: Option<&Point>,
    ) -> Result<(bool, Option<Point>), Cancelled> {
        let known = &self.points[place];
        let start = self.held.start(&here.x, before.map(|one| one.x.as_slice()), known.value);
        let found = self.held.minimise(&start, known.cost + MARGIN * self.held.rise)?;
        let found = found.filter(|found| (found.cost - known.cost).abs() >= GAIN);
        let lower = found.as_ref().filter(|found| found.cost < known.cost).cloned();
        let better = lower.is_some();
        if let Some(lower) = lower {
            self.points[place] = lower;
        }
        Ok((better, found))
    }

    /// Walks on where an end is within the threshold, and lets the neighbours of each new vector try it, until nothing
    /// improves.
    pub(super) fn relax(&mut self, threshold: f64) -> Result<(), Cancelled> {
        loop {
            self.extend(threshold)?;
            let Some(place) = self.points.iter().position(|one| one.fresh) else { return Ok(()) };
            self.points[place].fresh = false;
            for side in Side::BOTH {
                self.teach(place, side)?;
            }
        }
    }

    /// Lets the neighbour of a point try its vector.
    fn teach(&mut self, place: usize, side: Side) -> Result<(), Cancelled> {
        let Some(other) = self.beside(place, side) else { return Ok(()) };
        let earlier = self.beside(place, side.other()).map(|one| one.x.as_slice());
        let start = self.held.start(&self.points[place].x, earlier, other.value);
        let found = self.held.minimise(&start, other.cost - GAIN)?;
        if let (Some(found), Some(next)) = (found, side.next(place)) {
            self.points[next] = found;
        }
        Ok(())
    }
}

use super::held::{Held, Point};
use super::spread::spread;
use crate::fit::local;
use lca_core::Cancelled;

/// The lowest costs known along one parameter, at rising values of it.
pub(super) struct Envelope<'o> {
    pub(super) held: Held<'o>,
    pub(super) points: Vec<Point>,
    /// How far apart the first points are.
    first: f64,
    /// Steps to each side that are left.
    left: [usize; 2],
}

/// The sides of a point: below it and above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Below,
    Above,
}

impl Side {
    pub(super) const BOTH: [Self; 2] = [Self::Below, Self::Above];

    const fn sign(self) -> f64 {
        match self {
            Self::Below => -1.0,
            Self::Above => 1.0,
        }
    }

    /// The place after a place on this side.
    pub(super) const fn next(self, place: usize) -> Option<usize> {
        match self {
            Self::Below => place.checked_sub(1),
            Self::Above => Some(place + 1),
        }
    }

    pub(super) const fn other(self) -> Self {
        match self {
            Self::Below => Self::Above,
            Self::Above => Self::Below,
        }
    }
}

/// What comes to light later may take as many steps again as the first walk.
const LONGER: usize = 2;

impl<'o> Envelope<'o> {
    /// The path from a best fit to both sides, each until it leaves the threshold.
    pub(super) fn trace(held: Held<'o>, best: &[f64], steps: usize) -> Result<Self, Cancelled> {
        let here = local(held.objective, best, true);
        let width = held.width();
        let spread = here.as_ref().and_then(|here| spread(&here.hessian, &held.lower, &held.upper, held.at));
        let first =
            (0.5 * (2.0 * held.rise).sqrt() * spread.unwrap_or(width)).clamp(1e-6 * width, 0.1 * width);
        let cost = here.map_or(f64::INFINITY, |here| here.cost);
        let threshold = cost + held.rise;
        let points = vec![Point { value: best[held.at], cost, x: best.to_vec(), fresh: true }];
        let mut envelope = Self { held, points, first, left: [steps; 2] };
        envelope.relax(threshold)?;
        envelope.left.iter_mut().for_each(|left| *left += (LONGER - 1) * steps);
        Ok(envelope)
    }

    /// The point beside one.
    pub(super) fn beside(&self, place: usize, side: Side) -> Option<&Point> {
        side.next(place).and_then(|next| self.points.get(next))
    }

    /// Puts a new point in its place among the others, and says which.
    pub(super) fn insert(&mut self, found: Point) -> usize {
        let place = self.points.partition_point(|one| one.value < found.value);
        self.points.insert(place, found);
        place
    }

    /// Walks on from both ends.
    pub(super) fn extend(&mut self, threshold: f64) -> Result<(), Cancelled> {
        self.walk(0, Side::Below, threshold)?;
        self.walk(self.points.len() - 1, Side::Above, threshold)
    }

    /// Walks from a point to one side until it has left the threshold, meets the next point or the bound, or its
    /// steps are used up.
    pub(super) fn walk(&mut self, from: usize, side: Side, threshold: f64) -> Result<(), Cancelled> {
        let (at, sign) = (self.held.at, side.sign());
        let next = self.beside(from, side).map(|next| next.value);
        let limit = next.unwrap_or([self.held.lower[at], self.held.upper[at]][side as usize]);
        let mut here = self.points[from].clone();
        let mut before = self.beside(from, side.other()).cloned();
        let mut step = before.as_ref().map_or(self.first, |before| (here.value - before.value).abs());
        step = step.clamp(self.least(), 0.1 * self.held.width());
        while here.cost <= threshold && self.left[side as usize] > 0 {
            let room = (limit - here.value) * sign;
            if room <= 0.0 || (next.is_some() && step >= room) {
                break;
            }
            self.left[side as usize] -= 1;
            let value = if step >= room { limit } else { here.value + sign * step };
            let start = self.held.start(&here.x, before.as_ref().map(|one| one.x.as_slice()), value);
            let Some(found) = self.held.minimise(&start, f64::INFINITY)? else {
                // What cannot be simulated bounds the parameter as little as a bound does.
                step *= 0.25;
                continue;
            };
            let more = found.cost - here.cost;
            // A leap over the threshold could land on a branch that another optimum undercuts.
            let leap = more > 1.5 * self.held.rise && step > self.least();
            step *= self.stretch(more, step);
            if !leap {
                self.insert(found.clone());
                before = Some(std::mem::replace(&mut here, found));
            }
        }
        Ok(())
    }

    /// By what the next step is longer than one over which the cost changed so much.
    fn stretch(&self, more: f64, step: f64) -> f64 {
        if more > 0.7 * self.held.rise && step > self.least() {
            0.5
        } else if more < 0.15 * self.held.rise {
            2.0
        } else {
            1.0
        }
    }

    /// The cost may jump: a step is not made shorter than this.
    fn least(&self) -> f64 {
        1e-6 * self.held.width()
    }

    /// Refits half-way between two neighbours, from both; says whether it could.
    pub(super) fn between(&mut self, left: usize) -> Result<bool, Cancelled> {
        let (a, b) = (&self.points[left], &self.points[left + 1]);
        let value = 0.5 * (a.value + b.value);
        let mut best: Option<Point> = None;
        for (from, other) in [(a, b), (b, a)] {
            let ceiling = best.as_ref().map_or(f64::INFINITY, |best| best.cost);
            let start = self.held.start(&from.x, Some(&other.x), value);
            best = self.held.minimise(&start, ceiling)?.or(best);
        }
        Ok(best.map(|best| self.insert(best)).is_some())
    }

    /// The cost on straight lines between the points; infinite outside.
    pub(super) fn line(&self, value: f64) -> f64 {
        let right = self.points.partition_point(|one| one.value < value);
        let Some(b) = self.points.get(right) else { return f64::INFINITY };
        if b.value == value {
            return b.cost;
        }
        let Some(a) = right.checked_sub(1).map(|left| &self.points[left]) else { return f64::INFINITY };
        a.cost + (b.cost - a.cost) * (value - a.value) / (b.value - a.value)
    }

    /// The point nearest to a value.
    pub(super) fn nearest(&self, value: f64) -> usize {
        let distance = |k: &usize| (self.points[*k].value - value).abs();
        (0..self.points.len()).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
    }
}

use super::held::{GAIN, Held, Point};
use super::tangent::tangent;
use crate::fit::local;
use lca_core::Cancelled;

/// The lowest costs known along one parameter, at rising values of it.
pub(super) struct Envelope<'o> {
    pub(super) held: Held<'o>,
    pub(super) points: Vec<Point>,
    /// How the other parameters follow this one near the best fit.
    follow: Vec<f64>,
    /// How far apart the first points are.
    first: f64,
    /// Steps to each side that are left.
    left: [usize; 2],
    stamps: u64,
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
}

/// Sweeps to and fro at most.
const SWEEPS: usize = 8;

/// Extensions of an envelope may take so many times the steps allowed for its first walk.
const LONGER: usize = 2;

impl<'o> Envelope<'o> {
    /// The path from a best fit to both sides, each until it leaves the threshold.
    pub(super) fn trace(held: Held<'o>, best: &[f64], steps: usize) -> Result<Self, Cancelled> {
        let here = local(held.objective, best, true);
        let width = held.width();
        let tangent =
            here.as_ref().and_then(|here| tangent(&here.hessian, &held.lower, &held.upper, held.at));
        let (spread, follow) = tangent.unwrap_or_else(|| (width, vec![0.0; best.len()]));
        let first = (0.5 * (2.0 * held.rise).sqrt() * spread).clamp(1e-6 * width, 0.1 * width);
        let cost = here.map_or(f64::INFINITY, |here| here.cost);
        let threshold = cost + held.rise;
        let start = Point { value: best[held.at], cost, x: best.to_vec(), stamp: 0, tried: Vec::new() };
        let points = vec![start];
        let mut envelope = Self { held, points, follow, first, left: [steps; 2], stamps: 0 };
        envelope.relax(threshold)?;
        envelope.left.iter_mut().for_each(|left| *left += (LONGER - 1) * steps);
        Ok(envelope)
    }

    pub(super) fn lowest(&self) -> usize {
        let costs = self.points.iter().enumerate();
        costs.min_by(|a, b| a.1.cost.total_cmp(&b.1.cost)).map_or(0, |(k, _)| k)
    }

    /// Walks on where an end is within the threshold, and lets each point try what its neighbours found, to and
    /// fro, until nothing improves. Says whether anything did.
    pub(super) fn relax(&mut self, threshold: f64) -> Result<bool, Cancelled> {
        let mut better = false;
        for _ in 0..SWEEPS {
            let mut changed = false;
            for side in Side::BOTH {
                changed |= self.extend(side, threshold)?;
            }
            let count = self.points.len();
            for k in 1..count {
                changed |= self.learn(k, k - 1)?;
            }
            for k in (1..count).rev() {
                changed |= self.learn(k - 1, k)?;
            }
            better |= changed;
            if !changed {
                break;
            }
        }
        Ok(better)
    }

    /// Tries at one point what was found at another.
    fn learn(&mut self, to: usize, from: usize) -> Result<bool, Cancelled> {
        let (here, other) = (&self.points[to], &self.points[from]);
        if here.tried.contains(&other.stamp) || !other.cost.is_finite() {
            return Ok(false);
        }
        self.held.pace.check()?;
        let beyond = (2 * from).checked_sub(to).and_then(|k| self.points.get(k));
        let start = self.start(other, beyond, here.value);
        let found = start.and_then(|start| self.held.minimise(&start, Some(here.cost)));
        let stamp = other.stamp;
        self.points[to].tried.push(stamp);
        Ok(found.is_some_and(|found| self.improve(to, found)))
    }

    /// Puts a lower cost in the place of a point; what was tried there stays tried.
    pub(super) fn improve(&mut self, at: usize, found: Point) -> bool {
        self.stamps += 1;
        let tried = std::mem::take(&mut self.points[at].tried);
        self.points[at] = Point { stamp: self.stamps, tried, value: self.points[at].value, ..found };
        true
    }

    /// Puts a new point in its place among the others, and says which.
    pub(super) fn insert(&mut self, found: Point) -> usize {
        self.stamps += 1;
        let place = self.points.partition_point(|one| one.value < found.value);
        self.points.insert(place, Point { stamp: self.stamps, ..found });
        place
    }

    /// Where to begin at a value: a vector left as it is, or moved as near the best fit, or on as it moved last.
    pub(super) fn start(&self, from: &Point, beyond: Option<&Point>, value: f64) -> Option<Vec<f64>> {
        let mut all =
            vec![self.held.moved(&from.x, value, None), self.held.moved(&from.x, value, Some(&self.follow))];
        let step = beyond.map(|beyond| (beyond, from.value - beyond.value));
        if let Some((beyond, step)) = step.filter(|(_, step)| step.abs() > 1e-9 * self.held.width()) {
            let slope: Vec<f64> = from.x.iter().zip(&beyond.x).map(|(a, b)| (a - b) / step).collect();
            all.push(self.held.moved(&from.x, value, Some(&slope)));
        }
        self.held.cheapest(all)
    }

    /// Walks on from the end of a side while it is within the threshold.
    fn extend(&mut self, side: Side, threshold: f64) -> Result<bool, Cancelled> {
        let bound = match side {
            Side::Below => self.held.lower[self.held.at],
            Side::Above => self.held.upper[self.held.at],
        };
        let end = if side == Side::Below { 0 } else { self.points.len() - 1 };
        self.walk(end, side, bound, threshold)
    }

    /// Walks from a point to one side, no farther than a bound, until it has left the threshold or its steps
    /// are used up.
    pub(super) fn walk(
        &mut self,
        from: usize,
        side: Side,
        bound: f64,
        threshold: f64,
    ) -> Result<bool, Cancelled> {
        let (rise, least, sign) = (self.held.rise, 1e-6 * self.held.width(), side.sign());
        let mut here = self.points[from].clone();
        let back = if side == Side::Below { Some(from + 1) } else { from.checked_sub(1) };
        let mut before = back.and_then(|k| self.points.get(k)).cloned();
        let spacing = before.as_ref().map(|before| (here.value - before.value).abs());
        let mut step = spacing.unwrap_or(self.first).clamp(least, 0.1 * self.held.width());
        let mut walked = false;
        while here.cost <= threshold && (bound - here.value) * sign > 0.0 && self.left[side as usize] > 0 {
            self.left[side as usize] -= 1;
            self.held.pace.check()?;
            let value = here.value + sign * step.min((bound - here.value).abs());
            let start = self.start(&here, before.as_ref(), value);
            let Some(mut found) = start.and_then(|start| self.held.minimise(&start, None)) else {
                // What cannot be simulated bounds the parameter as little as a bound does.
                step *= 0.25;
                continue;
            };
            let more = found.cost - here.cost;
            if more > 0.7 * rise && step > least {
                step *= 0.5;
                // A leap over the threshold could land on a branch that another optimum undercuts.
                if more > 1.5 * rise {
                    continue;
                }
            } else if more < 0.15 * rise {
                step *= 2.0;
            }
            (found.value, found.tried) = (value, vec![here.stamp]);
            let place = self.insert(found);
            before = Some(std::mem::replace(&mut here, self.points[place].clone()));
            walked = true;
        }
        Ok(walked)
    }

    /// Refits between two neighbours, from both; where in the order it is put.
    pub(super) fn between(&mut self, left: usize) -> Result<Option<usize>, Cancelled> {
        self.held.pace.check()?;
        let (a, b) = (&self.points[left], &self.points[left + 1]);
        let value = 0.5 * (a.value + b.value);
        let found = |from, other| {
            self.start(from, Some(other), value).and_then(|start| self.held.minimise(&start, None))
        };
        let all = [found(a, b), found(b, a)];
        let tried = vec![a.stamp, b.stamp];
        let best = all.into_iter().flatten().min_by(|a, b| a.cost.total_cmp(&b.cost));
        Ok(best.map(|best| self.insert(Point { value, tried, ..best })))
    }

    /// The cost on straight lines between the points; none outside.
    pub(super) fn on_line(&self, value: f64) -> Option<(usize, f64)> {
        let right = self.points.iter().position(|one| one.value >= value)?;
        let left = if self.points[right].value == value { right } else { right.checked_sub(1)? };
        let (a, b) = (&self.points[left], &self.points[right]);
        let share = if left == right { 0.0 } else { (value - a.value) / (b.value - a.value) };
        Some((left, a.cost + share * (b.cost - a.cost)))
    }

    /// Tries a vector of elsewhere at a point.
    pub(super) fn offer(&mut self, at: usize, x: &[f64]) -> Result<bool, Cancelled> {
        self.held.pace.check()?;
        let here = &self.points[at];
        let (value, ceiling) = (here.value, here.cost);
        let all = vec![self.held.moved(x, value, None), self.held.moved(x, value, Some(&self.follow))];
        let start = self.held.cheapest(all);
        let found = start.and_then(|start| self.held.minimise(&start, Some(ceiling)));
        Ok(found.is_some_and(|found| self.improve(at, found)))
    }

    /// Points whose vectors are newer than a stamp, and the newest stamp.
    pub(super) fn newer(&self, than: u64) -> (impl Iterator<Item = &Point>, u64) {
        (self.points.iter().filter(move |one| one.stamp > than), self.stamps)
    }
}

/// Whether a cost is below another by more than rounding.
pub(super) fn below(cost: f64, other: f64) -> bool {
    cost < other - GAIN
}

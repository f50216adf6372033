mod learn;

use super::habit::Habit;
use super::motion::{Motion, Own};
use super::past::Past;
use super::points::{Points, minus, plus, scaled, square};

/// One mother that may have become two daughters in the next frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Division {
    pub(crate) mother: usize,
    pub(crate) daughters: [usize; 2],
}

/// How cells of one movie divide: how often, how far apart the daughters lie, how large they are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cleavage {
    /// Divisions per cell and frame, as a logarithm.
    rate: f64,
    /// Distance between the daughters: mean and spread of its logarithm.
    apart: Normal,
    /// How far the daughters' middle lies from where the mother was.
    off: Motion,
    /// The same, for use.
    near: Own,
    /// Mean of the daughters' areas over the mother's: mean and spread of the logarithm.
    halves: Normal,
    /// Spread of the logarithm of one daughter's area over the other's.
    unlike: Normal,
    /// Areas of all objects: mean and spread of the logarithm.
    all: Normal,
    /// Mean frames between two divisions.
    cycle: f64,
    /// What it says for a daughter that her track lasts, and that it does not, as a logarithm of odds
    /// against an object that appears from nowhere.
    lasts: [f64; 2],
    /// No cell divides before it has this age.
    least_age: u32,
}

/// The most that areas say for a division, and against it.
const SIZE: [f64; 2] = [4.0, -6.0];
/// The same for brightness.
const SHINE: [f64; 2] = [1.0, -6.0];
/// Spread of the logarithm of one daughter's brightness over the other's.
const SHINE_SPREAD: f64 = 0.25;

impl Cleavage {
    /// Furthest distance from the mother at which a daughter is looked for.
    pub(crate) fn radius(&self, habit: &Habit) -> f64 {
        let apart = 0.5 * (self.apart.mean + 2.5 * self.apart.spread).exp();
        apart + (3.0 * self.off.scale).min(1.5 * habit.reach)
    }

    /// Logarithm of how much likelier a division is than that the mother ends and the daughters appear:
    /// their middle lies where she was, they lie as far apart and are as large as daughters do, they
    /// last, and she did not just divide herself.
    pub(crate) fn odds(&self, points: &Points, habit: &Habit, past: &Past, division: Division) -> f64 {
        let apart = distance(points, division.daughters).ln();
        let gap = self.apart.ln_density(apart) - apart - self.shell(apart);
        let place = self.near.ln_density(square(off(points, habit, division)), 0.0);
        let rest =
            self.size(points, past, division) + shine(points, division) + self.age(past, division.mother);
        let lasts: f64 =
            division.daughters.iter().map(|&child| self.lasts[usize::from(past.brief[child])]).sum();
        self.worth(points, habit, division) + gap + place + rest + lasts
    }

    /// The most that [`Self::odds`] can be beyond what the division spares.
    pub(crate) fn most(&self) -> f64 {
        let best = self.apart.mean - self.off.dims * self.apart.spread.powi(2);
        let gap = self.apart.ln_density(best) - best - self.shell(best);
        gap + self.near.ln_density(0.0, 0.0) + SIZE[0] + SHINE[0] + 2.0 * self.lasts[0]
    }

    /// The rate of divisions, and what one spares of the mother; twice, as either daughter may be either
    /// object.
    pub(crate) fn mother(&self, points: &Points, habit: &Habit, mother: usize) -> f64 {
        self.rate + habit.rates.vanishes(points, mother) + std::f64::consts::LN_2
    }

    fn worth(&self, points: &Points, habit: &Habit, division: Division) -> f64 {
        let births: f64 = division.daughters.iter().map(|&child| habit.rates.appears(points, child)).sum();
        births + self.mother(points, habit, division.mother)
    }

    fn size(&self, points: &Points, past: &Past, division: Division) -> f64 {
        let [a, b] = division.daughters.map(|child| points.ln_area[child]);
        let halves = f64::midpoint(a, b) - past.area[division.mother];
        let as_daughters = self.halves.ln_density(halves) + self.unlike.ln_density(a - b);
        let as_any = self.all.ln_density(a) + self.all.ln_density(b);
        (as_daughters - as_any).clamp(SIZE[1], SIZE[0])
    }

    /// The rate rises with the fourth power of the age until two fifths of the mean cycle, which is about
    /// what cycles that vary by a quarter do.
    fn age(&self, past: &Past, mother: usize) -> f64 {
        let Some(age) = past.age[mother] else { return 0.0 };
        if age + 1 < self.least_age {
            return f64::NEG_INFINITY;
        }
        4.0 * (f64::from(age + 1) / (0.4 * self.cycle)).min(1.0).ln()
    }

    /// Logarithm of the length of a circle (surface of a sphere) whose radius is given as a logarithm.
    fn shell(&self, radius: f64) -> f64 {
        let factor = if self.off.dims < 2.5 { 2.0 } else { 4.0 };
        (factor * std::f64::consts::PI).ln() + (self.off.dims - 1.0) * radius
    }
}

/// A normal distribution.
#[derive(Debug, Clone, Copy)]
struct Normal {
    mean: f64,
    spread: f64,
    front: f64,
}

impl Normal {
    fn new(mean: f64, spread: f64) -> Self {
        Self { mean, spread, front: -(spread * std::f64::consts::TAU.sqrt()).ln() }
    }

    fn ln_density(&self, value: f64) -> f64 {
        let off = (value - self.mean) / self.spread;
        self.front - 0.5 * off * off
    }
}

fn shine(points: &Points, division: Division) -> f64 {
    let [a, b] = division.daughters.map(|child| points.ln_intensity[child]);
    let misfit = (a - b) / SHINE_SPREAD;
    if misfit.is_finite() { (SHINE[0] - misfit * misfit).max(SHINE[1]) } else { 0.0 }
}

/// Above 0, so that it has a logarithm.
fn distance(points: &Points, [a, b]: [usize; 2]) -> f64 {
    square(minus(points.place[a], points.place[b])).sqrt().max(1e-3 * points.diameter)
}

/// From where the mother was to the middle of the daughters.
fn off(points: &Points, habit: &Habit, division: Division) -> [f64; 3] {
    let [a, b] = division.daughters.map(|child| points.place[child]);
    let before = plus(points.place[division.mother], habit.drift[points.t[division.mother]]);
    minus(scaled(plus(a, b), 0.5), before)
}

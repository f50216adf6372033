use super::points::{Points, minus, plus, scaled, square};
use super::{LinkParams, drift::mutual_moves};

/// How the cells of one movie move and change, learned from the movie.
#[derive(Debug, Clone)]
pub(crate) struct Habit {
    /// Move of the field from each frame to the next.
    pub(crate) drift: Vec<[f64; 3]>,
    /// Scale of a cell's own move from frame to frame, in pixels of x.
    pub(crate) step: f64,
    /// Furthest move from frame to frame.
    pub(crate) reach: f64,
    /// Share of a cell's last move that its next one repeats, 0 to 1.
    pub(crate) persistence: f64,
    pub(crate) area: Trait,
    pub(crate) intensity: Trait,
}

/// How much a logarithmic property differs between frames of one cell, and between cells.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trait {
    pub(crate) within: f64,
    pub(crate) between: f64,
}

impl Trait {
    /// Logarithm of how much likelier a change is within a cell than between two, by Student's
    /// distribution with 4 degrees of freedom: cells that round up or divide change much. 0 where the
    /// property is unknown; never beyond ±4, so that it cannot outvote the distance alone.
    fn odds(self, change: f64) -> f64 {
        if !change.is_finite() || self.between <= self.within {
            return 0.0;
        }
        let density = |scale: f64| -scale.ln() - 2.5 * (1.0 + change * change / (4.0 * scale * scale)).ln();
        (density(self.within) - density(self.between)).clamp(-4.0, 4.0)
    }
}

/// Degrees of freedom of a cell's moves: heavier tails than a Gaussian, lighter than a Cauchy.
const FREEDOM: f64 = 5.0;
/// What each frame without a detection costs, as a logarithm of odds.
const MISSING: f64 = 2.0;

impl Habit {
    /// From pairs of mutual nearest neighbours of consecutive frames.
    pub(crate) fn first(points: &Points, drift: Vec<[f64; 3]>, params: &LinkParams) -> Self {
        let mut squares = Vec::new();
        for (t, &shift) in drift.iter().enumerate() {
            let moves = mutual_moves(&points.places(t), &points.places(t + 1), shift);
            squares.extend(moves.into_iter().map(square));
        }
        squares.sort_unstable_by(f64::total_cmp);
        let far = quantile(&squares, 0.99).sqrt() * 1.2;
        let reach = params.max_distance_px.unwrap_or(far.max(points.diameter / 2.0));
        let unknown = Trait { within: 1.0, between: 1.0 };
        let step = step(&squares, points);
        Self { drift, step, reach, persistence: 0.0, area: unknown, intensity: unknown }
    }

    /// Learns again from the links found so far; `next` gives each object's successor.
    pub(crate) fn again(&self, points: &Points, next: &[Option<usize>]) -> Self {
        let pairs: Vec<(usize, usize)> = direct(points, next).collect();
        let mut squares: Vec<f64> = pairs.iter().map(|&(a, b)| square(self.own_move(points, a, b))).collect();
        squares.sort_unstable_by(f64::total_cmp);
        let mut habit = self.clone();
        if pairs.len() >= 20 {
            habit.step = step(&squares, points);
            habit.persistence = self.repeat(points, next);
        }
        habit.area = change(&points.ln_area, &pairs);
        habit.intensity = change(&points.ln_intensity, &pairs);
        habit
    }

    /// Move of the field between two frames.
    pub(crate) fn field(&self, from: usize, to: usize) -> [f64; 3] {
        self.drift[from..to].iter().fold([0.0; 3], |sum, step| plus(sum, *step))
    }

    /// A cell's own move between two objects.
    pub(crate) fn own_move(&self, points: &Points, a: usize, b: usize) -> [f64; 3] {
        minus(minus(points.place[b], points.place[a]), self.field(points.t[a], points.t[b]))
    }

    /// Furthest distance looked at over `frames` frames.
    pub(crate) fn radius(&self, frames: usize) -> f64 {
        if frames == 1 { 1.5 * self.reach } else { self.reach }
    }

    /// Logarithm of the odds that `b` is `a` later; 0 at the furthest distance looked at.
    /// `last` is the move of `a` before, per frame.
    pub(crate) fn odds(&self, points: &Points, a: usize, b: usize, last: [f64; 3]) -> f64 {
        let frames = points.t[b] - points.t[a];
        let off = minus(self.own_move(points, a, b), scaled(last, self.persistence));
        let width = FREEDOM * self.step * self.step * frames as f64;
        let tail = |square: f64| -0.5 * (FREEDOM + 2.0) * (1.0 + square / width).ln();
        let place = tail(square(off)) - tail(self.reach.powi(2));
        let size = self.area.odds(points.ln_area[b] - points.ln_area[a]);
        let bright = self.intensity.odds(points.ln_intensity[b] - points.ln_intensity[a]);
        place + size + bright - MISSING * (frames - 1) as f64
    }

    /// What every link is worth besides its odds: it spares an end and a birth. As much as the best
    /// place can give, so that no detection is skipped for a better fit beyond it.
    pub(crate) fn link_worth(&self) -> f64 {
        let width = FREEDOM * self.step * self.step;
        0.5 * (FREEDOM + 2.0) * (1.0 + self.reach.powi(2) / width).ln()
    }

    /// Regression of each move on the one before.
    fn repeat(&self, points: &Points, next: &[Option<usize>]) -> f64 {
        let (mut product, mut size, mut n) = (0.0, 0.0, 0);
        for (a, b) in direct(points, next) {
            let Some(c) = next[b].filter(|&c| points.t[c] == points.t[b] + 1) else { continue };
            let (one, two) = (self.own_move(points, a, b), self.own_move(points, b, c));
            product += one[0] * two[0] + one[1] * two[1] + one[2] * two[2];
            size += square(one);
            n += 1;
        }
        if n < 50 || size == 0.0 { 0.0 } else { (product / size).clamp(0.0, 0.9) }
    }
}

/// Links between consecutive frames.
fn direct<'a>(points: &'a Points, next: &'a [Option<usize>]) -> impl Iterator<Item = (usize, usize)> + 'a {
    let pairs = next.iter().enumerate().filter_map(|(a, b)| b.map(|b| (a, b)));
    pairs.filter(|&(a, b)| points.t[b] == points.t[a] + 1)
}

fn quantile(sorted: &[f64], share: f64) -> f64 {
    sorted.get(((sorted.len().max(1) - 1) as f64 * share).round() as usize).copied().unwrap_or(0.0)
}

/// The scale of Student's distribution in the plane whose median square is the moves', and at least
/// what a centre can be known to.
fn step(squares: &[f64], points: &Points) -> f64 {
    let median = quantile(squares, 0.5);
    let scale = (median / (FREEDOM * (2.0_f64.powf(2.0 / FREEDOM) - 1.0))).sqrt();
    scale.max(0.03 * points.diameter).max(0.1)
}

/// Spread of the changes along links, and of differences between any two objects.
fn change(values: &[f64], pairs: &[(usize, usize)]) -> Trait {
    let mut changes: Vec<f64> = pairs
        .iter()
        .map(|&(a, b)| (values[b] - values[a]).abs())
        .filter(|change| change.is_finite())
        .collect();
    changes.sort_unstable_by(f64::total_cmp);
    let mut all: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    all.sort_unstable_by(f64::total_cmp);
    if changes.len() < 20 {
        return Trait { within: 1.0, between: 1.0 };
    }
    let between = (quantile(&all, 0.75) - quantile(&all, 0.25)) / 1.349 * 2.0_f64.sqrt();
    Trait { within: (1.4826 * quantile(&changes, 0.5)).max(0.03), between }
}

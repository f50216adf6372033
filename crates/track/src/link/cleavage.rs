use super::habit::{Habit, quantile};
use super::motion::Motion;
use super::points::{Points, minus, plus, scaled, square};

/// How cells of one movie divide: how often, how far apart the daughters lie, how large they are.
/// Learned from the divisions found so far, with what holds for most cells as the start.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cleavage {
    /// Divisions per cell and frame, as a logarithm.
    rate: f64,
    /// Distance between the daughters: mean and spread of its logarithm.
    apart: [f64; 2],
    /// How far the daughters' middle lies from where the mother was.
    off: Motion,
    /// Mean of the daughters' areas over the mother's: mean and spread of the logarithm.
    halves: [f64; 2],
    /// Spread of the logarithm of one daughter's area over the other's.
    unlike: f64,
    /// Areas of all objects: mean and spread of the logarithm.
    all: [f64; 2],
    /// Mean frames between two divisions.
    cycle: f64,
    /// What it says for a daughter that her track lasts, and that it does not, as a logarithm of odds
    /// against an object that appears from nowhere.
    lasts: [f64; 2],
}

/// One mother that may have become two daughters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Division {
    pub(crate) mother: usize,
    pub(crate) daughters: [usize; 2],
}

/// Weight, in divisions, of what holds for most cells.
const PRIOR: f64 = 4.0;

impl Cleavage {
    pub(crate) fn first(points: &Points, habit: &Habit) -> Self {
        let mut areas = points.ln_area.clone();
        areas.sort_unstable_by(f64::total_cmp);
        let spread = (quantile(&areas, 0.75) - quantile(&areas, 0.25)) / 1.349;
        Self {
            rate: 0.004_f64.ln(),
            apart: [(1.1 * points.contact).ln(), 0.35],
            off: Motion::new(habit.motion.dims, habit.motion.scale.hypot(0.2 * points.contact), 5.0),
            halves: [0.6_f64.ln(), 0.4],
            unlike: 0.4,
            all: [quantile(&areas, 0.5), spread.max(0.2)],
            cycle: f64::INFINITY,
            lasts: [0.0; 2],
        }
    }

    /// Learns again from the divisions found.
    pub(crate) fn again(self, points: &Points, habit: &Habit, past: &Past, found: &[Division]) -> Self {
        let first = Self::first(points, habit);
        let n = found.len() as f64;
        let mean = |start: f64, value: &dyn Fn(&Division) -> f64| {
            (PRIOR * start + found.iter().map(value).sum::<f64>()) / (PRIOR + n)
        };
        let apart = |d: &Division| {
            let (pair, _) = past.together(points, d.mother, d.daughters);
            square(minus(points.place[pair[0]], points.place[pair[1]])).sqrt().max(1e-3).ln()
        };
        let halves = |d: &Division| middle_area(points, d.daughters) - past.area[d.mother];
        let unlike = |d: &Division| points.ln_area[d.daughters[0]] - points.ln_area[d.daughters[1]];
        let off = |d: &Division| {
            let (pair, frames) = past.together(points, d.mother, d.daughters);
            square(off(points, habit, d.mother, pair)) / frames
        };
        let (gap, half) = (mean(first.apart[0], &apart), mean(first.halves[0], &halves));
        let spread = |start: f64, centre: f64, value: &dyn Fn(&Division) -> f64| {
            mean(start * start, &|d| (value(d) - centre).powi(2)).sqrt()
        };
        let scale = mean(first.off.scale.powi(2), &|d| off(d).min(16.0 * first.off.scale.powi(2)) / first.off.dims).sqrt();
        Self {
            rate: ((n + 0.5) / (points.len() as f64 + 100.0)).ln(),
            apart: [gap, spread(first.apart[1], gap, &apart).max(0.15)],
            off: Motion { scale, ..first.off },
            halves: [half, spread(first.halves[1], half, &halves).max(0.2)],
            unlike: spread(first.unlike, 0.0, &unlike).max(0.2),
            all: first.all,
            cycle: points.len() as f64 / (n + 0.5),
            lasts: past.lasting(points, habit),
        }
    }

    /// Furthest distance from the mother at which a daughter is looked for.
    pub(crate) fn radius(&self, habit: &Habit, frames: usize) -> f64 {
        let apart = 0.5 * (self.apart[0] + 2.5 * self.apart[1]).exp();
        let off = (3.0 * self.off.scale).min(2.0 * habit.reach);
        apart + off * (frames as f64).sqrt()
    }

    /// Logarithm of how much likelier it is that `daughters` come from `mother` than that she ends and
    /// they appear: their middle lies where she was, they lie as far apart and are as large as daughters
    /// do, they last, and she did not just divide. One of them, or both, may be seen first one frame late.
    pub(crate) fn odds(&self, points: &Points, habit: &Habit, past: &Past, mother: usize, daughters: [usize; 2]) -> f64 {
        let (pair, frames) = past.together(points, mother, daughters);
        let apart = square(minus(points.place[pair[0]], points.place[pair[1]])).sqrt().max(1e-3);
        let gap = normal(apart.ln() - self.apart[0], self.apart[1]) - apart.ln() - self.shell(apart.ln());
        let off = square(off(points, habit, mother, pair));
        let place = self.off.ln_density(off, f64::NAN, frames);
        let [a, b] = daughters;
        let common = |at: usize| normal(points.ln_area[at] - self.all[0], self.all[1]);
        let size = normal(middle_area(points, daughters) - past.area[mother] - self.halves[0], self.halves[1])
            + normal(points.ln_area[a] - points.ln_area[b], self.unlike)
            - common(a)
            - common(b);
        let bright = points.ln_intensity[a] - points.ln_intensity[b];
        let shine = if bright.is_finite() { (1.0 - (bright / 0.25).powi(2)).max(-6.0) } else { 0.0 };
        let age = past.age[mother].map_or(0.0, |age| 4.0 * (f64::from(age + 1) / (0.4 * self.cycle)).min(1.0).ln());
        let last = self.lasts[usize::from(past.brief[a])] + self.lasts[usize::from(past.brief[b])];
        self.base(points, habit, mother, daughters) + (frames - 1.0) * habit.rates.missed
            + gap + place + size.clamp(-6.0, MOST_SIZE) + shine + age + last
    }

    /// The most that [`Self::odds`] can be.
    pub(crate) fn most(&self, points: &Points, habit: &Habit, mother: usize, daughters: [usize; 2]) -> f64 {
        let best = self.apart[0] - self.off.dims * self.apart[1].powi(2);
        let gap = normal(best - self.apart[0], self.apart[1]) - best - self.shell(best);
        let place = self.off.ln_density(0.0, f64::NAN, 1.0);
        self.base(points, habit, mother, daughters) + gap + place + MOST_SIZE + 1.0 + 2.0 * self.lasts[0]
    }

    fn base(&self, points: &Points, habit: &Habit, mother: usize, [a, b]: [usize; 2]) -> f64 {
        let worth = habit.appears(points, a) + habit.appears(points, b) + habit.vanishes(points, mother);
        self.rate + worth + std::f64::consts::LN_2
    }

    /// Logarithm of the circle's length (the sphere's surface) at a distance given as a logarithm.
    fn shell(&self, distance: f64) -> f64 {
        if self.off.dims < 2.5 { std::f64::consts::TAU.ln() + distance } else { (4.0 * std::f64::consts::PI).ln() + 2.0 * distance }
    }
}

const MOST_SIZE: f64 = 4.0;

fn normal(off: f64, spread: f64) -> f64 {
    -0.5 * (off / spread).powi(2) - (spread * std::f64::consts::TAU.sqrt()).ln()
}

fn middle_area(points: &Points, daughters: [usize; 2]) -> f64 {
    f64::midpoint(points.ln_area[daughters[0]], points.ln_area[daughters[1]])
}

fn off(points: &Points, habit: &Habit, mother: usize, daughters: [usize; 2]) -> [f64; 3] {
    let middle = scaled(plus(points.place[daughters[0]], points.place[daughters[1]]), 0.5);
    minus(middle, plus(points.place[mother], habit.field(points.t[mother], points.t[daughters[0]])))
}

/// What is known of each object from the links before it.
pub(crate) struct Past {
    /// Its own move since the object before it, per frame; none for the first of a track.
    pub(crate) last: Vec<[f64; 3]>,
    /// Logarithm of its track's typical area over the last frames.
    pub(crate) area: Vec<f64>,
    /// Frames since the division it comes from, if that was seen.
    pub(crate) age: Vec<Option<u32>>,
    /// Whether its track ends within few frames, although the movie goes on.
    pub(crate) brief: Vec<bool>,
    next: Vec<Option<usize>>,
    starts: Vec<bool>,
}

/// Frames after which a track is not brief.
const BRIEF: usize = 3;

impl Past {
    pub(crate) fn new(points: &Points, habit: &Habit, next: &[Option<usize>], found: &[Division]) -> Self {
        let n = points.len();
        let mut past = Self {
            last: vec![[0.0; 3]; n],
            area: points.ln_area.clone(),
            age: vec![None; n],
            brief: vec![false; n],
            next: next.to_vec(),
            starts: vec![true; n],
        };
        let mut before = vec![None; n];
        next.iter().enumerate().for_each(|(a, b)| b.iter().for_each(|&b| before[b] = Some(a)));
        for &Division { mother, daughters } in found {
            for child in daughters {
                past.age[child] = Some((points.t[child] - points.t[mother] - 1) as u32);
                past.starts[child] = false;
            }
        }
        for at in 0..n {
            let Some(from) = before[at] else { continue };
            past.starts[at] = false;
            let frames = points.t[at] - points.t[from];
            past.last[at] = scaled(habit.own_move(points, from, at), 1.0 / frames as f64);
            past.age[at] = past.age[from].map(|age| age + frames as u32);
            let mut areas = [0.0; 6];
            let line = std::iter::successors(Some(at), |&at| before[at]);
            let seen = line.zip(&mut areas).map(|(at, area)| *area = points.ln_area[at]).count();
            areas[..seen].sort_unstable_by(f64::total_cmp);
            past.area[at] = areas[seen / 2];
        }
        let mut divides = vec![false; n];
        found.iter().for_each(|division| divides[division.mother] = true);
        for at in 0..n {
            let line = std::iter::successors(Some(at), |&at| next[at]).take(BRIEF + 1);
            let (seen, last) = line.fold((0, at), |(n, _), at| (n + 1, at));
            past.brief[at] = seen <= BRIEF && !divides[last] && points.t[last] + 1 + BRIEF < points.frames.len();
        }
        past
    }

    /// The daughters where both are seen, and how many frames after the mother that is.
    fn together(&self, points: &Points, mother: usize, daughters: [usize; 2]) -> ([usize; 2], f64) {
        let until = points.t[daughters[0]].max(points.t[daughters[1]]);
        let pair = daughters.map(|child| match self.next[child] {
            Some(later) if points.t[child] < until && points.t[later] == until => later,
            _ => child,
        });
        (pair, (until - points.t[mother]) as f64)
    }

    /// Logarithm of odds of lasting and brief tracks, of daughters against objects that appear.
    fn lasting(&self, points: &Points, habit: &Habit) -> [f64; 2] {
        let starts = (points.frames[0].end..points.len()).filter(|&at| self.starts[at]);
        let (n, brief) = starts.fold((0.0, 0.0), |(n, brief), at| (n + 1.0, brief + f64::from(u8::from(self.brief[at]))));
        let from_nowhere: f64 = (brief + 1.5) / (n + 5.0);
        let cell = (BRIEF as f64 * habit.rates.end[0].exp()).min(from_nowhere);
        [((1.0 - cell) / (1.0 - from_nowhere)).ln(), (cell / from_nowhere).ln()]
    }
}

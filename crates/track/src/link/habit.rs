use super::LinkParams;
use super::cleavage::Division;
use super::drift::mutual_moves;
use super::motion::{Motion, Step};
use super::points::{Points, minus, plus, scaled, square};
use super::traits::Trait;

/// How the cells of one movie move, change, come and go, learned from the movie.
#[derive(Debug, Clone)]
pub(crate) struct Habit {
    /// Move of the field from each frame to the next.
    pub(crate) drift: Vec<[f64; 3]>,
    /// A cell's own move from frame to frame.
    pub(crate) motion: Motion,
    /// Furthest move from frame to frame.
    pub(crate) reach: f64,
    /// Share of a cell's last move that its next one repeats, 0 to 1.
    pub(crate) persistence: f64,
    pub(crate) area: Trait,
    pub(crate) intensity: Trait,
    pub(crate) rates: Rates,
}

/// How often things happen, as logarithms.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rates {
    /// Objects that appear, per frame and unit of area: inside and near the border.
    pub(crate) birth: [f64; 2],
    /// Cells that are not seen again, per cell and frame: inside and near the border.
    pub(crate) end: [f64; 2],
    /// Cells not detected in a frame although they are there before and after.
    pub(crate) missed: f64,
}

impl Habit {
    /// From pairs of mutual nearest neighbours of consecutive frames.
    pub(crate) fn first(points: &Points, drift: Vec<[f64; 3]>, params: &LinkParams) -> Self {
        let mut squares: Vec<f64> = Vec::new();
        for (t, &shift) in drift.iter().enumerate() {
            let moves = mutual_moves(&points.places(t), &points.places(t + 1), shift);
            squares.extend(moves.into_iter().map(square));
        }
        squares.sort_unstable_by(f64::total_cmp);
        let far = quantile(&squares, 0.99).sqrt() * 1.2;
        let reach = params.max_distance_px.unwrap_or(far.max(points.diameter / 2.0));
        let motion = Motion::new(points.dims(), points.least_step(), 3.0)
            .fit(&thinned(squares.into_iter().map(|square| (square, 0.0)).collect()), points.least_step());
        let motion = Motion { stretch: [1.0; 3], ..motion };
        let per_frame = points.len() as f64 / points.frames.len() as f64;
        let rates = Rates {
            birth: [(0.005 * per_frame / points.extent).ln(); 2],
            end: [0.01_f64.ln(); 2],
            missed: 0.03_f64.ln(),
        };
        let (area, intensity) = (Trait::UNKNOWN, Trait::UNKNOWN);
        Self { drift, motion, reach, persistence: 0.0, area, intensity, rates }
    }

    /// Learns again from the links found so far; `next` gives each object's successor, `born` the
    /// objects that divisions explain and `mothers` those that divide.
    pub(crate) fn again(&self, points: &Points, next: &[Option<usize>], found: &[Division]) -> Self {
        let mut habit = self.clone();
        let pairs: Vec<(usize, usize)> = direct(points, next).collect();
        if pairs.len() >= 20 {
            habit.persistence = self.repeat(points, next);
            let mut last = vec![[0.0; 3]; points.len()];
            for &(a, b) in &pairs {
                last[b] = self.own_move(points, a, b);
            }
            let step = |&(a, b): &(usize, usize)| {
                let off = minus(self.own_move(points, a, b), scaled(last[a], habit.persistence));
                (square(off), points.ln_area[b] - points.ln_area[a])
            };
            habit.motion = self.motion.fit(&thinned(pairs.iter().map(step).collect()), points.least_step());
        }
        habit.area = change(points, &points.ln_area, &pairs);
        habit.intensity = change(points, &points.ln_intensity, &pairs);
        habit.rates = rates(points, next, found);
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

    /// What it is worth that one thing is not the end of one cell and the appearance of another.
    pub(crate) fn worth(&self, points: &Points, a: usize, b: usize) -> f64 {
        self.appears(points, b) + self.vanishes(points, a)
    }

    /// What it spares that an object does not appear from nowhere.
    pub(crate) fn appears(&self, points: &Points, b: usize) -> f64 {
        -self.rates.birth[usize::from(points.border[b])]
    }

    /// What it spares that an object is not the last of its cell.
    pub(crate) fn vanishes(&self, points: &Points, a: usize) -> f64 {
        -self.rates.end[usize::from(points.border[a])]
    }

    /// Furthest distance at which a link over `frames` frames can be worth it.
    pub(crate) fn radius(&self, frames: usize) -> f64 {
        let frames = frames as f64;
        let rarest = |rates: [f64; 2]| -rates[0].min(rates[1]);
        let best = rarest(self.rates.birth) + rarest(self.rates.end) + self.area.most() + self.intensity.most() + (frames - 1.0) * self.rates.missed;
        let fall = best + self.motion.ln_density(0.0, f64::NAN, frames);
        self.motion.distance(fall.max(0.0), frames).min(1.5 * self.reach * frames.sqrt())
    }

    /// Logarithm of how much likelier it is that `b` is `a` later than that `a` ends and `b` appears.
    /// `last` is the move of `a` before, per frame.
    pub(crate) fn odds(&self, points: &Points, a: usize, b: usize, last: [f64; 3]) -> f64 {
        let frames = (points.t[b] - points.t[a]) as f64;
        let off = minus(self.own_move(points, a, b), scaled(last, self.persistence));
        let change = points.ln_area[b] - points.ln_area[a];
        let place = self.motion.ln_density(square(off), change, frames);
        let size = self.area.odds(change);
        let bright = self.intensity.odds(points.ln_intensity[b] - points.ln_intensity[a]);
        place + size + bright + (frames - 1.0) * self.rates.missed + self.worth(points, a, b)
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

pub(crate) fn quantile(sorted: &[f64], share: f64) -> f64 {
    sorted.get(((sorted.len().max(1) - 1) as f64 * share).round() as usize).copied().unwrap_or(0.0)
}

/// Evenly chosen values, as many as a fit needs.
fn thinned(values: Vec<Step>) -> Vec<Step> {
    let step = values.len().div_ceil(4000).max(1);
    values.into_iter().step_by(step).collect()
}

/// Changes along links against differences from the next object of the same frame.
fn change(points: &Points, values: &[f64], pairs: &[(usize, usize)]) -> Trait {
    let linked = pairs.iter().map(|&(a, b)| values[b] - values[a]);
    let other = |b: usize| {
        let frame = &points.frames[points.t[b]];
        frame.start + (b + 1 - frame.start) % frame.len()
    };
    let chance = pairs.iter().filter(|&&(_, b)| other(b) != b).map(|&(a, b)| values[other(b)] - values[a]);
    Trait::learned(linked, chance)
}

fn rates(points: &Points, next: &[Option<usize>], found: &[Division]) -> Rates {
    let frames = points.frames.len();
    let (mut old, mut goes_on) = (vec![false; points.len()], vec![false; points.len()]);
    next.iter().flatten().for_each(|&b| old[b] = true);
    next.iter().zip(&mut goes_on).for_each(|(b, goes)| *goes = b.is_some());
    for division in found {
        goes_on[division.mother] = true;
        division.daughters.iter().for_each(|&child| old[child] = true);
    }
    let before_last = points.frames[frames - 1].start;
    let n = before_last as f64;
    let count = |at: &mut dyn Iterator<Item = usize>| {
        let mut count = [0.0; 2];
        at.for_each(|at| count[usize::from(points.border[at])] += 1.0);
        count
    };
    let appear = count(&mut (points.frames[0].end..points.len()).filter(|&b| !old[b]));
    let vanish = count(&mut (0..before_last).filter(|&a| !goes_on[a]));
    let cells = count(&mut (0..before_last));
    let gaps: usize =
        next.iter().enumerate().filter_map(|(a, b)| b.map(|b| points.t[b] - points.t[a] - 1)).sum();
    let room = (frames - 1).max(1) as f64 * points.extent;
    let unseen = 1.0 + 0.1 * found.len() as f64;
    let birth = (appear[0] + appear[1] + unseen) / room;
    let end = (vanish[0] + vanish[1] + 1.0) / (n + 50.0);
    let shares = [1.0 - points.border_share, points.border_share];
    // Each of the two zones is believed to be like the other by as much as four events.
    let zone = |count: f64, base: f64, rate: f64| ((count + 4.0) / (base + 4.0 / rate)).ln();
    Rates {
        birth: [0, 1].map(|at| zone(appear[at], room * shares[at], birth)),
        end: [0, 1].map(|at| zone(vanish[at], cells[at], end)),
        missed: ((gaps as f64 + 1.0) / (n + 50.0)).ln(),
    }
}

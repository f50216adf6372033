use super::LinkParams;
use super::candidates::by_row;
use super::cleavage::Division;
use super::drift::mutual_moves;
use super::motion::{Motion, Own};
use super::past::Past;
use super::points::{Points, minus, plus, quantile, scaled, square};
use super::rates::Rates;
use super::traits::Trait;

/// How the cells of one movie move, change, come and go, learned from the movie.
#[derive(Debug, Clone)]
pub(crate) struct Habit {
    /// Move of the field from each frame to the next.
    pub(crate) drift: Vec<[f64; 3]>,
    /// A cell's own move from frame to frame.
    pub(crate) motion: Motion,
    /// Furthest move from frame to frame that is looked at.
    pub(crate) reach: f64,
    /// Share of a cell's last move that its next one repeats, 0 to 1.
    pub(crate) persistence: f64,
    area: Trait,
    intensity: Trait,
    pub(crate) rates: Rates,
}

/// Fewest links from which motion is learned.
const FEWEST: usize = 20;

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
        let reach = params.max_distance_px.unwrap_or(1.5 * far.max(points.diameter / 2.0));
        let steps = squares.into_iter().map(|square| (square, 0.0)).collect();
        let least = points.least_step();
        let fit = Motion::new(points.dims(), least, 3.0).fit(&thinned(steps), least);
        // Where all outlines are taken as steady, their stretch is the scale's.
        let motion = Motion::new(points.dims(), fit.scale, fit.freedom);
        let (area, intensity) = (Trait::UNKNOWN, Trait::UNKNOWN);
        Self { drift, motion, reach, persistence: 0.0, area, intensity, rates: Rates::first(points) }
    }

    /// Learns again from the links and divisions found so far.
    pub(crate) fn again(&self, points: &Points, past: &Past, found: &[Division]) -> Self {
        let mut habit = self.clone();
        let pairs: Vec<(usize, usize)> = direct(points, &past.next).collect();
        if pairs.len() >= FEWEST {
            habit.persistence = self.repeat(points, &past.next);
            let step = |&(a, b): &(usize, usize)| {
                let off = minus(self.own_move(points, a, b), scaled(past.last[a], habit.persistence));
                (square(off), points.ln_area[b] - points.ln_area[a])
            };
            let motion = self.motion.fit(&thinned(pairs.iter().map(step).collect()), points.least_step());
            let paced = |pair: &(usize, usize)| (step(pair), past.pace[pair.0]);
            habit.motion = motion.remember(&thinned(pairs.iter().map(paced).collect()));
        }
        habit.area = change(points, &points.ln_area, &pairs);
        habit.intensity = change(points, &points.ln_intensity, &pairs);
        habit.rates = Rates::counted(points, &past.next, found);
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

    /// Furthest distance at which a link over `frames` frames can be worth it.
    pub(crate) fn radius(&self, frames: usize) -> f64 {
        let frames = frames as f64;
        let best = self.rates.most() + self.area.most() + self.intensity.most();
        let fall = best + (frames - 1.0) * self.rates.missed + self.motion.most(frames);
        self.motion.distance(fall, frames).min(self.reach * frames.sqrt())
    }

    /// Where `a` is expected, and how it is judged, so many frames later.
    pub(crate) fn ahead(&self, points: &Points, past: &Past, a: usize, frames: usize) -> Ahead<'_> {
        let field = self.field(points.t[a], points.t[a] + frames);
        Ahead {
            habit: self,
            place: plus(plus(points.place[a], field), scaled(past.last[a], self.persistence)),
            motion: self.motion.of(past.pace[a], frames as f64),
            worth: self.rates.vanishes(points, a) + (frames as f64 - 1.0) * self.rates.missed,
            ln_area: points.ln_area[a],
            ln_intensity: points.ln_intensity[a],
        }
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

/// One object, some frames later.
pub(crate) struct Ahead<'a> {
    habit: &'a Habit,
    pub(crate) place: [f64; 3],
    motion: Own,
    worth: f64,
    ln_area: f64,
    ln_intensity: f64,
}

impl Ahead<'_> {
    /// Logarithm of how much likelier it is that this is `b`, at a distance (squared) from where it is
    /// expected, than that the one ends and the other appears.
    pub(crate) fn odds(&self, points: &Points, b: usize, square: f64) -> f64 {
        let change = points.ln_area[b] - self.ln_area;
        let bright = self.habit.intensity.odds(points.ln_intensity[b] - self.ln_intensity);
        let traits = self.habit.area.odds(change) + bright;
        self.motion.ln_density(square, change) + traits + self.worth + self.habit.rates.appears(points, b)
    }
}

/// Links between consecutive frames.
fn direct<'a>(points: &'a Points, next: &'a [Option<usize>]) -> impl Iterator<Item = (usize, usize)> + 'a {
    let pairs = next.iter().enumerate().filter_map(|(a, b)| b.map(|b| (a, b)));
    pairs.filter(|&(a, b)| points.t[b] == points.t[a] + 1)
}

/// Evenly chosen values, as many as a fit needs.
fn thinned<T>(values: Vec<T>) -> Vec<T> {
    let step = values.len().div_ceil(4000).max(1);
    values.into_iter().step_by(step).collect()
}

/// Changes along links against differences from the next three objects of the same frame, by row.
fn change(points: &Points, values: &[f64], pairs: &[(usize, usize)]) -> Trait {
    let linked = pairs.iter().map(|&(a, b)| values[b] - values[a]);
    let (mut rows, mut rank) = (Vec::new(), vec![0; points.len()]);
    for frame in &points.frames {
        rows.extend(by_row(points, frame.clone()));
    }
    rows.iter().enumerate().for_each(|(at, &b)| rank[b] = at);
    let others = |b: usize| {
        let frame = &points.frames[points.t[b]];
        let (at, n) = (rank[b] - frame.start, frame.len());
        (1..n.min(4)).map(move |step| frame.start + (at + step) % n)
    };
    let chance = pairs.iter().flat_map(|&(a, b)| others(b).map(move |at| (a, at)));
    let chance = chance.map(|(a, at)| values[rows[at]] - values[a]);
    Trait::learned(linked, chance)
}

use super::cleavage::Division;
use super::habit::Habit;
use super::motion::Pace;
use super::points::{Points, minus, scaled, square};

/// What the links and divisions found so far say of each object.
pub(crate) struct Past {
    /// Its successor.
    pub(crate) next: Vec<Option<usize>>,
    /// Its own move since the object before it, per frame; none for the first of a track.
    pub(crate) last: Vec<[f64; 3]>,
    /// What its track's moves before say of its pace.
    pub(crate) pace: Vec<Pace>,
    /// Logarithm of its track's typical area over the last frames.
    pub(crate) area: Vec<f64>,
    /// Frames since the division it comes from, if that was seen.
    pub(crate) age: Vec<Option<u32>>,
    /// Whether its track ends within few frames, although the movie goes on.
    pub(crate) brief: Vec<bool>,
    /// Whether it is the first of a track that comes from no division.
    starts: Vec<bool>,
}

/// A track of so many frames is brief.
const BRIEF: usize = 3;
/// Frames over which the typical area is taken.
const RECENT: usize = 6;

impl Past {
    pub(crate) fn new(points: &Points, habit: &Habit, next: Vec<Option<usize>>, found: &[Division]) -> Self {
        let n = points.len();
        let mut past = Self {
            last: vec![[0.0; 3]; n],
            pace: vec![Pace::default(); n],
            area: points.ln_area.clone(),
            age: vec![None; n],
            brief: Vec::new(),
            starts: vec![true; n],
            next,
        };
        for child in found.iter().flat_map(|division| division.daughters) {
            past.age[child] = Some(0);
            past.starts[child] = false;
        }
        let before = past.before();
        for at in 0..n {
            if let Some(from) = before[at] {
                past.follow(points, habit, from, at);
                past.area[at] = recent_area(points, &before, at);
            }
        }
        past.brief = past.brevity(points, found);
        past
    }

    /// Each object's predecessor.
    fn before(&self) -> Vec<Option<usize>> {
        let mut before = vec![None; self.next.len()];
        self.next.iter().enumerate().for_each(|(a, b)| b.iter().for_each(|&b| before[b] = Some(a)));
        before
    }

    fn follow(&mut self, points: &Points, habit: &Habit, from: usize, at: usize) {
        self.starts[at] = false;
        let frames = points.t[at] - points.t[from];
        self.last[at] = scaled(habit.own_move(points, from, at), 1.0 / frames as f64);
        let off = minus(self.last[at], scaled(self.last[from], habit.persistence));
        let wide = habit.motion.widening(points.ln_area[at] - points.ln_area[from]);
        self.pace[at] = self.pace[from].after(square(off) * frames as f64 / wide, points.dims());
        self.age[at] = self.age[from].map(|age| age + frames as u32);
    }

    fn brevity(&self, points: &Points, found: &[Division]) -> Vec<bool> {
        let mut divides = vec![false; points.len()];
        found.iter().for_each(|division| divides[division.mother] = true);
        let brief = |at: usize| {
            let line = std::iter::successors(Some(at), |&at| self.next[at]).take(BRIEF + 1);
            let (seen, last) = line.fold((0, at), |(n, _), at| (n + 1, at));
            seen <= BRIEF && !divides[last] && points.t[last] + 1 + BRIEF < points.frames.len()
        };
        (0..points.len()).map(brief).collect()
    }

    /// Logarithm of the odds of tracks that last, and of brief ones: cells against objects that appear
    /// from nowhere, which are often no cells.
    pub(crate) fn lasting(&self, points: &Points, habit: &Habit) -> [f64; 2] {
        let starts = (points.frames[0].end..points.len()).filter(|&at| self.starts[at]);
        let (n, brief) =
            starts.fold((0.0, 0.0), |(n, brief), at| (n + 1.0, brief + f64::from(u8::from(self.brief[at]))));
        let nowhere: f64 = (brief + 1.5) / (n + 5.0);
        let cell = (BRIEF as f64 * habit.rates.end[0].exp()).min(nowhere);
        [((1.0 - cell) / (1.0 - nowhere)).ln(), (cell / nowhere).ln()]
    }
}

/// Median of the logarithms of the areas up to an object.
fn recent_area(points: &Points, before: &[Option<usize>], at: usize) -> f64 {
    let mut areas = [0.0; RECENT];
    let line = std::iter::successors(Some(at), |&at| before[at]);
    let seen = line.zip(&mut areas).map(|(at, area)| *area = points.ln_area[at]).count();
    areas[..seen].sort_unstable_by(f64::total_cmp);
    areas[seen / 2]
}

use super::cleavage::Division;
use super::points::Points;

/// How often things happen, as logarithms.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rates {
    /// Objects that appear, per frame and unit of area: inside and near the border.
    pub(crate) birth: [f64; 2],
    /// Cells that are not seen again, per cell and frame: inside and near the border.
    pub(crate) end: [f64; 2],
    /// Cells not detected in a frame although they are there before and after, per cell and frame.
    pub(crate) missed: f64,
}

/// Weight, in events, of the assumption that the border is like the inside.
const ALIKE: f64 = 4.0;

impl Rates {
    /// Before anything is known: one cell in a hundred ends in a frame, half as many appear.
    pub(crate) fn first(points: &Points) -> Self {
        let per_frame = points.len() as f64 / points.frames.len() as f64;
        let birth = (0.005 * per_frame / points.extent).ln();
        Self { birth: [birth; 2], end: [0.01_f64.ln(); 2], missed: 0.03_f64.ln() }
    }

    /// Counted from links and divisions.
    pub(crate) fn counted(points: &Points, next: &[Option<usize>], found: &[Division]) -> Self {
        let (old, goes_on) = explained(points, next, found);
        let frames = points.frames.len();
        let before_last = points.frames[frames - 1].start;
        let n = before_last as f64;
        let appear = zones(points, (points.frames[0].end..points.len()).filter(|&b| !old[b]));
        let vanish = zones(points, (0..before_last).filter(|&a| !goes_on[a]));
        let cells = zones(points, 0..before_last);
        let missed = |(a, b): (usize, &Option<usize>)| b.map(|b| points.t[b] - points.t[a] - 1);
        let gaps: usize = next.iter().enumerate().filter_map(missed).sum();
        let room = (frames - 1).max(1) as f64 * points.extent;
        // Some of the births that divisions explain are chance.
        let unseen = 1.0 + 0.1 * found.len() as f64;
        let birth = (appear[0] + appear[1] + unseen) / room;
        let end = (vanish[0] + vanish[1] + 1.0) / (n + 50.0);
        let shares = [1.0 - points.border_share, points.border_share];
        let zone = |count: f64, base: f64, rate: f64| ((count + ALIKE) / (base + ALIKE / rate)).ln();
        Self {
            birth: [0, 1].map(|at| zone(appear[at], room * shares[at], birth)),
            end: [0, 1].map(|at| zone(vanish[at], cells[at], end)),
            missed: ((gaps as f64 + 1.0) / (n + 50.0)).ln(),
        }
    }

    /// What it spares that an object does not appear from nowhere.
    pub(crate) fn appears(&self, points: &Points, b: usize) -> f64 {
        -self.birth[usize::from(points.border[b])]
    }

    /// What it spares that an object is not the last of its cell.
    pub(crate) fn vanishes(&self, points: &Points, a: usize) -> f64 {
        -self.end[usize::from(points.border[a])]
    }

    /// The most that a link can spare.
    pub(crate) fn most(&self) -> f64 {
        -self.birth[0].min(self.birth[1]) - self.end[0].min(self.end[1])
    }
}

/// Whether each object has something before it, and after it.
fn explained(points: &Points, next: &[Option<usize>], found: &[Division]) -> (Vec<bool>, Vec<bool>) {
    let mut old = vec![false; points.len()];
    next.iter().flatten().for_each(|&b| old[b] = true);
    let mut goes_on: Vec<bool> = next.iter().map(Option::is_some).collect();
    for division in found {
        goes_on[division.mother] = true;
        division.daughters.iter().for_each(|&child| old[child] = true);
    }
    (old, goes_on)
}

/// Number of objects inside and near the border.
fn zones(points: &Points, objects: impl Iterator<Item = usize>) -> [f64; 2] {
    let mut count = [0.0; 2];
    objects.for_each(|at| count[usize::from(points.border[at])] += 1.0);
    count
}

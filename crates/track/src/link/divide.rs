use super::LinkParams;
use super::candidates::{by_row, near};
use super::habit::Habit;
use super::points::{Points, minus, plus, scaled, square};

/// One mother that may have become two daughters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Division {
    pub(crate) mother: usize,
    pub(crate) daughters: [usize; 2],
    gain: f64,
}

/// Finds the divisions that explain unexplained births better than chance, best first, each mother and
/// daughter in one at most. `next` is each object's successor so far.
pub(crate) fn divisions(
    points: &Points,
    habit: &Habit,
    next: &[Option<usize>],
    params: &LinkParams,
) -> Vec<Division> {
    let mut before = vec![None; points.len()];
    next.iter().enumerate().for_each(|(a, b)| b.iter().for_each(|&b| before[b] = Some(a)));
    let chains = Chains::new(points, next, &before);
    let mut found: Vec<Division> = (1..points.frames.len())
        .flat_map(|t| frame(points, habit, next, &before, &chains, t))
        .filter(|division| division.gain > params.division_evidence)
        .collect();
    found.sort_by(|a, b| {
        b.gain.total_cmp(&a.gain).then((a.mother, a.daughters).cmp(&(b.mother, b.daughters)))
    });
    let mut taken: Vec<Division> = Vec::new();
    for division in found {
        if taken.iter().all(|other| chains.agree(points, &division, other, params.min_cycle_frames as usize))
        {
            taken.push(division);
        }
    }
    taken
}

/// Which chain of links each object is in, and each chain's first object.
struct Chains {
    chain: Vec<usize>,
    typical_area: Vec<f64>,
}

impl Chains {
    fn new(points: &Points, next: &[Option<usize>], before: &[Option<usize>]) -> Self {
        let mut chain = vec![0; points.len()];
        let mut typical_area = points.ln_area.clone();
        for start in (0..points.len()).filter(|&at| before[at].is_none()) {
            let members: Vec<usize> = std::iter::successors(Some(start), |&at| next[at]).collect();
            for (rank, &at) in members.iter().enumerate() {
                chain[at] = start;
                typical_area[at] =
                    middle(members[rank.saturating_sub(5)..=rank].iter().map(|&m| points.ln_area[m]));
            }
        }
        Self { chain, typical_area }
    }

    /// Whether two divisions may both be: no object in two roles, and a full cycle between them.
    fn agree(&self, points: &Points, a: &Division, b: &Division, cycle: usize) -> bool {
        let apart = a.mother != b.mother && !a.daughters.iter().any(|child| b.daughters.contains(child));
        let soon = |first: &Division, second: &Division| {
            let same = first.daughters.iter().any(|&child| self.chain[child] == self.chain[second.mother]);
            let (birth, end) = (points.t[first.daughters[0]], points.t[second.mother]);
            same && end + 1 >= birth && end + 1 < birth + cycle
        };
        apart && !soon(a, b) && !soon(b, a)
    }
}

fn middle(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Divisions whose daughters appear in frame `t`.
fn frame(
    points: &Points,
    habit: &Habit,
    next: &[Option<usize>],
    before: &[Option<usize>],
    chains: &Chains,
    t: usize,
) -> Vec<Division> {
    let rows = by_row(points, points.frames[t].clone());
    let radius = (1.5 * habit.reach).max(1.2 * points.diameter);
    let mut found = Vec::new();
    for mother in points.frames[t - 1].clone() {
        let centre = plus(points.place[mother], habit.drift[t - 1]);
        let close = near(points, &rows, centre, radius);
        let born = close.iter().copied().filter(|&b| before[b].is_none());
        for b in born {
            for &a in &close {
                let heir = next[mother] == Some(a);
                let pair = next[mother].is_none() && before[a].is_none() && a < b;
                if heir || pair {
                    let daughters = [a.min(b), a.max(b)];
                    let gain = evidence(points, habit, chains, mother, daughters)
                        - if heir { habit.odds(points, mother, a, [0.0; 3]).max(0.0) } else { 0.0 };
                    found.push(Division { mother, daughters, gain });
                }
            }
        }
    }
    found
}

/// Logarithm of the odds that `daughters` come from `mother` rather than by chance: their middle lies
/// where she was, they lie about a diameter apart, are of one size and brightness, and each is smaller
/// than she was.
fn evidence(points: &Points, habit: &Habit, chains: &Chains, mother: usize, daughters: [usize; 2]) -> f64 {
    let [a, b] = daughters;
    let centre = plus(points.place[mother], habit.drift[points.t[mother]]);
    let midpoint = scaled(plus(points.place[a], points.place[b]), 0.5);
    let size = points.diameter;
    let reach = habit.reach.max(0.6 * size);
    let off = square(minus(midpoint, centre)).sqrt() / (0.5 * reach);
    let apart = square(minus(points.place[a], points.place[b])).sqrt();
    let gap = (apart - 1.1 * size) / (0.6 * size).max(0.5 * reach);
    let spread = 0.25_f64.hypot(1.5 * habit.area.within.min(1.0));
    let unlike = (points.ln_area[a] - points.ln_area[b]) / spread;
    let halves = f64::midpoint(points.ln_area[a], points.ln_area[b]) - chains.typical_area[mother];
    let halving = (halves - 0.6_f64.ln()).max(0.0) / spread;
    let bright = points.ln_intensity[a] - points.ln_intensity[b];
    let shine =
        if bright.is_finite() { bright / 0.25_f64.hypot(1.5 * habit.intensity.within.min(1.0)) } else { 0.0 };
    let misfit = 0.5 * (off * off + gap * gap + unlike * unlike + halving * halving + shine * shine);
    PRIOR - misfit
}

/// Logarithm of the odds for a pair that fits perfectly: how much rarer such a pair is by chance.
const PRIOR: f64 = 8.0;

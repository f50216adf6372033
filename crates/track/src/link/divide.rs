use super::assign::Assignment;
use super::candidates::{around, by_row};
use super::cleavage::{Cleavage, Division};
use super::habit::Habit;
use super::past::Past;
use super::points::{Points, plus};
use rayon::prelude::*;

/// What divisions are judged by.
#[derive(Clone, Copy)]
pub(crate) struct Judge<'a> {
    pub(crate) points: &'a Points,
    pub(crate) habit: &'a Habit,
    pub(crate) cleavage: &'a Cleavage,
    pub(crate) past: &'a Past,
    /// How much evidence a division needs, as a logarithm of odds.
    pub(crate) evidence: f64,
}

impl Judge<'_> {
    /// Finds the divisions that raise the total over the links alone, and changes the links around them:
    /// those that the prices do not rule out, in order of what they could gain at most, each tried with
    /// the best links around it.
    pub(crate) fn divisions(self, links: &mut Assignment) -> Vec<Division> {
        let mut found = Vec::new();
        for (_, weight, division) in self.tries(links) {
            let open = bound(links, weight, division) > 0.0;
            if open && links.divide(division.mother, division.daughters, weight) {
                found.push(division);
            }
        }
        found
    }

    /// Divisions that the prices do not rule out: what they could gain at most, their weight, themselves.
    fn tries(self, links: &Assignment) -> Vec<(f64, f64, Division)> {
        let (frames, most) = (0..self.points.frames.len() - 1, self.cleavage.most());
        let mut tries: Vec<(f64, f64, Division)> = frames
            .into_par_iter()
            .flat_map_iter(|t| self.frame(links, t, most))
            .map(|(weight, division)| (bound(links, weight, division), weight, division))
            .filter(|tried| tried.0 > 0.0)
            .collect();
        tries.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
        tries
    }

    /// Divisions of the mothers of frame `t` that may be worth it, with their weights.
    fn frame(self, links: &Assignment, t: usize, most: f64) -> Vec<(f64, Division)> {
        let points = self.points;
        let rows = by_row(points, points.frames[t + 1].clone());
        let radius = self.cleavage.radius(self.habit);
        let mut found = Vec::new();
        for mother in points.frames[t].clone() {
            // What is left for the daughters to earn elsewhere.
            let left = most + self.cleavage.mother(points, self.habit, mother) - links.earns_before(mother);
            let centre = plus(points.place[mother], self.habit.drift[t]);
            let spare = |(b, _)| (b, self.habit.rates.appears(points, b) - links.earns_after(b));
            let mut close: Vec<(usize, f64)> = around(points, &rows, centre, radius).map(spare).collect();
            let best = close.iter().map(|child| child.1).fold(f64::NEG_INFINITY, f64::max);
            close.retain(|child| left + child.1 + best > self.evidence);
            for (at, a) in close.iter().enumerate() {
                for b in close[at + 1..].iter().filter(|b| left + a.1 + b.1 > self.evidence) {
                    let daughters = [a.0.min(b.0), a.0.max(b.0)];
                    let division = Division { mother, daughters };
                    let odds = self.cleavage.odds(points, self.habit, self.past, division);
                    found.push((odds - self.evidence, division));
                }
            }
        }
        found
    }
}

/// The most that a division can gain.
fn bound(links: &Assignment, weight: f64, division: Division) -> f64 {
    let [a, b] = division.daughters;
    weight - links.earns_before(division.mother) - links.earns_after(a) - links.earns_after(b)
}

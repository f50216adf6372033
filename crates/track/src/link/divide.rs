use super::assign::Assignment;
use super::candidates::{by_row, near};
use super::cleavage::{Cleavage, Division, Past};
use super::habit::Habit;
use super::points::{Points, plus};
use rayon::prelude::*;

/// Finds the divisions that raise the total over the links alone, and changes the links around them:
/// those that the prices do not rule out, in order of what they could gain at most, each tried with the
/// best links around it.
pub(crate) fn divisions(
    points: &Points,
    habit: &Habit,
    cleavage: &Cleavage,
    past: &Past,
    links: &mut Assignment,
    evidence: f64,
    late: usize,
) -> Vec<Division> {
    let open: &Assignment = links;
    let mut tries: Vec<(f64, f64, Division)> = (0..points.frames.len() - 1)
        .into_par_iter()
        .flat_map_iter(|t| frame(points, habit, cleavage, past, open, t, late))
        .map(|(weight, division)| (bound(open, weight - evidence, &division), weight - evidence, division))
        .filter(|tried| tried.0 > 0.0)
        .collect();
    let rank = |d: &Division| (d.mother, d.daughters);
    tries.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(rank(&a.2).cmp(&rank(&b.2))));
    let mut found = Vec::new();
    for (_, weight, division) in tries {
        let open = bound(links, weight, &division) > 0.0;
        if open && links.divide(division.mother, division.daughters, weight) {
            found.push(division);
        }
    }
    found
}

/// The most that a division can gain.
fn bound(links: &Assignment, weight: f64, division: &Division) -> f64 {
    let [a, b] = division.daughters;
    weight - links.earns_before(division.mother) - links.earns_after(a) - links.earns_after(b)
}

/// Divisions of the mothers of frame `t`, with their weights.
fn frame(
    points: &Points,
    habit: &Habit,
    cleavage: &Cleavage,
    past: &Past,
    links: &Assignment,
    t: usize,
    late: usize,
) -> Vec<(f64, Division)> {
    let after = t + 1..(t + 2 + late).min(points.frames.len());
    let rows: Vec<Vec<usize>> = after.map(|to| by_row(points, points.frames[to].clone())).collect();
    let mut found = Vec::new();
    for mother in points.frames[t].clone() {
        let mut close: Vec<usize> = Vec::new();
        for (frames, rows) in rows.iter().enumerate() {
            let centre = plus(points.place[mother], habit.field(t, t + 1 + frames));
            close.extend(near(points, rows, centre, cleavage.radius(habit, frames + 1)));
        }
        for (rank, &a) in close.iter().enumerate() {
            for &b in &close[rank + 1..] {
                let division = Division { mother, daughters: [a, b] };
                if bound(links, cleavage.most(points, habit, mother, [a, b]), &division) > 0.0 {
                    found.push((cleavage.odds(points, habit, past, mother, [a, b]), division));
                }
            }
        }
    }
    found
}

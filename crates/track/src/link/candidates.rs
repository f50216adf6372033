use super::LinkParams;
use super::habit::Habit;
use super::points::{Points, minus, plus, square};
use rayon::prelude::*;

/// For each object the later objects it may be, with the odds of each, best first kept to those above
/// even odds. `last` is each object's move before, per frame.
pub(crate) fn candidates(
    points: &Points,
    habit: &Habit,
    last: &[[f64; 3]],
    params: &LinkParams,
) -> Vec<Vec<(usize, f64)>> {
    let rows: Vec<Vec<usize>> = points.frames.par_iter().map(|frame| by_row(points, frame.clone())).collect();
    let frames = points.frames.len();
    (0..points.len())
        .into_par_iter()
        .map(|a| {
            let t = points.t[a];
            let last_frame = (t + 1 + params.max_gap_frames as usize).min(frames - 1);
            let later = (t + 1..=last_frame).flat_map(|to| {
                let centre = plus(points.place[a], habit.field(t, to));
                near(points, &rows[to], centre, habit.radius(to - t))
            });
            let odds = later.map(|b| (b, habit.odds(points, a, b, last[a])));
            odds.filter(|&(_, odds)| odds > 0.0).collect()
        })
        .collect()
}

/// Objects of a frame sorted by row, for [`near`].
pub(crate) fn by_row(points: &Points, frame: std::ops::Range<usize>) -> Vec<usize> {
    let mut order: Vec<usize> = frame.collect();
    order.sort_by(|&a, &b| points.place[a][1].total_cmp(&points.place[b][1]));
    order
}

/// Objects of `rows` within `radius` of a place.
pub(crate) fn near(points: &Points, rows: &[usize], centre: [f64; 3], radius: f64) -> Vec<usize> {
    let from = rows.partition_point(|&b| points.place[b][1] < centre[1] - radius);
    let window = rows[from..].iter().take_while(|&&b| points.place[b][1] <= centre[1] + radius);
    let mut found: Vec<usize> =
        window.copied().filter(|&b| square(minus(points.place[b], centre)) <= radius * radius).collect();
    found.sort_unstable();
    found
}

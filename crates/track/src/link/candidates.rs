use super::LinkParams;
use super::habit::Habit;
use super::past::Past;
use super::points::{Points, minus, square};
use rayon::prelude::*;

/// For each object the later objects it may be, with the odds of each: those above even odds.
pub(crate) fn candidates(
    points: &Points,
    habit: &Habit,
    past: &Past,
    params: &LinkParams,
) -> Vec<Vec<(usize, f64)>> {
    let rows: Vec<Vec<usize>> = points.frames.par_iter().map(|frame| by_row(points, frame.clone())).collect();
    let frames = points.frames.len();
    let gap = params.max_gap_frames as usize;
    let radius: Vec<f64> = (0..=gap.min(frames)).map(|gap| habit.radius(gap + 1)).collect();
    (0..points.len())
        .into_par_iter()
        .map(|a| {
            let t = points.t[a];
            let last = t.saturating_add(gap).saturating_add(1).min(frames - 1);
            let mut found = Vec::new();
            for to in t + 1..=last {
                let (ahead, radius) = (habit.ahead(points, past, a, to - t), radius[to - t - 1]);
                for (b, square) in around(points, &rows[to], ahead.place, radius) {
                    let odds = ahead.odds(points, b, square);
                    if odds > 0.0 {
                        found.push((b, odds));
                    }
                }
            }
            found
        })
        .collect()
}

/// Objects of a frame sorted by row, for [`around`].
pub(crate) fn by_row(points: &Points, frame: std::ops::Range<usize>) -> Vec<usize> {
    let mut order: Vec<usize> = frame.collect();
    order.sort_by(|&a, &b| points.place[a][1].total_cmp(&points.place[b][1]));
    order
}

/// Objects of `rows` within `radius` of a place, with their squared distances, by row.
pub(crate) fn around<'a>(
    points: &'a Points,
    rows: &'a [usize],
    centre: [f64; 3],
    radius: f64,
) -> impl Iterator<Item = (usize, f64)> + 'a {
    let from = rows.partition_point(|&b| points.place[b][1] < centre[1] - radius);
    let window = rows[from..].iter().take_while(move |&&b| points.place[b][1] <= centre[1] + radius);
    let distance = move |&b: &usize| (b, square(minus(points.place[b], centre)));
    window.map(distance).filter(move |found| found.1 <= radius * radius)
}

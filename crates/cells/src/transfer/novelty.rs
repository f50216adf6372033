use ndarray::ArrayView2;
use rayon::prelude::*;

/// The `k` nearest rows of `points` to each row of `asked`: distance and row, nearest first.
pub(super) fn nearest_of(
    asked: ArrayView2<f32>,
    points: ArrayView2<f32>,
    k: usize,
) -> Vec<Vec<(f64, usize)>> {
    let one = |row: usize| search(asked, row, points, k, None);
    (0..asked.nrows()).into_par_iter().map(one).collect()
}

fn search(
    asked: ArrayView2<f32>,
    row: usize,
    points: ArrayView2<f32>,
    k: usize,
    itself: Option<usize>,
) -> Vec<(f64, usize)> {
    let own = asked.row(row);
    let square =
        |other: usize| own.iter().zip(points.row(other)).map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>();
    let others = (0..points.nrows()).filter(|&other| Some(other) != itself);
    let mut all: Vec<(f64, usize)> = others.map(|other| (square(other), other)).collect();
    let order = |a: &(f64, usize), b: &(f64, usize)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
    let k = k.min(all.len());
    if k > 0 && k < all.len() {
        all.select_nth_unstable_by(k - 1, order);
        all.truncate(k);
    }
    all.sort_unstable_by(order);
    all.iter_mut().for_each(|near| near.0 = near.0.sqrt());
    all
}

/// Of each cell of `query` the share of cells of `reference` that are as far outside of their neighbours.
pub(super) fn familiar(query: ArrayView2<f32>, reference: ArrayView2<f32>, k: usize) -> Vec<f64> {
    let own: Vec<Vec<(f64, usize)>> = (0..reference.nrows())
        .into_par_iter()
        .map(|row| search(reference, row, reference, k, Some(row)))
        .collect();
    let reach: Vec<f64> = own.iter().map(|near| mean(near.iter().map(|near| near.0))).collect();
    let outside = |near: &Vec<(f64, usize)>| {
        let there = mean(near.iter().map(|near| reach[near.1]));
        mean(near.iter().map(|near| near.0)) / there.max(f64::MIN_POSITIVE)
    };
    let mut known: Vec<f64> = own.iter().map(outside).collect();
    known.sort_unstable_by(f64::total_cmp);
    let count = known.len() as f64;
    let share = |near: &Vec<(f64, usize)>| {
        let far = outside(near);
        (1.0 + count - known.partition_point(|&value| value < far) as f64) / (1.0 + count)
    };
    nearest_of(query, reference, k).iter().map(share).collect()
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len().max(1) as f64;
    values.sum::<f64>() / count
}

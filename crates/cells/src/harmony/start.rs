use lca_numerics::{Rng, rng};
use ndarray::{Array2, ArrayView1, Axis};
use rand::RngExt;
use rayon::prelude::*;

/// Starts of k-means, of which the best is kept.
const STARTS: u64 = 10;
const ROUNDS: usize = 25;

/// Centres of k-means (Lloyd 1982) from k-means++ (Arthur and Vassilvitskii 2007): clusters × dimensions,
/// the best of ten starts.
pub(super) fn centres(points: &Array2<f64>, clusters: usize, seed: u64) -> Array2<f64> {
    let clusters = clusters.min(points.nrows());
    let starts: Vec<(f64, Array2<f64>)> = (0..STARTS)
        .into_par_iter()
        .map(|start| lloyd(points, plus_plus(points, clusters, &mut rng(seed, 100 + start))))
        .collect();
    // The first of equals, so that the choice does not depend on order.
    let best = starts.into_iter().reduce(|best, one| if one.0 < best.0 { one } else { best });
    best.map_or_else(|| Array2::zeros((0, points.ncols())), |(_, centres)| centres)
}

fn square(a: ArrayView1<f64>, b: ArrayView1<f64>) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

fn plus_plus(points: &Array2<f64>, clusters: usize, rng: &mut Rng) -> Array2<f64> {
    let first = rng.random_range(0..points.nrows());
    let mut chosen = vec![first];
    let mut far: Vec<f64> = points.outer_iter().map(|row| square(row, points.row(first))).collect();
    while chosen.len() < clusters {
        let next = draw(&far, rng);
        chosen.push(next);
        for (far, row) in far.iter_mut().zip(points.outer_iter()) {
            *far = far.min(square(row, points.row(next)));
        }
    }
    points.select(Axis(0), &chosen)
}

/// An index, each as likely as its weight.
fn draw(weights: &[f64], rng: &mut Rng) -> usize {
    let mut left = rng.random::<f64>() * weights.iter().sum::<f64>();
    let found = weights.iter().position(|weight| {
        left -= weight;
        left < 0.0
    });
    found.unwrap_or(weights.len() - 1)
}

/// The sum of squared distances and the centres it belongs to.
fn lloyd(points: &Array2<f64>, mut centres: Array2<f64>) -> (f64, Array2<f64>) {
    let mut last = f64::INFINITY;
    for _ in 0..ROUNDS {
        let near = nearest(points, &centres);
        let sum: f64 = near.iter().map(|(_, square)| square).sum();
        if last - sum <= 1e-4 * sum {
            return (sum, centres);
        }
        last = sum;
        let mut size = vec![0.0; centres.nrows()];
        let mut mean = Array2::<f64>::zeros(centres.dim());
        for (row, (cluster, _)) in points.outer_iter().zip(&near) {
            size[*cluster] += 1.0;
            mean.row_mut(*cluster).scaled_add(1.0, &row);
        }
        for (cluster, size) in size.into_iter().enumerate().filter(|(_, size)| *size > 0.0) {
            centres.row_mut(cluster).assign(&(&mean.row(cluster) / size));
        }
    }
    (last, centres)
}

/// For each point the nearest centre and its squared distance.
fn nearest(points: &Array2<f64>, centres: &Array2<f64>) -> Vec<(usize, f64)> {
    let sizes: Vec<f64> = centres.outer_iter().map(|centre| centre.dot(&centre)).collect();
    let products = points.dot(&centres.t());
    let one = |(row, products): (ArrayView1<f64>, ArrayView1<f64>)| {
        let squares = products.iter().zip(&sizes).map(|(product, size)| size - 2.0 * product).enumerate();
        let (at, square) =
            squares.fold((0, f64::INFINITY), |best, one| if one.1 < best.1 { one } else { best });
        (at, (square + row.dot(&row)).max(0.0))
    };
    points.outer_iter().zip(products.outer_iter()).map(one).collect()
}

use super::Knn;
use crate::{Wide, wide};
use ndarray::{Array2, ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;

/// Points whose distances to all others are held at a time by one task.
const BLOCK: usize = 128;
/// Candidates kept beyond `k` before distances are computed exactly.
const SLACK: usize = 16;

/// The exact `k` nearest neighbours (Euclidean) of each row among all others. Distances come from
/// matrix products in single precision around the centre of the points; the candidates' are then
/// recomputed in double precision, so the order is exact unless rounding moves a neighbour by more
/// than 16 ranks. `k` is at most the number of other points.
/// Memory: per thread 128 × points numbers.
#[must_use]
pub fn nearest(points: ArrayView2<f32>, k: usize) -> Knn {
    let rows: Vec<usize> = (0..points.nrows()).collect();
    let place: Vec<u32> = (0..points.nrows() as u32).collect();
    Knn::from_rows(&nearest_of(points, &rows, k), &place, k.min(points.nrows().saturating_sub(1)))
}

/// The exact nearest neighbours of some rows.
pub(super) fn nearest_of(points: ArrayView2<f32>, rows: &[usize], k: usize) -> Vec<Vec<(f64, u32)>> {
    let k = k.min(points.nrows().saturating_sub(1));
    let centred = centre(points);
    let norms: Vec<f32> = centred.rows().into_iter().map(|row| row.dot(&row)).collect();
    rows.par_chunks(BLOCK)
        .flat_map_iter(|rows| {
            let products = centred.select(Axis(0), rows).dot(&centred.t());
            let found =
                products.axis_iter(Axis(0)).zip(rows).map(|(row, &at)| closest(points, &norms, row, at, k));
            found.collect::<Vec<_>>()
        })
        .collect()
}

fn centre(points: ArrayView2<f32>) -> Array2<f32> {
    let count = points.nrows().max(1) as f64;
    let mean =
        points.columns().into_iter().map(|c| (c.iter().map(|&x| f64::from(x)).sum::<f64>() / count) as f32);
    &points - &mean.collect::<ndarray::Array1<f32>>()
}

/// The `k` nearest of one point from its products with all points.
fn closest(
    points: ArrayView2<f32>,
    norms: &[f32],
    products: ArrayView1<f32>,
    at: usize,
    k: usize,
) -> Vec<(f64, u32)> {
    let near = candidates(norms, products, at, (k + SLACK).min(norms.len() - 1));
    measured(points, at, near.into_iter().map(|(_, other)| other), k)
}

/// The `wanted` points of least distance in single precision, in no order. Those that may be among them are gathered up
/// to twice as many, then the further half is dropped.
fn candidates(norms: &[f32], products: ArrayView1<f32>, at: usize, wanted: usize) -> Vec<(f32, u32)> {
    let nearer = |a: &(f32, u32), b: &(f32, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
    let mut near: Vec<(f32, u32)> = Vec::with_capacity(2 * wanted + 1);
    let mut worst = f32::INFINITY;
    for ((product, norm), other) in products.iter().zip(norms).zip(0u32..) {
        let far = norm - 2.0 * product;
        if far > worst || other as usize == at {
            continue;
        }
        near.push((far, other));
        if near.len() > 2 * wanted {
            near.select_nth_unstable_by(wanted, nearer);
            near.truncate(wanted);
            worst = near.iter().fold(f32::NEG_INFINITY, |most, pair| most.max(pair.0));
        }
    }
    if near.len() > wanted {
        near.select_nth_unstable_by(wanted, nearer);
        near.truncate(wanted);
    }
    near
}

/// The `k` nearest of some points, by distances in double precision.
pub(super) fn measured(
    points: ArrayView2<f32>,
    at: usize,
    others: impl Iterator<Item = u32>,
    k: usize,
) -> Vec<(f64, u32)> {
    let mut exact: Vec<(f64, u32)> = wide(Measure { points, at, others });
    exact.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    exact.truncate(k);
    exact
}

/// Takes the distance of a point to each of some others.
struct Measure<'a, I> {
    points: ArrayView2<'a, f32>,
    at: usize,
    others: I,
}

impl<I: Iterator<Item = u32>> Wide for Measure<'_, I> {
    type Output = Vec<(f64, u32)>;

    #[inline(always)]
    fn run(self) -> Self::Output {
        let Self { points, at, others } = self;
        others.map(|other| (distance(points, at, other as usize), other)).collect()
    }
}

/// Numbers that one step of a distance takes in; as many sums run beside each other.
const LANES: usize = 8;

#[inline(always)]
fn distance(points: ArrayView2<f32>, a: usize, b: usize) -> f64 {
    let (a, b) = (points.row(a), points.row(b));
    let squares = match (a.to_slice(), b.to_slice()) {
        (Some(a), Some(b)) => squares(a, b),
        _ => squares(&a.to_vec(), &b.to_vec()),
    };
    squares.sqrt()
}

#[inline(always)]
fn squares(a: &[f32], b: &[f32]) -> f64 {
    let ((a, rest_a), (b, rest_b)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    let mut sums = [0.0_f64; LANES];
    for (x, y) in a.iter().zip(b) {
        for lane in 0..LANES {
            let difference = f64::from(x[lane]) - f64::from(y[lane]);
            sums[lane] += difference * difference;
        }
    }
    for (sum, (x, y)) in sums.iter_mut().zip(rest_a.iter().zip(rest_b)) {
        let difference = f64::from(*x) - f64::from(*y);
        *sum += difference * difference;
    }
    sums.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::RngExt;

    #[test]
    fn equals_brute_force() {
        let mut rng = crate::rng(1, 0);
        let points = Array2::from_shape_fn((300, 6), |_| rng.random_range(0.0..1.0_f32) + 100.0);
        let found = nearest(points.view(), 9);
        for at in 0..300 {
            let mut all: Vec<(f64, u32)> =
                (0..300).filter(|&b| b != at).map(|b| (distance(points.view(), at, b), b as u32)).collect();
            all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            assert_eq!(
                found.indices.row(at).to_vec(),
                all[..9].iter().map(|pair| pair.1).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn few_and_equal_points() {
        for (count, dims) in [(2, 1), (3, 0), (5, 1), (140, 1)] {
            assert_eq!(
                nearest(Array2::zeros((count, dims)).view(), 4).indices.dim(),
                (count, 4.min(count - 1))
            );
        }
        assert_eq!(nearest(Array2::zeros((1, 3)).view(), 5).indices.dim(), (1, 0));
        assert_eq!(nearest(Array2::zeros((0, 3)).view(), 5).indices.dim(), (0, 0));
        let same = nearest(Array2::ones((4, 2)).view(), 2);
        assert_eq!(same.indices.row(3).to_vec(), [0, 1]);
    }
}

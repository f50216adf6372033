//! Sums over samples or features that run wide: eight lanes, each summed in order, so that the bits are always the same.

use ndarray::Array2;

const LANES: usize = 8;

/// Over all places: Σ τ·square, Σ τ·mean·rest and Σ τ·mean². Places where τ is 0 do not count.
pub(super) fn sums(tau: &[f64], mean: &[f64], square: &[f64], rest: &[f64]) -> [f64; 3] {
    let count = tau.len();
    let (mean, square, rest) = (&mean[..count], &square[..count], &rest[..count]);
    let mut lanes = [[0.0; LANES]; 3];
    let whole = count - count % LANES;
    for start in (0..whole).step_by(LANES) {
        for lane in 0..LANES {
            add(
                &mut lanes,
                lane,
                [tau[start + lane], mean[start + lane], square[start + lane], rest[start + lane]],
            );
        }
    }
    for at in whole..count {
        add(&mut lanes, at - whole, [tau[at], mean[at], square[at], rest[at]]);
    }
    lanes.map(|lanes| lanes.iter().sum())
}

#[inline]
fn add(lanes: &mut [[f64; LANES]; 3], lane: usize, [tau, mean, square, rest]: [f64; 4]) {
    let weighed = tau * mean;
    lanes[0][lane] += tau * square;
    lanes[1][lane] += weighed * rest;
    lanes[2][lane] += weighed * mean;
}

/// Takes `times` of one list from another, place by place.
pub(super) fn subtract(from: &mut [f64], times: f64, list: &[f64]) {
    if times != 0.0 {
        from.iter_mut().zip(list).for_each(|(from, value)| *from -= times * value);
    }
}

/// Columns as rows that lie in order.
pub(super) fn turned(matrix: &Array2<f64>) -> Array2<f64> {
    matrix.t().as_standard_layout().into_owned()
}

/// A row of a matrix in standard layout.
pub(super) fn row(matrix: &Array2<f64>, at: usize) -> &[f64] {
    let width = matrix.ncols();
    matrix.as_slice().map_or(&[], |values| &values[at * width..(at + 1) * width])
}

/// The values with 0 where missing, and the given precisions with 0 there.
pub(super) fn masked(values: &[f64], tau: impl Fn(usize) -> f64) -> (Vec<f64>, Vec<f64>) {
    let known = |(at, value): (usize, &f64)| if value.is_nan() { (0.0, 0.0) } else { (*value, tau(at)) };
    values.iter().enumerate().map(known).unzip()
}

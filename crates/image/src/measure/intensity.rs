use super::{Background, around::Around, cells::Cells};
use crate::ground::dark_level;
use crate::sorted::sorted;
use rayon::prelude::*;

/// Intensities of one channel, one value per cell, background taken off.
pub(crate) struct Intensity {
    pub(crate) mean: Vec<f64>,
    pub(crate) median: Vec<f64>,
    pub(crate) sum: Vec<f64>,
    pub(crate) ring_mean: Vec<f64>,
    pub(crate) ring_median: Vec<f64>,
    pub(crate) background: f64,
}

/// Measures one channel, given as its pixels in `z, y, x` order.
pub(crate) fn intensity(values: &[f32], cells: &Cells, around: &Around, background: Background) -> Intensity {
    let level = match background {
        Background::None => 0.0,
        Background::Far => far_level(values, &around.far),
        Background::Constant(level) => level,
    };
    let each = |areas: &[Vec<usize>]| -> Vec<[f64; 3]> {
        areas.par_iter().map(|pixels| summary(values, pixels, level)).collect()
    };
    let (cell, ring) = (each(&cells.pixels), each(&around.ring));
    let part = |of: &[[f64; 3]], at: usize| of.iter().map(|values| values[at]).collect();
    Intensity {
        mean: part(&cell, 0),
        median: part(&cell, 1),
        sum: part(&cell, 2),
        ring_mean: part(&ring, 0),
        ring_median: part(&ring, 1),
        background: level,
    }
}

/// Mean, median and sum above `level`; not-a-number where there are no pixels.
fn summary(values: &[f32], pixels: &[usize], level: f64) -> [f64; 3] {
    let mut own: Vec<f32> = pixels.iter().map(|&at| values[at]).collect();
    own.sort_unstable_by(f32::total_cmp);
    let n = own.len();
    if n == 0 {
        return [f64::NAN; 3];
    }
    let sum = own.iter().map(|&value| f64::from(value) - level).sum::<f64>();
    let median = f64::midpoint(f64::from(own[(n - 1) / 2]), f64::from(own[n / 2]));
    [sum / n as f64, median - level, sum]
}

/// The dark level among pixels far from cells; 0 when there are none.
fn far_level(values: &[f32], far: &[usize]) -> f64 {
    let step = far.len().div_ceil(100_000).max(1);
    f64::from(dark_level(&sorted(far.iter().step_by(step).map(|&at| values[at]))))
}

use crate::lanes::{along, filled, flat};
use crate::{Image, Mask};
use rayon::prelude::*;

/// Exact Euclidean distance of every pixel inside `mask` to the centre of the nearest pixel outside
/// it (Felzenszwalb & Huttenlocher 2012); 0 outside. `spacing` is the size of a pixel along
/// `z, y, x`, in the unit wanted of the distance. Beyond the image's edge there is nothing: a mask
/// without any pixel outside gives infinity.
#[must_use]
pub fn distance_transform(mask: &Mask, spacing: [f64; 3]) -> Image {
    let near = Near::new(mask, spacing);
    filled(mask.dim(), |out| near.within_rows(mask.dim().2, spacing[2], 1, out))
}

/// [`distance_transform`] of every `step`-th line of pixels along x alone (counted through all planes, from
/// the first), line after line: each is exact.
#[must_use]
pub fn distance_in_rows(mask: &Mask, spacing: [f64; 3], step: usize) -> Vec<f32> {
    let (nz, ny, nx) = mask.dim();
    let step = step.max(1);
    let mut out = vec![0.0; (nz * ny).div_ceil(step) * nx];
    Near::new(mask, spacing).within_rows(nx, spacing[2], step, &mut out);
    out
}

/// How far the nearest pixel outside that has the same x is.
enum Near {
    /// In pixels along the only other axis, the square of a pixel there, and from where on there is none.
    Steps(Vec<f32>, f64, f32),
    /// Squared, over y and z.
    Squares(Vec<f64>),
}

impl Near {
    fn new(mask: &Mask, spacing: [f64; 3]) -> Self {
        let (nz, ny, nx) = mask.dim();
        // The first axis knows only inside and outside, so that counting will do.
        let first = if nz > 1 { 0 } else { 1 };
        let (n, inner) = if first == 0 { (nz, ny * nx) } else { (ny, nx) };
        let far = n as f32;
        let mut steps: Vec<f32> = flat(mask).iter().map(|&inside| if inside { far } else { 0.0 }).collect();
        for at in 1..n {
            let (before, here) = steps.split_at_mut(at * inner);
            closer(&mut here[..inner], &before[(at - 1) * inner..]);
        }
        for at in (1..n).rev() {
            let (here, after) = steps.split_at_mut(at * inner);
            closer(&mut here[(at - 1) * inner..], &after[..inner]);
        }
        let square = spacing[first] * spacing[first];
        if first == 1 || ny == 1 {
            return Self::Steps(steps, square, far);
        }
        let planes = filled(mask.dim(), |out: &mut [f64]| {
            out.iter_mut().zip(&steps).for_each(|(slot, &gap)| *slot = squared(gap, square, far));
        });
        let both = along(&planes, 1, |line, out| lower_envelope(line, out, spacing[1]));
        Self::Squares(both.into_raw_vec_and_offset().0)
    }

    /// The least over each line along x, of every `step`-th one.
    fn within_rows(&self, nx: usize, along_x: f64, step: usize, out: &mut [f32]) {
        let nx = nx.max(1);
        out.par_chunks_mut(nx).enumerate().for_each(|(row, slots)| {
            let own = row * step * nx..(row * step + 1) * nx;
            let line: Vec<f64> = match self {
                Self::Steps(steps, square, far) => {
                    steps[own].iter().map(|&gap| squared(gap, *square, *far)).collect()
                }
                Self::Squares(squares) => squares[own].to_vec(),
            };
            let mut least = line.clone();
            if nx > 1 {
                lower_envelope(&line, &mut least, along_x);
            }
            slots.iter_mut().zip(&least).for_each(|(slot, value)| *slot = value.sqrt() as f32);
        });
    }
}

fn squared(gap: f32, square: f64, far: f32) -> f64 {
    if gap < far { square * f64::from(gap) * f64::from(gap) } else { f64::INFINITY }
}

/// One step more than beside, where that is less.
fn closer(line: &mut [f32], beside: &[f32]) {
    for (slot, beside) in line.iter_mut().zip(beside) {
        *slot = slot.min(beside + 1.0);
    }
}

/// Replaces `line[q]` by the least of `line[p] + (step (q - p))²` over all p.
fn lower_envelope(line: &[f64], out: &mut [f64], step: f64) {
    let square = step * step;
    let meet = |p: usize, q: usize| {
        let (a, b) = (p as f64, q as f64);
        ((line[q] - line[p]) / square + (b * b - a * a)) / (2.0 * (b - a))
    };
    let mut hull: Vec<(usize, f64)> = Vec::new();
    for q in (0..line.len()).filter(|&q| line[q].is_finite()) {
        while hull.last().is_some_and(|&(p, from)| meet(p, q) <= from) {
            hull.pop();
        }
        let from = hull.last().map_or(f64::NEG_INFINITY, |&(p, _)| meet(p, q));
        hull.push((q, from));
    }
    let mut at = 0;
    for (q, slot) in out.iter_mut().enumerate() {
        while at + 1 < hull.len() && hull[at + 1].1 < q as f64 {
            at += 1;
        }
        *slot = hull.get(at).map_or(f64::INFINITY, |&(p, _)| {
            let gap = q as f64 - p as f64;
            line[p] + square * gap * gap
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::s;

    #[test]
    fn equals_the_least_distance_by_brute_force() {
        let mask =
            Mask::from_shape_fn((3, 12, 14), |(z, y, x)| !(z * 97 + y * 31 + x * 17).is_multiple_of(29));
        let spacing = [2.5, 1.0, 0.5];
        let outside: Vec<_> = mask.indexed_iter().filter(|(_, inside)| !**inside).map(|(at, _)| at).collect();
        let fast = distance_transform(&mask, spacing);
        for ((z, y, x), &value) in fast.indexed_iter() {
            let gap = |a: usize, b: usize, step: f64| ((a as f64 - b as f64) * step).powi(2);
            let slow = outside
                .iter()
                .map(|&(oz, oy, ox)| gap(z, oz, 2.5) + gap(y, oy, 1.0) + gap(x, ox, 0.5))
                .fold(f64::INFINITY, f64::min)
                .sqrt();
            assert!((f64::from(value) - slow).abs() < 1e-5, "{z} {y} {x}: {value} {slow}");
        }
        let some = distance_in_rows(&mask, spacing, 5);
        let rows: Vec<f32> =
            (0..36).step_by(5).flat_map(|row| fast.slice(s![row / 12, row % 12, ..]).to_vec()).collect();
        assert_eq!(some, rows);
    }

    #[test]
    fn nothing_outside_is_infinitely_far() {
        assert!(
            distance_transform(&Mask::from_elem((1, 3, 3), true), [1.0; 3]).iter().all(|d| d.is_infinite())
        );
    }
}

use crate::lanes::along;
use crate::{Image, Mask};

/// Exact Euclidean distance of every pixel inside `mask` to the centre of the nearest pixel outside
/// it (Felzenszwalb & Huttenlocher 2012); 0 outside. `spacing` is the size of a pixel along
/// `z, y, x`, in the unit wanted of the distance. Beyond the image's edge there is nothing: a mask
/// without any pixel outside gives infinity.
#[must_use]
pub fn distance_transform(mask: &Mask, spacing: [f64; 3]) -> Image {
    let mut squared = mask.mapv(|inside| if inside { f64::INFINITY } else { 0.0 });
    for (axis, &step) in spacing.iter().enumerate() {
        if mask.shape()[axis] > 1 {
            squared = along(&squared, axis, |line, out| lower_envelope(line, out, step));
        }
    }
    squared.mapv(|value| value.sqrt() as f32)
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
    }

    #[test]
    fn nothing_outside_is_infinitely_far() {
        assert!(
            distance_transform(&Mask::from_elem((1, 3, 3), true), [1.0; 3]).iter().all(|d| d.is_infinite())
        );
    }
}

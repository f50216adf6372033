use crate::Image;
use crate::lanes::{along, filled, flat};
use rayon::prelude::*;

/// Gaussian smoothing with a standard deviation in pixels along `z, y, x`. The image is mirrored at
/// its edges (half-sample symmetric); the kernel ends at four standard deviations. An axis of length
/// 1 or with a deviation that is not positive is left as it is.
#[must_use]
pub fn gaussian(image: &Image, sigma: [f64; 3]) -> Image {
    let mut out = None;
    for (axis, &sigma) in sigma.iter().enumerate() {
        let n = image.shape()[axis];
        if n > 1 && sigma > 0.0 && sigma.is_finite() {
            let half = half_kernel(sigma, n);
            let source = out.as_ref().unwrap_or(image);
            out = Some(if axis == 2 {
                along(source, axis, |line, slot| convolve(line, slot, &half))
            } else {
                across(source, axis, &half)
            });
        }
    }
    out.unwrap_or_else(|| image.clone())
}

/// Laplacian of Gaussian in units of the image per squared deviation: `Σ σ² ∂²/∂a²` of the smoothed
/// image, so that one scale's responses compare with another's (Lindeberg 1998). A bright disc of
/// radius `r` responds most, and negatively, at `σ = r/√2`.
#[must_use]
pub fn laplacian_of_gaussian(image: &Image, sigma: [f64; 3]) -> Image {
    // Without its offset the image keeps more digits: cameras add tens of thousands.
    let offset = image.iter().next().copied().filter(|value| value.is_finite()).unwrap_or(0.0);
    let smooth = gaussian(&image.mapv(|value| value - offset), sigma);
    let mut sum = Image::zeros(image.dim());
    for (axis, &sigma) in sigma.iter().enumerate() {
        if image.shape()[axis] > 1 && sigma > 0.0 && sigma.is_finite() {
            let scale = (sigma * sigma) as f32;
            sum += &along(&smooth, axis, |line, slot: &mut [f32]| curvature(line, slot, scale));
        }
    }
    sum
}

/// The kernel from its centre outwards, normalised as a whole.
fn half_kernel(sigma: f64, n: usize) -> Vec<f32> {
    let radius = ((4.0 * sigma).ceil() as usize).min(2 * n);
    let half: Vec<f64> = (0..=radius).map(|at| (-0.5 * (at as f64 / sigma).powi(2)).exp()).collect();
    let sum = half[0] + 2.0 * half[1..].iter().sum::<f64>();
    half.iter().map(|value| (value / sum) as f32).collect()
}

fn convolve(line: &[f32], out: &mut [f32], half: &[f32]) {
    let (n, radius) = (line.len(), half.len() - 1);
    let beyond = |at: i64| line[mirror(at, n)];
    let mut padded = Vec::with_capacity(n + 2 * radius);
    padded.extend((0..radius).map(|at| beyond(at as i64 - radius as i64)));
    padded.extend_from_slice(line);
    padded.extend((n..n + radius).map(|at| beyond(at as i64)));
    weighted(out, line, half, |distance| [&padded[radius - distance..], &padded[radius + distance..]]);
}

/// [`convolve`] along z or y, by sums of whole rows or planes: nothing need be turned.
fn across(image: &Image, axis: usize, half: &[f32]) -> Image {
    let (nz, ny, nx) = image.dim();
    let (n, inner) = if axis == 0 { (nz, ny * nx) } else { (ny, nx) };
    let source = flat(image);
    let line = |outer: usize, at: i64| &source[(outer * n + mirror(at, n)) * inner..][..inner];
    filled(image.dim(), |out: &mut [f32]| {
        out.par_chunks_mut(inner.max(1)).enumerate().for_each(|(at, slots)| {
            let (outer, at) = (at / n, (at % n) as i64);
            weighted(slots, line(outer, at), half, |distance| {
                [line(outer, at - distance as i64), line(outer, at + distance as i64)]
            });
        });
    })
}

/// Pixels whose sums are held in registers while all lines are added to them.
const WIDE: usize = 16;

/// The middle line times the first weight, plus each further weight times the sum of the two lines `beside`
/// it at that distance, from near to far.
fn weighted<'a>(out: &mut [f32], middle: &[f32], half: &[f32], beside: impl Fn(usize) -> [&'a [f32]; 2]) {
    let pairs: Vec<([&[f32]; 2], f32)> =
        half.iter().enumerate().skip(1).map(|(distance, &weight)| (beside(distance), weight)).collect();
    let (blocks, rest) = out.as_chunks_mut::<WIDE>();
    let whole = blocks.len() * WIDE;
    for (block, from) in blocks.iter_mut().zip((0..).step_by(WIDE)) {
        *block = sums(middle, half[0], &pairs, from);
    }
    for (slot, from) in rest.iter_mut().zip(whole..) {
        [*slot] = sums(middle, half[0], &pairs, from);
    }
}

/// [`weighted`] for `N` pixels from one on.
fn sums<const N: usize>(middle: &[f32], centre: f32, pairs: &[([&[f32]; 2], f32)], from: usize) -> [f32; N] {
    let mut sums = [0.0; N];
    for (sum, value) in sums.iter_mut().zip(&middle[from..from + N]) {
        *sum = centre * value;
    }
    for ([before, after], weight) in pairs {
        let (before, after) = (&before[from..from + N], &after[from..from + N]);
        for ((sum, a), b) in sums.iter_mut().zip(before).zip(after) {
            *sum += weight * (a + b);
        }
    }
    sums
}

/// Where position `at` of an endless line lies when the line of `n` pixels is mirrored at its ends.
fn mirror(at: i64, n: usize) -> usize {
    let n = n as i64;
    let phase = at.rem_euclid(2 * n);
    phase.min(2 * n - 1 - phase) as usize
}

fn curvature(line: &[f32], out: &mut [f32], scale: f32) {
    let last = line.len() - 1;
    for (at, slot) in out.iter_mut().enumerate() {
        let (left, right) = (line[at.saturating_sub(1)], line[(at + 1).min(last)]);
        *slot = scale * ((left - line[at]) + (right - line[at]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_becomes_a_gaussian_of_the_same_sum() {
        let mut image = Image::zeros((1, 41, 41));
        image[[0, 20, 20]] = 1000.0;
        let out = gaussian(&image, [2.0; 3]);
        assert!((out.sum() - 1000.0).abs() < 1e-2);
        let expected = 1000.0 / (2.0 * std::f32::consts::PI * 4.0) * (-0.5_f32 * 9.0 / 4.0).exp();
        assert!((out[[0, 20, 23]] - expected).abs() < 0.01 * expected);
    }

    #[test]
    fn a_constant_stays_even_when_the_kernel_is_longer_than_the_image() {
        let out = gaussian(&Image::from_elem((1, 3, 5), 7.0), [9.0; 3]);
        assert!(out.iter().all(|value| (value - 7.0).abs() < 1e-4));
    }

    #[test]
    fn every_pixel_is_the_sum_of_its_own_neighbours() {
        // Wider than a block, and no multiple of one.
        let image = Image::from_shape_fn((2, 21, 37), |(z, y, x)| ((z * 131 + y * 37 + x * 53) % 101) as f32);
        let half = half_kernel(1.3, 37);
        for axis in [1, 2] {
            let mut sigma = [0.0; 3];
            sigma[axis] = 1.3;
            for ((z, y, x), &value) in gaussian(&image, sigma).indexed_iter() {
                let at = |step: i64| match axis {
                    1 => image[[z, mirror(y as i64 + step, 21), x]],
                    _ => image[[z, y, mirror(x as i64 + step, 37)]],
                };
                let beside = half.iter().zip(0_i64..).skip(1);
                let expected =
                    beside.fold(half[0] * at(0), |sum, (weight, step)| sum + weight * (at(-step) + at(step)));
                assert_eq!(value, expected, "{axis} {z} {y} {x}");
            }
        }
    }

    #[test]
    fn the_laplacian_peaks_at_the_scale_of_the_disc() {
        let (radius, centre) = (8.0_f64, 40.0);
        let disc = Image::from_shape_fn((1, 81, 81), |(_, y, x)| {
            33_000.0 + if (y as f64 - centre).hypot(x as f64 - centre) <= radius { 100.0 } else { 0.0 }
        });
        let response = |sigma: f64| -laplacian_of_gaussian(&disc, [sigma; 3])[[0, 40, 40]];
        let best = radius / 2.0_f64.sqrt();
        assert!(response(best) > response(best * 0.7) && response(best) > response(best * 1.4));
    }
}

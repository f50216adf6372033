use crate::Image;
use crate::lanes::along;
use std::collections::VecDeque;

/// Mean over a box that reaches `radius` pixels to each side along `z, y, x`; at the edges over the
/// part of the box inside the image. Running sums in double precision: the time does not depend on
/// the radius.
#[must_use]
pub fn box_mean(image: &Image, radius: [usize; 3]) -> Image {
    each_axis(image, radius, mean_line)
}

/// Mean and standard deviation over the box of [`box_mean`].
#[must_use]
pub fn local_mean_std(image: &Image, radius: [usize; 3]) -> (Image, Image) {
    let count = image.iter().filter(|value| value.is_finite()).count().max(1);
    let sum: f64 = image.iter().filter(|value| value.is_finite()).map(|&value| f64::from(value)).sum();
    // Squares of values far from zero would drown the variance, so the mean goes first.
    let offset = (sum / count as f64) as f32;
    let centred = image.mapv(|value| value - offset);
    let mean = box_mean(&centred, radius);
    let mut spread = box_mean(&centred.mapv(|value| value * value), radius);
    spread.zip_mut_with(&mean, |square, mean| *square = (*square - mean * mean).max(0.0).sqrt());
    (mean.mapv(|value| value + offset), spread)
}

/// Least value in the box of [`box_mean`] (grey erosion).
#[must_use]
pub fn box_min(image: &Image, radius: [usize; 3]) -> Image {
    each_axis(image, radius, |line, out, radius| extreme_line(line, out, radius, |new, old| new <= old))
}

/// Greatest value in the box of [`box_mean`] (grey dilation).
#[must_use]
pub fn box_max(image: &Image, radius: [usize; 3]) -> Image {
    each_axis(image, radius, |line, out, radius| extreme_line(line, out, radius, |new, old| new >= old))
}

fn each_axis(image: &Image, radius: [usize; 3], line: impl Fn(&[f32], &mut [f32], usize) + Sync) -> Image {
    let mut out = None;
    for (axis, &radius) in radius.iter().enumerate() {
        let n = image.shape()[axis];
        if n > 1 && radius > 0 {
            let source = out.as_ref().unwrap_or(image);
            out = Some(along(source, axis, |from, to: &mut [f32]| line(from, to, radius.min(n))));
        }
    }
    out.unwrap_or_else(|| image.clone())
}

fn mean_line(line: &[f32], out: &mut [f32], radius: usize) {
    let n = line.len();
    let mut before = vec![0.0_f64; n + 1];
    for (at, &value) in line.iter().enumerate() {
        before[at + 1] = before[at] + f64::from(value);
    }
    for (at, slot) in out.iter_mut().enumerate() {
        let (from, to) = (at.saturating_sub(radius), (at + radius + 1).min(n));
        *slot = ((before[to] - before[from]) / (to - from) as f64) as f32;
    }
}

/// Sliding extreme by a monotonic queue: each pixel enters and leaves once.
fn extreme_line(line: &[f32], out: &mut [f32], radius: usize, wins: impl Fn(f32, f32) -> bool) {
    let mut queue: VecDeque<usize> = VecDeque::new();
    let mut next = 0;
    for (at, slot) in out.iter_mut().enumerate() {
        while next < line.len() && next <= at + radius {
            while queue.back().is_some_and(|&old| wins(line[next], line[old])) {
                queue.pop_back();
            }
            queue.push_back(next);
            next += 1;
        }
        while queue.front().is_some_and(|&old| old + radius < at) {
            queue.pop_front();
        }
        *slot = queue.front().map_or(line[at], |&best| line[best]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::s;

    fn sample() -> Image {
        Image::from_shape_fn((2, 9, 11), |(z, y, x)| ((z * 131 + y * 37 + x * 53) % 101) as f32)
    }

    #[test]
    fn windows_equal_their_definition() {
        let (image, r) = (sample(), [1, 2, 3]);
        let (mean, spread) = local_mean_std(&image, r);
        let (least, most) = (box_min(&image, r), box_max(&image, r));
        for ((z, y, x), _) in image.indexed_iter() {
            let part = image.slice(s![
                z.saturating_sub(1)..(z + 2).min(2),
                y.saturating_sub(2)..(y + 3).min(9),
                x.saturating_sub(3)..(x + 4).min(11)
            ]);
            let expected = part.mean().unwrap();
            assert!((mean[[z, y, x]] - expected).abs() < 1e-3);
            assert!((spread[[z, y, x]] - part.std(0.0)).abs() < 1e-2);
            assert_eq!(least[[z, y, x]], part.iter().copied().fold(f32::MAX, f32::min));
            assert_eq!(most[[z, y, x]], part.iter().copied().fold(f32::MIN, f32::max));
        }
    }
}

use crate::Image;
use crate::lanes::{along, around, filled, flat};
use rayon::prelude::*;
use std::collections::VecDeque;

/// Mean over a box that reaches `radius` pixels to each side along `z, y, x`; at the edges over the
/// part of the box inside the image. Running sums in double precision: the time does not depend on
/// the radius.
#[must_use]
pub fn box_mean(image: &Image, radius: [usize; 3]) -> Image {
    each_axis(image, radius, |source, axis, radius| {
        if axis == 2 {
            along(source, axis, |from, to: &mut [f32]| mean_line(from, to, radius))
        } else {
            mean_across(source, axis, radius)
        }
    })
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
    each_axis(image, radius, |source, axis, radius| {
        along(source, axis, |line, out| extreme_line(line, out, radius, |new, old| new <= old))
    })
}

/// Greatest value in the box of [`box_mean`] (grey dilation).
#[must_use]
pub fn box_max(image: &Image, radius: [usize; 3]) -> Image {
    each_axis(image, radius, |source, axis, radius| {
        along(source, axis, |line, out| extreme_line(line, out, radius, |new, old| new >= old))
    })
}

/// Does `one` along each axis that has a radius.
fn each_axis(image: &Image, radius: [usize; 3], one: impl Fn(&Image, usize, usize) -> Image) -> Image {
    let mut out = None;
    for (axis, &radius) in radius.iter().enumerate() {
        let n = image.shape()[axis];
        if n > 1 && radius > 0 {
            out = Some(one(out.as_ref().unwrap_or(image), axis, radius.min(n)));
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
    // Windows that do not reach beyond the ends are all equally wide.
    let inner = radius.min(n)..n.saturating_sub(radius).max(radius.min(n));
    let wide = (2 * radius + 1) as f64;
    let ends = before.iter().zip(before.iter().skip(2 * radius + 1));
    for (slot, (from, to)) in out[inner.clone()].iter_mut().zip(ends) {
        *slot = ((to - from) / wide) as f32;
    }
    for at in (0..inner.start).chain(inner.end..n) {
        let (from, to) = window(at, radius, n);
        out[at] = ((before[to] - before[from]) / (to - from) as f64) as f32;
    }
}

/// [`mean_line`] along z or y, by sums of whole rows or planes: nothing need be turned.
fn mean_across(image: &Image, axis: usize, radius: usize) -> Image {
    let (nz, ny, nx) = image.dim();
    let (_, n, inner) = around([nz, ny, nx], axis);
    let source = flat(image);
    filled(image.dim(), |out: &mut [f32]| {
        if out.is_empty() {
            return;
        }
        out.par_chunks_mut(n * inner).zip(source.par_chunks(n * inner)).for_each(|(slots, lines)| {
            let mut before = vec![0.0_f64; (n + 1) * inner];
            for (at, line) in lines.chunks(inner).enumerate() {
                let (done, next) = before.split_at_mut((at + 1) * inner);
                for ((slot, sum), &value) in next.iter_mut().zip(&done[at * inner..]).zip(line) {
                    *slot = sum + f64::from(value);
                }
            }
            slots.par_chunks_mut(inner).enumerate().for_each(|(at, slots)| {
                let (from, to) = window(at, radius, n);
                let wide = (to - from) as f64;
                for ((slot, a), b) in slots.iter_mut().zip(&before[from * inner..]).zip(&before[to * inner..])
                {
                    *slot = ((b - a) / wide) as f32;
                }
            });
        });
    })
}

/// Where the part of a window around `at` begins and ends that lies within a line of `n` pixels.
fn window(at: usize, radius: usize, n: usize) -> (usize, usize) {
    (at.saturating_sub(radius), (at + radius + 1).min(n))
}

/// Windows of at most this radius are looked at pixel by pixel.
const NARROW: usize = 3;

/// Sliding extreme, of wide windows by a monotonic queue: each pixel enters and leaves once.
fn extreme_line(line: &[f32], out: &mut [f32], radius: usize, wins: impl Fn(f32, f32) -> bool) {
    if radius <= NARROW {
        for (at, slot) in out.iter_mut().enumerate() {
            let (from, to) = window(at, radius, line.len());
            *slot = line[from + 1..to]
                .iter()
                .fold(line[from], |old, &new| if wins(new, old) { new } else { old });
        }
        return;
    }
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
        // Narrow ones, wide ones, and such as reach beyond both ends.
        [[1, 2, 3], [0, 4, 5], [2, 9, 30]].into_iter().for_each(equal_their_definition);
    }

    fn equal_their_definition(r: [usize; 3]) {
        let image = sample();
        let (mean, spread) = local_mean_std(&image, r);
        let (least, most) = (box_min(&image, r), box_max(&image, r));
        for ((z, y, x), _) in image.indexed_iter() {
            let part = image.slice(s![
                z.saturating_sub(r[0])..(z + r[0] + 1).min(2),
                y.saturating_sub(r[1])..(y + r[1] + 1).min(9),
                x.saturating_sub(r[2])..(x + r[2] + 1).min(11)
            ]);
            let expected = part.mean().unwrap();
            assert!((mean[[z, y, x]] - expected).abs() < 1e-3);
            assert!((spread[[z, y, x]] - part.std(0.0)).abs() < 1e-2);
            assert_eq!(least[[z, y, x]], part.iter().copied().fold(f32::MAX, f32::min));
            assert_eq!(most[[z, y, x]], part.iter().copied().fold(f32::MIN, f32::max));
        }
    }
}

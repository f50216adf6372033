use crate::field::{Grid, block_highest, reduced};
use lca_pixels::{Image, gaussian};

/// Brightness of a whole field, which its pixels are compared with: a low, the middle and a high value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tone {
    pub(crate) low: f32,
    pub(crate) middle: f32,
    pub(crate) high: f32,
}

impl Tone {
    /// The two hundredth part from below, the middle, and that from above.
    pub(crate) fn of(sorted: &[f32]) -> Self {
        let at = |share: f64| {
            let place = ((sorted.len() as f64 - 1.0) * share).round().max(0.0) as usize;
            sorted.get(place).copied().unwrap_or(0.0)
        };
        Self { low: at(0.005), middle: at(0.5), high: at(0.995) }
    }

    /// What a difference is multiplied by so that the range becomes 1.
    pub(crate) fn scale(self) -> f32 {
        1.0 / self.range()
    }

    fn range(self) -> f32 {
        let range = self.high - self.low;
        if range > 0.0 { range } else { 1.0 }
    }
}

/// Deviations of the features' filters, in reduced pixels.
const NEAR: [f64; 3] = [1.0, 2.0, 4.0];

/// The same on an image reduced once more by [`COARSE`], in its pixels.
const FAR: [f64; 2] = [2.0, 4.0];
pub(crate) const COARSE: usize = 4;

/// Widths in reduced pixels of the blocks that local contrast is measured in.
const BLOCKS: [usize; 3] = [8, 16, 32];

/// How many numbers describe a pixel.
pub(crate) const COUNT: usize = (NEAR.len() + FAR.len()) * 7 + BLOCKS.len() + 3;

/// How far around a pixel its features are decided, in reduced pixels.
pub(crate) const REACH: usize = 8 * 4 * COARSE + 16;

/// What describes each pixel of a window: at several scales the smoothed image, its gradient, the
/// Laplacian and the eigenvalues of Hessian and structure tensor; local contrast; the colour (first less
/// third channel); and how bright the middle of the whole field is. Windows begin at multiples of
/// [`COARSE`] reduced pixels.
pub(crate) fn features(grey: &Image, colour: Option<&Image>, origin: [usize; 2], tone: Tone) -> Vec<Image> {
    let scale = 1.0 / tone.range();
    let level = grey.mapv(|value| (value - tone.middle) * scale);
    let mut out = Vec::with_capacity(COUNT);
    NEAR.iter().for_each(|&sigma| filters(&level, sigma, &mut out));
    let coarse = reduced(&level, COARSE);
    let mut wide = Vec::new();
    FAR.iter().for_each(|&sigma| filters(&coarse, sigma, &mut wide));
    let back = |values: Image| {
        let first = origin.map(|at| at / COARSE);
        Grid { values, first, step: COARSE, offset: (COARSE as f64 - 1.0) / 2.0 }
            .stretched(origin, level.dim())
    };
    out.extend(wide.into_iter().map(back));
    BLOCKS.iter().for_each(|&block| out.push(contrast(&out[0], origin, block)));
    let tint = colour.map_or_else(|| Image::zeros(level.dim()), |colour| colour.mapv(|value| value * scale));
    out.push(gaussian(&tint, [0.0, 1.0, 1.0]));
    out.push(gaussian(&tint, [0.0, 4.0, 4.0]));
    out.push(Image::from_elem(level.dim(), (tone.middle - tone.low) * scale));
    out
}

/// Where a pixel stands between the least and the greatest value around it.
fn contrast(level: &Image, origin: [usize; 2], block: usize) -> Image {
    let high = block_highest(level, origin, block).stretched(origin, level.dim());
    let low = block_highest(&level.mapv(|value| -value), origin, block).stretched(origin, level.dim());
    let mut out = level.clone();
    ndarray::Zip::from(&mut out).and(&high).and(&low).for_each(|value, &high, &low| {
        *value = (*value + low) / (high + low).max(1e-6);
    });
    out
}

/// Seven features at one scale.
fn filters(image: &Image, sigma: f64, out: &mut Vec<Image>) {
    let along = [0.0, sigma, sigma];
    let smooth = gaussian(image, along);
    let (by_y, by_x) = (step(&smooth, sigma, 1), step(&smooth, sigma, 2));
    let (yy, xx, xy) = (bend(&smooth, sigma, 1), bend(&smooth, sigma, 2), step(&by_y, sigma, 2));
    let product = |a: &Image, b: &Image| gaussian(&(a * b), along);
    let tensor = [product(&by_y, &by_y), product(&by_x, &by_x), product(&by_y, &by_x)];
    let mut steep = by_y;
    steep.zip_mut_with(&by_x, |a, b| *a = a.hypot(*b));
    let curved = &yy + &xx;
    let (most, least) = eigenvalues(&yy, &xx, &xy);
    let (strong, weak) = eigenvalues(&tensor[0], &tensor[1], &tensor[2]);
    out.extend([smooth, steep, curved, most, least, strong, weak]);
}

/// The greater and the lesser eigenvalue of symmetric 2 × 2 matrices.
fn eigenvalues(a: &Image, b: &Image, c: &Image) -> (Image, Image) {
    let mut most = a.clone();
    let mut least = b.clone();
    ndarray::Zip::from(&mut most).and(&mut least).and(c).for_each(|a, b, &c| {
        let (middle, half) = (0.5 * (*a + *b), (0.5 * (*a - *b)).hypot(c));
        (*a, *b) = (middle + half, middle - half);
    });
    (most, least)
}

/// First derivative along an axis, times `sigma`; one-sided at the edges.
fn step(image: &Image, sigma: f64, axis: usize) -> Image {
    differences(image, axis, |before, _, after| 0.5 * sigma as f32 * (after - before))
}

/// Second derivative along an axis, times `sigma²`.
fn bend(image: &Image, sigma: f64, axis: usize) -> Image {
    differences(image, axis, |before, here, after| {
        (sigma * sigma) as f32 * ((before - here) + (after - here))
    })
}

fn differences(image: &Image, axis: usize, value: impl Fn(f32, f32, f32) -> f32) -> Image {
    let (_, ny, nx) = image.dim();
    let mut out = Image::zeros(image.dim());
    let (Some(from), Some(to)) = (image.as_slice(), out.as_slice_mut()) else { return out };
    for y in 0..ny {
        let row = |y: usize| &from[y * nx..][..nx];
        let (above, here, below) = (row(y.saturating_sub(1)), row(y), row((y + 1).min(ny - 1)));
        let slots = &mut to[y * nx..][..nx];
        if axis == 1 {
            for x in 0..nx {
                slots[x] = value(above[x], here[x], below[x]);
            }
        } else {
            for x in 0..nx {
                slots[x] = value(here[x.saturating_sub(1)], here[x], here[(x + 1).min(nx - 1)]);
            }
        }
    }
    out
}

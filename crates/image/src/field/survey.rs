use super::tile::Cut;
use crate::ground::{dark_level, lower_spread, slow_level};
use crate::learn::Tone;
use crate::sorted::sorted;
use crate::{Field, Ground, ImageError};
use lca_pixels::{Image, gaussian};
use ndarray::s;
use std::ops::Range;

/// Most pixels that the statistics of a whole field are taken from.
const SAMPLE: usize = 1 << 15;

/// What is known of a whole field before its objects are sought: the scale to work at, the background,
/// its noise and the level that parts objects from it. A few thousand pixels at even steps tell it, so
/// that fields of any size cost the same memory.
#[derive(Debug, Clone)]
pub(crate) struct Survey {
    /// Pixels of the field per reduced pixel, along both axes.
    pub(crate) factor: usize,
    /// Typical radius of an object in reduced pixels.
    pub(crate) radius: f64,
    /// Reduced pixels per sampled one.
    pub(crate) stride: usize,
    /// Background at the sampled pixels.
    pub(crate) background: Image,
    /// Standard deviation of the background in the smoothed, reduced image.
    pub(crate) noise: f32,
    /// The level that best parts objects from the background.
    pub(crate) bright: f32,
    /// Dark, middle and bright values.
    pub(crate) tone: Tone,
}

impl Survey {
    /// What is known without a look at the field: the scale alone.
    pub(crate) fn plain(diameter: f64, factor: usize) -> Self {
        let radius = radius_of(diameter, factor);
        let background = Image::zeros((1, 1, 1));
        Self { factor, radius, stride: 1, background, noise: 0.0, bright: 0.0, tone: Tone::of(&[]) }
    }

    /// Area of a typical object in reduced pixels.
    pub(crate) fn typical(&self) -> f64 {
        std::f64::consts::PI * self.radius * self.radius
    }

    /// Smoothing of the reduced image in its pixels.
    pub(crate) fn smoothing(&self) -> f64 {
        smoothing(self.radius)
    }
}

/// The reduction at which objects are still about eleven pixels wide.
pub(crate) fn factor(diameter: f64) -> usize {
    ((diameter / 11.0) as usize).clamp(1, 64)
}

fn smoothing(radius: f64) -> f64 {
    (radius / 8.0).max(1.0)
}

/// Typical radius in reduced pixels.
pub(crate) fn radius_of(diameter: f64, factor: usize) -> f64 {
    (diameter / 2.0 / factor as f64).max(1.0)
}

/// Surveys a field whose objects are about `diameter` pixels wide, in tiles of `side` pixels.
pub(crate) fn survey(
    field: &dyn Field,
    diameter: f64,
    factor: usize,
    side: usize,
) -> Result<Survey, ImageError> {
    let radius = radius_of(diameter, factor);
    let halo = (4.0 * smoothing(radius)).ceil() as usize + 1;
    let cut = Cut { side: side.next_multiple_of(factor), halo: halo * factor };
    let mut sample = Sample::new(field.size().map(|n| n.div_ceil(factor)));
    cut.sweep(
        field,
        |_, window| Ok(smooth(&super::grey(window), factor, radius)),
        |_, tiles| {
            for (tile, seen) in tiles {
                let [rows, columns] = tile.core.clone().map(|r| r.start / factor..r.end.div_ceil(factor));
                sample.take([rows, columns], &seen, tile.origin.map(|at| at / factor));
            }
            Ok(())
        },
    )?;
    Ok(known(sample, factor, radius))
}

/// [`survey`] of a field that was reduced and smoothed as a whole.
pub(crate) fn survey_of(smooth: &Image, factor: usize, radius: f64) -> Survey {
    let (_, ny, nx) = smooth.dim();
    let mut sample = Sample::new([ny, nx]);
    sample.take([0..ny, 0..nx], smooth, [0, 0]);
    known(sample, factor, radius)
}

/// The tone of a field in memory.
pub(crate) fn tone_of(image: &Image, diameter: f64, factor: usize) -> Result<Tone, ImageError> {
    ImageError::finite(image)?;
    let radius = radius_of(diameter, factor);
    Ok(survey_of(&smooth(&super::grey(image), factor, radius), factor, radius).tone)
}

/// Every `stride`-th reduced pixel of a field along both axes.
struct Sample {
    stride: usize,
    values: Image,
}

impl Sample {
    fn new([ny, nx]: [usize; 2]) -> Self {
        let stride = ((ny * nx) as f64 / SAMPLE as f64).sqrt().ceil().max(1.0) as usize;
        Self { stride, values: Image::zeros((1, ny.div_ceil(stride), nx.div_ceil(stride))) }
    }

    /// Takes those of some rows and columns from a window that begins at `origin`.
    fn take(&mut self, [rows, columns]: [Range<usize>; 2], seen: &Image, origin: [usize; 2]) {
        let stride = self.stride;
        for y in rows.start.div_ceil(stride)..rows.end.div_ceil(stride) {
            let line = seen.slice(s![0, y * stride - origin[0], ..]);
            let mut slots = self.values.slice_mut(s![0, y, ..]);
            for x in columns.start.div_ceil(stride)..columns.end.div_ceil(stride) {
                slots[x] = line[x * stride - origin[1]];
            }
        }
    }
}

fn known(Sample { stride, values: sample }: Sample, factor: usize, radius: f64) -> Survey {
    let values = sorted(sample.iter().copied());
    let level = dark_level(&values);
    let noise = lower_spread(&values, level);
    let near = sample.mapv(|value| (value - level).abs() <= 4.0 * noise);
    let background = slow_level(&sample, &near, level);
    let ground = Ground { signal: sample - &background, background, noise };
    let bright = crate::segment::bright_level(&ground).unwrap_or(0.0);
    let tone = Tone::of(&values);
    Survey { factor, radius, stride, background: ground.background, noise, bright, tone }
}

/// The reduced and lightly smoothed image of a window.
pub(crate) fn smooth(window: &Image, factor: usize, radius: f64) -> Image {
    let sigma = smoothing(radius);
    gaussian(&reduced(window, factor), [0.0, sigma, sigma])
}

/// Means over blocks of `factor` pixels, those at the far edges over what there is of them.
pub(crate) fn reduced(window: &Image, factor: usize) -> Image {
    let (_, ny, nx) = window.dim();
    if factor == 1 || window.is_empty() {
        return window.clone();
    }
    let (low_y, low_x) = (ny.div_ceil(factor), nx.div_ceil(factor));
    let mut out = Image::zeros((1, low_y, low_x));
    let all = window.as_standard_layout();
    let (Some(all), Some(slots)) = (all.as_slice(), out.as_slice_mut()) else { return out };
    let last = nx - (low_x - 1) * factor;
    for (sums, rows) in slots.chunks_mut(low_x).zip(all.chunks(factor * nx)) {
        for line in rows.chunks(nx) {
            add_blocks(sums, line, factor);
        }
        let tall = rows.len() / nx;
        let (whole, end) = sums.split_at_mut(low_x - 1);
        whole.iter_mut().for_each(|sum| *sum /= (tall * factor) as f32);
        end.iter_mut().for_each(|sum| *sum /= (tall * last) as f32);
    }
    out
}

fn add_blocks(sums: &mut [f32], line: &[f32], factor: usize) {
    if factor == 2 {
        let pairs = line.as_chunks::<2>();
        for (sum, pair) in sums.iter_mut().zip(pairs.0) {
            *sum += pair[0] + pair[1];
        }
        if let ([last], Some(sum)) = (pairs.1, sums.last_mut()) {
            *sum += *last;
        }
    } else {
        for (sum, block) in sums.iter_mut().zip(line.chunks(factor)) {
            *sum += block.iter().sum::<f32>();
        }
    }
}

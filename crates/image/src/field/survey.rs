use super::tile::Cut;
use crate::ground::{dark_level, lower_spread, slow_level, sorted};
use crate::learn::Tone;
use crate::{Field, Ground, ImageError};
use lca_pixels::{Image, gaussian};

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

/// Surveys a field whose objects are about `diameter` pixels wide.
pub(crate) fn survey(
    field: &dyn Field,
    diameter: f64,
    factor: usize,
    side: usize,
) -> Result<Survey, ImageError> {
    let radius = (diameter / 2.0 / factor as f64).max(1.0);
    let [ny, nx] = field.size().map(|n| n.div_ceil(factor));
    let stride = ((ny * nx) as f64 / SAMPLE as f64).sqrt().ceil().max(1.0) as usize;
    let halo = (4.0 * smoothing(radius)).ceil() as usize + 1;
    let side = side.min(field.size()[0].max(field.size()[1])).max(1);
    let cut = Cut { side: side.next_multiple_of(factor), halo: halo * factor };
    let [gy, gx] = [ny.div_ceil(stride), nx.div_ceil(stride)];
    let mut sample = Image::zeros((1, gy, gx));
    cut.sweep(
        field,
        |_, window| Ok(smooth(&super::grey(&window), factor, radius)),
        |_, tiles| {
            for (tile, seen) in tiles {
                let [low, high] = [
                    tile.core.clone().map(|r| r.start / factor),
                    tile.core.clone().map(|r| r.end.div_ceil(factor)),
                ];
                for y in low[0].div_ceil(stride)..high[0].div_ceil(stride) {
                    for x in low[1].div_ceil(stride)..high[1].div_ceil(stride) {
                        let at = [y * stride - tile.origin[0] / factor, x * stride - tile.origin[1] / factor];
                        sample[[0, y, x]] = seen[[0, at[0], at[1]]];
                    }
                }
            }
            Ok(())
        },
    )?;
    Ok(known(sample, factor, radius, stride))
}

/// The tone of a field in memory.
pub(crate) fn tone_of(image: &Image, diameter: f64, factor: usize) -> Result<Tone, ImageError> {
    Ok(survey(image, diameter, factor, usize::MAX / 2)?.tone)
}

fn known(sample: Image, factor: usize, radius: f64, stride: usize) -> Survey {
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
    if factor == 1 {
        return window.clone();
    }
    let (_, ny, nx) = window.dim();
    let (low_y, low_x) = (ny.div_ceil(factor), nx.div_ceil(factor));
    let mut out = Image::zeros((1, low_y, low_x));
    let mut sums = vec![0.0_f32; low_x];
    for y in 0..low_y {
        let rows = y * factor..((y + 1) * factor).min(ny);
        sums.fill(0.0);
        for row in rows.clone() {
            let line = window.slice(ndarray::s![0, row, ..]);
            let line = line.as_slice().unwrap_or(&[]);
            if factor == 2 {
                let pairs = line.as_chunks::<2>();
                for (sum, pair) in sums.iter_mut().zip(pairs.0) {
                    *sum += pair[0] + pair[1];
                }
                if let [last] = pairs.1 {
                    sums[low_x - 1] += *last;
                }
            } else {
                for (sum, block) in sums.iter_mut().zip(line.chunks(factor)) {
                    *sum += block.iter().sum::<f32>();
                }
            }
        }
        for (x, sum) in sums.iter().enumerate() {
            let width = factor.min(nx - x * factor);
            out[[0, y, x]] = sum / (rows.len() * width) as f32;
        }
    }
    out
}

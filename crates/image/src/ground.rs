use crate::sorted::sorted;
use lca_pixels::{Image, Mask, box_mean, gaussian};

/// The dark ground of an image: its level everywhere, and the noise left after light smoothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    /// Smoothed image minus background.
    pub signal: Image,
    /// Background at each pixel, in the image's unit.
    pub background: Image,
    /// Standard deviation of the background in `signal`.
    pub noise: f32,
}

/// Standard deviation in pixels of the light smoothing that every later step starts from.
const SMOOTHING: f64 = 1.0;

/// Estimates the background of bright objects on a dark ground: the most common level, then its slow
/// changes over the image from the pixels near that level, averaged over windows of a quarter of the
/// image. `spacing` is the relative size of a pixel along z, y, x.
#[must_use]
pub fn ground(image: &Image, spacing: [f64; 3]) -> Ground {
    let smooth = gaussian(image, spacing.map(|step| SMOOTHING / step));
    let sample = sorted_sample(&smooth);
    let level = dark_level(&sample);
    let noise = lower_spread(&sample, level);
    let near = smooth.mapv(|value| (value - level).abs() <= 4.0 * noise);
    let background = slow_level(&smooth, &near, level);
    let mut signal = smooth;
    signal -= &background;
    Ground { signal, background, noise }
}

impl Ground {
    /// The same ground after further smoothing of the signal, to a deviation of `sigma` pixels of x in
    /// all: larger objects bear more, and dimmer ones then stand out of the noise.
    pub(crate) fn smoothed(self, sigma: f64, spacing: [f64; 3]) -> Self {
        if sigma <= SMOOTHING {
            return self;
        }
        let more = (sigma * sigma - SMOOTHING * SMOOTHING).sqrt();
        let signal = gaussian(&self.signal, spacing.map(|step| more / step));
        let noise = lower_spread(&sorted_sample(&signal), 0.0);
        Self { signal, noise, ..self }
    }
}

/// At most 200 000 values at even steps, sorted.
pub(crate) fn sorted_sample(image: &Image) -> Vec<f32> {
    let step = image.len().div_ceil(200_000).max(1);
    sorted(image.iter().step_by(step).copied())
}

/// The level of the dark ground among sorted values: the most common one, then the median of those
/// within three deviations of it until it settles, since noise makes the mode alone uncertain.
pub(crate) fn dark_level(sorted: &[f32]) -> f32 {
    let mut level = half_sample_mode(sorted);
    for _ in 0..5 {
        let spread = 3.0 * spread_below(sorted, level);
        let from = sorted.partition_point(|&value| value < level - spread);
        let to = sorted.partition_point(|&value| value <= level + spread);
        let near = &sorted[from..to];
        level = near.get(near.len() / 2).copied().unwrap_or(level);
    }
    level
}

/// The most common value of sorted values: the densest half again and again (Robertson & Cryer
/// 1974). 0 when there are none.
fn half_sample_mode(sorted: &[f32]) -> f32 {
    let mut part = sorted;
    while part.len() > 2 {
        let half = part.len().div_ceil(2);
        let width = |from: usize| part[from + half - 1] - part[from];
        let best = (0..=part.len() - half).min_by(|&a, &b| width(a).total_cmp(&width(b)));
        let from = best.unwrap_or(0);
        part = &part[from..from + half];
        if part[0] == part[half - 1] {
            return part[0];
        }
    }
    if part.is_empty() { 0.0 } else { part.iter().sum::<f32>() / part.len() as f32 }
}

/// Standard deviation of the background from the values below its level, which no object reaches.
/// At least a thousandth of the image's range, so that a ground without noise has an edge too.
pub(crate) fn lower_spread(sorted: &[f32], level: f32) -> f32 {
    let top = sorted.get(sorted.len().saturating_sub(1 + sorted.len() / 1000)).map_or(0.0, |top| top - level);
    spread_below(sorted, level).max(top.max(0.0) * 1e-3)
}

/// Standard deviation of the values below a level, as if they were the lower half of a Gaussian.
fn spread_below(sorted: &[f32], level: f32) -> f32 {
    let below = &sorted[..sorted.partition_point(|&value| value < level)];
    below.get(below.len() / 2).map_or(0.0, |median| 1.4826 * (level - median))
}

/// Mean of the pixels near the background's level over large windows, `level` where there are few.
pub(crate) fn slow_level(smooth: &Image, near: &Mask, level: f32) -> Image {
    let radius = [smooth.dim().0, smooth.dim().1, smooth.dim().2].map(|n| n / 8);
    let weight = box_mean(&near.mapv(|inside| if inside { 1.0 } else { 0.0 }), radius);
    let mut offset = smooth.mapv(|value| value - level);
    offset.zip_mut_with(near, |value, &inside| *value = if inside { *value } else { 0.0 });
    let mut out = box_mean(&offset, radius);
    // A window with under a twentieth of background counts as such in part only.
    out.zip_mut_with(&weight, |sum, &share| *sum = level + *sum / share.max(0.05));
    box_mean(&out, radius.map(|n| n / 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ground_of_a_camera_offset_is_found() {
        let image = Image::from_shape_fn((1, 120, 160), |(_, y, x)| {
            let noise = ((y * 7919 + x * 104_729 + y * x * 31) % 61) as f32 - 30.0;
            let object = (y as f64 % 40.0 - 20.0).hypot(x as f64 % 40.0 - 20.0) < 8.0;
            33_000.0 + x as f32 * 0.2 + noise + if object { 900.0 } else { 0.0 }
        });
        let found = ground(&image, [1.0; 3]);
        assert!((found.background[[0, 60, 80]] - 33_016.0).abs() < 10.0, "{}", found.background[[0, 60, 80]]);
        assert!(found.noise > 1.0 && found.noise < 20.0, "{}", found.noise);
        assert!(found.signal[[0, 20, 20]] > 800.0 && found.signal[[0, 0, 0]].abs() < 60.0);
    }

    #[test]
    fn a_constant_has_no_signal() {
        let found = ground(&Image::from_elem((1, 8, 8), 5.0), [1.0; 3]);
        assert!(found.signal.iter().all(|value| value.abs() < 1e-3));
    }
}

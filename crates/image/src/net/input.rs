use crate::learn::Tone;
use lca_pixels::Image;
use rand::{Rng, RngExt};

/// How many planes the network sees.
pub(crate) const INPUTS: usize = 3;

/// How strongly dim pixels are spread in the second plane.
const SPREAD: f32 = 20.0;

/// Brightness so that the middle of the field is 0, its range 1, and objects are brighter than the ground: where the
/// middle is nearer the bright end, dark and bright are exchanged.
pub(crate) fn level(grey: &Image, tone: Tone) -> Image {
    let scale = tone.scale();
    let scale = if tone.high - tone.middle < tone.middle - tone.low { -scale } else { scale };
    grey.mapv(|value| ((value - tone.middle) * scale).clamp(-4.0, 4.0))
}

/// What the network sees: the level, the same with dim pixels spread, and the colour.
pub(crate) fn planes(level: &Image, tint: Option<&Image>) -> Image {
    let (_, ny, nx) = level.dim();
    let mut out = Image::zeros((INPUTS, ny, nx));
    let most = SPREAD.asinh();
    let mut planes = out.outer_iter_mut();
    let level = level.index_axis(ndarray::Axis(0), 0);
    if let Some(mut plane) = planes.next() {
        plane.assign(&level);
    }
    if let Some(mut plane) = planes.next() {
        plane.zip_mut_with(&level, |slot, &value| *slot = (SPREAD * value).asinh() / most);
    }
    if let (Some(mut plane), Some(tint)) = (planes.next(), tint) {
        plane.assign(&tint.index_axis(ndarray::Axis(0), 0));
    }
    out
}

/// Another light: brighter or darker, flatter or steeper, with grain.
pub(crate) fn relit(level: &mut Image, random: &mut impl Rng) {
    let gain = random.random_range(-0.4_f32..0.4).exp();
    let shift = random.random_range(-0.08_f32..0.08);
    let power = random.random_range(-0.3_f32..0.3).exp();
    let grain = random.random_range(-0.02_f32..0.04).max(0.0);
    for value in level.iter_mut() {
        // Four even numbers add up to nearly a normal one.
        let noise: f32 =
            if grain > 0.0 { (0..4).map(|_| random.random_range(-0.87_f32..0.87)).sum() } else { 0.0 };
        *value = gain * value.signum() * value.abs().powf(power) + shift + grain * noise;
    }
}

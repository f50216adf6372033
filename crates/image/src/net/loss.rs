use super::sheet::Crop;
use crate::learn::TARGETS;
use lca_pixels::Image;

/// Cross-entropy of what was said (before the logistic curve) and what is wanted, over the pixels that count, as a
/// mean over all; and its slopes by what was said.
pub(crate) fn loss(said: &Image, crop: &Crop) -> (f64, Image) {
    let (_, ny, nx) = said.dim();
    let pixels = ny * nx;
    let mut slopes = Image::zeros(said.dim());
    let (Some(said), Some(wanted), Some(out)) =
        (said.as_slice(), crop.wanted.as_slice(), slopes.as_slice_mut())
    else {
        return (0.0, slopes);
    };
    let share = 1.0 / pixels.max(1) as f32;
    let mut sum = 0.0;
    let counts = &wanted[TARGETS * pixels..];
    for part in 0..TARGETS {
        for (at, &count) in counts.iter().enumerate() {
            let (here, count) = (part * pixels + at, count * share);
            let (value, target) = (said[here], wanted[here]);
            let exp = (-value.abs()).exp();
            sum += f64::from(count * (value.max(0.0) - value * target + exp.ln_1p()));
            out[here] = count * (logistic(value) - target);
        }
    }
    (sum, slopes)
}

/// The logistic curve.
pub(crate) fn logistic(value: f32) -> f32 {
    1.0 / (1.0 + (-value).exp())
}

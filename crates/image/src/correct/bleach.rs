use crate::ground;
use crate::segment::bright_level;
use lca_pixels::Image;

/// How far the objects of an image stand above its dark ground in the mean: over the pixels above the level that best
/// parts the two, so that it is `k` times as much where everything is. None where there is nothing bright.
#[must_use]
pub(super) fn bright_mean(image: &Image) -> Option<f64> {
    let ground = ground(image, [1.0; 3]);
    let level = bright_level(&ground)?;
    let bright = ground.signal.iter().filter(|value| **value > level);
    let (sum, n) = bright.fold((0.0, 0_usize), |(sum, n), &value| (sum + f64::from(value), n + 1));
    (n > 0).then(|| sum / n as f64)
}

/// What brightness is left at each frame of that at the first, by an exponential through the frames' mean
/// brightness above the ground (least squares of logarithms): divide by it to undo bleaching. None with
/// fewer than two frames, or where one is not above 0.
#[must_use]
pub(super) fn bleaching(brightness: &[f64]) -> Option<Vec<f64>> {
    let n = brightness.len() as f64;
    if brightness.len() < 2 || brightness.iter().any(|value| !value.is_finite() || *value <= 0.0) {
        return None;
    }
    let middle = (n - 1.0) / 2.0;
    let mean = brightness.iter().map(|value| value.ln()).sum::<f64>() / n;
    let each = brightness.iter().enumerate().map(|(t, value)| (t as f64 - middle, value.ln() - mean));
    let (cross, square) =
        each.fold((0.0, 0.0), |(cross, square), (t, log)| (cross + t * log, square + t * t));
    let rate = cross / square;
    Some((0..brightness.len()).map(|t| (rate * t as f64).exp()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bleaching_follows_its_rate() {
        let left = bleaching(&[100.0, 81.0, 65.61, 53.1441]).unwrap();
        assert!((left[3] - 0.9_f64.powi(6)).abs() < 1e-9, "{left:?}");
        assert_eq!(bleaching(&[1.0]), None);
        assert_eq!(bleaching(&[1.0, 0.0]), None);
    }

    #[test]
    fn brightness_is_told_above_the_ground_in_proportion() {
        let image = |bright: f32| {
            Image::from_shape_fn((1, 90, 90), |(_, y, x)| {
                let far = ((y % 30) as f32 - 15.0).hypot((x % 30) as f32 - 15.0);
                33_000.0 + ((y * 31 + x * 17) % 11) as f32 + if far < 8.0 { bright } else { 0.0 }
            })
        };
        let (one, half) = (bright_mean(&image(800.0)).unwrap(), bright_mean(&image(400.0)).unwrap());
        assert!((half / one - 0.5).abs() < 0.01, "{half} of {one}");
        assert_eq!(bright_mean(&Image::zeros((1, 20, 20))), None);
    }
}

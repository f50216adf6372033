use crate::ImageError;
use lca_pixels::{Image, PixelsError, gaussian};

/// How evenly a field is lit, told from many frames of it: their mean, smoothed over `sigma` pixels, as a
/// share of its own mean (retrospective flat field). Objects must move or differ between the frames; none
/// where there is no frame or no light.
///
/// # Errors
/// [`ImageError::Pixels`] when frames differ in shape.
pub fn illumination<'f>(
    frames: impl IntoIterator<Item = &'f Image>,
    dark: f32,
    sigma: f64,
) -> Result<Option<Image>, ImageError> {
    let mut sum: Option<Image> = None;
    for frame in frames {
        match &mut sum {
            None => sum = Some(frame.mapv(|value| value - dark)),
            Some(sum) if sum.dim() == frame.dim() => {
                sum.zip_mut_with(frame, |sum, value| *sum += value - dark)
            }
            Some(sum) => {
                let (found, expected) = (frame.dim(), sum.dim());
                return Err(PixelsError::Shape { what: "a frame", found, expected }.into());
            }
        }
    }
    let Some(smooth) = sum.map(|sum| gaussian(&sum, [0.0, sigma, sigma])) else { return Ok(None) };
    let mean = smooth.iter().map(|&value| f64::from(value)).sum::<f64>() / smooth.len().max(1) as f64;
    // A corner without light would be blown up without bound.
    Ok((mean > 0.0).then(|| smooth.mapv(|value| (f64::from(value) / mean).max(0.05) as f32)))
}

/// A frame as if it were lit evenly: above `dark`, the camera's value without light, divided by the share.
///
/// # Errors
/// [`ImageError::Pixels`] when the two differ in shape.
pub fn flattened(frame: &Image, shares: &Image, dark: f32) -> Result<Image, ImageError> {
    if frame.dim() != shares.dim() {
        let (found, expected) = (shares.dim(), frame.dim());
        return Err(PixelsError::Shape { what: "the illumination", found, expected }.into());
    }
    let mut out = frame.clone();
    out.zip_mut_with(shares, |value, share| *value = dark + (*value - dark) / share);
    Ok(out)
}

/// What brightness is left at each frame of that at the first, by an exponential through the frames' mean
/// brightness above the ground (least squares of logarithms): divide by it to undo bleaching. None with
/// fewer than two frames, or where one is not above 0.
#[must_use]
pub fn bleaching(brightness: &[f64]) -> Option<Vec<f64>> {
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
    fn uneven_light_is_found_and_taken_out() {
        let light =
            |y: usize, x: usize| 1.0 - 0.4 * ((y as f32 - 50.0).hypot(x as f32 - 50.0) / 70.0).powi(2);
        let frames: Vec<Image> = (0..40)
            .map(|t| {
                Image::from_shape_fn((1, 100, 100), |(_, y, x)| {
                    let cell = (y * 31 + x * 17 + t * 7919) % 97 < 48;
                    200.0 + light(y, x) * if cell { 900.0 } else { 300.0 }
                })
            })
            .collect();
        let shares = illumination(&frames, 200.0, 6.0).unwrap().unwrap();
        let flat = flattened(&frames[0], &shares, 200.0).unwrap();
        let mean =
            |y: usize, x: usize| flat.slice(ndarray::s![0, y..y + 20, x..x + 20]).mean().unwrap() - 200.0;
        let before = frames[0].slice(ndarray::s![0, 0..20, 0..20]).mean().unwrap() - 200.0;
        assert!(before < 0.85 * mean(40, 40), "{before}");
        assert!((mean(0, 0) / mean(40, 40) - 1.0).abs() < 0.06, "{} {}", mean(0, 0), mean(40, 40));
        assert!(flattened(&frames[0], &Image::zeros((1, 2, 2)), 0.0).is_err());
        assert_eq!(illumination(&[], 0.0, 3.0).unwrap(), None);
    }

    #[test]
    fn bleaching_follows_its_rate() {
        let left = bleaching(&[100.0, 81.0, 65.61, 53.1441]).unwrap();
        assert!((left[3] - 0.9_f64.powi(6)).abs() < 1e-9, "{left:?}");
        assert_eq!(bleaching(&[1.0]), None);
        assert_eq!(bleaching(&[1.0, 0.0]), None);
    }
}

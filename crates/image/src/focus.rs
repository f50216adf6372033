use crate::ImageError;
use lca_pixels::{Image, gaussian};

/// How sharp an image is, whatever its brightness and offset: the mean square difference of pixels two apart
/// (Brenner et al. 1976), of the image smoothed against noise, over its variance. Compare it between images
/// of one field and channel: it falls as they go out of focus. 0 for an image of one value.
///
/// # Errors
/// [`ImageError`] when a pixel is not finite.
pub fn focus(image: &Image) -> Result<f64, ImageError> {
    ImageError::finite(image)?;
    let soft = gaussian(image, [0.0, 1.0, 1.0]);
    let (planes, rows, columns) = soft.dim();
    let count = (planes * rows * columns).max(1) as f64;
    let mean = soft.iter().map(|&value| f64::from(value)).sum::<f64>() / count;
    let variance = soft.iter().map(|&value| (f64::from(value) - mean).powi(2)).sum::<f64>() / count;
    let mut sum = 0.0;
    for lane in soft.rows() {
        for at in 2..lane.len() {
            sum += f64::from(lane[at] - lane[at - 2]).powi(2);
        }
    }
    let pairs = (planes * rows * columns.saturating_sub(2)).max(1) as f64;
    Ok(if variance > 0.0 { sum / pairs / variance } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn focus_falls_with_blur_and_knows_neither_light_nor_offset() {
        let spots = Image::from_shape_fn((1, 64, 64), |(_, y, x)| {
            let far = ((y % 16) as f64 - 8.0).hypot((x % 16) as f64 - 8.0);
            if far < 4.0 { 500.0 } else { 33_000.0 / 330.0 }
        });
        let sharp = focus(&spots).unwrap();
        let mut last = sharp;
        for blur in [1.0, 2.0, 3.0] {
            let now = focus(&gaussian(&spots, [0.0, blur, blur])).unwrap();
            assert!(now < 0.9 * last, "{blur}: {now} after {last}");
            last = now;
        }
        let brighter = focus(&spots.mapv(|value| 3.0 * value + 32_000.0)).unwrap();
        assert!((brighter / sharp - 1.0).abs() < 1e-3);
        assert_eq!(focus(&Image::zeros((1, 8, 8))).unwrap(), 0.0);
        assert!(focus(&Image::from_elem((1, 3, 3), f32::NAN)).is_err());
    }
}

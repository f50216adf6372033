use crate::ImageError;
use lca_pixels::{Image, PixelsError, gaussian};

/// The sum of many frames of a field, from which it is told how evenly the field is lit (retrospective flat field).
/// Objects must move or differ between the frames.
#[derive(Debug, Clone, Default)]
pub(super) struct Light {
    sum: Option<ndarray::Array3<f64>>,
    frames: usize,
    least: f32,
}

/// A corner without light would be blown up without bound.
const LEAST: f64 = 0.05;

impl Light {
    /// Adds a frame.
    ///
    /// # Errors
    /// [`ImageError`] when it differs in shape from those before, or a pixel is not finite.
    pub(super) fn add(&mut self, frame: &Image) -> Result<(), ImageError> {
        ImageError::finite(frame)?;
        let least = frame.iter().copied().fold(f32::MAX, f32::min);
        self.least = if self.frames == 0 { least } else { self.least.min(least) };
        self.frames += 1;
        match &mut self.sum {
            None => self.sum = Some(frame.mapv(f64::from)),
            Some(sum) if sum.dim() == frame.dim() => {
                sum.zip_mut_with(frame, |sum, &value| *sum += f64::from(value))
            }
            Some(sum) => {
                let (found, expected) = (frame.dim(), sum.dim());
                return Err(PixelsError::Shape { what: "a frame", found, expected }.into());
            }
        }
        Ok(())
    }

    /// The frames' shape.
    pub(super) fn size(&self) -> Option<(usize, usize, usize)> {
        self.sum.as_ref().map(ndarray::Array3::dim)
    }

    /// The least value of all frames.
    #[must_use]
    pub(super) const fn least(&self) -> f32 {
        self.least
    }

    /// The mean of the frames above `dark`, the camera's value without light, smoothed over `sigma` pixels, as a share
    /// of its own mean. None where there is no frame or no light.
    #[must_use]
    pub(super) fn shares(&self, dark: f32, sigma: f64) -> Option<Image> {
        let mean = |sum: f64| (sum / self.frames as f64 - f64::from(dark)) as f32;
        let smooth = gaussian(&self.sum.as_ref()?.mapv(mean), [0.0, sigma, sigma]);
        let mean = smooth.iter().map(|&value| f64::from(value)).sum::<f64>() / smooth.len().max(1) as f64;
        (mean > 0.0).then(|| smooth.mapv(|value| (f64::from(value) / mean).max(LEAST) as f32))
    }
}

/// A frame as if it were lit evenly: above `dark`, the camera's value without light, divided by the share.
///
/// # Errors
/// [`ImageError::Pixels`] when the two differ in shape.
pub(super) fn flattened(frame: &Image, shares: &Image, dark: f32) -> Result<Image, ImageError> {
    if frame.dim() != shares.dim() {
        let (found, expected) = (shares.dim(), frame.dim());
        return Err(PixelsError::Shape { what: "the illumination", found, expected }.into());
    }
    let mut out = frame.clone();
    out.zip_mut_with(shares, |value, share| *value = dark + (*value - dark) / share);
    Ok(out)
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
        let mut found = Light::default();
        frames.iter().for_each(|frame| found.add(frame).unwrap());
        let shares = found.shares(200.0, 6.0).unwrap();
        let flat = flattened(&frames[0], &shares, 200.0).unwrap();
        let mean =
            |y: usize, x: usize| flat.slice(ndarray::s![0, y..y + 20, x..x + 20]).mean().unwrap() - 200.0;
        let before = frames[0].slice(ndarray::s![0, 0..20, 0..20]).mean().unwrap() - 200.0;
        assert!(before < 0.85 * mean(40, 40), "{before}");
        assert!((mean(0, 0) / mean(40, 40) - 1.0).abs() < 0.06, "{} {}", mean(0, 0), mean(40, 40));
        assert!(flattened(&frames[0], &Image::zeros((1, 2, 2)), 0.0).is_err());
        assert!(found.add(&Image::zeros((1, 2, 2))).is_err());
        assert_eq!(Light::default().shares(0.0, 3.0), None);
    }
}

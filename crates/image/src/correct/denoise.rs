use crate::ImageError;
use lca_pixels::{Image, box_mean};

/// Standard deviation of a plane's noise, from how far pixels lie from what a smooth surface would have there (Immerkær
/// 1996, by the median, which edges do not move).
#[must_use]
fn noise(plane: &Image) -> f64 {
    let (_, ny, nx) = plane.dim();
    let mut seen = Vec::new();
    let step = (ny * nx).div_ceil(200_000).max(1);
    for y in 1..ny.saturating_sub(1) {
        for x in (1 + y % step..nx.saturating_sub(1)).step_by(step) {
            let value = |dy: usize, dx: usize| f64::from(plane[[0, y + dy - 1, x + dx - 1]]);
            let corners = value(0, 0) + value(0, 2) + value(2, 0) + value(2, 2);
            let sides = value(0, 1) + value(1, 0) + value(1, 2) + value(2, 1);
            seen.push((corners - 2.0 * sides + 4.0 * value(1, 1)).abs() / 6.0);
        }
    }
    seen.sort_unstable_by(f64::total_cmp);
    seen.get(seen.len() / 2).map_or(0.0, |median| median / 0.6745)
}

/// Half the sides of the patches compared and of the window they are sought in.
const PATCH: usize = 2;
const WINDOW: isize = 7;

/// How much unlike patches count, in deviations of the noise.
const BREADTH: f64 = 0.4;

/// Each plane with less noise: every pixel is the mean of pixels within seven whose surroundings are like its own
/// (non-local means, Buades, Coll & Morel 2005), so that edges stay. How large the noise is is told by [`noise`], for
/// each plane; where it grows with brightness, bright parts keep more of it. No noise: nothing changes.
///
/// # Errors
/// [`ImageError::NotFinite`] when a pixel is not finite.
pub(super) fn denoised(image: &Image) -> Result<Image, ImageError> {
    ImageError::finite(image)?;
    let mut out = image.clone();
    for z in 0..image.dim().0 {
        let plane = image.slice(ndarray::s![z..=z, .., ..]).to_owned();
        let sigma = noise(&plane);
        if sigma > 0.0 {
            out.slice_mut(ndarray::s![z..=z, .., ..]).assign(&means(&plane, sigma));
        }
    }
    Ok(out)
}

/// Patches are compared for all pixels at once, for one step between them after the other (Darbon et al. 2008).
fn means(plane: &Image, sigma: f64) -> Image {
    let (mut sum, mut weights) = (plane.clone(), Image::ones(plane.dim()));
    let (noise, breadth) = ((2.0 * sigma * sigma) as f32, (BREADTH * sigma).powi(2) as f32);
    let steps = (0..=WINDOW).flat_map(|dy| (-WINDOW..=WINDOW).map(move |dx| (dy, dx)));
    // Half of the steps: each pair of pixels serves both.
    for (dy, dx) in steps.filter(|&(dy, dx)| dy > 0 || dx > 0) {
        let Some([here, there]) = pairs(plane.dim(), dy, dx) else { continue };
        let (one, two) = (plane.slice(here), plane.slice(there));
        let mut alike = one.to_owned();
        alike.zip_mut_with(&two, |a, b| *a = (*a - b) * (*a - b));
        let alike =
            box_mean(&alike, [0, PATCH, PATCH]).mapv(|unlike| (-(unlike - noise).max(0.0) / breadth).exp());
        for (to, from) in [(here, two), (there, one)] {
            ndarray::Zip::from(&mut sum.slice_mut(to)).and(&alike).and(&from).for_each(
                |sum, weight, value| {
                    *sum += weight * value;
                },
            );
            weights.slice_mut(to).zip_mut_with(&alike, |sum, weight| *sum += weight);
        }
    }
    sum / weights
}

type Part = ndarray::SliceInfo<[ndarray::SliceInfoElem; 3], ndarray::Ix3, ndarray::Ix3>;

/// The pixels that have one so many rows and columns further on, and these; none where none has.
fn pairs((_, ny, nx): (usize, usize, usize), dy: isize, dx: isize) -> Option<[Part; 2]> {
    let (ny, nx) = (ny as isize, nx as isize);
    if dy >= ny || dx.abs() >= nx {
        return None;
    }
    let (left, right) = ((-dx).max(0), dx.max(0));
    let here = ndarray::s![.., 0..ny - dy, left..nx - right];
    let there = ndarray::s![.., dy..ny, right..nx - left];
    Some([here, there])
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_numerics::rng;
    use lca_pixels::gaussian;
    use rand::RngExt;

    fn bell(random: &mut lca_numerics::Rng) -> f32 {
        (0..12).map(|_| random.random_range(0.0_f32..1.0)).sum::<f32>() - 6.0
    }

    #[test]
    fn noise_falls_and_edges_stay() {
        let mut random = rng(5, 0);
        let truth = Image::from_shape_fn((1, 100, 120), |(_, y, x)| {
            let far = ((y % 40) as f64 - 20.0).hypot((x % 40) as f64 - 20.0);
            if far < 10.0 { 600.0 } else { 100.0 }
        });
        let seen = truth.mapv(|value| value + 20.0 * bell(&mut random));
        assert!((noise(&seen) / 20.0 - 1.0).abs() < 0.1, "{}", noise(&seen));
        let error = |image: &Image| {
            let square = image.iter().zip(&truth).map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>();
            (square / truth.len() as f64).sqrt()
        };
        let found = denoised(&seen).unwrap();
        let smooth = gaussian(&seen, [0.0, 1.0, 1.0]);
        assert!(error(&found) < 0.4 * error(&seen), "{} of {}", error(&found), error(&seen));
        assert!(error(&found) < 0.4 * error(&smooth), "{} beside {}", error(&found), error(&smooth));
        assert_eq!(denoised(&truth).unwrap(), truth);
        assert!(denoised(&Image::from_elem((1, 3, 3), f32::NAN)).is_err());
        assert_eq!(denoised(&Image::from_elem((1, 2, 1), 4.0)).unwrap(), Image::from_elem((1, 2, 1), 4.0));
    }
}

use crate::{Ground, SegmentParams};
use lca_pixels::{
    Connectivity, Image, Labels, Mask, Peak, PixelsError, box_max, distance_transform, gaussian,
    laplacian_of_gaussian, peaks,
};

/// What the watershed needs: where objects may be, one seed for each, and the landscape to flood.
pub(crate) struct Landscape {
    pub(crate) mask: Mask,
    pub(crate) seeds: Labels,
    pub(crate) height: Image,
}

/// Finds the mask, the seeds and the landscape for objects of `radius` pixels.
pub(crate) fn landscape(
    ground: &Ground,
    radius: f64,
    spacing: [f64; 3],
    params: &SegmentParams,
) -> Result<Landscape, PixelsError> {
    let level = local_level(&ground.signal, radius, spacing);
    let mask = foreground(ground, &level, params);
    let blobs = blobness(ground, radius, spacing);
    let distance = distance_transform(&mask, spacing);
    let mut hills = gaussian(&distance, spacing.map(|step| (radius / 8.0).max(0.7) / step));
    let scale = 1.0 / radius as f32;
    hills.zip_mut_with(&blobs, |value, blob| *value = 0.5 * (*value * scale).min(1.0) + *blob);
    let found = peaks(&hills, &mask, params.split_depth as f32, Connectivity::Corners)?;
    let seeds = plant(&found, mask.dim(), 0.6 * radius, spacing);
    Ok(Landscape { mask, seeds, height: hills.mapv(|value| -value) })
}

/// The brightest smoothed value within about one diameter of each pixel.
pub(crate) fn local_level(signal: &Image, radius: f64, spacing: [f64; 3]) -> Image {
    let soft = gaussian(signal, spacing.map(|step| radius / 3.0 / step));
    let reach = spacing.map(|step| (1.5 * radius / step).round() as usize);
    let level = box_max(&soft, reach);
    gaussian(&level, spacing.map(|step| radius / 2.0 / step))
}

fn foreground(ground: &Ground, level: &Image, params: &SegmentParams) -> Mask {
    let least = params.noise_factor as f32 * ground.noise;
    let share = params.local_share as f32;
    let mut mask = Mask::from_elem(level.dim(), false);
    ndarray::Zip::from(&mut mask).and(&ground.signal).and(level).for_each(|slot, &value, &level| {
        *slot = value > least.max(share * level);
    });
    mask
}

/// How blob-like each pixel's surroundings are at the objects' scale, whatever their brightness:
/// Laplacian of Gaussian over the smoothed signal, about 1 in the middle of an object.
fn blobness(ground: &Ground, radius: f64, spacing: [f64; 3]) -> Image {
    let sigma = spacing.map(|step| 0.55 * radius / step);
    let mut blobs = laplacian_of_gaussian(&ground.signal, sigma);
    let soft = gaussian(&ground.signal, sigma);
    let least = 2.0 * ground.noise;
    blobs.zip_mut_with(&soft, |value, &soft| *value = -*value / soft.max(least).max(f32::MIN_POSITIVE));
    blobs
}

/// Numbers peaks as seeds, highest first, leaving out those closer than `apart` to a higher one.
fn plant(found: &[Peak], dim: (usize, usize, usize), apart: f64, spacing: [f64; 3]) -> Labels {
    let mut seeds = Labels::zeros(dim);
    let mut taken: Vec<[usize; 3]> = Vec::new();
    for peak in found {
        let close = |other: &[usize; 3]| {
            let gap = |axis: usize| other[axis].abs_diff(peak.at[axis]) as f64 * spacing[axis];
            gap(0).powi(2) + gap(1).powi(2) + gap(2).powi(2) < apart * apart
        };
        if !taken.iter().any(close) {
            taken.push(peak.at);
            seeds[peak.at] = taken.len() as u32;
        }
    }
    seeds
}

use crate::{Ground, SegmentParams};
use lca_pixels::{
    Connectivity, Image, Labels, Mask, Peak, PixelsError, box_max, distance_transform, gaussian,
    laplacian_of_gaussian, peaks,
};
use std::collections::BTreeMap;

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
    // Seeds by blocks as wide as `apart`: only those of neighbouring blocks can be close.
    let mut blocks: BTreeMap<[i64; 3], Vec<[f64; 3]>> = BTreeMap::new();
    let mut last = 0;
    for peak in found {
        let place = [0, 1, 2].map(|axis| peak.at[axis] as f64 * spacing[axis]);
        let block = place.map(|along| (along / apart) as i64);
        let close = |other: &[f64; 3]| {
            (0..3).map(|axis| (other[axis] - place[axis]).powi(2)).sum::<f64>() < apart * apart
        };
        let around = (0..27).map(|n| [block[0] + n / 9 - 1, block[1] + n / 3 % 3 - 1, block[2] + n % 3 - 1]);
        if !around.filter_map(|block| blocks.get(&block)).flatten().any(close) {
            blocks.entry(block).or_default().push(place);
            last += 1;
            seeds[peak.at] = last;
        }
    }
    seeds
}

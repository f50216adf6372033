use crate::Ground;
use lca_pixels::{Connectivity, Image, PixelsError, distance_transform, fill_holes, otsu, peaks};

/// Typical diameter of bright objects in pixels of x, or none when there are none: twice the
/// distance from the middle of each object of a first threshold to its edge, the median over the
/// foreground (each object counted by its area), times 1.1 for objects longer than wide.
///
/// # Errors
/// None for a ground that [`crate::ground`] made.
pub fn estimate_diameter(ground: &Ground, spacing: [f64; 3]) -> Result<Option<f64>, PixelsError> {
    // Roots make the brightness of dim and bright objects alike before the two classes are parted.
    let roots: Image = ground.signal.mapv(|value| value.max(0.0).sqrt());
    let Some(split) = otsu(roots.iter().copied(), 512) else { return Ok(None) };
    let level = (split * split).max(4.0 * ground.noise);
    let mask = fill_holes(&ground.signal.mapv(|value| value > level), ground.signal.len() / 50);
    if mask.iter().all(|&inside| inside) {
        return Ok(None);
    }
    let distance = distance_transform(&mask, spacing);
    let mut radii: Vec<f32> = peaks(&distance, &mask, 0.5, Connectivity::Corners)?
        .iter()
        .filter(|peak| peak.value >= 1.5 && peak.prominence >= 0.2 * peak.value)
        .map(|peak| peak.value)
        .collect();
    radii.sort_unstable_by(f32::total_cmp);
    let total: f32 = radii.iter().map(|radius| radius * radius).sum();
    let mut below = 0.0;
    let median = radii.iter().find(|radius| {
        below += **radius * **radius;
        below >= total / 2.0
    });
    Ok(median.map(|&radius| 2.2 * f64::from(radius)))
}

use super::seeds::local_level;
use crate::Ground;
use lca_pixels::{Connectivity, Image, Mask, PixelsError, distance_transform, fill_holes, otsu, peaks};

/// Typical diameter of bright objects in pixels of x, or none when there are none: twice the
/// distance from the middle of each object to its edge, the median over the objects weighted by that
/// distance, times 1.2 for objects longer than wide. A first mask is a global threshold; a second one
/// uses the local brightness at the scale found first, which parts crowded objects.
///
/// # Errors
/// None for a ground that [`crate::ground`] made.
pub fn estimate_diameter(ground: &Ground, spacing: [f64; 3]) -> Result<Option<f64>, PixelsError> {
    let Some(level) = bright_level(ground) else { return Ok(None) };
    let mask = ground.signal.mapv(|value| value > level);
    let Some(first) = typical(&mask, spacing)? else { return Ok(None) };
    let local = local_level(&ground.signal, first / 2.0, spacing);
    let mut mask = Mask::from_elem(local.dim(), false);
    ndarray::Zip::from(&mut mask).and(&ground.signal).and(&local).for_each(|slot, &value, &local| {
        *slot = value > (level / 3.0).max(0.5 * local);
    });
    // Grains within large objects must not pass for objects.
    Ok(typical(&mask, spacing)?.map_or(Some(first), |second| Some(second.max(0.6 * first))))
}

/// The level that best parts objects from the ground, in units above the ground; none when there is
/// nothing to part. Roots make the brightness of dim and bright objects alike first.
pub(crate) fn bright_level(ground: &Ground) -> Option<f32> {
    let roots: Image = ground.signal.mapv(|value| value.max(0.0).sqrt());
    let split = otsu(roots.iter().copied(), 512)?;
    Some((split * split).max(4.0 * ground.noise))
}

fn typical(mask: &Mask, spacing: [f64; 3]) -> Result<Option<f64>, PixelsError> {
    let mask = fill_holes(mask, mask.len() / 100);
    if mask.iter().all(|&inside| inside) {
        return Ok(None);
    }
    let distance = distance_transform(&mask, spacing);
    let mut radii: Vec<f32> = peaks(&distance, &mask, 0.5, Connectivity::Corners)?
        .iter()
        .filter(|peak| peak.value >= 1.5 && peak.prominence >= 0.15 * peak.value)
        .map(|peak| peak.value)
        .collect();
    radii.sort_unstable_by(f32::total_cmp);
    let total: f32 = radii.iter().sum();
    let mut below = 0.0;
    let median = radii.iter().find(|radius| {
        below += **radius;
        below >= total / 2.0
    });
    Ok(median.map(|&radius| 2.4 * f64::from(radius)))
}

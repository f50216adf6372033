mod diameter;
mod params;
mod refine;
mod seeds;

pub use diameter::estimate_diameter;
pub use params::SegmentParams;

use crate::{Ground, ImageError, ground};
pub(crate) use diameter::bright_level;
use lca_pixels::{Connectivity, Image, Labels, areas, keep_labels, watershed};
pub(crate) use refine::largest;
use std::f64::consts::PI;

/// Finds bright objects on a dark ground and numbers them from 1, in the order of their seeds'
/// strength. Background and noise are estimated first, then a local threshold, then one seed for each
/// object from the Laplacian of Gaussian and the distance to the edge at the scale of the typical
/// diameter, then a watershed, and last each object's own edge. An image without objects gives no
/// labels.
///
/// # Errors
/// [`ImageError`] when a pixel is not finite or a parameter is out of range.
pub fn segment(image: &Image, params: &SegmentParams) -> Result<Labels, ImageError> {
    params.check()?;
    ImageError::finite(image)?;
    let spacing = params.spacing();
    let known = params.known_diameter()?;
    let ground = ground(image, spacing);
    let diameter = if known.is_some() { known } else { estimate_diameter(&ground, spacing)? };
    let Some(diameter) = diameter else { return Ok(Labels::zeros(image.dim())) };
    let radius = (diameter / 2.0).max(1.0);
    let ground = ground.smoothed(radius / 8.0, spacing);
    let land = seeds::landscape(&ground, radius, spacing, params)?;
    let basins = watershed(&land.height, &land.seeds, &land.mask, Connectivity::Faces)?;
    let shapes = refine::refine(&basins, &ground.signal, params.edge_level, radius, spacing);
    let bright = bright_enough(&shapes, &ground, params.dim_share);
    Ok(fitting(&shapes, &bright, radius, spacing, params))
}

/// For each label whether its mean lies above `share` of the level that parts objects from the ground.
fn bright_enough(labels: &Labels, ground: &Ground, share: f64) -> Vec<bool> {
    let sizes = areas(labels);
    let mut sums = vec![0.0_f64; sizes.len()];
    for (&label, &value) in labels.iter().zip(&ground.signal) {
        sums[label as usize] += f64::from(value);
    }
    let least = share * f64::from(bright_level(ground).unwrap_or(0.0));
    sums.iter().zip(&sizes).map(|(sum, &size)| *sum > least * size as f64).collect()
}

/// Only labels of a likely size, numbered without holes.
fn fitting(
    labels: &Labels,
    bright: &[bool],
    radius: f64,
    spacing: [f64; 3],
    params: &SegmentParams,
) -> Labels {
    let stack = labels.dim().0 > 1;
    let typical = if stack { 4.0 / 3.0 * PI * radius.powi(3) / spacing[0] } else { PI * radius * radius };
    let sizes = areas(labels);
    let fits = params.min_size * typical..=params.max_size * typical;
    keep_labels(labels, |label| bright[label as usize] && fits.contains(&(sizes[label as usize] as f64)))
}

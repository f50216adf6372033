mod diameter;
mod params;
mod refine;
mod seeds;

pub use diameter::estimate_diameter;
pub use params::SegmentParams;

use crate::{ImageError, ground};
use lca_pixels::{Connectivity, Image, Labels, areas, keep_labels, watershed};
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
    let land = seeds::landscape(&ground, radius, spacing, params)?;
    let basins = watershed(&land.height, &land.seeds, &land.mask, Connectivity::Faces)?;
    let shapes = refine::refine(&basins, &ground.signal, params.edge_level, radius, spacing);
    Ok(fitting(&shapes, radius, spacing, params))
}

/// Only labels of a likely size, numbered without holes.
fn fitting(labels: &Labels, radius: f64, spacing: [f64; 3], params: &SegmentParams) -> Labels {
    let stack = labels.dim().0 > 1;
    let typical = if stack { 4.0 / 3.0 * PI * radius.powi(3) / spacing[0] } else { PI * radius * radius };
    let sizes = areas(labels);
    let fits = params.min_size * typical..=params.max_size * typical;
    keep_labels(labels, |label| fits.contains(&(sizes[label as usize] as f64)))
}

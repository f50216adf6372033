//! A picture of a frame with the outlines of its cells and the tails of their tracks.

mod bitmap;
mod contour;
mod overlay;
mod simplify;

use super::Figure;
use super::frame::{NARROW, WIDE, no_data};
use crate::ReportError;
use crate::svg::Writer;
use bitmap::{Bitmap, flatten};
use lca_graph::Tracks;
use lca_pixels::{Image, Labels};

/// A frame of a movie, or a still.
#[derive(Debug, Clone, Copy, Default)]
pub struct Picture<'a> {
    /// What the figure is.
    pub title: &'a str,
    /// What is seen in it.
    pub caption: &'a str,
    /// The channel shown; of a stack the brightest along z.
    pub image: Option<&'a Image>,
    /// The cells to outline, of the image's shape.
    pub labels: Option<&'a Labels>,
    /// Tracks, whose colours the outlines take and whose last positions are drawn as tails.
    pub tracks: Option<&'a Tracks>,
    /// Which frame of the tracks this is.
    pub frame: u32,
    /// How many frames back the tails reach.
    pub tail: u32,
    /// Size of a pixel along x in µm, for the scale bar.
    pub pixel_um: Option<f64>,
    /// Whether it takes the page's full width.
    pub wide: bool,
}

/// Draws the picture as PNG within SVG, outlines and tails as lines above it.
///
/// # Errors
/// [`ReportError::Length`] when labels and image differ in shape, [`ReportError::Png`] when the
/// picture cannot be encoded.
pub fn picture(data: &Picture<'_>) -> Result<Figure, ReportError> {
    let width = if data.wide { WIDE } else { NARROW };
    let Some(image) = data.image.filter(|image| image.iter().any(|v| v.is_finite())) else {
        return Ok(no_data(data.title, data.caption, width));
    };
    let (depth, rows, columns) = image.dim();
    if let Some(labels) = data.labels {
        crate::error::same_length(data.title, "the labels' rows", labels.dim().1, rows)?;
        crate::error::same_length(data.title, "the labels' columns", labels.dim().2, columns)?;
        crate::error::same_length(data.title, "the labels' planes", labels.dim().0, depth)?;
    }
    let bitmap = Bitmap::of(image);
    let scale = f64::from(width) / columns as f64;
    let size = (f64::from(width), rows as f64 * scale);
    let mut writer = Writer::default();
    bitmap.draw(&mut writer, size, data.title)?;
    let flat = data.labels.map(flatten);
    let cells = overlay::draw(&mut writer, data, flat.as_ref(), scale);
    overlay::scale_bar(&mut writer, data.pixel_um, scale, size);
    let description = format!("A picture of {columns} by {rows} pixels with {cells} outlined cells.");
    let note = bitmap.note();
    Ok(Figure::new(writer.finish(size, data.title, &description), data.title, data.caption).note(&note))
}

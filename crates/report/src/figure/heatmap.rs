use super::Figure;
use super::frame::{NARROW, WIDE, no_data};
use super::matrix::{Layout, chosen, kept};
use crate::ReportError;
use crate::chart::extent;
use crate::colour::{PANEL, diverging, ink_on, viridis};
use crate::error::same_length;
use crate::number::significant;
use crate::svg::{Anchor, Writer};
use ndarray::{Array2, Axis};

/// A matrix as colours: clusters against known groups, markers in clusters.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Heatmap {
    /// What the figure is.
    pub title: String,
    /// What is seen in it.
    pub caption: String,
    /// Names of the rows.
    pub rows: Vec<String>,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// What the values are, with their unit.
    pub value: String,
    /// The values, rows × columns; not a number where missing.
    pub values: Array2<f64>,
    /// Whether the numbers are written into the fields.
    pub written: bool,
    /// Whether values stand on either side of 0, which then is the middle of the colours.
    pub signed: bool,
}

/// Draws a heat map in viridis, or, of signed values, from blue below 0 to vermilion above.
///
/// # Errors
/// [`ReportError::Length`] when names and values differ in number.
pub fn heatmap(data: &Heatmap) -> Result<Figure, ReportError> {
    same_length(&data.title, "the row names", data.rows.len(), data.values.nrows())?;
    same_length(&data.title, "the column names", data.columns.len(), data.values.ncols())?;
    let (rows, columns, note) = kept(data.rows.len(), data.columns.len());
    let width = if columns.len() > 14 { WIDE } else { NARROW };
    let Some(range) = extent(data.values.iter().copied()) else {
        return Ok(no_data(&data.title, &data.caption, width));
    };
    let range = if data.signed {
        (-range.0.abs().max(range.1.abs()), range.0.abs().max(range.1.abs()))
    } else {
        range
    };
    let part = Heatmap {
        rows: chosen(&data.rows, &rows),
        columns: chosen(&data.columns, &columns),
        values: data.values.select(Axis(0), &rows).select(Axis(1), &columns),
        ..data.clone()
    };
    Ok(draw(&part, range, width).note(&note))
}

fn draw(data: &Heatmap, (lo, hi): (f64, f64), width: u32) -> Figure {
    let span = if hi > lo { hi - lo } else { 1.0 };
    let palette = if data.signed { diverging } else { viridis };
    let layout = Layout::new(&data.rows, &data.columns, f64::from(width), (12.0, 64.0));
    let mut writer = Writer::default();
    layout.names(&mut writer, &data.rows, &data.columns);
    for ((row, column), &value) in data.values.indexed_iter() {
        let (x, y) = layout.centre(row, column);
        let colour = if value.is_finite() { palette((value - lo) / span) } else { PANEL };
        let (w, h) = (layout.cell.0 - 1.5, layout.cell.1 - 1.5);
        writer.rect((x - w / 2.0, y - h / 2.0), (w, h), colour, 2.0);
        if data.written && value.is_finite() {
            let text = significant(value, 3);
            writer.text((x, y + 4.0), &text, 12.0, ink_on(colour), Anchor::Middle);
        }
    }
    layout.scale(&mut writer, &data.value, (lo, hi), palette);
    let description =
        format!("{} for {} rows and {} columns.", data.value, data.rows.len(), data.columns.len());
    Figure::new(writer.finish(layout.size, &data.title, &description), &data.title, &data.caption)
}

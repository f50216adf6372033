//! What heat maps and dot plots share: rows and columns with names, and a colour scale.

use super::frame::thin;
use crate::colour::{INK, MUTED, Rgb};
use crate::number::significant;
use crate::svg::{Anchor, Writer, coordinate, fit, text_width};

/// The rows and columns that are drawn, and what the caption says of the others.
pub(super) fn kept(rows: usize, columns: usize) -> (Vec<usize>, Vec<usize>, String) {
    let ((rows, above), (columns, beside)) = (thin(rows, 150, "rows"), thin(columns, 80, "columns"));
    (rows, columns, format!("{above} {beside}").trim().to_owned())
}

/// Those names that are drawn.
pub(super) fn chosen(names: &[String], kept: &[usize]) -> Vec<String> {
    kept.iter().map(|&at| names[at].clone()).collect()
}

/// Where the fields of a matrix lie.
pub(super) struct Layout {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) cell: (f64, f64),
    pub(super) size: (f64, f64),
    slanted: bool,
    /// How wide the names at the left may be.
    longest: f64,
}

const TYPE: f64 = 12.0;
/// How wide names aslant may be, and what share of the whole names at the left may take.
const LONGEST: f64 = 170.0;
const ROWS: f64 = 0.45;
/// Width that the legends need.
const LEAST: f64 = 500.0;

impl Layout {
    /// Room for names at the left and, aslant, above; fields between the two sizes given.
    pub(super) fn new(rows: &[String], columns: &[String], width: f64, field: (f64, f64)) -> Self {
        let widest = |names: &[String], most: f64| {
            names.iter().map(|name| text_width(name, TYPE)).fold(0.0, f64::max).min(most)
        };
        let longest = (ROWS * width).max(LONGEST);
        let left = widest(rows, longest) + 14.0;
        let fields =
            |aside: f64| ((width - left - aside) / columns.len().max(1) as f64).clamp(field.0, field.1);
        let slanted = widest(columns, LONGEST) > fields(0.0) - 6.0;
        let aside = if slanted { widest(columns, LONGEST) * 0.72 + 8.0 } else { 0.0 };
        let wide = fields(aside);
        let top = aside + 20.0;
        let high = wide.clamp(18.0, 30.0);
        let height = top + high * rows.len() as f64 + 58.0;
        let used = left + aside + wide * columns.len() as f64;
        Self { left, top, cell: (wide, high), size: (used.max(LEAST), height), slanted, longest }
    }

    /// The middle of a field.
    pub(super) fn centre(&self, row: usize, column: usize) -> (f64, f64) {
        (self.left + (column as f64 + 0.5) * self.cell.0, self.top + (row as f64 + 0.5) * self.cell.1)
    }

    pub(super) fn names(&self, writer: &mut Writer, rows: &[String], columns: &[String]) {
        for (at, name) in rows.iter().enumerate() {
            let y = self.centre(at, 0).1 + 4.0;
            writer.text((self.left - 8.0, y), &fit(name, TYPE, self.longest), TYPE, INK, Anchor::End);
        }
        for (at, name) in columns.iter().enumerate() {
            let (x, y) = (self.centre(0, at).0, self.top - 7.0);
            if !self.slanted {
                writer.text((x, y), name, TYPE, INK, Anchor::Middle);
                continue;
            }
            let x = x + 3.0;
            let turn = format!("rotate(-45 {} {})", coordinate(x), coordinate(y));
            writer.push(format_args!("<g transform=\"{turn}\">"));
            writer.text((x, y), &fit(name, TYPE, LONGEST), TYPE, INK, Anchor::Start);
            writer.push(format_args!("</g>"));
        }
    }

    /// The colour scale below the matrix, from `lo` to `hi`.
    pub(super) fn scale(
        &self,
        writer: &mut Writer,
        name: &str,
        (lo, hi): (f64, f64),
        palette: fn(f64) -> Rgb,
    ) {
        let (y, bar) = (self.size.1 - 34.0, 160.0);
        writer.text((self.left, y + 10.0), name, TYPE, MUTED, Anchor::Start);
        let left = self.left + text_width(name, TYPE) + 14.0 + text_width(&significant(lo, 3), TYPE);
        writer.text((left - 6.0, y + 10.0), &significant(lo, 3), TYPE, MUTED, Anchor::End);
        writer.push(format_args!("<g shape-rendering=\"crispEdges\">"));
        for step in 0..40 {
            let x = left + f64::from(step) * bar / 40.0;
            writer.rect((x, y), (bar / 40.0, 12.0), palette(f64::from(step) / 39.0), 0.0);
        }
        writer.push(format_args!("</g>"));
        writer.text((left + bar + 6.0, y + 10.0), &significant(hi, 3), TYPE, MUTED, Anchor::Start);
    }

    /// Where the colour scale ends.
    pub(super) fn after_scale(&self, name: &str, (lo, hi): (f64, f64)) -> (f64, f64) {
        let texts = format!("{name}{}{}", significant(lo, 3), significant(hi, 3));
        (self.left + text_width(&texts, TYPE) + 220.0, self.size.1 - 28.0)
    }
}

use super::Figure;
use super::frame::{NARROW, WIDE, no_data};
use super::matrix::{Layout, chosen, kept};
use crate::ReportError;
use crate::chart::extent;
use crate::colour::{GRID, MUTED, viridis};
use crate::error::same_length;
use crate::svg::{Anchor, Writer, coordinate};
use ndarray::{Array2, Axis};

/// Genes in groups of cells: how many cells express them, and how strongly.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DotPlot {
    /// What the figure is.
    pub title: String,
    /// What is seen in it.
    pub caption: String,
    /// Names of the groups, the rows.
    pub groups: Vec<String>,
    /// Names of the genes, the columns.
    pub genes: Vec<String>,
    /// What the means are of, with the unit.
    pub value: String,
    /// Mean in each group, groups × genes.
    pub mean: Array2<f64>,
    /// Share of the group's cells in which it is not zero, groups × genes, 0 to 1.
    pub fraction: Array2<f64>,
}

/// Draws a disc for each gene and group: its area is the share of cells, its colour the mean.
///
/// # Errors
/// [`ReportError::Length`] when names and values differ in number.
pub fn dotplot(data: &DotPlot) -> Result<Figure, ReportError> {
    for matrix in [&data.mean, &data.fraction] {
        same_length(&data.title, "the groups", data.groups.len(), matrix.nrows())?;
        same_length(&data.title, "the genes", data.genes.len(), matrix.ncols())?;
    }
    let (groups, genes, note) = kept(data.groups.len(), data.genes.len());
    let width = if genes.len() > 14 { WIDE } else { NARROW };
    let Some(range) = extent(data.mean.iter().copied()) else {
        return Ok(no_data(&data.title, &data.caption, width));
    };
    let select = |matrix: &Array2<f64>| matrix.select(Axis(0), &groups).select(Axis(1), &genes);
    let part = DotPlot {
        groups: chosen(&data.groups, &groups),
        genes: chosen(&data.genes, &genes),
        mean: select(&data.mean),
        fraction: select(&data.fraction),
        ..data.clone()
    };
    Ok(draw(&part, range, width).note(&note))
}

fn draw(data: &DotPlot, (lo, hi): (f64, f64), width: u32) -> Figure {
    let span = if hi > lo { hi - lo } else { 1.0 };
    let layout = Layout::new(&data.groups, &data.genes, f64::from(width), (18.0, 34.0));
    let largest = (layout.cell.0.min(layout.cell.1) / 2.0 - 1.0).max(3.0);
    let mut writer = Writer::default();
    layout.names(&mut writer, &data.groups, &data.genes);
    lines(&mut writer, &layout, (data.groups.len(), data.genes.len()));
    for ((row, column), &mean) in data.mean.indexed_iter() {
        let share = data.fraction[[row, column]];
        if mean.is_finite() && share > 0.0 {
            let radius = largest * share.min(1.0).sqrt();
            writer.circle(layout.centre(row, column), radius, viridis((mean - lo) / span), None);
        }
    }
    layout.scale(&mut writer, &data.value, (lo, hi), viridis);
    let end = sizes(&mut writer, layout.after_scale(&data.value, (lo, hi)), largest);
    let size = (layout.size.0.max(end), layout.size.1);
    let description = format!("{} genes in {} groups of cells.", data.genes.len(), data.groups.len());
    Figure::new(writer.finish(size, &data.title, &description), &data.title, &data.caption)
}

fn lines(writer: &mut Writer, layout: &Layout, (rows, columns): (usize, usize)) {
    let right = layout.left + columns as f64 * layout.cell.0;
    for row in 0..rows {
        let y = coordinate(layout.centre(row, 0).1);
        writer.stroke(&format!("M{} {y}H{}", coordinate(layout.left), coordinate(right)), GRID, 1.0);
    }
}

/// The legend of the areas. Gives where it ends.
fn sizes(writer: &mut Writer, (mut x, y): (f64, f64), largest: f64) -> f64 {
    writer.text((x, y + 4.0), "cells", 12.0, MUTED, Anchor::Start);
    x += 44.0;
    for share in [0.25, 0.5, 1.0_f64] {
        writer.circle((x, y), largest * share.sqrt(), MUTED, None);
        writer.text(
            (x + largest + 4.0, y + 4.0),
            &format!("{:.0} %", share * 100.0),
            12.0,
            MUTED,
            Anchor::Start,
        );
        x += largest * 2.0 + 46.0;
    }
    x
}

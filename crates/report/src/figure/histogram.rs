use super::Figure;
use super::frame::{NARROW, no_data};
use crate::ReportError;
use crate::chart::{Axis, Panel, extent, sketch};
use crate::colour::{BAD, category};
use plotters::style::text_anchor::HPos;

/// How often values occur: counts per cell, areas, lifetimes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Histogram {
    /// What the figure is.
    pub title: String,
    /// What is seen in it.
    pub caption: String,
    /// Name of the value axis, with its unit.
    pub value: String,
    /// What is counted, such as `cells`.
    pub counted: String,
    /// The values.
    pub values: Vec<f64>,
    /// Whether the axis is logarithmic; values that are not positive are then left out.
    pub log: bool,
    /// Values below or above which something was left out, by name.
    pub cuts: Vec<(String, f64)>,
}

const BINS: usize = 40;

/// Draws a histogram of forty bins.
///
/// # Errors
/// [`ReportError::Layout`] when the figure cannot be laid out.
pub fn histogram(data: &Histogram) -> Result<Figure, ReportError> {
    let usable = |v: &f64| v.is_finite() && (!data.log || *v > 0.0);
    let values: Vec<f64> = data.values.iter().copied().filter(usable).collect();
    let scaled = |v: f64| if data.log { v.log10() } else { v };
    let Some((lo, hi)) = extent(values.iter().map(|&v| scaled(v))) else {
        return Ok(no_data(&data.title, &data.caption, NARROW));
    };
    let (lo, hi) = if hi > lo { (lo, hi) } else { (lo - 0.5, hi + 0.5) };
    let width = (hi - lo) / BINS as f64;
    let mut counts = [0u32; BINS];
    for value in &values {
        counts[(((scaled(*value) - lo) / width) as usize).min(BINS - 1)] += 1;
    }
    let edge = |at: usize| if data.log { 10f64.powf(lo + at as f64 * width) } else { lo + at as f64 * width };
    let ends = [edge(0), edge(BINS)].into_iter().chain(data.cuts.iter().map(|cut| cut.1));
    let x = if data.log { Axis::log(&data.value, ends, 6) } else { Axis::linear(&data.value, ends, 6) };
    let (Some(mut x), Some(y)) = (x, Axis::from_zero(&data.counted, counts.map(f64::from), 5)) else {
        return Ok(no_data(&data.title, &data.caption, NARROW));
    };
    x.grid = false;
    let description =
        format!("{} {}, {} from {} to {}.", values.len(), data.counted, data.value, edge(0), edge(BINS));
    let svg = sketch((NARROW, 270), &data.title, &description, |area| {
        let mut panel = Panel::new(area, "", x, y)?;
        for (at, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            panel.block((edge(at), 0.0), (edge(at + 1), f64::from(count)), category(0))?;
        }
        let top = panel.y.hi;
        for (name, cut) in data.cuts.iter().filter(|(_, cut)| usable(cut)) {
            panel.dashes((*cut, 0.0), (*cut, top), BAD)?;
            panel.text((*cut, top * 0.96), &format!("\u{2002}{name}"), BAD, HPos::Left)?;
        }
        Ok(())
    })?;
    let left_out = data.values.len() - values.len();
    let note = if left_out > 0 {
        format!("{left_out} values cannot be drawn and are left out.")
    } else {
        String::new()
    };
    Ok(Figure::new(svg, &data.title, &data.caption).note(&note))
}

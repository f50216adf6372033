use super::Figure;
use super::frame::{NARROW, no_data};
use super::series::key;
use crate::ReportError;
use crate::chart::{Axis, Mark, Panel, legend, place, sketch};
use crate::colour::{GREY, INK, category};
use crate::svg::fit;

/// Estimated parameters with their intervals, and the true values where they are known.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Intervals {
    /// What the figure is.
    pub title: String,
    /// What is seen in it.
    pub caption: String,
    /// Name of the axis, with its unit.
    pub value: String,
    /// Whether the axis is logarithmic (parameters of a model nearly always want it).
    pub log: bool,
    /// The parameters, from the top.
    pub rows: Vec<IntervalRow>,
}

/// One parameter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct IntervalRow {
    /// Its name.
    pub name: String,
    /// The estimate.
    pub estimate: f64,
    /// Lower end; not finite where the data do not bound it.
    pub lower: f64,
    /// Upper end; not finite where the data do not bound it.
    pub upper: f64,
    /// The true value, where it is known.
    pub truth: Option<f64>,
    /// Whether the data determine it.
    pub identifiable: bool,
}

/// Draws a line for each interval, a dot for the estimate, and an upright stroke for the truth.
///
/// # Errors
/// [`ReportError::Layout`] when there are too many parameters to lay out.
pub fn intervals(data: &Intervals) -> Result<Figure, ReportError> {
    let numbers =
        || data.rows.iter().flat_map(|row| [row.estimate, row.lower, row.upper].into_iter().chain(row.truth));
    let x =
        if data.log { Axis::log(&data.value, numbers(), 6) } else { Axis::linear(&data.value, numbers(), 6) };
    let Some(x) = x else {
        return Ok(no_data(&data.title, &data.caption, NARROW));
    };
    let y = Axis::names("", data.rows.iter().map(|row| fit(&row.name, 11.0, 150.0))).reversed();
    let mut keys = Vec::new();
    if data.rows.iter().any(|row| !row.identifiable) {
        keys.push(key("identifiable", category(0), Mark::Dot));
        keys.push(key("not identifiable", GREY, Mark::Dot));
    }
    if data.rows.iter().any(|row| row.truth.is_some()) {
        keys.push(key("truth", INK, Mark::Tick));
    }
    let (top, draw_legend) = legend(keys, NARROW);
    let height = 60 + 22 * data.rows.len() as u32;
    let bounded = data.rows.iter().filter(|row| row.identifiable).count();
    let description = format!("{} parameters, {bounded} of them identifiable.", data.rows.len());
    let svg = sketch((NARROW, height + top), &data.title, &description, |area| {
        draw_legend(area)?;
        let inner = place(area, (0, top as i32, NARROW, height));
        let mut panel = Panel::new(&inner, "", x, y)?;
        for (at, row) in data.rows.iter().enumerate() {
            draw_row(&mut panel, at as f64, row)?;
        }
        Ok(())
    })?;
    Ok(Figure::new(svg, &data.title, &data.caption))
}

fn draw_row(panel: &mut Panel<'_, '_>, at: f64, row: &IntervalRow) -> crate::chart::Drawn {
    let colour = if row.identifiable { category(0) } else { GREY };
    let (lo, hi) = panel.x.ends();
    let fits = |v: f64| v.is_finite() && (!panel.x.log || v > 0.0);
    let lower = if fits(row.lower) { row.lower } else { lo };
    let upper = if fits(row.upper) { row.upper } else { hi };
    panel.line(&[(lower, at), (upper, at)], colour, 2.6, 0.55)?;
    panel.dots(&[(row.estimate, at)], colour, 3.6, 1.0)?;
    match row.truth {
        Some(truth) => panel.line(&[(truth, at - 0.38), (truth, at + 0.38)], INK, 2.0, 1.0),
        None => Ok(()),
    }
}

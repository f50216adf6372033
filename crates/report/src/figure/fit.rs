use super::Figure;
use super::frame::no_data;
use super::series::{colour_of, columns, distinct, key};
use crate::ReportError;
use crate::chart::{Axis, Mark, Panel, grid, legend, place, sketch};
use crate::colour::{GREY, INK};

/// A fitted model against the data it was fitted to, a panel for each observable.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fit {
    /// What the figure is.
    pub title: String,
    /// What is seen in it.
    pub caption: String,
    /// Name of the time axis, with its unit.
    pub time: String,
    /// The panels.
    pub panels: Vec<FitPanel>,
}

/// One observable.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FitPanel {
    /// Its name.
    pub name: String,
    /// Name of the value axis, with its unit.
    pub value: String,
    /// The conditions under which it was measured.
    pub series: Vec<FitSeries>,
}

/// One observable under one condition.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FitSeries {
    /// The condition.
    pub condition: String,
    /// Times and measured values.
    pub measured: Vec<(f64, f64)>,
    /// Times and values of the model.
    pub fitted: Vec<(f64, f64)>,
    /// Times and residuals, in standard deviations of the noise.
    pub residuals: Vec<(f64, f64)>,
}

const HIGH: u32 = 236;
const RESIDUAL: u32 = 122;

/// Draws data as dots, the model as lines, and the residuals below.
///
/// # Errors
/// [`ReportError::Layout`] when there are too many panels to lay out.
pub fn fit(data: &Fit) -> Result<Figure, ReportError> {
    let (columns, width) = columns(data.panels.len());
    if !data.panels.iter().any(drawable) {
        return Ok(no_data(&data.title, &data.caption, width));
    }
    let all = || data.panels.iter().flat_map(|panel| &panel.series);
    let conditions = distinct(all().map(|series| series.condition.as_str()));
    let mut keys = vec![key("measured", INK, Mark::Dot), key("model", INK, Mark::Line)];
    if conditions.len() > 1 {
        keys.extend(conditions.iter().map(|name| key(*name, colour_of(&conditions, name), Mark::Dot)));
    }
    let (top, draw_legend) = legend(keys, width);
    let (places, height) = grid(data.panels.len(), columns, (width, HIGH + RESIDUAL + 12), top);
    let points: usize = all().map(|series| series.measured.len()).sum();
    let description = format!(
        "{} observables under {} conditions, {points} measured points.",
        data.panels.len(),
        conditions.len()
    );
    let svg = sketch((width, height), &data.title, &description, |area| {
        draw_legend(area)?;
        for (panel, &(x, y, wide, _)) in data.panels.iter().zip(&places) {
            let upper = place(area, (x, y, wide, HIGH));
            let lower = place(area, (x, y + HIGH as i32, wide, RESIDUAL));
            draw_panel(data, panel, (&upper, &lower), &conditions)?;
        }
        Ok(())
    })?;
    Ok(Figure::new(svg, &data.title, &data.caption))
}

fn drawable(panel: &FitPanel) -> bool {
    let points = || panel.series.iter().flat_map(|series| series.measured.iter().chain(&series.fitted));
    points().any(|(t, v)| t.is_finite() && v.is_finite())
}

type Areas<'a, 'p> = (&'a crate::chart::Area<'p>, &'a crate::chart::Area<'p>);

fn draw_panel(
    data: &Fit,
    panel: &FitPanel,
    (upper, lower): Areas<'_, '_>,
    conditions: &[&str],
) -> crate::chart::Drawn {
    let points = || panel.series.iter().flat_map(|series| series.measured.iter().chain(&series.fitted));
    let residuals = || panel.series.iter().flat_map(|series| &series.residuals);
    let times = || points().chain(residuals()).map(|p| p.0);
    let (Some(x), Some(y)) =
        (Axis::linear("", times(), 6), Axis::linear(&panel.value, points().map(|p| p.1), 5))
    else {
        return super::frame::no_panel(upper, &panel.name);
    };
    let largest = residuals().map(|p| p.1.abs()).filter(|v| v.is_finite()).fold(2.5, f64::max);
    let mut below = Axis::exactly("residual (σ)", -largest * 1.1, largest * 1.1, 3);
    let mut time = x.clone();
    time.label.clone_from(&data.time);
    // Both panels get the wider of the two left margins, so that their times lie below each other.
    let mut y = y;
    Axis::align(&mut y, &mut below);
    let mut main = Panel::new(upper, &panel.name, x.quiet(), y)?;
    let mut rest = Panel::new(lower, "", time, below)?;
    rest.line(&[(rest.x.lo, 0.0), (rest.x.hi, 0.0)], GREY, 1.0, 1.0)?;
    for series in &panel.series {
        let colour = colour_of(conditions, &series.condition);
        main.line(&series.fitted, colour, 2.0, 1.0)?;
        main.dots(&series.measured, colour, 3.4, 1.0)?;
        rest.dots(&series.residuals, colour, 2.6, 1.0)?;
    }
    Ok(())
}

use super::Figure;
use super::frame::no_data;
use super::series::{columns, key};
use crate::ReportError;
use crate::chart::{Area, Axis, Drawn, Mark, Panel, grid, legend, place, sketch};
use crate::colour::{BAD, GREY, INK, category};

/// What a model says of conditions kept out of its fit, against their measurement.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prediction {
    /// What the figure is.
    pub title: String,
    /// What is seen in it.
    pub caption: String,
    /// Name of the time axis, with its unit.
    pub time: String,
    /// Share of points the intervals should hold, such as 0.9.
    pub level: f64,
    /// The panels, one for each observable and condition.
    pub panels: Vec<PredictionPanel>,
}

/// One observable under one condition.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PredictionPanel {
    /// Its name.
    pub name: String,
    /// Name of the value axis, with its unit.
    pub value: String,
    /// The prediction over time, for the line and its band.
    pub curve: Vec<Interval>,
    /// The prediction at each measured time, with the measurement.
    pub measured: Vec<(Interval, f64)>,
    /// What was measured in another condition, for comparison, under this name; may be empty.
    pub reference: (String, Vec<(f64, f64)>),
}

/// A prediction at one time.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Interval {
    /// The time.
    pub time: f64,
    /// Lower end of the interval.
    pub lower: f64,
    /// The median.
    pub median: f64,
    /// Upper end of the interval.
    pub upper: f64,
}

impl Interval {
    /// Whether a measurement lies within.
    #[must_use]
    pub fn holds(&self, measured: f64) -> bool {
        (self.lower..=self.upper).contains(&measured)
    }
}

/// Draws medians as lines, intervals as bands, and measurements as dots (inside) or rings (outside).
///
/// # Errors
/// [`ReportError::Layout`] when there are too many panels to lay out.
pub fn prediction(data: &Prediction) -> Result<Figure, ReportError> {
    let (columns, width) = columns(data.panels.len());
    if !data.panels.iter().any(|panel| axes(data, panel).is_some()) {
        return Ok(no_data(&data.title, &data.caption, width));
    }
    let points = || data.panels.iter().flat_map(|panel| &panel.measured).filter(|(_, v)| v.is_finite());
    let (inside, count) = (points().filter(|(at, v)| at.holds(*v)).count(), points().count());
    let (top, draw_legend) = legend(keys(data, (inside, count)), width);
    let (places, height) = grid(data.panels.len(), columns, (width, 280), top);
    let description =
        format!("{} panels; {inside} of {count} measured points lie inside.", data.panels.len());
    let svg = sketch((width, height), &data.title, &description, |area| {
        draw_legend(area)?;
        for (panel, &corner) in data.panels.iter().zip(&places) {
            draw_panel(data, panel, &place(area, corner))?;
        }
        Ok(())
    })?;
    Ok(Figure::new(svg, &data.title, &data.caption))
}

fn keys(data: &Prediction, (inside, count): (usize, usize)) -> Vec<crate::chart::Key> {
    let level = format!("{:.0} % interval", data.level * 100.0);
    let mut keys = vec![
        key("predicted median", category(0), Mark::Line),
        key(level, category(0), Mark::Band),
        key(format!("measured, inside ({inside} of {count})"), INK, Mark::Dot),
        key(format!("measured, outside ({})", count - inside), BAD, Mark::Ring),
    ];
    let named = data.panels.iter().map(|panel| panel.reference.0.as_str()).filter(|name| !name.is_empty());
    keys.extend(super::series::distinct(named).into_iter().map(|name| key(name, GREY, Mark::Line)));
    keys
}

fn axes(data: &Prediction, panel: &PredictionPanel) -> Option<(Axis, Axis)> {
    let predicted = || panel.curve.iter().chain(panel.measured.iter().map(|(at, _)| at));
    let reference = || panel.reference.1.iter();
    let x = Axis::linear(&data.time, predicted().map(|at| at.time).chain(reference().map(|p| p.0)), 6)?;
    let values = predicted().flat_map(|at| [at.lower, at.median, at.upper]);
    let values = values.chain(panel.measured.iter().map(|(_, v)| *v)).chain(reference().map(|p| p.1));
    Some((x, Axis::linear(&panel.value, values, 5)?))
}

fn draw_panel(data: &Prediction, panel: &PredictionPanel, area: &Area<'_>) -> Drawn {
    let Some((x, y)) = axes(data, panel) else {
        return super::frame::no_panel(area, &panel.name);
    };
    let mut drawn = Panel::new(area, &panel.name, x, y)?;
    let band: Vec<_> = panel.curve.iter().map(|at| (at.time, at.lower, at.upper)).collect();
    let median: Vec<_> = panel.curve.iter().map(|at| (at.time, at.median)).collect();
    drawn.band(&band, category(0), 0.2)?;
    drawn.line(&panel.reference.1, GREY, 1.4, 1.0)?;
    drawn.line(&median, category(0), 2.2, 1.0)?;
    let (inside, outside): (Vec<_>, Vec<_>) = panel.measured.iter().partition(|(at, v)| at.holds(*v));
    let spots =
        |points: Vec<&(Interval, f64)>| points.iter().map(|(at, v)| (at.time, *v)).collect::<Vec<_>>();
    drawn.dots(&spots(inside), INK, 3.2, 1.0)?;
    drawn.rings(&spots(outside), BAD, 3.6)
}

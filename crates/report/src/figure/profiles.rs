use super::Figure;
use super::frame::{WIDE, no_data, no_panel};
use crate::ReportError;
use crate::chart::{Area, Axis, Drawn, Panel, grid, place, sketch};
use crate::colour::{BAD, GREY, category};

/// Profile likelihoods: how much worse the best fit gets when one parameter is held elsewhere
/// (Raue and others, 2009).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profiles {
    /// What the figure is.
    pub title: String,
    /// What is seen in it.
    pub caption: String,
    /// Height above the best at which an interval ends, such as 1.92 for 95 %.
    pub threshold: f64,
    /// The parameters.
    pub panels: Vec<Profile>,
}

/// The profile of one parameter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile {
    /// The parameter, with its unit.
    pub name: String,
    /// Values of the parameter and the negative log-likelihood above the best.
    pub points: Vec<(f64, f64)>,
    /// The best value.
    pub best: f64,
    /// Whether the axis is logarithmic.
    pub log: bool,
}

/// Draws a small panel for each parameter.
///
/// # Errors
/// [`ReportError::Layout`] when there are too many parameters to lay out.
pub fn profiles(data: &Profiles) -> Result<Figure, ReportError> {
    if data.panels.iter().all(|panel| panel.points.is_empty()) {
        return Ok(no_data(&data.title, &data.caption, WIDE));
    }
    let (places, height) = grid(data.panels.len(), 4, (WIDE, 178), 0);
    let description = format!("Profiles of {} parameters.", data.panels.len());
    let svg = sketch((WIDE, height), &data.title, &description, |area| {
        for (profile, &corner) in data.panels.iter().zip(&places) {
            draw(data, profile, &place(area, corner))?;
        }
        Ok(())
    })?;
    Ok(Figure::new(svg, &data.title, &data.caption))
}

fn draw(data: &Profiles, profile: &Profile, area: &Area<'_>) -> Drawn {
    let ceiling = data.threshold.max(1e-6) * 2.5;
    let points = profile.points.iter().map(|&(x, y)| (x, if y <= ceiling { y } else { f64::NAN }));
    let points: Vec<(f64, f64)> = points.collect();
    let xs = || profile.points.iter().map(|p| p.0).chain([profile.best]);
    let x = if profile.log { Axis::log("", xs(), 4) } else { Axis::linear("", xs(), 4) };
    let Some(x) = x.filter(|_| profile.points.iter().any(|(x, y)| x.is_finite() && y.is_finite())) else {
        return no_panel(area, &profile.name);
    };
    let y = Axis::exactly("Δ NLL", -0.04 * ceiling, ceiling, 3);
    let mut panel = Panel::new(area, &profile.name, x, y)?;
    let (lo, hi) = panel.x.ends();
    panel.dashes((lo, data.threshold), (hi, data.threshold), GREY)?;
    panel.line(&points, category(0), 1.8, 1.0)?;
    panel.dots(&points, category(0), 1.8, 1.0)?;
    panel.dots(&[(profile.best, 0.0)], BAD, 3.2, 1.0)
}

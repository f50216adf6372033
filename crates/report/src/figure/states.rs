use super::Figure;
use super::frame::{NARROW, no_data};
use super::scatter::{Scatter, check, groups};
use crate::ReportError;
use crate::chart::{Axis, Panel, finite, sketch};
use crate::colour::{INK, category};
use crate::error::same_length;
use plotters::style::text_anchor::HPos;

/// States on a map of their cells, and how strongly they hang together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct States {
    /// The cells, drawn faintly.
    pub scatter: Scatter,
    /// Names of the states.
    pub names: Vec<String>,
    /// Where each state is drawn.
    pub places: Vec<(f64, f64)>,
    /// How many cells each state has.
    pub sizes: Vec<usize>,
    /// Edges: two states, from 0, and how strong they hang together, 0 to 1. Weaker ones are drawn thinner.
    pub edges: Vec<(usize, usize, f64)>,
}

/// Draws states as discs, as large as the roots of their sizes, joined by edges.
///
/// # Errors
/// [`ReportError::Length`] when there is not one place and size for each name, or one colour for each cell.
pub fn states(data: &States) -> Result<Figure, ReportError> {
    let Scatter { title, caption, points, .. } = &data.scatter;
    check(&data.scatter)?;
    same_length(title, "the places of states", data.places.len(), data.names.len())?;
    same_length(title, "the sizes of states", data.sizes.len(), data.names.len())?;
    let all = || finite(points).chain(finite(&data.places));
    let (Some(x), Some(y)) = (
        Axis::linear(&data.scatter.x, all().map(|p| p.0), 6),
        Axis::linear(&data.scatter.y, all().map(|p| p.1), 6),
    ) else {
        return Ok(no_data(title, caption, NARROW));
    };
    let kept: Vec<usize> = (0..points.len()).step_by(points.len().div_ceil(4000).max(1)).collect();
    let (groups, _) = groups(&data.scatter, &kept);
    let most = data.sizes.iter().copied().max().unwrap_or(1).max(1) as f64;
    let description = format!("{} states and {} edges between them.", data.names.len(), data.edges.len());
    let svg = sketch((NARROW, 410), title, &description, |area| {
        let mut panel = Panel::new(area, "", x.bare(), y.bare())?;
        for (colour, points) in &groups {
            panel.dots(points, *colour, 1.3, 0.25)?;
        }
        for &(from, to, weight) in &data.edges {
            if let (Some(&from), Some(&to)) = (data.places.get(from), data.places.get(to)) {
                panel.line(&[from, to], INK, 0.5 + 4.5 * weight.clamp(0.0, 1.0), 0.8)?;
            }
        }
        for (at, (&place, &size)) in data.places.iter().zip(&data.sizes).enumerate() {
            panel.dots(&[place], category(at % 12), 4.0 + 8.0 * (size as f64 / most).sqrt(), 1.0)?;
        }
        for (&place, name) in data.places.iter().zip(&data.names) {
            if place.0.is_finite() && place.1.is_finite() {
                panel.text(place, name, INK, HPos::Center)?;
            }
        }
        Ok(())
    })?;
    Ok(Figure::new(svg, title, caption))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_and_edges_are_drawn_and_what_does_not_fit_is_said() {
        let places = vec![(0.0, 0.0), (1.0, f64::NAN), (2.0, 1.0)];
        let names = ["a", "b", "c"].map(str::to_owned).to_vec();
        let edges = vec![(0, 2, 0.5), (0, 1, 1.0), (0, 9, 1.0)];
        let data = States { names, places, sizes: vec![3, 0, 5], edges, ..States::default() };
        assert!(states(&data).is_ok());
        assert!(states(&States { sizes: vec![], ..data }).is_err());
        assert!(states(&States::default()).is_ok());
    }
}

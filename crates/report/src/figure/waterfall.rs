use super::Figure;
use super::frame::{NARROW, no_data};
use crate::ReportError;
use crate::chart::{Axis, Key, Mark, Panel, legend, place, sketch};
use crate::colour::{GREY, category};

/// What each start of a multi-start fit reached, best first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Waterfall {
    /// What the figure is.
    pub title: String,
    /// What is seen in it.
    pub caption: String,
    /// Name of the objective, which is the better the smaller.
    pub objective: String,
    /// The objective each start ended at, in any order; not a number where it failed.
    pub reached: Vec<f64>,
    /// Starts this close to the best count as having found it.
    pub tolerance: f64,
}

/// Draws the objective above the best, on a logarithmic axis, for all starts in order.
///
/// # Errors
/// [`ReportError::Layout`] when the figure cannot be laid out.
pub fn waterfall(data: &Waterfall) -> Result<Figure, ReportError> {
    let mut reached: Vec<f64> = data.reached.iter().copied().filter(|v| v.is_finite()).collect();
    reached.sort_by(f64::total_cmp);
    let Some(&best) = reached.first() else {
        return Ok(no_data(&data.title, &data.caption, NARROW));
    };
    let floor = if data.tolerance > 0.0 { data.tolerance * 0.1 } else { 1e-3 };
    let above = |v: f64| (v - best).max(floor);
    let points: Vec<(f64, f64)> =
        reached.iter().enumerate().map(|(at, &v)| (at as f64 + 1.0, above(v))).collect();
    let (good, rest): (Vec<_>, Vec<_>) = points.iter().partition(|(_, v)| *v <= data.tolerance);
    let failed = data.reached.len() - reached.len();
    let ends = points.iter().map(|p| p.1).chain([floor, data.tolerance.max(floor) * 10.0]);
    let x = Axis::exactly("start, best first", 0.0, reached.len() as f64 + 1.0, 7);
    let Some(y) = Axis::log(&format!("{} above the best", data.objective), ends, 7) else {
        return Ok(no_data(&data.title, &data.caption, NARROW));
    };
    let key = |name: String, colour| Key { name, colour, mark: Mark::Dot };
    let keys = vec![
        key(format!("the best, {} of {}", good.len(), data.reached.len()), category(2)),
        key("others".into(), GREY),
    ];
    let (top, draw_legend) = legend(keys, NARROW);
    let description = format!("{} starts, {} at the best, {failed} failed.", data.reached.len(), good.len());
    let svg = sketch((NARROW, 300 + top), &data.title, &description, |area| {
        draw_legend(area)?;
        let inner = place(area, (0, top as i32, NARROW, 300));
        let mut panel = Panel::new(&inner, "", x, y)?;
        if data.tolerance > 0.0 {
            panel.dashes((0.0, data.tolerance), (reached.len() as f64 + 1.0, data.tolerance), GREY)?;
        }
        panel.line(&points, GREY, 1.0, 0.6)?;
        panel.dots(&rest, GREY, 3.2, 1.0)?;
        panel.dots(&good, category(2), 3.6, 1.0)
    })?;
    let note =
        if failed > 0 { format!("Starts that failed and are not drawn: {failed}.") } else { String::new() };
    Ok(Figure::new(svg, &data.title, &data.caption).note(&note))
}

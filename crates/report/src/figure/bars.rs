use super::Figure;
use super::frame::{NARROW, no_data};
use crate::ReportError;
use crate::chart::{Axis, Panel, sketch};
use crate::colour::{GREY, INK, category};
use crate::number::significant;
use crate::svg::fit;
use plotters::style::text_anchor::HPos;

/// Numbers beside each other as bars: a model's error and that of its baselines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bars {
    /// What the figure is.
    pub title: String,
    /// What is seen in it.
    pub caption: String,
    /// What the numbers are, with their unit.
    pub value: String,
    /// The bars, from the top.
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bar {
    /// Its name.
    pub name: String,
    /// Its length; not a number where missing.
    pub value: f64,
    /// Whether it is the one the others are compared with.
    pub ours: bool,
}

/// Draws horizontal bars from zero.
///
/// # Errors
/// [`ReportError::Layout`] when there are too many bars to lay out.
pub fn bars(data: &Bars) -> Result<Figure, ReportError> {
    let Some(x) = Axis::from_zero(&data.value, data.bars.iter().map(|bar| bar.value), 6)
        .filter(|_| data.bars.iter().any(|bar| bar.value.is_finite()))
    else {
        return Ok(no_data(&data.title, &data.caption, NARROW));
    };
    // Room on the right for the number of the longest bar.
    let x = Axis::exactly(&x.label, x.lo, x.hi + (x.hi - x.lo) * 0.12, 6);
    let names = data.bars.iter().map(|bar| fit(&bar.name, 11.0, 180.0));
    let mut y = Axis::names("", names).reversed();
    y.grid = false;
    let listed: Vec<String> =
        data.bars.iter().map(|bar| format!("{} {}", bar.name, significant(bar.value, 3))).collect();
    let height = 70 + 34 * data.bars.len() as u32;
    let svg = sketch((NARROW, height), &data.title, &format!("{}.", listed.join(", ")), |area| {
        let mut panel = Panel::new(area, "", x, y)?;
        for (at, bar) in data.bars.iter().enumerate() {
            let (at, colour) = (at as f64, if bar.ours { category(0) } else { GREY });
            if bar.value.is_finite() {
                panel.block((0.0, at - 0.32), (bar.value, at + 0.32), colour)?;
            }
            let end = if bar.value.is_finite() { bar.value.max(0.0) } else { 0.0 };
            panel.text((end, at), &format!(" \u{2002}{}", significant(bar.value, 3)), INK, HPos::Left)?;
        }
        Ok(())
    })?;
    Ok(Figure::new(svg, &data.title, &data.caption))
}

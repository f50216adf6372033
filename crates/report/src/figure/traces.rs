use super::Figure;
use super::frame::{NARROW, WIDE, no_data, thin};
use crate::ReportError;
use crate::chart::{Axis, Panel, grid, place, sketch};
use crate::colour::category;
use std::collections::BTreeMap;

/// Time courses of single cells, a panel for each group of cells.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Traces {
    /// What the figure is.
    pub title: String,
    /// What is seen in it.
    pub caption: String,
    /// Name of the time axis, with its unit.
    pub time: String,
    /// Name of what was measured, with its unit.
    pub value: String,
    /// The groups, such as conditions.
    pub groups: Vec<TraceGroup>,
}

/// The cells of one group.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TraceGroup {
    /// Its name.
    pub name: String,
    /// For each cell its times and values; a value that is not a number breaks the line.
    pub cells: Vec<Vec<(f64, f64)>>,
}

/// Most lines that are drawn in a panel.
const MOST: usize = 150;
/// Most points of a line.
const TIMES: usize = 800;

/// Draws thin lines for cells and a thick one for the mean of all cells of a group.
///
/// # Errors
/// [`ReportError::Layout`] when there are too many groups to lay out.
pub fn traces(data: &Traces) -> Result<Figure, ReportError> {
    let points = || data.groups.iter().flat_map(|group| group.cells.iter().flatten());
    let points = || points().filter(|(t, v)| t.is_finite() && v.is_finite());
    let width = if data.groups.len() > 1 { WIDE } else { NARROW };
    let columns = data.groups.len().min(3);
    let (Some(x), Some(y)) = (
        Axis::linear(&data.time, points().map(|p| p.0), 6),
        Axis::linear(&data.value, points().map(|p| p.1), 5),
    ) else {
        return Ok(no_data(&data.title, &data.caption, width));
    };
    let cells: usize = data.groups.iter().map(|group| group.cells.len()).sum();
    let description =
        format!("{} over {} for {cells} cells in {} groups.", data.value, data.time, data.groups.len());
    let (places, height) = grid(data.groups.len(), columns, (width, 290), 0);
    let svg = sketch((width, height), &data.title, &description, |area| {
        for (at, (group, &corner)) in data.groups.iter().zip(&places).enumerate() {
            let inner = place(area, corner);
            let mut panel = Panel::new(&inner, &heading(group), x.clone(), y.clone())?;
            for &cell in &thin(group.cells.len(), MOST, "cells").0 {
                panel.line(&few(&group.cells[cell]), category(at), 0.8, 0.22)?;
            }
            panel.line(&few(&mean(&group.cells)), category(at), 2.6, 1.0)?;
        }
        Ok(())
    })?;
    Ok(Figure::new(svg, &data.title, &data.caption).note(&left_out(data)))
}

/// What the caption says of cells and times that are not drawn.
fn left_out(data: &Traces) -> String {
    let cells = data.groups.iter().map(|group| group.cells.len()).max().unwrap_or(0);
    let times = data.groups.iter().flat_map(|group| group.cells.iter().map(Vec::len)).max().unwrap_or(0);
    let mut note = String::new();
    if cells > MOST {
        note += &format!("At most {MOST} cells of a group are drawn, evenly spread; the mean is of all. ");
    }
    if times > TIMES {
        note += &format!("At most {TIMES} of {times} times are drawn, evenly spread.");
    }
    note.trim_end().to_owned()
}

/// Evenly spread points of a long line.
fn few(line: &[(f64, f64)]) -> Vec<(f64, f64)> {
    thin(line.len(), TIMES, "").0.iter().map(|&at| line[at]).collect()
}

fn heading(group: &TraceGroup) -> String {
    let cells = group.cells.len();
    format!("{} ({cells} {})", group.name, if cells == 1 { "cell" } else { "cells" })
}

/// The mean over the cells at each time, where at least a third as many are seen as at the best time.
fn mean(cells: &[Vec<(f64, f64)>]) -> Vec<(f64, f64)> {
    let mut sums: BTreeMap<u64, (f64, f64, usize)> = BTreeMap::new();
    for &(t, v) in cells.iter().flatten().filter(|(t, v)| t.is_finite() && v.is_finite()) {
        let entry = sums.entry(order(t)).or_insert((t, 0.0, 0));
        entry.1 += v;
        entry.2 += 1;
    }
    let most = sums.values().map(|(.., count)| *count).max().unwrap_or(0);
    sums.values().filter(|(.., count)| count * 3 >= most).map(|&(t, sum, n)| (t, sum / n as f64)).collect()
}

/// A key that sorts as the number does.
fn order(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_skips_what_is_not_a_number_and_times_few_cells_see() {
        let cell = |values: &[f64]| values.iter().enumerate().map(|(t, &v)| (t as f64 - 1.0, v)).collect();
        let cells: Vec<Vec<(f64, f64)>> =
            vec![cell(&[1.0, 2.0]), cell(&[3.0, f64::NAN]), cell(&[5.0, 4.0]), cell(&[7.0, 3.0, 9.0])];
        assert_eq!(mean(&cells), [(-1.0, 4.0), (0.0, 3.0)]);
    }
}

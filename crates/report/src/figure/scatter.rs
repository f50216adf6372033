use super::Figure;
use super::frame::{NARROW, no_data, thin};
use crate::ReportError;
use crate::chart::{Axis, Key, Mark, Panel, finite, legend, place, sketch};
use crate::colour::{GREY, Rgb, category, viridis};
use crate::error::same_length;
use crate::number::significant;
use std::collections::BTreeMap;

/// Points in a plane, coloured by category or value: a UMAP, two measures of each cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scatter {
    /// What the figure is.
    pub title: String,
    /// What is seen in it.
    pub caption: String,
    /// Name of the x axis, with its unit.
    pub x: String,
    /// Name of the y axis, with its unit.
    pub y: String,
    /// The points.
    pub points: Vec<(f64, f64)>,
    /// What colours them.
    pub colour: Colour,
    /// Whether the numbers of the axes mean something (they do not in a UMAP).
    pub ticks: bool,
}

/// What colours the points of a [`Scatter`].
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Colour {
    /// All alike.
    #[default]
    None,
    /// By category, one label per point; an empty label is none. At most twelve have a colour of
    /// their own, the most frequent ones; the rest are grey.
    Categories(Vec<String>),
    /// By value, one per point, under this name with its unit.
    Values(String, Vec<f64>),
}

/// Most points that are drawn.
const MOST: usize = 12_000;
/// Steps of the colour scale.
const STEPS: usize = 32;

/// Draws points in a plane.
///
/// # Errors
/// [`ReportError::Length`] when there is not one label or value for each point.
pub fn scatter(data: &Scatter) -> Result<Figure, ReportError> {
    check(data)?;
    let (Some(x), Some(y)) = (
        Axis::linear(&data.x, finite(&data.points).map(|p| p.0), 6),
        Axis::linear(&data.y, finite(&data.points).map(|p| p.1), 6),
    ) else {
        return Ok(no_data(&data.title, &data.caption, NARROW));
    };
    let (x, y) = if data.ticks { (x, y) } else { (x.bare(), y.bare()) };
    let (kept, note) = thin(data.points.len(), MOST, "points");
    let (groups, keys) = groups(data, &kept);
    let (top, draw_legend) = legend(keys, NARROW);
    let radius = if kept.len() > 3000 {
        1.3
    } else if kept.len() > 600 {
        1.9
    } else {
        2.6
    };
    let description = format!("{} points, {} against {}.", data.points.len(), data.y, data.x);
    let svg = sketch((NARROW, 410 + top), &data.title, &description, |area| {
        draw_legend(area)?;
        let inner = place(area, (0, top as i32, NARROW, 410));
        let mut panel = Panel::new(&inner, "", x, y)?;
        for (colour, points) in &groups {
            panel.dots(points, *colour, radius, 0.85)?;
        }
        Ok(())
    })?;
    Ok(Figure::new(svg, &data.title, &data.caption).note(&note))
}

pub(super) fn check(data: &Scatter) -> Result<(), ReportError> {
    let expected = data.points.len();
    match &data.colour {
        Colour::None => Ok(()),
        Colour::Categories(labels) => same_length(&data.title, "the labels", labels.len(), expected),
        Colour::Values(_, values) => same_length(&data.title, "the values", values.len(), expected),
    }
}

pub(super) type Groups = Vec<(Rgb, Vec<(f64, f64)>)>;

pub(super) fn groups(data: &Scatter, kept: &[usize]) -> (Groups, Vec<Key>) {
    match &data.colour {
        Colour::None => (vec![(category(0), kept.iter().map(|&at| data.points[at]).collect())], Vec::new()),
        Colour::Categories(labels) => by_category(&data.points, labels, kept),
        Colour::Values(name, values) => by_value(&data.points, name, values, kept),
    }
}

fn by_category(points: &[(f64, f64)], labels: &[String], kept: &[usize]) -> (Groups, Vec<Key>) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for label in labels {
        *counts.entry(label).or_default() += 1;
    }
    let mut by_size: Vec<(&str, usize)> = counts.into_iter().filter(|(label, _)| !label.is_empty()).collect();
    by_size.sort_by_key(|&(label, count)| (std::cmp::Reverse(count), label));
    let mut names: Vec<&str> = by_size.iter().take(12).map(|&(label, _)| label).collect();
    names.sort_by(|a, b| natural(a).cmp(&natural(b)));
    let mut groups: Groups = vec![(GREY, Vec::new())];
    groups.extend((0..names.len()).map(|at| (category(at), Vec::new())));
    for &at in kept {
        let group = names.iter().position(|name| *name == labels[at]).map_or(0, |place| place + 1);
        groups[group].1.push(points[at]);
    }
    let mut keys: Vec<Key> = names.iter().enumerate().map(|(at, name)| key(name, category(at))).collect();
    if !groups[0].1.is_empty() {
        keys.push(key("others", GREY));
    }
    (groups, keys)
}

/// Sorts names that end in numbers by the number.
fn natural(name: &str) -> (&str, u64, &str) {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    (stem, name[stem.len()..].parse().unwrap_or(0), name)
}

fn key(name: &str, colour: Rgb) -> Key {
    Key { name: name.to_owned(), colour, mark: Mark::Dot }
}

fn by_value(points: &[(f64, f64)], name: &str, values: &[f64], kept: &[usize]) -> (Groups, Vec<Key>) {
    let Some((lo, hi)) = crate::chart::extent(values.iter().copied()) else {
        return (vec![(GREY, kept.iter().map(|&at| points[at]).collect())], vec![key("no values", GREY)]);
    };
    let span = if hi > lo { hi - lo } else { 1.0 };
    let shade = |step: usize| viridis(step as f64 / (STEPS - 1) as f64);
    let mut groups: Groups = vec![(GREY, Vec::new())];
    groups.extend((0..STEPS).map(|step| (shade(step), Vec::new())));
    for &at in kept {
        let step = ((values[at] - lo) / span * (STEPS - 1) as f64).round();
        groups[if step.is_finite() { step as usize + 1 } else { 0 }].1.push(points[at]);
    }
    let named = |share: f64| key(&significant(lo + span * share, 3), viridis(share));
    let mut keys: Vec<Key> = [0.0, 0.25, 0.5, 0.75, 1.0].map(named).to_vec();
    keys[0].name = format!("{name}  {}", keys[0].name);
    (groups, keys)
}

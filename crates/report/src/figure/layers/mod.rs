mod draw;
mod order;

use super::Figure;
use super::frame::{WIDE, no_data};
use crate::ReportError;

/// A network through layers: one plane for each, seen from the side, with the interactions across.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layers {
    /// What the figure is.
    pub title: String,
    /// What is seen in it.
    pub caption: String,
    /// What the colour of a node measures, with its unit.
    pub value: String,
    /// The planes, from the top.
    pub planes: Vec<LayerPlane>,
    /// The interactions.
    pub edges: Vec<LayerEdge>,
}

/// One plane of [`Layers`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LayerPlane {
    /// Its name.
    pub name: String,
    /// What is said of it in a few words, such as how many molecules changed.
    pub note: String,
    /// What lies on it.
    pub nodes: Vec<LayerNode>,
}

/// A molecule on a plane.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LayerNode {
    /// Its name.
    pub name: String,
    /// How it responded: above 0 up, below down; NaN where that is not known.
    pub value: f64,
    /// Whether it was not seen itself, only by what it acts on: drawn hollow.
    pub inferred: bool,
}

/// An interaction of [`Layers`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LayerEdge {
    /// The plane and node that acts.
    pub from: (usize, usize),
    /// The plane and node that is acted on.
    pub to: (usize, usize),
    /// 1 activates, −1 inhibits, 0 not known.
    pub sign: i8,
}

/// Most nodes on a plane; the best connected are drawn.
const MOST: usize = 72;

/// Draws a network as stacked planes in oblique projection. On each plane the best connected nodes are
/// drawn, in an order that keeps interactions short; the same data give the same picture.
///
/// # Errors
/// [`ReportError::Layout`] when an interaction names a plane or node that is not there.
pub fn layers(data: &Layers) -> Result<Figure, ReportError> {
    check(data)?;
    if data.planes.iter().all(|plane| plane.nodes.is_empty()) {
        return Ok(no_data(&data.title, &data.caption, WIDE));
    }
    let kept = kept(data);
    let all: usize = data.planes.iter().map(|plane| plane.nodes.len()).sum();
    let drawn: usize = kept.iter().map(Vec::len).sum();
    let order = order::order(data, &kept);
    let svg = draw::draw(data, &order);
    let note = if drawn < all {
        format!("{drawn} of {all} molecules are drawn, those with most interactions.")
    } else {
        String::new()
    };
    Ok(Figure::new(svg, &data.title, &data.caption).note(&note))
}

fn check(data: &Layers) -> Result<(), ReportError> {
    let there = |(plane, node): (usize, usize)| data.planes.get(plane).is_some_and(|p| node < p.nodes.len());
    match data.edges.iter().find(|edge| !there(edge.from) || !there(edge.to)) {
        Some(edge) => Err(ReportError::Layout {
            figure: data.title.clone(),
            why: format!("an interaction from {:?} to {:?} ends at no node", edge.from, edge.to),
        }),
        None => Ok(()),
    }
}

/// The nodes that are drawn on each plane: those with most interactions, in their own order.
fn kept(data: &Layers) -> Vec<Vec<usize>> {
    let mut degrees: Vec<Vec<usize>> = data.planes.iter().map(|plane| vec![0; plane.nodes.len()]).collect();
    for (plane, node) in data.edges.iter().flat_map(|edge| [edge.from, edge.to]) {
        degrees[plane][node] += 1;
    }
    degrees
        .iter()
        .map(|degrees| {
            let mut best: Vec<usize> = (0..degrees.len()).collect();
            best.sort_by_key(|&at| (std::cmp::Reverse(degrees[at]), at));
            best.truncate(MOST);
            best.sort_unstable();
            best
        })
        .collect()
}

use super::Figure;
use super::frame::{WIDE, no_data};
use crate::ReportError;
use crate::chart::{Axis, Key, Mark, Panel, legend, place, sketch};
use crate::colour::{GREY, INK, category};
use lca_graph::Lineage;
use std::collections::{BTreeMap, BTreeSet};

/// A tree of cells, leaves below each other, branches as long as they are.
#[derive(Debug, Clone, Default)]
pub struct Dendrogram<'a> {
    /// What the figure is.
    pub title: &'a str,
    /// What is seen in it.
    pub caption: &'a str,
    /// What a branch's length is: `edits`.
    pub length: &'a str,
    /// The tree; branches without a length are one long.
    pub tree: Option<&'a Lineage>,
    /// The state of leaves, by name: each has its colour.
    pub states: BTreeMap<&'a str, &'a str>,
}

/// So many states have a colour of their own.
const COLOURS: usize = 12;

/// Draws the whole tree, its leaves as dots in the colours of their states.
///
/// # Errors
/// [`ReportError::Layout`] when the figure cannot be laid out.
pub fn dendrogram(data: &Dendrogram<'_>) -> Result<Figure, ReportError> {
    let Some(tree) = data.tree.filter(|tree| tree.nodes().next().is_some()) else {
        return Ok(no_data(data.title, data.caption, WIDE));
    };
    let depth = depths(tree);
    let leaves = tree.nodes().filter(|node| node.children.is_empty()).count();
    let deepest = depth.values().copied().fold(0.0, f64::max);
    let x = Axis::exactly(data.length, 0.0, deepest.max(1.0) * 1.02, 8);
    let mut y = Axis::exactly("", -1.0, leaves as f64, 1).bare().reversed();
    y.grid = false;
    let names: BTreeSet<&str> = data.states.values().copied().collect();
    let colour = |name: Option<&str>| {
        let state = name.and_then(|name| data.states.get(name));
        let at = state.and_then(|state| names.iter().position(|known| known == state));
        at.filter(|at| *at < COLOURS).map_or(GREY, category)
    };
    let keys = names.iter().take(COLOURS).enumerate();
    let mut keys: Vec<Key> = keys.map(|(at, name)| key(name, at)).collect();
    if names.len() > COLOURS {
        keys.push(Key { name: "others".to_owned(), colour: GREY, mark: Mark::Dot });
    }
    let (top, draw_legend) = legend(keys, WIDE);
    let height = 60 + (leaves as u32 * 4).clamp(120, 1200);
    let description = format!("A tree of {leaves} cells, at most {deepest} {} deep.", data.length);
    let svg = sketch((WIDE, height + top), data.title, &description, |area| {
        draw_legend(area)?;
        let inner = place(area, (0, top as i32, WIDE, height));
        let mut panel = Panel::new(&inner, "", x, y)?;
        for node in tree.nodes() {
            let end = depth[&node.id];
            let begin = node.parent.and_then(|parent| depth.get(&parent)).copied().unwrap_or(0.0);
            panel.line(&[(begin, node.x), (end, node.x)], INK, 0.8, 0.8)?;
            let below: Vec<f64> =
                node.children.iter().filter_map(|id| tree.node(*id)).map(|child| child.x).collect();
            if let (Some(first), Some(last)) = (below.first(), below.last()) {
                panel.line(&[(end, *first), (end, *last)], INK, 0.8, 0.8)?;
            }
        }
        let size = if leaves > 400 { 1.4 } else { 2.4 };
        for node in tree.nodes().filter(|node| node.children.is_empty()) {
            panel.dots(&[(depth[&node.id], node.x)], colour(node.name.as_deref()), size, 1.0)?;
        }
        Ok(())
    })?;
    Ok(Figure::new(svg, data.title, data.caption))
}

fn key(name: &str, at: usize) -> Key {
    Key { name: name.to_owned(), colour: category(at), mark: Mark::Dot }
}

/// How far each node is from the root of its family.
fn depths(tree: &Lineage) -> BTreeMap<u32, f64> {
    let mut depth = BTreeMap::new();
    for id in tree.roots().iter().flat_map(|&root| tree.family(root)) {
        let Some(node) = tree.node(id) else { continue };
        let above = node.parent.and_then(|parent| depth.get(&parent)).copied();
        depth.insert(
            id,
            above.map_or(0.0, |above: f64| {
                above + node.length.filter(|length| length.is_finite()).unwrap_or(1.0)
            }),
        );
    }
    depth
}

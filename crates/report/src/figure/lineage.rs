use super::Figure;
use super::frame::{WIDE, no_data};
use crate::ReportError;
use crate::chart::{Axis, Panel, sketch};
use crate::colour::{INK, Rgb, category};
use lca_graph::{Track, Tracks};
use std::collections::{BTreeMap, BTreeSet};

/// The family trees of tracked cells.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lineage<'a> {
    /// What the figure is.
    pub title: &'a str,
    /// What is seen in it.
    pub caption: &'a str,
    /// The tracks, whose parents make the trees.
    pub tracks: Option<&'a Tracks>,
    /// Time between frames and its unit, where known; else the axis counts frames.
    pub interval: Option<(f64, &'a str)>,
}

/// Most ends of branches that are drawn.
const MOST: usize = 70;

/// A track with its row in the drawing.
struct Branch {
    track: Track,
    row: f64,
    children: Vec<(f64, f64)>,
    colour: Rgb,
}

/// Draws a line for each track over time, joined where a cell divided; the largest families first.
///
/// # Errors
/// [`ReportError::Layout`] when the figure cannot be laid out.
pub fn lineage(data: &Lineage<'_>) -> Result<Figure, ReportError> {
    let Some(tracks) = data.tracks.filter(|tracks| !tracks.tracks().is_empty()) else {
        return Ok(no_data(data.title, data.caption, WIDE));
    };
    let (step, label) = data
        .interval
        .filter(|(step, _)| step.is_finite() && *step > 0.0)
        .map_or_else(|| (1.0, "frame".to_owned()), |(step, unit)| (step, format!("time ({unit})")));
    let (branches, rows, shown, families) = layout(tracks, step);
    let last = tracks.tracks().iter().map(|track| f64::from(track.end) * step).fold(0.0, f64::max);
    let x = Axis::exactly(&label, 0.0, (last * 1.01).max(step), 10);
    let mut y = Axis::exactly("", -1.0, rows as f64, 1).bare().reversed();
    y.grid = false;
    let divisions = branches.iter().filter(|branch| branch.children.len() > 1).count();
    let description = format!("{shown} families of cells with {divisions} divisions, over {label}.");
    let height = 60 + (rows as u32 * 11).clamp(60, 1600);
    let svg = sketch((WIDE, height), data.title, &description, |area| {
        let mut panel = Panel::new(area, "", x, y)?;
        for branch in &branches {
            let end = f64::from(branch.track.end) * step;
            panel.line(
                &[(f64::from(branch.track.begin) * step, branch.row), (end, branch.row)],
                branch.colour,
                2.0,
                1.0,
            )?;
            for &(begin, row) in &branch.children {
                panel.line(&[(end, branch.row), (begin, row)], branch.colour, 1.2, 1.0)?;
            }
        }
        let forks: Vec<_> = branches.iter().filter(|branch| branch.children.len() > 1).collect();
        let forks: Vec<_> =
            forks.iter().map(|branch| (f64::from(branch.track.end) * step, branch.row)).collect();
        panel.dots(&forks, INK, 2.6, 1.0)
    })?;
    let note = if shown < families {
        format!("The {shown} largest of {families} families are drawn.")
    } else {
        String::new()
    };
    Ok(Figure::new(svg, data.title, data.caption).note(&note))
}

/// Gives every track of the families drawn its row; how many rows, families drawn and families there are.
fn layout(tracks: &Tracks, step: f64) -> (Vec<Branch>, usize, usize, usize) {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for track in tracks.tracks() {
        if let Some(parent) = track.parent {
            children.entry(parent).or_default().push(track.id);
        }
    }
    let roots = tracks.tracks().iter().filter(|track| track.parent.is_none());
    let mut families: Vec<Vec<Track>> = roots.map(|root| family(tracks, &children, root)).collect();
    let length =
        |family: &[Track]| family.iter().map(|track| u64::from(track.end - track.begin) + 1).sum::<u64>();
    families.sort_by_key(|family| (std::cmp::Reverse((family.len(), length(family))), family[0].id));
    let (mut branches, mut rows, mut shown) = (Vec::new(), 0, 0);
    for family in &families {
        let leaves = family.iter().filter(|track| !children.contains_key(&track.id)).count();
        if shown > 0 && rows + leaves > MOST {
            break;
        }
        branches.extend(place(family, &children, (rows, step), category(shown % 6)));
        rows += leaves;
        shown += 1;
    }
    (branches, rows, shown, families.len())
}

/// A root and all that came from it, parents before children and sisters together.
fn family(tracks: &Tracks, children: &BTreeMap<u32, Vec<u32>>, root: &Track) -> Vec<Track> {
    let (mut open, mut all) = (vec![root.id], Vec::new());
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if let Some(track) = tracks.track(id).filter(|_| seen.insert(id)) {
            all.push(*track);
            open.extend(children.get(&id).into_iter().flatten().rev());
        }
    }
    all
}

/// Leaves take one row each, in order; a parent lies in the middle of its children.
fn place(
    family: &[Track],
    children: &BTreeMap<u32, Vec<u32>>,
    (first, step): (usize, f64),
    colour: Rgb,
) -> Vec<Branch> {
    let mut rows: BTreeMap<u32, f64> = BTreeMap::new();
    let leaves = family.iter().filter(|track| !children.contains_key(&track.id));
    rows.extend(leaves.enumerate().map(|(at, track)| (track.id, (first + at) as f64)));
    let of = |id: u32| children.get(&id).map_or(&[][..], Vec::as_slice);
    for track in family.iter().rev().filter(|track| children.contains_key(&track.id)) {
        let below: Vec<f64> = of(track.id).iter().filter_map(|id| rows.get(id).copied()).collect();
        rows.insert(track.id, below.iter().sum::<f64>() / below.len().max(1) as f64);
    }
    let begin =
        |id: &u32| family.iter().find(|track| track.id == *id).map(|track| f64::from(track.begin) * step);
    let join =
        |track: &Track| of(track.id).iter().filter_map(|id| Some((begin(id)?, *rows.get(id)?))).collect();
    let row = |track: &Track| rows.get(&track.id).copied().unwrap_or(first as f64);
    family
        .iter()
        .map(|track| Branch { track: *track, row: row(track), children: join(track), colour })
        .collect()
}

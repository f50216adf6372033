use super::metadata::Extra;
use super::rebuild::{Node, rebuild};
use super::write::{EXPECTED, KINDS};
use crate::disk::{Backing, Shelf};
use crate::error::Result;
use crate::zarr::{Group, Values, join, read_array};
use crate::{Atlas, StoreError};
use lca_core::ElementPath;
use lca_graph::{Detection, Tracks};
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;

impl Atlas {
    /// Reads tracks, with the very same detections and tracks.
    ///
    /// # Errors
    /// When the element is not there or is damaged.
    pub fn read_tracks(&self, element: &ElementPath) -> Result<Tracks> {
        let (shelf, folder) = self.open_element(element, &KINDS, EXPECTED)?;
        Graph { shelf, key: folder }.read()
    }
}

/// Reads a GEFF graph by anyone, Zarr v2 or v3. Tracks are the paths between divisions; a node's
/// label is its property `label` or `seg_id`, else its own number.
///
/// # Errors
/// When it is no GEFF graph, has no time axis, or has nodes with two predecessors, which no cell has.
pub fn read_geff(path: impl AsRef<Path>) -> Result<Tracks> {
    let backing = Arc::new(Backing::local(path.as_ref())?);
    Graph { shelf: Shelf::reading(&backing), key: String::new() }.read()
}

struct Graph {
    shelf: Arc<Shelf>,
    key: String,
}

/// The names of the properties that hold time and place.
struct Axes {
    time: String,
    /// `z, y, x`, as far as there are such.
    space: Vec<String>,
}

impl Graph {
    fn read(&self) -> Result<Tracks> {
        let group = Group::read(&self.shelf, &self.key)?;
        let geff = group.attributes.get("geff").ok_or_else(|| self.problem("it has no `geff` attribute"))?;
        let axes = axes(geff).map_err(|why| self.problem(&why))?;
        let ids = self.whole("nodes/ids")?;
        let nodes = self.nodes(&axes, &ids)?;
        let wrong = |source| StoreError::Tracks { path: self.shelf.shown(&self.key), source };
        if let Some(extra) = geff.pointer("/extra/lca") {
            let extra: Extra =
                serde_json::from_value(extra.clone()).map_err(|why| self.problem(&why.to_string()))?;
            let tracks = self.small("track_id", ids.len())?;
            let tracks = tracks.ok_or_else(|| self.problem("the property `track_id` is missing"))?;
            let detections = nodes.iter().zip(tracks).map(|(node, track)| Detection {
                t: node.t,
                label: node.label,
                track,
                centre: node.centre,
            });
            return Tracks::new(detections.collect(), extra.tracks).map_err(wrong);
        }
        let edges = self.edges(&ids)?;
        rebuild(&nodes, &edges).map_err(|why| self.problem(&why))
    }

    fn nodes(&self, axes: &Axes, ids: &[i64]) -> Result<Vec<Node>> {
        let count = ids.len();
        let missing = |name: &str| self.problem(&format!("the property `{name}` is missing"));
        let times = self.small(&axes.time, count)?.ok_or_else(|| missing(&axes.time))?;
        let labels = match self.small("label", count)? {
            Some(labels) => labels,
            None => match self.small("seg_id", count)? {
                Some(labels) => labels,
                None => self.narrow("nodes/ids", ids)?,
            },
        };
        let mut centres = vec![[0.0; 3]; count];
        for (at, name) in axes.space.iter().enumerate() {
            let values = self.numbers(name, count)?.ok_or_else(|| missing(name))?;
            let axis = 3 - axes.space.len() + at;
            centres.iter_mut().zip(values).for_each(|(centre, value)| centre[axis] = value);
        }
        let parts = times.into_iter().zip(labels).zip(centres);
        Ok(parts.map(|((t, label), centre)| Node { t, label, centre }).collect())
    }

    /// Edges as indices of nodes.
    fn edges(&self, ids: &[i64]) -> Result<Vec<(usize, usize)>> {
        let places: std::collections::HashMap<i64, usize> =
            ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let ends = self.whole("edges/ids")?;
        let place = |id: &i64| {
            places
                .get(id)
                .copied()
                .ok_or_else(|| self.problem(&format!("an edge names the unknown node {id}")))
        };
        ends.chunks_exact(2).map(|pair| Ok((place(&pair[0])?, place(&pair[1])?))).collect()
    }

    fn property(&self, name: &str, count: usize) -> Result<Option<Values>> {
        let key = join(&self.key, &format!("nodes/props/{name}"));
        if Group::find(&self.shelf, &join(&key, "values"))?.is_none() {
            return Ok(None);
        }
        if Group::find(&self.shelf, &join(&key, "missing"))?.is_some() {
            return Err(self.problem(&format!("some nodes have no `{name}`")));
        }
        let array = read_array(&self.shelf, &join(&key, "values"))?;
        if array.shape != [count] {
            return Err(self.problem(&format!("`{name}` has the shape {:?} for {count} nodes", array.shape)));
        }
        Ok(Some(array.values))
    }

    fn numbers(&self, name: &str, count: usize) -> Result<Option<Vec<f64>>> {
        let Some(values) = self.property(name, count)? else { return Ok(None) };
        values.to_f64().map(Some).ok_or_else(|| self.problem(&format!("`{name}` holds no numbers")))
    }

    /// A property of whole numbers of 32 bits; whole numbers kept as floats are taken too.
    fn small(&self, name: &str, count: usize) -> Result<Option<Vec<u32>>> {
        let Some(values) = self.numbers(name, count)? else { return Ok(None) };
        let narrow = |value: f64| {
            let whole = value as u32;
            let problem = || self.problem(&format!("`{name}` holds {value}, not a whole number from 0 on"));
            if f64::from(whole) == value { Ok(whole) } else { Err(problem()) }
        };
        values.into_iter().map(narrow).collect::<Result<_>>().map(Some)
    }

    fn whole(&self, part: &str) -> Result<Vec<i64>> {
        let values = read_array(&self.shelf, &join(&self.key, part))?.values;
        values.to_i64().ok_or_else(|| self.problem(&format!("`{part}` does not hold whole numbers")))
    }

    fn narrow(&self, part: &str, values: &[i64]) -> Result<Vec<u32>> {
        let narrow = |value: &i64| u32::try_from(*value);
        let narrow: std::result::Result<_, _> = values.iter().map(narrow).collect();
        narrow.map_err(|_| self.problem(&format!("`{part}` goes beyond 32 bits")))
    }

    fn problem(&self, why: &str) -> StoreError {
        StoreError::format(&self.shelf.shown(&self.key), why)
    }
}

fn axes(geff: &Value) -> std::result::Result<Axes, String> {
    let list = geff.get("axes").and_then(Value::as_array).ok_or("it has no `axes`")?;
    let of_kind = |kind: &str| -> Vec<String> {
        let name = |axis: &Value| axis.get("name")?.as_str().map(str::to_owned);
        let is = |axis: &&Value| axis.get("type").and_then(Value::as_str) == Some(kind);
        list.iter().filter(is).filter_map(name).collect()
    };
    let time = of_kind("time").into_iter().next().ok_or("it has no axis of type `time`")?;
    let space = of_kind("space");
    if space.len() > 3 {
        return Err(format!("it has {} axes of space", space.len()));
    }
    let bad = |name: &str| name.is_empty() || name.contains('/') || name == "..";
    match std::iter::once(&time).chain(&space).find(|name| bad(name)) {
        Some(name) => Err(format!("`{name}` is not the name of a property")),
        None => Ok(Axes { time, space }),
    }
}

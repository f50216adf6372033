use super::metadata::metadata;
use crate::disk::{Backing, Shelf};
use crate::error::Result;
use crate::zarr::{Datum, join, write_array, write_group};
use crate::{StoreError, Transaction};
use lca_core::{ElementKind, ElementPath};
use lca_graph::Tracks;
use serde_json::{Map, json};
use std::path::Path;
use std::sync::Arc;

pub(super) const KINDS: [ElementKind; 1] = [ElementKind::Tracks];
pub(super) const EXPECTED: &str = "tracks";

impl Transaction {
    /// Writes tracks as a GEFF graph: a node for each detection (`t` in frames, `z, y, x` in pixels,
    /// `label`, `track_id`), an edge for each link.
    ///
    /// # Errors
    /// When the element is written already, or cannot be written.
    pub fn write_tracks(&self, element: &ElementPath, tracks: &Tracks) -> Result<()> {
        let staged = self.stage(element, &KINDS, EXPECTED)?;
        graph(&staged.shelf, &staged.folder, tracks)?;
        staged.finish();
        Ok(())
    }
}

/// Writes tracks as a GEFF graph of its own (a folder that other programs open), as
/// [`Transaction::write_tracks`] writes them within an atlas. A graph that stood there is replaced.
///
/// # Errors
/// When something else stands there, or it cannot be written.
pub fn write_geff(path: impl AsRef<Path>, tracks: &Tracks) -> Result<()> {
    let path = path.as_ref();
    let shown = path.display().to_string();
    let failed = |cause: std::io::Error| StoreError::write(&shown, cause);
    if path.join("nodes").is_dir() && path.join("zarr.json").is_file() {
        std::fs::remove_dir_all(path).map_err(failed)?;
    } else if path.exists() && std::fs::read_dir(path).map_err(failed)?.next().is_some() {
        return Err(StoreError::Exists {
            path: path.to_owned(),
            what: "something is here already; choose another path, or open what is here",
        });
    }
    std::fs::create_dir_all(path).map_err(failed)?;
    graph(&Shelf::writing(&Arc::new(Backing::local(path)?)), "", tracks)
}

fn graph(shelf: &Arc<Shelf>, folder: &str, tracks: &Tracks) -> Result<()> {
    write_group(shelf, folder, &json!({ "geff": metadata(tracks) }))?;
    for group in ["nodes", "nodes/props", "edges", "edges/props"] {
        write_group(shelf, &join(folder, group), &json!({}))?;
    }
    let detections = tracks.detections();
    let ids: Vec<u64> = (0..detections.len() as u64).collect();
    write_array(shelf, &join(folder, "nodes/ids"), &[ids.len()], &ids, Map::new())?;
    let links: Vec<u64> = tracks.links().iter().flat_map(|&(from, to)| [from as u64, to as u64]).collect();
    write_array(shelf, &join(folder, "edges/ids"), &[links.len() / 2, 2], &links, Map::new())?;
    let times: Vec<i64> = detections.iter().map(|seen| i64::from(seen.t)).collect();
    property(shelf, folder, "t", &times)?;
    for (at, axis) in ["z", "y", "x"].into_iter().enumerate() {
        let centres: Vec<f64> = detections.iter().map(|seen| seen.centre[at]).collect();
        property(shelf, folder, axis, &centres)?;
    }
    let labels: Vec<u32> = detections.iter().map(|seen| seen.label).collect();
    property(shelf, folder, "label", &labels)?;
    let ids: Vec<u32> = detections.iter().map(|seen| seen.track).collect();
    property(shelf, folder, "track_id", &ids)
}

fn property<T: Datum>(shelf: &Arc<Shelf>, folder: &str, name: &str, values: &[T]) -> Result<()> {
    let group = join(folder, &format!("nodes/props/{name}"));
    write_group(shelf, &group, &json!({}))?;
    write_array(shelf, &format!("{group}/values"), &[values.len()], values, Map::new())
}

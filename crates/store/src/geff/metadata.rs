use lca_graph::{Track, Tracks};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Names and numpy types of the node properties, in the order of [`super::write`].
pub(super) const PROPERTIES: [(&str, &str); 6] = [
    ("t", "int64"),
    ("z", "float64"),
    ("y", "float64"),
    ("x", "float64"),
    ("label", "uint32"),
    ("track_id", "uint32"),
];

/// What GEFF has no place for: spans of tracks, and tracks without any detection.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Extra {
    pub(super) tracks: Vec<Track>,
}

/// The attribute `geff` of the graph's group.
pub(super) fn metadata(tracks: &Tracks) -> Value {
    let bounds = |value: fn(&lca_graph::Detection) -> f64| {
        let values = tracks.detections().iter().map(value);
        values.fold(None, |bounds: Option<(f64, f64)>, value| {
            let (low, high) = bounds.unwrap_or((value, value));
            Some((low.min(value), high.max(value)))
        })
    };
    let axis = |name: &str, kind: &str, unit: &str, value: fn(&lca_graph::Detection) -> f64| {
        let (min, max) = bounds(value).unzip();
        json!({ "name": name, "type": kind, "unit": unit, "min": min, "max": max })
    };
    let property = |(name, kind): (&str, &str)| {
        (name.to_owned(), json!({ "identifier": name, "dtype": kind, "varlength": false }))
    };
    let properties: serde_json::Map<String, Value> = PROPERTIES.into_iter().map(property).collect();
    let mut value = json!({
        "geff_version": "1.3",
        "directed": true,
        "axes": [
            axis("t", "time", "frame", |seen| f64::from(seen.t)),
            axis("z", "space", "pixel", |seen| seen.centre[0]),
            axis("y", "space", "pixel", |seen| seen.centre[1]),
            axis("x", "space", "pixel", |seen| seen.centre[2]),
        ],
        "node_props_metadata": properties,
        "edge_props_metadata": {},
        "extra": { "lca": Extra { tracks: tracks.tracks().to_vec() } },
    });
    if are_tracklets(tracks) {
        value["track_node_props"] = json!({ "tracklet": "track_id" });
    }
    value
}

/// GEFF's tracklets end only at divisions: no track may be its parent's only child.
fn are_tracklets(tracks: &Tracks) -> bool {
    let mut children: BTreeMap<u32, usize> = BTreeMap::new();
    let seen: std::collections::BTreeSet<u32> = tracks.detections().iter().map(|seen| seen.track).collect();
    for track in tracks.tracks().iter().filter(|track| seen.contains(&track.id)) {
        if let Some(parent) = track.parent {
            *children.entry(parent).or_default() += 1;
        }
    }
    children.values().all(|&count| count != 1)
}

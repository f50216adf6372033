use crate::TrackError;
use lca_graph::{Track, Tracks};
use lca_tables::{Column, DataFrame};
use std::collections::BTreeMap;

/// A row per cell, named by its track: `track`, `begin`, `end` (frames), `parent` (missing where none), `founder` (the
/// first of its family), `generation` (links to the founder) and `children`.
///
/// # Errors
/// [`TrackError::Table`] never, for tracks that are sound.
pub fn family_tree(tracks: &Tracks) -> Result<DataFrame, TrackError> {
    let all = tracks.tracks();
    let mut children: BTreeMap<u32, i64> = BTreeMap::new();
    let mut line: BTreeMap<u32, (u32, i64)> = BTreeMap::new();
    let mut by_birth: Vec<&Track> = all.iter().collect();
    // Parents end before their children begin, so that by first frame they come first.
    by_birth.sort_unstable_by_key(|track| (track.begin, track.id));
    for track in by_birth {
        if let Some(parent) = track.parent {
            *children.entry(parent).or_default() += 1;
        }
        let above = track.parent.and_then(|parent| line.get(&parent)).copied();
        line.insert(track.id, above.map_or((track.id, 0), |(founder, above)| (founder, above + 1)));
    }
    let ints = |of: &dyn Fn(&Track) -> i64| Column::Int(all.iter().map(of).collect());
    let mut table = DataFrame::new(all.iter().map(|track| track.id.to_string()).collect());
    table.set("track", ints(&|track| i64::from(track.id)))?;
    table.set("begin", ints(&|track| i64::from(track.begin)))?;
    table.set("end", ints(&|track| i64::from(track.end)))?;
    let parents = all.iter().map(|track| track.parent.map(i64::from)).collect();
    table.set("parent", Column::NullableInt(parents))?;
    table.set("founder", ints(&|track| line.get(&track.id).map_or(0, |line| i64::from(line.0))))?;
    table.set("generation", ints(&|track| line.get(&track.id).map_or(0, |line| line.1)))?;
    table.set("children", ints(&|track| children.get(&track.id).copied().unwrap_or(0)))?;
    Ok(table)
}

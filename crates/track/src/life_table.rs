use crate::{TrackError, lives};
use lca_graph::{Track, Tracks};
use lca_tables::{Column, DataFrame};
use std::collections::BTreeMap;

/// A row per cell, named by its track: `track`, `begin`, `end` (frames), `parent` (missing where none),
/// `founder` (the first of its family), `generation` (divisions before it that were seen), `children`,
/// `frames` (from its first to its daughters' first, or to its end) and `whole` (whether a division began
/// it and one ended it: then `frames` is its generation time). With a time between frames also `time_s`, the
/// frames in seconds.
///
/// # Errors
/// [`TrackError::Table`] never, for tracks that are sound.
pub fn life_table(tracks: &Tracks, frame_interval_s: Option<f64>) -> Result<DataFrame, TrackError> {
    let (all, lives) = (tracks.tracks(), lives(tracks));
    let mut children: BTreeMap<u32, i64> = BTreeMap::new();
    let mut founder: BTreeMap<u32, u32> = BTreeMap::new();
    let mut by_birth: Vec<&Track> = all.iter().collect();
    // Parents end before their children begin, so that by first frame they come first.
    by_birth.sort_unstable_by_key(|track| (track.begin, track.id));
    for track in by_birth {
        if let Some(parent) = track.parent {
            *children.entry(parent).or_default() += 1;
        }
        let first = track.parent.and_then(|parent| founder.get(&parent).copied()).unwrap_or(track.id);
        founder.insert(track.id, first);
    }
    let ints = |of: &dyn Fn(&Track) -> i64| Column::Int(all.iter().map(of).collect());
    let mut table = DataFrame::new(all.iter().map(|track| track.id.to_string()).collect());
    table.set("track", ints(&|track| i64::from(track.id)))?;
    table.set("begin", ints(&|track| i64::from(track.begin)))?;
    table.set("end", ints(&|track| i64::from(track.end)))?;
    let parents = all.iter().map(|track| track.parent.map(i64::from)).collect();
    table.set("parent", Column::NullableInt(parents))?;
    table.set("founder", ints(&|track| founder.get(&track.id).map_or(0, |&id| i64::from(id))))?;
    table.set("generation", Column::Int(lives.iter().map(|life| i64::from(life.generation)).collect()))?;
    table.set("children", ints(&|track| children.get(&track.id).copied().unwrap_or(0)))?;
    table.set("frames", Column::Int(lives.iter().map(|life| i64::from(life.frames)).collect()))?;
    table.set("whole", Column::Bool(lives.iter().map(|life| life.whole).collect()))?;
    if let Some(step) = frame_interval_s {
        let seconds = lives.iter().map(|life| f64::from(life.frames) * step).collect();
        table.set("time_s", Column::Float(seconds))?;
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cell_has_its_family_and_its_time() {
        let track = |id, begin, end, parent| Track { id, begin, end, parent };
        let all = vec![
            track(1, 0, 4, None),
            track(2, 5, 9, Some(1)),
            track(3, 5, 12, Some(1)),
            track(4, 10, 12, Some(2)),
            track(5, 10, 12, Some(2)),
            track(6, 3, 12, None),
        ];
        let table = life_table(&Tracks::new(vec![], all).unwrap(), Some(60.0)).unwrap();
        let of = |name: &str| table.numbers(name).unwrap();
        assert_eq!(of("founder"), [1.0, 1.0, 1.0, 1.0, 1.0, 6.0]);
        assert_eq!(of("generation"), [0.0, 1.0, 1.0, 2.0, 2.0, 0.0]);
        assert_eq!(of("children"), [2.0, 2.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(of("whole"), [0.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!((of("frames")[1], of("time_s")[1]), (5.0, 300.0));
        assert_eq!(life_table(&Tracks::default(), None).unwrap().rows(), 0);
    }
}

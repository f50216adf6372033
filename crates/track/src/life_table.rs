use crate::{TrackError, family_tree, lives};
use lca_graph::Tracks;
use lca_tables::{Column, DataFrame};

/// The [`family_tree`], in which `generation` counts only divisions that were seen, with `frames` (of a cell, from its
/// first to its daughters' first, or to its end) and `whole` (whether a division began it and one ended it: then `frames`
/// is its generation time). With a time between frames also `time_s`, the frames in seconds.
///
/// # Errors
/// [`TrackError::Table`] never, for tracks that are sound.
pub fn life_table(tracks: &Tracks, frame_interval_s: Option<f64>) -> Result<DataFrame, TrackError> {
    let (mut table, lives) = (family_tree(tracks)?, lives(tracks));
    table.set("generation", Column::Int(lives.iter().map(|life| i64::from(life.generation)).collect()))?;
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
    use lca_graph::Track;

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

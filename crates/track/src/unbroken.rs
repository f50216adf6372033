use crate::TrackError;
use lca_graph::{Detection, Track, Tracks};
use std::collections::HashMap;

/// Tracks cut wherever their cell is not seen for a frame, as the Cell Tracking Challenge asks: what comes
/// after is a track of its own, whose parent is what came before. Tracks and their pieces are numbered
/// from 1, by track, then time.
///
/// # Errors
/// [`TrackError::Tracks`] when there are more pieces than numbers.
pub fn unbroken(tracks: &Tracks) -> Result<Tracks, TrackError> {
    let mut seen: Vec<Detection> = tracks.detections().to_vec();
    seen.sort_unstable_by_key(|seen| (seen.track, seen.t));
    let mut pieces: Vec<Track> = Vec::new();
    let mut ends: HashMap<u32, (u32, u32)> = HashMap::new();
    for detection in &mut seen {
        let whole = detection.track;
        let last = pieces.len() as u32;
        let goes_on =
            ends.get(&whole).is_some_and(|(_, piece)| pieces[*piece as usize - 1].end + 1 == detection.t);
        if !goes_on {
            let before = ends.get(&whole).map(|(_, piece)| *piece);
            pieces.push(Track { id: last + 1, begin: detection.t, end: detection.t, parent: before });
            let first = ends.get(&whole).map_or(last + 1, |(first, _)| *first);
            ends.insert(whole, (first, last + 1));
        }
        let piece = ends[&whole].1;
        pieces[piece as usize - 1].end = detection.t;
        detection.track = piece;
    }
    for track in tracks.tracks() {
        let mother = track.parent.and_then(|parent| ends.get(&parent));
        if let (Some(&(first, _)), Some(&(_, last))) = (ends.get(&track.id), mother) {
            pieces[first as usize - 1].parent = Some(last);
        }
    }
    Ok(Tracks::new(seen, pieces)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_ends_a_piece_and_daughters_follow_the_last() {
        let seen = |t, track| Detection { t, label: track, track, centre: [0.0; 3] };
        let track = |id, begin, end, parent| Track { id, begin, end, parent };
        let detections = vec![seen(0, 4), seen(1, 4), seen(3, 4), seen(4, 7), seen(4, 9)];
        let whole = vec![track(4, 0, 3, None), track(7, 4, 4, Some(4)), track(9, 4, 4, Some(4))];
        let cut = unbroken(&Tracks::new(detections, whole).unwrap()).unwrap();
        let expected =
            [track(1, 0, 1, None), track(2, 3, 3, Some(1)), track(3, 4, 4, Some(2)), track(4, 4, 4, Some(2))];
        assert_eq!(cut.tracks(), expected);
        assert_eq!(unbroken(&cut).unwrap(), cut);
        assert_eq!(unbroken(&Tracks::default()).unwrap(), Tracks::default());
    }
}

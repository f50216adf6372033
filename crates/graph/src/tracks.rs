use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use thiserror::Error;

/// Tracks of cells through time: detections, each of one track, and tracks, each with at most one
/// parent. The tracks' parents make the lineage.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Tracks {
    detections: Vec<Detection>,
    tracks: Vec<Track>,
}

/// A cell seen in one frame.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Detection {
    /// Frame, from 0.
    pub t: u32,
    /// Label of its pixels in that frame.
    pub label: u32,
    /// The track it belongs to.
    pub track: u32,
    /// Centre along z, y, x, in pixels.
    pub centre: [f64; 3],
}

/// A cell from its birth (or entry) to its division, death or loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Track {
    /// Its identifier, from 1.
    pub id: u32,
    /// First frame.
    pub begin: u32,
    /// Last frame.
    pub end: u32,
    /// The track it divided from.
    pub parent: Option<u32>,
}

/// Why detections and tracks contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TracksError {
    /// A track occurs twice, or one that does not exist is named.
    #[error("track {0} is named but missing, or occurs twice")]
    Track(u32),
    /// A detection lies outside its track's frames, or two of one track share a frame.
    #[error("track {track}: its detection in frame {t} is outside its span or not the only one there")]
    Detection {
        /// The track.
        track: u32,
        /// The frame.
        t: u32,
    },
    /// A track begins before its parent has ended, or ends before it begins.
    #[error("track {0} ends before it begins, or begins before its parent has ended")]
    Span(u32),
}

impl Tracks {
    /// Checks and joins detections and tracks. Both are kept sorted: detections by frame and label,
    /// tracks by identifier.
    ///
    /// # Errors
    /// [`TracksError`] when they contradict each other.
    pub fn new(mut detections: Vec<Detection>, mut tracks: Vec<Track>) -> Result<Self, TracksError> {
        detections.sort_unstable_by_key(|detection| (detection.t, detection.label, detection.track));
        tracks.sort_unstable_by_key(|track| track.id);
        let by_id: HashMap<u32, Track> = tracks.iter().map(|track| (track.id, *track)).collect();
        if let Some(pair) = tracks.windows(2).find(|pair| pair[0].id == pair[1].id) {
            return Err(TracksError::Track(pair[0].id));
        }
        for track in &tracks {
            let parent = track.parent.map(|id| by_id.get(&id).ok_or(TracksError::Track(id))).transpose()?;
            if track.end < track.begin || parent.is_some_and(|parent| parent.end >= track.begin) {
                return Err(TracksError::Span(track.id));
            }
        }
        let mut seen = HashSet::new();
        for Detection { t, track, .. } in &detections {
            let span = by_id.get(track).ok_or(TracksError::Track(*track))?;
            if !(span.begin..=span.end).contains(t) || !seen.insert((*t, *track)) {
                return Err(TracksError::Detection { track: *track, t: *t });
            }
        }
        Ok(Self { detections, tracks })
    }

    /// Every detection, by frame and label.
    #[must_use]
    pub fn detections(&self) -> &[Detection] {
        &self.detections
    }

    /// Every track, by identifier.
    #[must_use]
    pub fn tracks(&self) -> &[Track] {
        &self.tracks
    }

    /// The track of that identifier.
    #[must_use]
    pub fn track(&self, id: u32) -> Option<&Track> {
        self.tracks.binary_search_by_key(&id, |track| track.id).ok().map(|at| &self.tracks[at])
    }

    /// The tracks a track divided into, by identifier.
    pub fn children(&self, id: u32) -> impl Iterator<Item = &Track> {
        self.tracks.iter().filter(move |track| track.parent == Some(id))
    }

    /// Links between consecutive detections of a track, and from a parent's last detection to each
    /// child's first, as indices into [`Self::detections`], sorted.
    #[must_use]
    pub fn links(&self) -> Vec<(usize, usize)> {
        let mut last: HashMap<u32, usize> = HashMap::new();
        let mut links = Vec::new();
        for (at, detection) in self.detections.iter().enumerate() {
            let parent = || self.track(detection.track)?.parent;
            let before = last.get(&detection.track).or_else(|| last.get(&parent()?));
            if let Some(&before) = before {
                links.push((before, at));
            }
            last.insert(detection.track, at);
        }
        links.sort_unstable();
        links
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(t: u32, track: u32) -> Detection {
        Detection { t, label: track, track, centre: [0.0; 3] }
    }

    #[test]
    fn links_follow_tracks_and_divisions() {
        let track = |id, begin, end, parent| Track { id, begin, end, parent };
        let tracks = vec![track(1, 0, 1, None), track(2, 2, 2, Some(1)), track(3, 2, 2, Some(1))];
        let tracks = Tracks::new(vec![seen(0, 1), seen(1, 1), seen(2, 2), seen(2, 3)], tracks).unwrap();
        assert_eq!(tracks.links(), [(0, 1), (1, 2), (1, 3)]);
        assert_eq!(tracks.children(1).count(), 2);
    }

    #[test]
    fn contradictions_are_refused() {
        let track = |id, begin, end, parent| Track { id, begin, end, parent };
        assert!(Tracks::new(vec![], vec![track(1, 0, 1, Some(9))]).is_err());
        assert!(Tracks::new(vec![], vec![track(1, 2, 1, None)]).is_err());
        assert!(Tracks::new(vec![seen(5, 1)], vec![track(1, 0, 1, None)]).is_err());
        assert!(Tracks::new(vec![seen(0, 1), seen(0, 1)], vec![track(1, 0, 1, None)]).is_err());
        assert!(Tracks::new(vec![], vec![track(1, 0, 5, None), track(2, 3, 6, Some(1))]).is_err());
    }
}

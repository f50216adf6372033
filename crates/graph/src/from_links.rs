use crate::{Detection, Track, Tracks, TracksError};
use thiserror::Error;

/// Why links between detections make no lineage.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LinksError {
    /// A link does not lead to a later frame.
    #[error("a link does not lead forward in time (frames {from} to {to})")]
    Backward {
        /// Frame of the first end.
        from: u32,
        /// Frame of the second end.
        to: u32,
    },
    /// Two links lead to one detection.
    #[error("two links lead to one cell in frame {t}: cells do not merge")]
    Merge {
        /// The frame.
        t: u32,
    },
    /// The tracks that the links make contradict each other.
    #[error(transparent)]
    Tracks(#[from] TracksError),
}

impl Tracks {
    /// Cuts a graph of detections into tracks: a track goes on while each detection has one successor; where
    /// there are more, each begins a track of its own, whose parent is the one before. Tracks are numbered
    /// from 1 by first frame and label; what the detections say of their track is not looked at. Links are
    /// pairs of indices into the detections, and may lead over missing frames.
    ///
    /// # Errors
    /// [`LinksError`] when a link leads backward or cells merge.
    pub fn from_links(
        mut detections: Vec<Detection>,
        links: &[(usize, usize)],
    ) -> Result<Self, LinksError> {
        let mut before = vec![None; detections.len()];
        let mut after = vec![0_usize; detections.len()];
        for &(from, to) in links {
            let (earlier, later) = (detections[from].t, detections[to].t);
            if earlier >= later {
                return Err(LinksError::Backward { from: earlier, to: later });
            }
            if before[to].replace(from).is_some() {
                return Err(LinksError::Merge { t: later });
            }
            after[from] += 1;
        }
        let mut order: Vec<usize> = (0..detections.len()).collect();
        order.sort_by_key(|&at| (detections[at].t, detections[at].label, at));
        let mut tracks: Vec<Track> = Vec::new();
        for at in order {
            let t = detections[at].t;
            let previous = before[at].map(|previous| (previous, detections[previous].track));
            detections[at].track = match previous {
                Some((previous, track)) if after[previous] == 1 => {
                    tracks[track as usize - 1].end = t;
                    track
                }
                _ => {
                    let id = tracks.len() as u32 + 1;
                    tracks.push(Track { id, begin: t, end: t, parent: previous.map(|(_, track)| track) });
                    id
                }
            };
        }
        Ok(Self::new(detections, tracks)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divisions_begin_tracks_and_merges_are_refused() {
        let seen = |t, label| Detection { t, label, track: 0, centre: [0.0; 3] };
        let all = vec![seen(2, 9), seen(0, 1), seen(1, 1), seen(2, 3)];
        let tracks = Tracks::from_links(all.clone(), &[(1, 2), (2, 0), (2, 3)]).unwrap();
        let spans: Vec<_> = tracks.tracks().iter().map(|t| (t.id, t.begin, t.end, t.parent)).collect();
        assert_eq!(spans, [(1, 0, 1, None), (2, 2, 2, Some(1)), (3, 2, 2, Some(1))]);
        let merge = Tracks::from_links(all.clone(), &[(1, 2), (1, 3), (2, 0), (1, 0)]);
        assert_eq!(merge, Err(LinksError::Merge { t: 2 }));
        assert_eq!(Tracks::from_links(all, &[(2, 1)]), Err(LinksError::Backward { from: 1, to: 0 }));
    }
}

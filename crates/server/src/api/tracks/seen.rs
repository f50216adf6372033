use lca_graph::{Detection, Track, Tracks};
use std::collections::HashMap;

/// Tracks as they are asked for: each with its kin and its places.
#[derive(Debug)]
pub(crate) struct SeenTracks {
    /// By identifier.
    pub(super) tracks: Vec<Seen>,
    /// One more than the last frame.
    pub(super) frames: u32,
    /// Whether there is depth.
    pub(super) deep: bool,
}

/// One track.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) id: u32,
    pub(super) parent: Option<u32>,
    pub(super) founder: u32,
    pub(super) generation: u32,
    pub(super) begin: u32,
    pub(super) end: u32,
    pub(super) daughters: Vec<u32>,
    /// By frame.
    pub(super) places: Vec<Detection>,
}

impl SeenTracks {
    pub(super) fn new(tracks: &Tracks) -> Self {
        let at: HashMap<u32, usize> =
            tracks.tracks().iter().enumerate().map(|(at, one)| (one.id, at)).collect();
        let mut all: Vec<Seen> = tracks.tracks().iter().map(Seen::from).collect();
        for one in tracks.tracks() {
            if let Some(&parent) = one.parent.and_then(|parent| at.get(&parent)) {
                all[parent].daughters.push(one.id);
            }
        }
        // Parents end before their daughters begin, so by first frame each comes after its parent.
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_by_key(|&one| all[one].begin);
        for one in order {
            if let Some(&parent) = all[one].parent.and_then(|parent| at.get(&parent)) {
                (all[one].founder, all[one].generation) = (all[parent].founder, all[parent].generation + 1);
            }
        }
        for seen in tracks.detections() {
            if let Some(&at) = at.get(&seen.track) {
                all[at].places.push(*seen);
            }
        }
        let frames = all.iter().map(|one| one.end + 1).max().unwrap_or(0);
        let deep = tracks.detections().iter().any(|seen| seen.centre[0] != 0.0);
        Self { tracks: all, frames, deep }
    }

    /// The track of that identifier.
    pub(super) fn find(&self, id: u32) -> Option<&Seen> {
        self.tracks.binary_search_by_key(&id, |one| one.id).ok().map(|at| &self.tracks[at])
    }
}

impl From<&Track> for Seen {
    fn from(one: &Track) -> Self {
        let Track { id, begin, end, parent } = *one;
        Self { id, parent, founder: id, generation: 0, begin, end, daughters: Vec::new(), places: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kin_are_found_whatever_the_identifiers() {
        let track = |id, begin, end, parent| Track { id, begin, end, parent };
        let tracks = vec![
            track(1, 6, 9, Some(7)),
            track(7, 3, 5, Some(9)),
            track(8, 3, 5, Some(9)),
            track(9, 0, 2, None),
        ];
        let seen = |t, track| Detection { t, label: 1, track, centre: [0.0, 1.0, 2.0] };
        let all = SeenTracks::new(&Tracks::new(vec![seen(1, 9), seen(0, 9), seen(6, 1)], tracks).unwrap());
        let told: Vec<(u32, u32, u32)> =
            all.tracks.iter().map(|one| (one.id, one.founder, one.generation)).collect();
        assert_eq!(told, [(1, 9, 2), (7, 9, 1), (8, 9, 1), (9, 9, 0)]);
        assert_eq!(all.find(9).unwrap().daughters, [7, 8]);
        assert_eq!(all.find(9).unwrap().places.iter().map(|one| one.t).collect::<Vec<_>>(), [0, 1]);
        assert!(all.frames == 10 && !all.deep && all.find(2).is_none());
    }
}

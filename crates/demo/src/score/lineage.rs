use crate::DemoOptions;
use crate::cell::{Film, Pose};
use crate::optics::{Movie, Paint};
use lca_graph::{Detection, Track, Tracks, TracksError};
use lca_pixels::Labels;
use std::collections::BTreeMap;

/// Who was where in a movie.
pub(crate) struct TrueLineage<'a> {
    /// Every cell whose centre is in view; one that leaves and comes back is a new one.
    pub(crate) tracks: Tracks,
    film: &'a Film,
    paints: Vec<Paint>,
    /// Track of each cell in view, by frame and cell.
    visible: Vec<BTreeMap<u32, u32>>,
}

impl TrueLineage<'_> {
    /// The cells in view, by track.
    pub(crate) fn seen(&self, t: usize) -> impl Iterator<Item = (u32, &Pose)> {
        let visible = &self.visible[t];
        self.film.frames[t].iter().filter_map(|pose| Some((*visible.get(&pose.track)?, pose)))
    }

    /// The pixels of each nucleus in view, by the track that a detection of `tracks` has as its label.
    pub(crate) fn labels(&self, t: usize) -> Labels {
        let visible = &self.visible[t];
        let poses: Vec<(u32, &Pose)> = self.film.frames[t]
            .iter()
            .filter_map(|pose| visible.get(&pose.track).map(|track| (*track, pose)))
            .collect();
        self.paints[t].labels(&poses)
    }
}

/// The true lineage of a movie as it could be seen at best.
///
/// # Errors
/// Never for a film made here; the tracks check themselves.
pub(crate) fn true_lineage<'a>(
    film: &'a Film,
    movie: &Movie<'_>,
    options: &DemoOptions,
) -> Result<TrueLineage<'a>, TracksError> {
    let paint = |t| Paint { pixel: options.pixel_size, side: film.side, drift: movie.drift(t) };
    let paints: Vec<Paint> = (0..film.frames.len()).map(paint).collect();
    let parents: BTreeMap<u32, Option<u32>> = film.lives.iter().map(|life| (life.id, life.parent)).collect();
    let mut spans: Vec<Track> = Vec::new();
    let mut current: BTreeMap<u32, usize> = BTreeMap::new();
    let (mut detections, mut visible) = (Vec::new(), Vec::new());
    for (t, poses) in film.frames.iter().enumerate() {
        let mut here = BTreeMap::new();
        for pose in poses {
            let Some(centre) = paints[t].pixel_of(pose) else { continue };
            let known = current.get(&pose.track).copied().filter(|&at| spans[at].end as usize + 1 == t);
            let at = known.unwrap_or(spans.len());
            if at == spans.len() {
                let mother = parents.get(&pose.track).copied().flatten().and_then(|id| current.get(&id));
                let just_left =
                    |&at: &usize| !current.contains_key(&pose.track) && spans[at].end as usize + 1 == t;
                let parent = mother.copied().filter(just_left).map(|at| spans[at].id);
                spans.push(Track { id: at as u32 + 1, begin: t as u32, end: t as u32, parent });
                current.insert(pose.track, at);
            }
            spans[at].end = t as u32;
            let track = spans[at].id;
            detections.push(Detection {
                t: t as u32,
                label: track,
                track,
                centre: [0.0, centre[0], centre[1]],
            });
            here.insert(pose.track, track);
        }
        visible.push(here);
    }
    Ok(TrueLineage { tracks: Tracks::new(detections, spans)?, film, paints, visible })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::film;
    use crate::truth::ARMS;

    #[test]
    fn labels_and_tracks_tell_the_same() {
        let options = DemoOptions { cells: 40, duration: 7200.0, ..Default::default() };
        let film = film(&options, &ARMS[2], 3);
        let movie = Movie::new(&film, &options, 3);
        let truth = true_lineage(&film, &movie, &options).unwrap();
        for seen in truth.tracks.detections().iter().filter(|seen| seen.t % 8 == 0) {
            let labels = truth.labels(seen.t as usize);
            let [_, y, x] = seen.centre.map(|at| at.round() as usize);
            assert_eq!(labels[[0, y.min(film.side - 1), x.min(film.side - 1)]], seen.label);
        }
        let with_parent = truth.tracks.tracks().iter().filter(|track| track.parent.is_some()).count();
        assert!(with_parent > 0 && truth.tracks.tracks().len() > 30);
    }
}

mod assign;
mod candidates;
mod cleavage;
mod divide;
mod drift;
mod graph;
mod habit;
mod motion;
mod params;
mod points;
mod traits;

pub use params::LinkParams;

use crate::{FrameObjects, TrackError};
use candidates::candidates;
use assign::Assignment;
use cleavage::{Cleavage, Division, Past};
use divide::divisions;
use graph::Graph;
use habit::Habit;
use lca_graph::{Detection, Track, Tracks};
use points::Points;

/// Links the objects of a movie's frames into tracks and tracks into lineages.
///
/// First the drift of the whole field is found and taken off. Then every object is linked to at most
/// one later object (over up to `max_gap_frames` missing frames) so that the sum of the links' odds is
/// greatest over the whole movie: an optimal assignment, as in Jaqaman et al. 2008, with frames and
/// gaps in one. The odds weigh distance, change of size and of brightness by what is usual in this
/// movie, learned from a first round of links. Last, births are explained by divisions where place, size
/// and brightness of mother and daughters agree.
///
/// Tracks are numbered from 1 by first frame, then label. Every object is in one track. An empty movie
/// gives no tracks.
///
/// # Errors
/// [`TrackError`] when a parameter or an object's value is out of range.
pub fn link(movie: &[FrameObjects], params: &LinkParams) -> Result<Tracks, TrackError> {
    params.check()?;
    for (t, frame) in movie.iter().enumerate() {
        frame.check(t)?;
    }
    let points = Points::new(movie, params.spacing());
    if points.len() == 0 {
        return Ok(Tracks::default());
    }
    let still = vec![[0.0; 3]; movie.len() - 1];
    let drift = if params.correct_drift { drift::drifts(&points) } else { still };
    let mut habit = Habit::first(&points, drift, params);
    let mut cleavage = Cleavage::first(&points, &habit);
    let mut found: Vec<Division> = Vec::new();
    let mut next = vec![None; points.len()];
    for round in 0..ROUNDS {
        let past = Past::new(&points, &habit, &next, &found);
        if round > 0 {
            habit = habit.again(&points, &next, &found);
            cleavage = cleavage.again(&points, &habit, &past, &found);
        }
        if std::env::var("DEV").is_ok() { eprintln!("{round} {:?} reach {} rho {} {:?} {:?} {:?} contact {}", habit.motion, habit.reach, habit.persistence, habit.rates, habit.area, cleavage, points.contact); }
        let graph = Graph::new(&candidates(&points, &habit, &past.last, params));
        let mut links = Assignment::solve(&graph);
        found.clear();
        if params.divisions {
            found = divisions(&points, &habit, &cleavage, &past, &mut links, params.division_evidence, params.max_gap_frames.min(1) as usize);
        }
        next = links.next();
    }
    tracks(&points, next, &found)
}

const ROUNDS: usize = 4;

/// Numbers the chains of links and joins them by divisions.
fn tracks(points: &Points, next: Vec<Option<usize>>, found: &[Division]) -> Result<Tracks, TrackError> {
    let mut mother = vec![None; points.len()];
    for division in found {
        division.daughters.iter().for_each(|&child| mother[child] = Some(division.mother));
    }
    let mut first = vec![true; points.len()];
    next.iter().flatten().for_each(|&b| first[b] = false);
    let mut track_of = vec![0; points.len()];
    let (mut detections, mut tracks) = (Vec::new(), Vec::new());
    for start in (0..points.len()).filter(|&at| first[at]) {
        let id = tracks.len() as u32 + 1;
        let mut end = points.t[start];
        for at in std::iter::successors(Some(start), |&at| next[at]) {
            (track_of[at], end) = (id, points.t[at]);
            let t = points.t[at] as u32;
            detections.push(Detection { t, label: points.label[at], track: id, centre: points.centre[at] });
        }
        // Mothers come in earlier frames, so their tracks already have numbers.
        let parent = mother[start].map(|at| track_of[at]);
        tracks.push(Track { id, begin: points.t[start] as u32, end: end as u32, parent });
    }
    Ok(Tracks::new(detections, tracks)?)
}

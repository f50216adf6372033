mod assign;
mod candidates;
mod divide;
mod drift;
mod habit;
mod params;
mod points;

pub use params::LinkParams;

use crate::{FrameObjects, TrackError};
use candidates::candidates;
use divide::{Division, divisions};
use habit::Habit;
use lca_graph::{Detection, Track, Tracks};
use points::{Points, scaled};

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
    let mut next = round(&points, &habit, &vec![[0.0; 3]; points.len()], params);
    for _ in 0..2 {
        habit = habit.again(&points, &next);
        let last = last_moves(&points, &habit, &next);
        next = round(&points, &habit, &last, params);
    }
    let found = if params.divisions { divisions(&points, &habit, &next, params) } else { Vec::new() };
    tracks(&points, next, &found)
}

fn round(points: &Points, habit: &Habit, last: &[[f64; 3]], params: &LinkParams) -> Vec<Option<usize>> {
    assign::assign(&candidates(points, habit, last, params), points.len())
}

/// Each object's own move since the object before it, per frame; none for the first of a track.
fn last_moves(points: &Points, habit: &Habit, next: &[Option<usize>]) -> Vec<[f64; 3]> {
    let mut last = vec![[0.0; 3]; points.len()];
    for (a, b) in next.iter().enumerate() {
        if let &Some(b) = b {
            last[b] = scaled(habit.own_move(points, a, b), 1.0 / (points.t[b] - points.t[a]) as f64);
        }
    }
    last
}

/// Numbers the chains of links and joins them by divisions.
fn tracks(points: &Points, mut next: Vec<Option<usize>>, found: &[Division]) -> Result<Tracks, TrackError> {
    let mut mother = vec![None; points.len()];
    for division in found {
        next[division.mother] = None;
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

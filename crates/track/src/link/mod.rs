mod assign;
mod candidates;
mod cleavage;
mod divide;
mod drift;
mod graph;
mod habit;
mod motion;
mod nearest;
mod params;
mod past;
mod points;
mod rates;
mod space;
mod traits;

pub use params::LinkParams;

use crate::{FrameObjects, TrackError};
use assign::Assignment;
use candidates::candidates;
use cleavage::{Cleavage, Division};
use divide::Judge;
use graph::Graph;
use habit::Habit;
use lca_graph::{Detection, Track, Tracks};
use past::Past;
use points::{Points, minus, square};

/// Links the objects of a movie's frames into tracks and tracks into lineages.
///
/// First the drift of the whole field is found and taken off. Then every object is linked to at most
/// one later object (over up to `max_gap_frames` missing frames) so that the sum of the links' odds is
/// greatest over the whole movie: an optimal assignment, as in Jaqaman et al. 2008, with frames and
/// gaps in one. The odds are likelihoods of what is usual in this movie, learned from it over a few rounds of
/// links: how its cells move (each with a pace of its own), change in size and brightness, how often
/// they are born, end or are missed. A division is taken where mother and daughters fit each other in place,
/// size and age so well that the whole becomes more likely, with the links around it solved anew.
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
    let (next, found) = solve(&points, Habit::first(&points, drift, params), params);
    tracks(&points, next, &found)
}

/// Times that the movie is linked, each with what the links before said of its cells.
const ROUNDS: usize = 4;

/// Each object's successor, and the divisions.
fn solve(points: &Points, first: Habit, params: &LinkParams) -> (Vec<Option<usize>>, Vec<Division>) {
    let usual = Cleavage::first(points, &first, params);
    let (mut habit, mut cleavage, mut found) = (first, usual, Vec::new());
    let mut past = Past::new(points, &habit, vec![None; points.len()], &found);
    for round in 0..ROUNDS {
        if round > 0 {
            habit = habit.again(points, &past, &found);
            cleavage = usual.learned(points, &habit, &past, &found);
        }
        let graph = Graph::new(&candidates(points, &habit, &past, params));
        let mut links = Assignment::solve(&graph);
        let judge = Judge {
            points,
            habit: &habit,
            cleavage: &cleavage,
            past: &past,
            evidence: params.division_evidence,
        };
        found = if params.divisions { judge.divisions(&mut links) } else { Vec::new() };
        past = Past::new(points, &habit, links.next(), &found);
    }
    settled(points, past, found, params.min_cycle_frames)
}

/// Undoes divisions of cells that have just divided, which a round cannot see whose links are new: the
/// mother goes on as the daughter nearest to her.
fn settled(
    points: &Points,
    mut past: Past,
    found: Vec<Division>,
    cycle: u32,
) -> (Vec<Option<usize>>, Vec<Division>) {
    let young = |division: &Division| past.age[division.mother].is_some_and(|age| age + 1 < cycle);
    let (undone, kept): (Vec<Division>, Vec<Division>) = found.into_iter().partition(young);
    for Division { mother, daughters: [a, b] } in undone {
        let far = |child: usize| square(minus(points.place[child], points.place[mother]));
        past.next[mother] = Some(if far(a) <= far(b) { a } else { b });
    }
    (past.next, kept)
}

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

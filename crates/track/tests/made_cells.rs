//! Linking of movies made here, whose truth is known: cells that wander, drift as a field, divide, go
//! undetected and change their labels in every frame.

#![allow(clippy::unwrap_used, reason = "a helper of tests may panic")]

use lca_graph::{Detection, Track, Tracks};
use lca_numerics::{Rng, rng};
use lca_track::{FrameMatch, FrameObjects, LinkParams, Object, Scores, link, match_same, score};
use proptest::prelude::*;
use rand::RngExt;
use rand::seq::SliceRandom;

/// How the made cells behave.
#[derive(Clone, Copy)]
struct World {
    cells: usize,
    frames: u32,
    step: f64,
    drift: [f64; 2],
    missed: f64,
    cycle: f64,
}

const ORDINARY: World =
    World { cells: 60, frames: 40, step: 2.0, drift: [0.4, -0.3], missed: 0.01, cycle: 30.0 };

struct Cell {
    track: u32,
    place: [f64; 2],
    bright: f64,
    born: u32,
    lives: u32,
}

fn gauss(random: &mut Rng) -> f64 {
    (0..12).map(|_| random.random_range(-0.5..0.5)).sum()
}

fn life(random: &mut Rng, cycle: f64) -> u32 {
    (cycle * (1.0 + 0.15 * gauss(random))).max(8.0) as u32
}

fn make(world: World, seed: u64) -> (Tracks, Vec<FrameObjects>) {
    let mut random = rng(seed, 0);
    let mut cells: Vec<Cell> = Vec::new();
    let mut tracks: Vec<Track> = Vec::new();
    while cells.len() < world.cells {
        let place = [random.random_range(0.0..500.0), random.random_range(0.0..500.0)];
        if cells.iter().all(|c| (c.place[0] - place[0]).hypot(c.place[1] - place[1]) > 24.0) {
            let lives = life(&mut random, world.cycle);
            let age = random.random_range(0..lives);
            let track = tracks.len() as u32 + 1;
            tracks.push(Track { id: track, begin: 0, end: 0, parent: None });
            let bright = 500.0 * (0.3 * gauss(&mut random)).exp();
            cells.push(Cell { track, place, bright, born: 0, lives: lives - age });
        }
    }
    let (mut detections, mut movie) = (Vec::new(), Vec::new());
    for t in 0..world.frames {
        let mut next = Vec::new();
        for mut cell in cells {
            for axis in 0..2 {
                cell.place[axis] += world.step * gauss(&mut random) + world.drift[axis];
            }
            if t > cell.born + cell.lives {
                let (angle, bright) = (random.random_range(0.0..std::f64::consts::TAU), cell.bright);
                for side in [-6.5, 6.5] {
                    let place = [cell.place[0] + side * angle.sin(), cell.place[1] + side * angle.cos()];
                    let track = tracks.len() as u32 + 1;
                    tracks.push(Track { id: track, begin: t, end: t, parent: Some(cell.track) });
                    let lives = life(&mut random, world.cycle);
                    next.push(Cell { track, place, bright, born: t, lives });
                }
            } else {
                next.push(cell);
            }
        }
        cells = next;
        let mut labels: Vec<u32> = (1..=cells.len() as u32).collect();
        labels.shuffle(&mut random);
        let mut objects = Vec::new();
        for (cell, label) in cells.iter().zip(labels) {
            let fresh = cell.born == t && t > 0;
            if !fresh && random.random_bool(world.missed) {
                continue;
            }
            tracks[cell.track as usize - 1].end = t;
            let grown = 0.6 + 0.4 * (f64::from(t - cell.born) / f64::from(cell.lives.max(1))).min(1.0);
            let grown = if tracks[cell.track as usize - 1].parent.is_some() { grown } else { 1.0 };
            let area = 250.0 * grown * (0.08 * gauss(&mut random)).exp();
            let intensity = cell.bright * (0.05 * gauss(&mut random)).exp();
            let centre =
                [0.0, cell.place[0] + 0.3 * gauss(&mut random), cell.place[1] + 0.3 * gauss(&mut random)];
            objects.push(Object { label, centre, area, intensity });
            detections.push(Detection { t, label, track: cell.track, centre });
        }
        movie.push(FrameObjects { objects });
    }
    (Tracks::new(detections, tracks).unwrap(), movie)
}

fn judge(truth: &Tracks, movie: &[FrameObjects], params: &LinkParams) -> Scores {
    let found = link(movie, params).unwrap();
    let same: Vec<FrameMatch> =
        movie.iter().map(|f| match_same(&f.objects.iter().map(|o| o.label).collect::<Vec<_>>())).collect();
    score(truth, &found, &same, false).unwrap()
}

#[test]
fn an_ordinary_movie_is_linked_nearly_without_error() {
    for seed in 0..5 {
        let (truth, movie) = make(ORDINARY, seed);
        let scores = judge(&truth, &movie, &LinkParams::default());
        assert!(scores.link_f1 > 0.985, "seed {seed}: {scores:?}");
        assert!(scores.division_f1 > 0.85, "seed {seed}: {scores:?}");
        assert!(scores.divisions.truth > 20, "{scores:?}");
    }
}

#[test]
fn a_field_that_jumps_further_than_its_cells_lie_apart_is_followed() {
    let world = World { drift: [41.0, -29.0], frames: 12, ..ORDINARY };
    let (truth, movie) = make(world, 1);
    let scores = judge(&truth, &movie, &LinkParams::default());
    assert!(scores.link_f1 > 0.97, "{scores:?}");
    let blind = judge(&truth, &movie, &LinkParams { correct_drift: false, ..Default::default() });
    assert!(blind.link_f1 < scores.link_f1 - 0.04, "drift is not what makes this movie hard: {blind:?}");
}

#[test]
fn cells_missed_for_a_frame_keep_their_track() {
    let (truth, movie) = make(World { missed: 0.05, ..ORDINARY }, 2);
    let with = judge(&truth, &movie, &LinkParams::default());
    let without = judge(&truth, &movie, &LinkParams { max_gap_frames: 0, ..Default::default() });
    assert!(
        with.link_f1 > 0.98 && with.complete_tracks > without.complete_tracks + 0.3,
        "{with:?} {without:?}"
    );
}

#[test]
fn the_truth_scores_full_marks_and_an_empty_result_none() {
    let (truth, movie) = make(ORDINARY, 3);
    let same: Vec<FrameMatch> =
        movie.iter().map(|f| match_same(&f.objects.iter().map(|o| o.label).collect::<Vec<_>>())).collect();
    let full = score(&truth, &truth, &same, false).unwrap();
    assert_eq!(
        [full.tra, full.det, full.lnk, full.link_f1, full.division_f1, full.complete_tracks],
        [1.0; 6]
    );
    assert_eq!(full.aogm, 0.0);
    let none = score(&truth, &Tracks::default(), &same, false).unwrap();
    assert_eq!([none.tra, none.det, none.lnk, none.link_recall, none.complete_tracks], [0.0; 5]);
    assert!(score(&truth, &truth, &same[1..], false).is_err());
}

#[test]
fn one_two_and_eight_threads_give_the_same_tracks() {
    let (_, movie) = make(ORDINARY, 4);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| link(&movie, &LinkParams::default()).unwrap())
    };
    assert_eq!(run(1), run(2));
    assert_eq!(run(1), run(8));
}

#[test]
fn odd_movies_give_tracks_and_bad_ones_errors() {
    assert_eq!(link(&[], &LinkParams::default()).unwrap(), Tracks::default());
    let none = FrameObjects::default();
    assert_eq!(link(&[none.clone(), none.clone()], &LinkParams::default()).unwrap(), Tracks::default());
    let cell = |label, y| Object { label, centre: [0.0, y, 3.0], area: 20.0, intensity: f64::NAN };
    let one = FrameObjects { objects: vec![cell(1, 2.0)] };
    let tracks = link(&[none.clone(), one.clone(), none, one], &LinkParams::default()).unwrap();
    assert_eq!(tracks.tracks().len(), 1);
    let twice = FrameObjects { objects: vec![cell(1, 2.0), cell(1, 5.0)] };
    assert!(link(&[twice], &LinkParams::default()).unwrap_err().to_string().contains("label 1"));
    let lost = FrameObjects { objects: vec![cell(1, f64::NAN)] };
    assert!(link(&[lost], &LinkParams::default()).unwrap_err().to_string().contains("centre"));
    let params = LinkParams { max_distance_px: Some(-1.0), ..Default::default() };
    assert!(link(&[], &params).unwrap_err().to_string().contains("max_distance_px"));
}

/// Tracks as sets of places, whatever their numbers.
fn partition(tracks: &Tracks) -> Vec<(u32, u32)> {
    tracks.links().into_iter().map(|(a, b)| (a as u32, b as u32)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn neither_place_nor_order_matters(seed in 0_u64..1000, dy in -300_i32..300, dx in -300_i32..300) {
        let world = World { frames: 10, ..ORDINARY };
        let (_, movie) = make(world, seed);
        let mut random = rng(seed, 1);
        let moved: Vec<FrameObjects> = movie.iter().map(|frame| {
            let mut objects = frame.objects.clone();
            objects.shuffle(&mut random);
            for object in &mut objects {
                // Whole halves keep every difference exact.
                object.centre[1] += f64::from(dy) * 0.5;
                object.centre[2] += f64::from(dx) * 0.5;
            }
            FrameObjects { objects }
        }).collect();
        let (a, b) = (link(&movie, &LinkParams::default()).unwrap(), link(&moved, &LinkParams::default()).unwrap());
        prop_assert_eq!(partition(&a), partition(&b));
    }

    #[test]
    fn every_object_is_in_one_track_and_no_track_is_shared(seed in 0_u64..1000, cells in 1_usize..40) {
        let (_, movie) = make(World { cells, frames: 8, missed: 0.2, ..ORDINARY }, seed);
        let tracks = link(&movie, &LinkParams::default()).unwrap();
        let objects: usize = movie.iter().map(|frame| frame.objects.len()).sum();
        prop_assert_eq!(tracks.detections().len(), objects);
        for track in tracks.tracks() {
            let children = tracks.children(track.id).count();
            prop_assert!(children == 0 || children == 2);
        }
    }
}

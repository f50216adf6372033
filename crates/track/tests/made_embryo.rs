//! A made embryo in three dimensions: cells that wander in a ball and divide in near synchrony.

#![allow(clippy::unwrap_used, reason = "a helper of tests may panic")]

use lca_graph::{Detection, Track, Tracks};
use lca_numerics::rng;
use lca_track::{FrameMatch, FrameObjects, LinkParams, Object, link, match_same, score};
use rand::RngExt;
use rand::seq::SliceRandom;

struct Cell {
    track: u32,
    place: [f64; 3],
    divides: u32,
    volume: f64,
}

/// Voxels are twice as high as wide.
const HIGH: f64 = 2.0;

fn made(seed: u64) -> (Tracks, Vec<FrameObjects>) {
    let mut random = rng(seed, 0);
    let mut cells: Vec<Cell> = Vec::new();
    let mut tracks: Vec<Track> = Vec::new();
    while cells.len() < 24 {
        let place: [f64; 3] = std::array::from_fn(|_| random.random_range(-60.0..60.0));
        let far = |other: &Cell| apart(other.place, place) > 30.0;
        if place.iter().map(|along| along * along).sum::<f64>() < 3600.0 && cells.iter().all(far) {
            let track = tracks.len() as u32 + 1;
            tracks.push(Track { id: track, begin: 0, end: 0, parent: None });
            cells.push(Cell { track, place, divides: random.random_range(6..24), volume: 1800.0 });
        }
    }
    let (mut detections, mut movie) = (Vec::new(), Vec::new());
    for t in 0..40 {
        cells = cells.into_iter().flat_map(|cell| step(cell, t, &mut tracks, &mut random)).collect();
        make_room(&mut cells);
        let mut labels: Vec<u32> = (1..=cells.len() as u32).collect();
        labels.shuffle(&mut random);
        let mut objects = Vec::new();
        for (cell, label) in cells.iter().zip(labels) {
            tracks[cell.track as usize - 1].end = t;
            let [z, y, x] = cell.place;
            let centre = [100.0 + z / HIGH, 200.0 + y, 200.0 + x];
            objects.push(Object { label, centre, area: cell.volume / HIGH, intensity: f64::NAN });
            detections.push(Detection { t, label, track: cell.track, centre });
        }
        movie.push(FrameObjects { objects });
    }
    (Tracks::new(detections, tracks).unwrap(), movie)
}

/// Cells push each other away until they hardly overlap.
fn make_room(cells: &mut [Cell]) {
    for _ in 0..4 {
        for a in 0..cells.len() {
            for b in a + 1..cells.len() {
                let distance = apart(cells[a].place, cells[b].place).max(0.1);
                let push = 0.5 * (11.0 - distance).max(0.0) / distance;
                for axis in 0..3 {
                    let along = push * (cells[b].place[axis] - cells[a].place[axis]);
                    cells[a].place[axis] -= along;
                    cells[b].place[axis] += along;
                }
            }
        }
    }
}

fn apart(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
}

/// One frame of a cell's life: it wanders, or divides along a direction at random.
fn step(cell: Cell, t: u32, tracks: &mut Vec<Track>, random: &mut lca_numerics::Rng) -> Vec<Cell> {
    let place = cell.place.map(|along| along + random.random_range(-1.5..1.5));
    if t < cell.divides {
        let volume = cell.volume * random.random_range(0.97..1.03);
        return vec![Cell { place, volume, ..cell }];
    }
    let axis: [f64; 3] = std::array::from_fn(|_| random.random_range(-1.0..1.0));
    let long = apart(axis, [0.0; 3]).max(0.1);
    let daughter = |side: f64| {
        let track = tracks.len() as u32 + 1;
        tracks.push(Track { id: track, begin: t, end: t, parent: Some(cell.track) });
        let place = std::array::from_fn(|at| place[at] + side * 6.0 * axis[at] / long);
        Cell { track, place, divides: t + 18, volume: cell.volume * 0.5 }
    };
    [-1.0, 1.0].map(daughter).into()
}

#[test]
fn an_embryo_in_three_dimensions_is_followed_through_its_divisions() {
    for seed in 0..4 {
        let (truth, movie) = made(seed);
        let params = LinkParams { pixel_size_um: Some([HIGH * 0.4, 0.4, 0.4]), ..LinkParams::default() };
        let found = link(&movie, &params).unwrap();
        let same: Vec<FrameMatch> = movie
            .iter()
            .map(|f| match_same(&f.objects.iter().map(|o| o.label).collect::<Vec<_>>()))
            .collect();
        let scores = score(&truth, &found, &same, false).unwrap();
        assert!(scores.divisions.truth > 30, "seed {seed}: {scores:?}");
        assert!(scores.lnk >= 0.99 && scores.division_f1 >= 0.95, "seed {seed}: {scores:?}");
    }
}

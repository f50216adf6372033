//! Movies that are not as they should be: each gives an error that names the place, or the tracks that are
//! stated here.

#![allow(clippy::unwrap_used, reason = "a helper of tests may panic")]

use lca_graph::Tracks;
use lca_track::{FrameObjects, LinkParams, Object, TrackError, link};

fn cell(label: u32, y: f64, x: f64) -> Object {
    Object { label, centre: [0.0, y, x], area: 60.0, intensity: f64::NAN }
}

fn frame(objects: Vec<Object>) -> FrameObjects {
    FrameObjects { objects }
}

fn linked(movie: &[FrameObjects]) -> Tracks {
    link(movie, &LinkParams::default()).unwrap()
}

/// Four cells that stand still, seen in frame `t`.
fn four(t: u32) -> FrameObjects {
    let turn = |label: u32| (label + t) % 4 + 1;
    frame((0..4).map(|n| cell(turn(n), f64::from(n) * 40.0, f64::from(t) * 0.5)).collect())
}

#[test]
fn no_frames_and_empty_frames_have_no_tracks() {
    assert_eq!(linked(&[]), Tracks::default());
    assert_eq!(linked(&[frame(vec![]), frame(vec![])]), Tracks::default());
}

#[test]
fn empty_frames_among_others_are_bridged_up_to_the_longest_gap() {
    for (empty, tracks) in [(1, 4), (2, 4), (3, 8)] {
        let mut movie: Vec<FrameObjects> = (0..6).map(four).collect();
        movie.extend((0..empty).map(|_| frame(vec![])));
        movie.extend((6 + empty..14).map(four));
        assert_eq!(linked(&movie).tracks().len(), tracks, "{empty} empty frames");
    }
}

#[test]
fn one_cell_is_one_track() {
    let movie: Vec<FrameObjects> = (0..5).map(|t| frame(vec![cell(t + 1, 3.0, f64::from(t))])).collect();
    assert_eq!(linked(&movie).tracks().len(), 1);
    assert_eq!(linked(&movie[..1]).tracks().len(), 1);
}

#[test]
fn objects_in_one_place_and_of_one_size_are_kept_apart() {
    let movie: Vec<FrameObjects> =
        (0..4).map(|_| frame(vec![cell(1, 5.0, 5.0), cell(2, 5.0, 5.0)])).collect();
    let tracks = linked(&movie);
    assert_eq!((tracks.tracks().len(), tracks.detections().len()), (2, 8));
}

#[test]
fn what_is_wrong_is_named() {
    let twice = link(&[four(0), frame(vec![cell(9, 1.0, 1.0), cell(9, 4.0, 1.0)])], &LinkParams::default());
    assert_eq!(twice.unwrap_err(), TrackError::Label { t: 1, label: 9 });
    for (object, word) in [
        (cell(1, f64::NAN, 0.0), "the centre"),
        (cell(1, f64::INFINITY, 0.0), "the centre"),
        (Object { area: 0.0, ..cell(1, 0.0, 0.0) }, "the area"),
        (Object { area: f64::NAN, ..cell(1, 0.0, 0.0) }, "the area"),
        (cell(0, 0.0, 0.0), "the label"),
    ] {
        let error = link(&[four(0), frame(vec![object])], &LinkParams::default()).unwrap_err().to_string();
        assert!(error.contains("frame 1") && error.contains(word), "{error}");
    }
}

#[test]
fn extreme_places_and_parameters_do_no_harm() {
    let far = frame(vec![cell(1, 1e12, -1e12), cell(2, 0.0, 0.0)]);
    assert_eq!(linked(&[far.clone(), far]).tracks().len(), 2);
    let params = LinkParams { max_gap_frames: u32::MAX, ..LinkParams::default() };
    assert_eq!(link(&[four(0), four(1)], &params).unwrap().tracks().len(), 4);
    let params = LinkParams { max_distance_px: Some(1e-9), ..LinkParams::default() };
    assert_eq!(link(&[four(0), four(1)], &params).unwrap().tracks().len(), 8);
}

#[test]
fn as_many_cells_as_sixteen_bits_can_name_are_linked() {
    let many = |shift: f64| {
        let place = |n: u32| (f64::from(n / 256) * 14.0, f64::from(n % 256) * 14.0);
        frame((0..65_535).map(|n| cell(65_535 - n, place(n).0 + shift, place(n).1)).collect())
    };
    let tracks = linked(&[many(0.0), many(0.7), many(1.1)]);
    assert_eq!((tracks.tracks().len(), tracks.detections().len()), (65_535, 3 * 65_535));
}

//! Corrections that a person wrote, applied to tracks.

#![allow(clippy::unwrap_used, reason = "a helper of tests may panic")]

use lca_graph::{Detection, Track, Tracks};
use lca_track::{CorrectionFault, Corrections};
use proptest::prelude::*;

/// Two cells seen in frames 0 to 5, labelled 1 and 2; the second divides after frame 3 into 3 and 4.
fn two_cells() -> Tracks {
    let seen = |t, label, track| Detection { t, label, track, centre: [0.0, f64::from(label), f64::from(t)] };
    let mut detections: Vec<Detection> = (0..6).map(|t| seen(t, 1, 1)).collect();
    detections.extend((0..4).map(|t| seen(t, 2, 2)));
    detections.extend([4, 5].map(|t| seen(t, 3, 3)));
    detections.extend([4, 5].map(|t| seen(t, 4, 4)));
    let track = |id, begin, end, parent| Track { id, begin, end, parent };
    let tracks =
        vec![track(1, 0, 5, None), track(2, 0, 3, None), track(3, 4, 5, Some(2)), track(4, 4, 5, Some(2))];
    Tracks::new(detections, tracks).unwrap()
}

fn corrected(text: &str) -> Tracks {
    text.parse::<Corrections>().unwrap().apply(&two_cells()).unwrap()
}

/// Frames and labels along a track, and its parent.
type Told = (Vec<(u32, u32)>, Option<u32>);

fn told(tracks: &Tracks) -> Vec<Told> {
    let along = |id: u32| {
        let own = tracks.detections().iter().filter(|seen| seen.track == id);
        own.map(|seen| (seen.t, seen.label)).collect()
    };
    tracks.tracks().iter().map(|track| (along(track.id), track.parent)).collect()
}

#[test]
fn nothing_to_correct_changes_nothing() {
    assert_eq!(corrected("# nothing\n\n"), two_cells());
}

#[test]
fn a_cut_ends_a_cell_and_begins_another() {
    let tracks = told(&corrected("cut\t2\t1"));
    assert_eq!(tracks[0], (vec![(0, 1), (1, 1), (2, 1)], None));
    assert_eq!(tracks[2], (vec![(3, 1), (4, 1), (5, 1)], None));
    let tracks = told(&corrected("cut 3 2"));
    assert!(tracks.iter().all(|(_, parent)| parent.is_none()));
}

#[test]
fn a_join_takes_an_object_from_another_cell_and_may_skip_frames() {
    let tracks = told(&corrected("join 2 1 4 3"));
    assert_eq!(tracks[0], (vec![(0, 1), (1, 1), (2, 1), (4, 3), (5, 3)], None));
    // The mother goes on as the daughter that is left.
    assert_eq!(tracks[1], (vec![(0, 2), (1, 2), (2, 2), (3, 2), (4, 4), (5, 4)], None));
    assert_eq!(tracks[2], (vec![(3, 1), (4, 1), (5, 1)], None));
}

#[test]
fn a_swap_exchanges_what_comes_after() {
    let tracks = told(&corrected("swap 2 1 2"));
    assert_eq!(tracks[0].0, [(0, 1), (1, 1), (2, 2), (3, 2)]);
    assert_eq!(tracks[1].0, [(0, 2), (1, 2), (2, 1), (3, 1), (4, 1), (5, 1)]);
    assert_eq!((tracks[2].1, tracks[3].1), (Some(1), Some(1)));
    assert_eq!(corrected("swap 2 1 2\nswap 2 1 2"), two_cells());
    assert_eq!(corrected("swap 4 3 4"), two_cells());
}

#[test]
fn a_division_is_drawn_and_undone() {
    let tracks = told(&corrected("cut 3 2\ndivide 3 1 4 1 4 3"));
    let children: Vec<_> =
        tracks.iter().filter(|(_, parent)| *parent == Some(1)).map(|(along, _)| along[0]).collect();
    assert_eq!(children, [(4, 1), (4, 3)]);
    assert_eq!(corrected("cut 3 2\ndivide 3 2 4 3 4 4"), two_cells());
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let cases = [
        (
            "join 1 1 2 1\nmerge 1 2",
            "line 2: `merge` is not a correction; write join, cut, swap, divide, accept or reject",
        ),
        ("\n\ncut 3", "line 3: cut takes 2 numbers, not 1"),
        ("cut 3 x", "line 1: `x` is not a frame or label; write a whole number"),
        ("cut 3 -1", "line 1: `-1` is not a frame or label; write a whole number"),
        ("join 3 1 3 2", "line 1: frame 3 is not after frame 3"),
        ("swap 3 1 1", "line 1: label 1 of frame 3 is named twice"),
        ("divide 3 1 4 1 4 1", "line 1: label 1 of frame 4 is named twice"),
        ("divide 3 1 4 1 2 1", "line 1: frame 2 is not after frame 3"),
    ];
    for (text, expected) in cases {
        assert_eq!(text.parse::<Corrections>().unwrap_err().to_string(), expected);
    }
    let missing = "# so far\ncut 3 9".parse::<Corrections>().unwrap().apply(&two_cells()).unwrap_err();
    assert_eq!((missing.line, missing.fault), (2, CorrectionFault::Missing { t: 3, label: 9 }));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "([a-z]{1,7}[ \t]([0-9]{1,2}[ \t]){0,6}\n){0,6}|\\PC{0,60}") {
        let _ = text.parse::<Corrections>();
    }

    #[test]
    fn corrected_tracks_keep_every_object(verbs in prop::collection::vec((0_u8..4, 0_u32..5, 1_u32..5, 1_u32..3, 1_u32..5, 1_u32..5), 0..8)) {
        let line = |&(verb, t, a, step, b, c): &(u8, u32, u32, u32, u32, u32)| match verb {
            0 => format!("cut {t} {a}\n"),
            1 => format!("swap {t} {a} {b}\n"),
            2 => format!("join {t} {a} {} {b}\n", t + step),
            _ => format!("divide {t} {a} {} {b} {} {c}\n", t + step, t + 1),
        };
        let mut tracks = two_cells();
        for text in verbs.iter().map(line) {
            if let Ok(corrections) = text.parse::<Corrections>() {
                tracks = corrections.apply(&tracks).unwrap_or(tracks);
            }
            prop_assert_eq!(tracks.detections().len(), two_cells().detections().len());
            for track in tracks.tracks() {
                prop_assert!(tracks.children(track.id).count() != 1, "{}", text);
            }
        }
    }
}

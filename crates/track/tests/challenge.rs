//! The Cell Tracking Challenge's measures against py-ctcmetrics' on made movies, and what must hold of them.

#![allow(clippy::unwrap_used, reason = "a helper of tests may panic")]

use lca_graph::{Detection, Track, Tracks};
use lca_track::{
    ChallengeScores, FrameMatch, TrackError, match_same, score_challenge, score_segmentation, unbroken,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A made movie, its result, and what py-ctcmetrics says (none: nothing to measure).
#[derive(Default)]
struct Case {
    truth: Vec<Track>,
    result: Vec<Track>,
    frames: Vec<FrameMatch>,
    scores: BTreeMap<String, Option<f64>>,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in include_str!("golden/ctc_scores.txt").lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        if words[0] == "case" {
            cases.push(Case::default());
            continue;
        }
        let case = cases.last_mut().unwrap();
        let n = |at: usize| words[at].parse::<u32>().unwrap();
        let track = || Track { id: n(1), begin: n(2), end: n(3), parent: (n(4) > 0).then(|| n(4)) };
        match words[0] {
            "truth" => case.truth.push(track()),
            "result" => case.result.push(track()),
            "score" => drop(case.scores.insert(words[1].to_owned(), words[2].parse().ok())),
            kind => {
                let t = n(1) as usize;
                case.frames.resize(case.frames.len().max(t + 1), FrameMatch::default());
                if kind == "cover" {
                    let found = (n(3) > 0).then(|| n(3));
                    case.frames[t].truth.insert(n(2), (found, words[4].parse().unwrap()));
                } else {
                    case.frames[t].found.push(n(2));
                }
            }
        }
    }
    cases
}

/// Tracks whose labels are their numbers.
fn labelled(tracks: &[Track], frames: &[FrameMatch], labels: impl Fn(&FrameMatch) -> Vec<u32>) -> Tracks {
    let one = |(t, frame): (usize, &FrameMatch)| {
        let seen = |label| Detection { t: t as u32, label, track: label, centre: [0.0; 3] };
        labels(frame).into_iter().map(seen).collect::<Vec<_>>()
    };
    Tracks::new(frames.iter().enumerate().flat_map(one).collect(), tracks.to_vec()).unwrap()
}

fn pair(case: &Case) -> (Tracks, Tracks) {
    let truth = labelled(&case.truth, &case.frames, |frame| frame.truth.keys().copied().collect());
    (truth, labelled(&case.result, &case.frames, |frame| frame.found.clone()))
}

fn named(scores: &ChallengeScores) -> BTreeMap<String, f64> {
    let mut named = BTreeMap::from(
        [
            ("SEG", scores.seg),
            ("DET", scores.det),
            ("TRA", scores.tra),
            ("LNK", scores.lnk),
            ("AOGM", scores.aogm),
            ("OP_CSB", scores.op_csb),
            ("OP_CTB", scores.op_ctb),
            ("CT", scores.ct),
            ("TF", scores.tf),
            ("CCA", scores.cca),
        ]
        .map(|(name, value)| (name.to_owned(), value)),
    );
    for (i, found) in scores.branching.iter().enumerate() {
        named.insert(format!("tp_div({i})"), found.right as f64);
        named.insert(format!("fp_div({i})"), found.wrong as f64);
        named.insert(format!("fn_div({i})"), found.missed as f64);
        named.insert(format!("BC({i})"), found.f1);
        named.insert(format!("BIO({i})"), scores.bio[i]);
    }
    named
}

#[test]
fn measures_equal_py_ctcmetrics() {
    let cases = cases();
    assert_eq!(cases.len(), 12);
    let mut compared = 0;
    for (at, case) in cases.iter().enumerate() {
        let (truth, result) = pair(case);
        let drawn = score_segmentation(&case.frames);
        let scores = score_challenge(&truth, &result, &case.frames, Some(&drawn)).unwrap();
        for (name, value) in named(&scores) {
            let Some(expected) = case.scores.get(&name) else { panic!("{name} was not computed") };
            match expected {
                Some(expected) => {
                    assert!((value - expected).abs() < 1e-9, "case {at}, {name}: {value}, not {expected}")
                }
                None => assert!(value.is_nan(), "case {at}, {name}: {value}, not nothing"),
            }
            compared += 1;
        }
    }
    assert_eq!(compared, 12 * 30);
}

#[test]
fn the_truth_itself_scores_full_marks() {
    for case in cases() {
        let truth = unbroken(&pair(&case).0).unwrap();
        let same: Vec<FrameMatch> = case
            .frames
            .iter()
            .map(|frame| match_same(&frame.truth.keys().copied().collect::<Vec<_>>()))
            .collect();
        let scores = score_challenge(&truth, &truth, &same, Some(&score_segmentation(&same))).unwrap();
        for (name, value) in named(&scores).into_iter().filter(|(name, _)| !name.contains("div")) {
            let best = if name == "AOGM" { 0.0 } else { 1.0 };
            assert!(value.is_nan() || (value - best).abs() < 1e-12, "{name}: {value}");
        }
    }
}

#[test]
fn a_result_with_a_hole_is_refused_with_its_place() {
    let seen = |t| Detection { t, label: 7, track: 7, centre: [0.0; 3] };
    let track = Track { id: 7, begin: 0, end: 2, parent: None };
    let holed = Tracks::new(vec![seen(0), seen(2)], vec![track]).unwrap();
    let same: Vec<FrameMatch> = [vec![7], vec![], vec![7]].iter().map(|labels| match_same(labels)).collect();
    let error = score_challenge(&holed, &holed, &same, None).unwrap_err();
    assert_eq!(error, TrackError::Broken { track: 7, t: 1 });
    let scores = score_challenge(&holed, &unbroken(&holed).unwrap(), &same, None).unwrap();
    assert!(scores.seg.is_nan() && scores.op_csb.is_nan() && scores.det == 1.0);
    assert!(score_challenge(&holed, &Tracks::default(), &same[1..], None).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Measures depend on who is whose cell, not on the numbers of the result's tracks; only the
    /// challenge's track fractions do, as their own documentation admits.
    #[test]
    fn the_numbers_of_tracks_do_not_matter(case in 0_usize..12, turn in 1_u32..40) {
        let case = &cases()[case];
        let (truth, result) = pair(case);
        let top = case.result.iter().map(|track| track.id).max().unwrap();
        let other = |id: u32| (id + turn - 1) % top + 1;
        let tracks = result.tracks().iter().map(|track| Track { id: other(track.id), parent: track.parent.map(other), ..*track });
        let seen = result.detections().iter().map(|seen| Detection { track: other(seen.track), ..*seen });
        let renamed = Tracks::new(seen.collect(), tracks.collect()).unwrap();
        let drawn = score_segmentation(&case.frames);
        let score = |result: &Tracks| named(&score_challenge(&truth, result, &case.frames, Some(&drawn)).unwrap());
        for ((name, one), (_, two)) in score(&result).into_iter().zip(score(&renamed)) {
            if name != "TF" && !name.starts_with("BIO") {
                prop_assert!(one == two || (one.is_nan() && two.is_nan()), "{}: {} and {}", name, one, two);
            }
        }
    }

    /// An object left out amid a track of a perfect result costs 10, and 1.5 for each of its links.
    #[test]
    fn a_missed_object_costs_what_matula_says(case in 0_usize..12, which in 0_usize..1000) {
        let case = &cases()[case];
        let truth = unbroken(&pair(case).0).unwrap();
        let seen = truth.detections();
        let amid = |one: &&Detection| truth.track(one.track).is_some_and(|track| track.begin < one.t && one.t < track.end);
        let open: Vec<&Detection> = seen.iter().filter(amid).collect();
        let gone = *open[which % open.len()];
        let links = truth.links().iter().filter(|&&(a, b)| seen[a] == gone || seen[b] == gone).count();
        let mut frames: Vec<FrameMatch> = Vec::new();
        for t in 0..case.frames.len() as u32 {
            frames.push(match_same(&seen.iter().filter(|one| one.t == t).map(|one| one.label).collect::<Vec<_>>()));
        }
        frames[gone.t as usize].truth.insert(gone.label, (None, 0.0));
        let rest: Vec<Detection> = seen.iter().copied().filter(|one| *one != gone).collect();
        let left = lca_track::score(&truth, &Tracks::new(rest, truth.tracks().to_vec()).unwrap(), &frames, false).unwrap();
        prop_assert_eq!(left.aogm, 10.0 + 1.5 * links as f64);
    }
}

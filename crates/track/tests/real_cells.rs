//! Linking of real cells, given as perfect detections, against the Cell Tracking Challenge's truth. The
//! floors lie a little below what was measured, so that a change for the worse is seen.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "test helpers, of which each file uses a part; a skipped test must say so"
)]

mod common;

use common::{data, truth};
use lca_track::{FrameMatch, LinkParams, Scores, link, match_same, score};

fn judge(set: &str) -> Option<Scores> {
    let folder = data("imaging/ctc")?.join(set).join("01_GT/TRA");
    let (truth, movie) = truth(&folder);
    let same: Vec<FrameMatch> =
        movie.iter().map(|f| match_same(&f.objects.iter().map(|o| o.label).collect::<Vec<_>>())).collect();
    let found = link(&movie, &LinkParams::default()).unwrap();
    Some(score(&truth, &found, &same, false).unwrap())
}

#[test]
fn hela_nuclei_are_linked_through_their_divisions() {
    let Some(scores) = judge("Fluo-N2DL-HeLa") else { return };
    assert!(scores.link_f1 > 0.98 && scores.lnk > 0.985, "{scores:?}");
    assert!(scores.division_f1 > 0.75, "{scores:?}");
}

#[test]
fn simulated_nuclei_are_linked_through_their_divisions() {
    let Some(scores) = judge("Fluo-N2DH-SIM+") else { return };
    assert!(scores.lnk > 0.9966 && scores.division_f1 > 0.93, "{scores:?}");
}

#[test]
fn stem_cells_in_clusters_are_linked_through_their_divisions() {
    for (set, lnk, divisions) in [("BF-C2DL-HSC", 0.993, 0.6), ("BF-C2DL-MuSC", 0.98, 0.65)] {
        let Some(scores) = judge(set) else { return };
        assert!(scores.lnk > lnk && scores.division_f1 > divisions, "{set}: {scores:?}");
    }
}

#[test]
fn few_and_fast_cells_are_linked() {
    for (set, floor) in [
        ("Fluo-C2DL-MSC", 0.996),
        ("PhC-C2DH-U373", 0.999),
        ("DIC-C2DH-HeLa", 0.99),
        ("Fluo-N2DH-GOWT1", 0.997),
    ] {
        let Some(scores) = judge(set) else { return };
        assert!(scores.lnk > floor, "{set}: {scores:?}");
    }
}

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
    assert!(scores.link_f1 > 0.975 && scores.lnk > 0.955, "{scores:?}");
    assert!(scores.division_f1 > 0.65, "{scores:?}");
}

#[test]
fn simulated_nuclei_are_linked_through_their_divisions() {
    let Some(scores) = judge("Fluo-N2DH-SIM+") else { return };
    assert!(scores.link_f1 > 0.98 && scores.division_f1 > 0.9, "{scores:?}");
}

#[test]
fn few_and_fast_cells_are_linked() {
    for (set, floor) in [("Fluo-C2DL-MSC", 0.985), ("PhC-C2DH-U373", 0.99), ("DIC-C2DH-HeLa", 0.98)] {
        let Some(scores) = judge(set) else { return };
        assert!(scores.link_f1 > floor, "{set}: {scores:?}");
    }
}

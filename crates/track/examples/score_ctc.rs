//! Prints the measures of the Cell Tracking Challenge for a result, as JSON; null where there is nothing to
//! measure.
//!
//!     score_ctc DATASET/01_GT RESULT

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "an example prints, and may fail at once")]
#![allow(dead_code, unreachable_pub, reason = "shared with the tests, which use another part")]

#[path = "../tests/common/mod.rs"]
mod common;

use common::{label_files, read, tracks};
use lca_track::{FrameMatch, match_frame, score_challenge, score_segmentation};
use std::path::{Path, PathBuf};

fn main() {
    let folders: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let [truth, result] = &folders[..] else { panic!("two folders are needed: the truth and the result") };
    let (files, found) = (label_files(&truth.join("TRA")), label_files(result));
    assert_eq!(files.len(), found.len(), "truth and result have different numbers of frames");
    let frames: Vec<FrameMatch> =
        files.iter().zip(&found).map(|(a, b)| match_frame(&read(a), &read(b)).unwrap()).collect();
    let drawn = truth.join("SEG").is_dir().then(|| score_segmentation(&drawn(&truth.join("SEG"), &found)));
    let truth = tracks(&truth.join("TRA"), "man_track.txt").0;
    let result = tracks(result, "res_track.txt").0;
    let scores = score_challenge(&truth, &result, &frames, drawn.as_ref()).unwrap();
    let mut parts: Vec<String> = Vec::new();
    let mut put = |name: &str, value: f64| {
        let value = if value.is_finite() { format!("{value}") } else { "null".to_owned() };
        parts.push(format!("\"{name}\": {value}"));
    };
    put("SEG", scores.seg);
    put("DET", scores.det);
    put("TRA", scores.tra);
    put("LNK", scores.lnk);
    put("AOGM", scores.aogm);
    put("OP_CSB", scores.op_csb);
    put("OP_CTB", scores.op_ctb);
    put("CT", scores.ct);
    put("TF", scores.tf);
    put("CCA", scores.cca);
    for (i, found) in scores.branching.iter().enumerate() {
        put(&format!("tp_div({i})"), found.right as f64);
        put(&format!("fp_div({i})"), found.wrong as f64);
        put(&format!("fn_div({i})"), found.missed as f64);
        put(&format!("BC({i})"), found.f1);
        put(&format!("BIO({i})"), scores.bio[i]);
        put(&format!("OP_CLB({i})"), scores.op_clb[i]);
    }
    println!("{{{}}}", parts.join(", "));
}

/// The drawn outlines, of some frames, against the result.
fn drawn(folder: &Path, found: &[PathBuf]) -> Vec<FrameMatch> {
    let frame = |path: &PathBuf| -> usize {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        name.trim_start_matches("man_seg").parse().unwrap()
    };
    label_files(folder)
        .iter()
        .map(|path| match_frame(&read(path), &read(&found[frame(path)])).unwrap())
        .collect()
}

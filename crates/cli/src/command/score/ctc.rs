use crate::args::CtcArgs;
use crate::command::Result;
use crate::command::imaging::progress::Bar;
use crate::command::place::{failed, with_threads};
use crate::failure::Failure;
use crate::output::Answer;
use lca_core::{ChunkSource, Progress};
use lca_formats::{CtcLabels, CtcTruth, read_ctc_segmentation, read_ctc_truth_with};
use lca_track::{
    ChallengeScores, FrameMatch, Scores, SegmentationScores, match_frame, score_challenge, score_segmentation,
};
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Scores a result of the Cell Tracking Challenge.
pub(super) fn score(args: &CtcArgs) -> Result {
    with_threads(args.common.threads, || scored(args))
}

fn scored(args: &CtcArgs) -> Result {
    let bar = Bar::new("reading", args.common.json);
    let truth = read_ctc_truth_with(&args.truth, &bar)?;
    let result = read_ctc_truth_with(&args.result, &bar)?;
    let unfit = |why: &dyn std::fmt::Display| failed("cannot score", &args.result, why);
    if truth.labels.frames() != result.labels.frames() {
        return Err(unfit(&different(&truth.labels, &result.labels)));
    }
    let frames = matches(&truth, &result, &Bar::new("matching", args.common.json))
        .map_err(|(frame, why)| unfit(&format!("frame {frame}: {why}")))?;
    let drawn = drawn(&args.truth).map(|folder| outlines(&folder, &result, &unfit)).transpose()?;
    let ctc = score_challenge(&truth.tracks, &result.tracks, &frames, drawn.as_ref());
    let ctc = ctc.map_err(|why| unfit(&why))?;
    let plain = lca_track::score(&truth.tracks, &result.tracks, &frames, args.partial);
    let plain = plain.map_err(|why| unfit(&why))?;
    Ok(Answer::new(text(&ctc, &plain), json(&ctc, &plain, frames.len())))
}

/// Why two folders are not of one movie.
fn different(truth: &CtcLabels, result: &CtcLabels) -> String {
    let (a, b) = (truth.frames(), result.frames());
    let missing = |from: &[u32], of: &[u32]| from.iter().find(|frame| !of.contains(frame)).copied();
    match (missing(a, b), missing(b, a)) {
        (Some(frame), _) => {
            format!("it has no frame {frame}, which the truth has ({} and {} frames)", b.len(), a.len())
        }
        (None, Some(frame)) => {
            format!("its frame {frame} is none of the truth ({} and {} frames)", b.len(), a.len())
        }
        (None, None) => "its frames are not in the truth's order".to_owned(),
    }
}

/// How the labels of each frame meet, or the frame in which they cannot.
fn matches(
    truth: &CtcTruth,
    result: &CtcTruth,
    progress: &dyn Progress,
) -> std::result::Result<Vec<FrameMatch>, (u32, String)> {
    let (done, total) = (AtomicU64::new(0), truth.labels.len() as u64);
    (0..truth.labels.len())
        .into_par_iter()
        .map(|at| {
            let told = |why: &dyn std::fmt::Display| (truth.labels.frames()[at], why.to_string());
            let labels = truth.labels.read(at).map_err(|why| told(&why))?;
            let found = result.labels.read(at).map_err(|why| told(&why))?;
            let frame = match_frame(&labels, &found).map_err(|why| told(&why))?;
            progress.at(done.fetch_add(1, Ordering::Relaxed) + 1, total).map_err(|why| told(&why))?;
            Ok(frame)
        })
        .collect()
}

/// The folder of drawn outlines, where there is one: in or beside the truth's tracks.
fn drawn(truth: &Path) -> Option<PathBuf> {
    let beside = truth.parent().map(|folder| folder.join("SEG"));
    let beside = beside.filter(|_| truth.file_name().is_some_and(|name| name == "TRA"));
    [Some(truth.join("SEG")), beside].into_iter().flatten().find(|folder| folder.is_dir())
}

fn outlines(
    folder: &Path,
    result: &CtcTruth,
    unfit: &dyn Fn(&dyn std::fmt::Display) -> Failure,
) -> std::result::Result<SegmentationScores, Failure> {
    let drawn = read_ctc_segmentation(folder)?;
    let mut frames = Vec::with_capacity(drawn.len());
    for (at, frame) in drawn.frames().iter().enumerate() {
        let there = result.labels.frames().binary_search(frame);
        let there = there.map_err(|_| unfit(&format!("outlines were drawn in frame {frame}, which it lacks")))?;
        let told = |why: &dyn std::fmt::Display| unfit(&format!("frame {frame}: {why}"));
        let labels = drawn.read(at).map_err(|why| told(&why))?;
        let found = result.labels.read(there).map_err(|why| told(&why))?;
        frames.push(match_frame(&labels, &found).map_err(|why| told(&why))?);
    }
    Ok(score_segmentation(&frames))
}

/// Names and values as the challenge and py-ctcmetrics call them.
fn named(ctc: &ChallengeScores) -> Vec<(String, f64)> {
    let mut all: Vec<(String, f64)> = [
        ("SEG", ctc.seg),
        ("DET", ctc.det),
        ("TRA", ctc.tra),
        ("LNK", ctc.lnk),
        ("OP_CSB", ctc.op_csb),
        ("OP_CTB", ctc.op_ctb),
        ("AOGM", ctc.aogm),
        ("CT", ctc.ct),
        ("TF", ctc.tf),
        ("CCA", ctc.cca),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    for (i, found) in ctc.branching.iter().enumerate() {
        all.push((format!("BC({i})"), found.f1));
        all.push((format!("tp_div({i})"), found.right as f64));
        all.push((format!("fp_div({i})"), found.wrong as f64));
        all.push((format!("fn_div({i})"), found.missed as f64));
        all.push((format!("BIO({i})"), ctc.bio[i]));
        all.push((format!("OP_CLB({i})"), ctc.op_clb[i]));
    }
    all
}

fn json(ctc: &ChallengeScores, plain: &Scores, frames: usize) -> Value {
    let mut all: Map<String, Value> =
        named(ctc).into_iter().map(|(name, value)| (name, json!(value))).collect();
    all.insert("frames".into(), json!(frames));
    all.insert(
        "links".into(),
        json!({
            "precision": plain.link_precision, "recall": plain.link_recall, "f1": plain.link_f1,
        }),
    );
    all.insert(
        "divisions".into(),
        json!({
            "true": plain.divisions.truth, "found": plain.divisions.found, "right": plain.divisions.hit,
            "precision": plain.division_precision, "recall": plain.division_recall, "f1": plain.division_f1,
        }),
    );
    all.insert("complete_tracks".into(), json!(plain.complete_tracks));
    all.into()
}

fn text(ctc: &ChallengeScores, plain: &Scores) -> String {
    let mut text = String::new();
    let mut row = |name: &str, value: f64, what: &str| {
        let value = if value.is_finite() { format!("{value:.4}") } else { "-".to_owned() };
        let _ = writeln!(text, "{name:8} {value:>8}  {what}");
    };
    row("SEG", ctc.seg, "outlines of the cells that were drawn");
    row("DET", ctc.det, "cells found");
    row("TRA", ctc.tra, "cells and links");
    row("LNK", ctc.lnk, "links");
    row("OP_CSB", ctc.op_csb, "mean of SEG and DET");
    row("OP_CTB", ctc.op_ctb, "mean of SEG and TRA");
    row("CT", ctc.ct, "tracks complete from birth to end");
    row("TF", ctc.tf, "longest unbroken part of a track");
    row("BC(1)", ctc.branching[1].f1, "divisions, within one frame");
    row("CCA", ctc.cca, "lengths of cell cycles");
    row("AOGM", ctc.aogm, "cost of mending the result");
    let _ = writeln!(
        text,
        "\ndivisions: {} true, {} found, {} right: precision {:.3}, recall {:.3}, F1 {:.3}\nlinks: precision {:.4}, recall {:.4}, F1 {:.4}\ntrue tracks whole: {:.1} %",
        plain.divisions.truth,
        plain.divisions.found,
        plain.divisions.hit,
        plain.division_precision,
        plain.division_recall,
        plain.division_f1,
        plain.link_precision,
        plain.link_recall,
        plain.link_f1,
        100.0 * plain.complete_tracks,
    );
    text
}

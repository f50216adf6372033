use crate::args::ScoreSegArgs;
use crate::command::Result;
use crate::command::imaging::objects::picture;
use crate::command::place::{count, failed, with_threads};
use crate::command::segment::pairs::{images, pairs, stem};
use crate::failure::Failure;
use crate::output::Answer;
use lca_core::ChunkSource;
use lca_image::Overlaps;
use lca_pixels::{Labels, scattered};
use serde_json::{Map, Value, json};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The Jaccard indices from which a pair counts.
const LEAST: [f64; 9] = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9];

/// Scores label images.
pub(super) fn score(args: &ScoreSegArgs) -> Result {
    with_threads(args.common.threads, || scored(args))
}

fn scored(args: &ScoreSegArgs) -> Result {
    let pairs = pairs(&args.truth, &args.result)?;
    let mut scores = Overlaps::default();
    for (truth, result) in &pairs {
        let found = scores.add(&read(truth)?, &read(result)?);
        found.map_err(|why| failed("cannot score", result, &why))?;
    }
    let mut f1 = Map::new();
    let mut text = format!(
        "SEG {:.4} of {} cells drawn; {} found, in {} images\n",
        scores.seg(),
        scores.truth,
        scores.found,
        pairs.len()
    );
    for least in LEAST {
        let value = scores.f1(least);
        let _ = writeln!(text, "F1 at {least:.2}  {value:.4}  ({} right)", scores.hits(least));
        f1.insert(format!("{least:.2}"), json!(value));
    }
    let scored: Vec<&PathBuf> = pairs.iter().map(|(truth, _)| truth).collect();
    let missing: Vec<String> = images(&args.truth)?
        .iter()
        .filter(|truth| !scored.contains(truth))
        .map(|truth| stem(truth))
        .collect();
    if !missing.is_empty() {
        let few = missing.iter().take(10).cloned().collect::<Vec<_>>().join(", ");
        let more = if missing.len() > 10 { ", …" } else { "" };
        let _ = writeln!(
            text,
            "not scored, as there is no result: {} of the truth: {few}{more}",
            count(missing.len(), "image")
        );
    }
    let json = json!({
        "images": pairs.len(), "not_scored": missing, "truth": scores.truth, "found": scores.found, "SEG": scores.seg(),
        "right": scores.hits(0.5), "f1": Value::from(f1),
    });
    Ok(Answer::new(text, json))
}

fn read(path: &Path) -> std::result::Result<Labels, Failure> {
    let labels = lca_formats::open_labels(path)?;
    let labels = labels.read(0).map_err(|why| failed("cannot read", path, &why))?;
    match picture(&labels, &scattered(&labels)) {
        Some(why) => Err(failed("cannot score", path, &why)),
        None => Ok(labels),
    }
}

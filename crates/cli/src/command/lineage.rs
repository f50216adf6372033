use super::imaging::atlas::{key, pick, record};
use super::imaging::progress::Bar;
use super::imaging::source::{Source, open_tracks};
use super::place::{count, draw, failed, folder, with_threads};
use super::{Result, place};
use crate::args::TreesArgs;
use crate::failure::Failure;
use crate::output::Answer;
use lca_core::{ElementKind, ElementPath};
use lca_graph::Lineage;
use lca_store::Atlas;
use lca_tables::{Column, DataFrame};
use lca_track::{Alike, Kinship, Life, courses, kinship, life_table, lives, unbroken};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// Tells the family trees of cells and writes them for other programs.
pub(crate) fn lineage(args: &TreesArgs) -> Result {
    with_threads(args.common.threads, || told(args))
}

fn told(args: &TreesArgs) -> Result {
    let bar = Bar::new("reading", args.common.json);
    let mut found = open_tracks(&args.tracks, args.name.as_deref(), &bar)?;
    drop(bar);
    found.frame_interval_s = args.frame_interval.or(found.frame_interval_s);
    let table = table(&found)?;
    let all = lives(&found.tracks);
    let times: BTreeMap<u32, f64> =
        all.iter().filter(|life| life.whole).map(|life| (life.track, f64::from(life.frames))).collect();
    let kin = kinship(&found.tracks, &times);
    let measured = args.measure.as_deref().map(|name| measured(&found, name)).transpose()?;
    let (mut text, mut json) = said(&found, &all, &kin);
    if let (Some(name), Some(kin)) = (&args.measure, &measured) {
        text += &format!("\n{}", lines(kin, name));
        json["measure"] = json!({ "name": name, "kinship": kinship_json(kin) });
    }
    if let Some((atlas, element)) = &found.atlas {
        let path = keep(atlas, element, &table, found.frame_interval_s)?;
        text += &format!("kept as {path}\n");
        json["element"] = json!(path.to_string());
    }
    if let Some(out) = &args.out {
        write(&folder(out)?, &found, &table)?;
        text += &format!("written to {}\n", out.display());
        json["out"] = json!(out);
    }
    Ok(Answer::new(text, json))
}

/// A row per cell, with its name where it has one.
fn table(found: &Source) -> std::result::Result<DataFrame, Failure> {
    let mut table = life_table(&found.tracks, found.frame_interval_s)?;
    if !found.names.is_empty() {
        let names = found.tracks.tracks().iter().map(|track| found.names.get(&track.id).cloned());
        table.set("name", Column::NullableText(names.collect()))?;
    }
    Ok(table)
}

/// How alike kin are in the mean of a measure over their lives.
fn measured(found: &Source, measure: &str) -> std::result::Result<Kinship, Failure> {
    let Some((atlas, tracks)) = &found.atlas else {
        return Err(Failure::Use("--measure takes a column of the traces of an atlas; give one".into()));
    };
    let of = |name: &str| {
        let traces = atlas.read_frame(&ElementPath::new(ElementKind::Observations, name).ok()?).ok()?;
        traces.numbers("track").is_ok().then_some(traces)
    };
    let beside = tracks.name().strip_suffix("tracks").map(|stem| format!("{stem}traces"));
    let traces = match beside.as_deref().and_then(of) {
        Some(traces) => traces,
        None => atlas.read_frame(&pick(
            atlas,
            (ElementKind::Observations, "traces", "--name"),
            None,
            |one| of(one.path.name()).is_some(),
        )?)?,
    };
    let unfit = |why: &dyn std::fmt::Display| failed("cannot compare kin in", atlas.path(), why);
    let courses = courses(&traces, measure).map_err(|why| unfit(&why))?;
    let mean = |values: &[f64]| {
        let seen: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        seen.iter().sum::<f64>() / seen.len() as f64
    };
    let values = courses.iter().filter_map(|one| Some((one.cell.parse().ok()?, mean(&one.values)))).collect();
    Ok(kinship(&found.tracks, &values))
}

fn said(found: &Source, all: &[Life], kin: &Kinship) -> (String, Value) {
    let tracks = found.tracks.tracks();
    let lineage = Lineage::new(&found.tracks);
    let divisions = lineage.nodes().filter(|node| node.children.len() > 1).count();
    let generations = all.iter().map(|life| life.generation + 1).max().unwrap_or(0);
    let mut times: Vec<f64> =
        all.iter().filter(|life| life.whole).map(|life| f64::from(life.frames)).collect();
    times.sort_unstable_by(f64::total_cmp);
    let unit = found.frame_interval_s.map_or(1.0, |step| step / 60.0);
    let name = if found.frame_interval_s.is_some() { "min" } else { "frames" };
    let at = |share: f64| {
        let last = times.len().checked_sub(1)?;
        Some(times[(share * last as f64).round() as usize] * unit)
    };
    let frames = tracks.iter().map(|track| track.end + 1).max().unwrap_or(0);
    let mut text = format!(
        "{} in {}: {}, {}, up to {}\n",
        count(tracks.len(), "track"),
        count(frames as usize, "frame"),
        count(lineage.roots().len(), "founder"),
        count(divisions, "division"),
        count(generations as usize, "generation"),
    );
    if let (Some(low), Some(middle), Some(high)) = (at(0.25), at(0.5), at(0.75)) {
        let whole = count(times.len(), "whole life").replace("lifes", "lives");
        text += &format!("{whole}; generation time {middle:.1} {name} (quartiles {low:.1} to {high:.1})\n");
        text += &lines(kin, "generation time");
    } else {
        text += "no cell was seen from one division to the next\n";
    }
    let json = json!({
        "kind": found.kind, "tracks": tracks.len(), "frames": frames, "founders": lineage.roots().len(),
        "divisions": divisions, "generations": generations, "named": found.names.len(),
        "detections": found.tracks.detections().len(),
        "generation_time": {
            "unit": name, "whole": times.len(), "lower_quartile": at(0.25), "median": at(0.5),
            "upper_quartile": at(0.75),
        },
        "kinship": kinship_json(kin),
    });
    (text, json)
}

fn pairs(kin: &Kinship) -> [(&'static str, Alike); 3] {
    [("mother_daughter", kin.mother_daughter), ("sisters", kin.sisters), ("cousins", kin.cousins)]
}

fn kinship_json(kin: &Kinship) -> Value {
    let one = |alike: Alike| json!({ "correlation": alike.correlation, "pairs": alike.pairs });
    pairs(kin).into_iter().map(|(name, alike)| (name.to_owned(), one(alike))).collect::<serde_json::Map<_, _>>().into()
}

fn lines(kin: &Kinship, of: &str) -> String {
    let one = |(name, alike): (&str, Alike)| {
        let value = if alike.correlation.is_nan() { "-".into() } else { format!("{:.3}", alike.correlation) };
        format!("  {:16} {value:>7}  ({})\n", name.replace('_', " and "), count(alike.pairs, "pair"))
    };
    format!("correlation of the {of} between\n{}", pairs(kin).map(one).concat())
}

/// Keeps the row per cell in the atlas, unless it is there already.
fn keep(
    atlas: &Atlas,
    tracks: &ElementPath,
    table: &DataFrame,
    interval: Option<f64>,
) -> std::result::Result<ElementPath, Failure> {
    let path = ElementPath::new(ElementKind::Observations, &format!("{}.lives", tracks.name()))
        .map_err(|why| failed("cannot keep results in", atlas.path(), &why))?;
    let params = json!({ "frame_interval_s": interval });
    let key = key(atlas, "lineage", &params, &[tracks]);
    if !atlas.elements().iter().any(|one| one.path == path && one.run == key) {
        let changes = atlas.begin()?;
        changes.write_frame(&path, table)?;
        changes.commit(&key, &record("lineage", &params, &[tracks]))?;
    }
    Ok(path)
}

fn write(out: &Path, found: &Source, table: &DataFrame) -> std::result::Result<(), Failure> {
    lca_formats::write_table(&out.join("lineage.csv"), table)?;
    let mut lineage = Lineage::new(&found.tracks);
    lineage.set_names(found.names.clone());
    lca_formats::write_newick(&out.join("lineage.nwk"), &lineage)?;
    lca_store::write_geff(out.join("tracks.geff"), &found.tracks)?;
    let pieces = unbroken(&found.tracks).map_err(|why| failed("cannot write", out, &why))?;
    lca_formats::write_ctc_tracks(&out.join("res_track.txt"), &pieces)?;
    let figure = lca_report::lineage(&lca_report::Lineage {
        title: "Family trees",
        caption: "Each line is a cell from its birth or entry to its division, death or loss.",
        tracks: Some(&found.tracks),
        interval: found.frame_interval_s.map(|seconds| (seconds / 60.0, "min")),
    })?;
    draw(out, "lineage.svg", &figure)?;
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for seen in found.tracks.detections() {
        *counts.entry(seen.t).or_default() += 1;
    }
    let text: String = counts.iter().map(|(t, cells)| format!("{t},{cells}\n")).collect();
    place::write(out, "cells_per_frame.csv", &format!("t,cells\n{text}"))
}

use super::imaging::joined::chosen;
use super::imaging::kept::Kept;
use super::imaging::numbered::numbered;
use super::imaging::objects::{Film, Measured, channel, measured, stacked};
use super::imaging::progress::Bar;
use super::imaging::source::{Labelled, open_labelled};
use super::place::{count, failed, folder, is_same, with_threads};
use super::{Result, place};
use crate::args::{LinkArgs, TrackArgs};
use crate::failure::Failure;
use crate::output::Answer;
use lca_graph::Tracks;
use lca_track::{Corrections, FrameObjects, LinkParams, link, unbroken};
use serde_json::{Value, json};
use std::path::Path;

/// Links labels into tracks and writes them for other programs.
pub(crate) fn track(args: &TrackArgs) -> Result {
    with_threads(args.common.threads, || tracked(args))
}

fn tracked(args: &TrackArgs) -> Result {
    let path = &args.labels_dir;
    let corrections = args.corrections.as_deref().map(corrections).transpose()?;
    let mut found = open_labelled(path, args.labels.as_deref(), args.raw.as_deref())?;
    found.labels = Box::new(Kept::new(found.labels));
    let mut changed = [0; 2];
    if !args.keep_outlines {
        (found, changed) = chosen(path, found)?;
    }
    let size = args.links.pixel_size_um.or(found.pixel_size_um);
    let bright = found.film.as_ref().map(|film| brightness(film, &args.links.channel)).transpose()?;
    let out = folder(&args.out)?;
    if is_same(path, &out) {
        return Err(failed("cannot write into", &out, &"the labels lie there; give another --out"));
    }
    let bar = Bar::new("measuring", args.common.json);
    let frames = measured((path, &*found.labels), found.film.as_ref(), false, size, &bar)?;
    drop(bar);
    let tables = frames.iter().enumerate();
    let objects: Vec<FrameObjects> = tables
        .map(|(t, one)| FrameObjects::from_table(t, &one.table, bright.as_deref()))
        .collect::<std::result::Result<_, _>>()
        .map_err(|why| failed("cannot track", path, &why))?;
    let tracks =
        link(&objects, &params(&args.links, size)).map_err(|why| failed("cannot track", path, &why))?;
    let corrected = corrections.as_ref().map(|(list, file)| {
        list.apply(&tracks).map_err(|why| failed("cannot apply the corrections of", file, &why))
    });
    let tracks = corrected.transpose()?.unwrap_or(tracks);
    let masks = write(&out, &tracks, &found, &frames, args.common.json)?;
    let mut answer = answer(args, &tracks, &frames, corrections.map_or(0, |(list, _)| list.len()));
    if !masks {
        answer.text +=
            "warning: there are more tracks than masks of 16 bits can number; tracks.geff has them\n";
    }
    let [joined, parted] = changed;
    if joined > 0 {
        let pairs = count(joined, "pair");
        answer.text +=
            &format!("{pairs} of touching outlines taken as one cell (--keep-outlines leaves them two)\n");
    }
    if parted > 0 {
        let outlines = count(parted, "outline");
        answer.text += &format!("{outlines} taken as two cells each (--keep-outlines leaves them one)\n");
    }
    answer.json["joined"] = joined.into();
    answer.json["parted"] = parted.into();
    answer.json["masks"] = masks.into();
    Ok(answer)
}

fn corrections(path: &Path) -> std::result::Result<(Corrections, &Path), Failure> {
    let text = std::fs::read_to_string(path).map_err(|why| failed("cannot read", path, &why))?;
    let list = text.parse().map_err(|why| failed("cannot read the corrections of", path, &why))?;
    Ok((list, path))
}

/// The column that tells how bright an object is.
fn brightness(film: &Film, wanted: &str) -> std::result::Result<String, Failure> {
    let at = channel(&film.meta, wanted)?;
    Ok(format!("{}_mean", film.meta.channel_names()[at]))
}

/// The linker's parameters.
pub(crate) fn params(args: &LinkArgs, pixel_size_um: Option<[f64; 3]>) -> LinkParams {
    LinkParams {
        max_distance_px: args.max_distance,
        max_gap_frames: args.max_gap,
        correct_drift: !args.no_drift,
        divisions: !args.no_divisions,
        min_cycle_frames: args.min_cycle,
        division_evidence: args.division_evidence,
        pixel_size_um,
    }
}

/// Writes all files; whether masks could be written.
fn write(
    out: &Path,
    tracks: &Tracks,
    found: &Labelled,
    frames: &[Measured],
    json: bool,
) -> std::result::Result<bool, Failure> {
    let _bar = Bar::new("writing", json);
    let pieces = unbroken(tracks).map_err(|why| failed("cannot write", out, &why))?;
    let masks = pieces.tracks().len() <= usize::from(u16::MAX);
    if masks {
        lca_formats::write_ctc_result(out, &pieces, &*found.labels)?;
    }
    lca_store::write_geff(out.join("tracks.geff"), tracks)?;
    lca_formats::write_table(&out.join("objects.csv"), &numbered(&stacked(frames)?, tracks, &pieces)?)?;
    let figure = lca_report::lineage(&lca_report::Lineage {
        title: "Family trees",
        caption: "Each line is a cell from its birth or entry to its division, death or loss.",
        tracks: Some(tracks),
        interval: None,
    })?;
    place::draw(out, "lineage.svg", &figure)?;
    Ok(masks)
}

fn answer(args: &TrackArgs, tracks: &Tracks, frames: &[Measured], corrected: usize) -> Answer {
    let divisions = tracks.tracks().iter().filter(|one| tracks.children(one.id).count() > 1).count();
    let empty: Vec<usize> =
        frames.iter().enumerate().filter(|(_, one)| one.table.rows() == 0).map(|(t, _)| t).collect();
    let split: Vec<(usize, &Vec<u32>)> = frames
        .iter()
        .enumerate()
        .map(|(t, one)| (t, &one.scattered))
        .filter(|one| !one.1.is_empty())
        .collect();
    let objects = tracks.detections().len();
    let mut text = format!(
        "{} in {}: {}, {}\n",
        count(objects, "cell outline"),
        count(frames.len(), "frame"),
        count(tracks.tracks().len(), "track"),
        count(divisions, "division")
    );
    if corrected > 0 {
        text += &format!("{} applied\n", count(corrected, "correction"));
    }
    if let Some(first) = empty.first() {
        text += &format!("warning: {} without any cell, the first is {first}\n", count(empty.len(), "frame"));
    }
    if let Some((t, labels)) = split.first() {
        let frames = count(split.len(), "frame");
        text += &format!(
            "warning: in {frames} a label lies in several pieces and is taken as one cell; the first is label {} of frame {t}\n",
            labels[0]
        );
    }
    text += &format!("written to {}\n", args.out.display());
    let split: Vec<Value> = split.iter().map(|(t, labels)| json!({ "frame": t, "labels": labels })).collect();
    let json = json!({
        "frames": frames.len(), "objects": objects, "tracks": tracks.tracks().len(), "divisions": divisions,
        "corrections": corrected, "empty_frames": empty, "split_labels": split, "out": args.out,
    });
    Answer::new(text, json)
}

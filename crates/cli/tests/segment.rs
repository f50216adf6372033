//! `lca segment` and `lca score seg` on folders made here.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test's helpers may")]

mod common;
#[allow(dead_code, reason = "the tests of `image` use the rest")]
#[path = "../../image/tests/common/networks.rs"]
mod networks;

use common::{json, run, text};
use lca_formats::write_tiff;
use lca_pixels::Pixels;
use ndarray::ArrayD;
use std::path::{Path, PathBuf};

const SIDE: usize = 150;

/// Whether a pixel is in one of nine discs, which move with time; and in which.
fn disc(t: usize, y: usize, x: usize) -> u16 {
    let (dy, dx) = ((y + t) % 50, (x + 2 * t) % 50);
    let inside = (dy as f64 - 25.0).hypot(dx as f64 - 25.0) < 8.5;
    if inside { (3 * ((y + t) / 50) + (x + 2 * t) / 50 + 1) as u16 } else { 0 }
}

/// 16-bit frames that start near 32,970, and their labels.
fn film(folder: &Path, frames: usize) -> (PathBuf, PathBuf) {
    let (raw, truth) = (folder.join("raw"), folder.join("truth"));
    for folder in [&raw, &truth] {
        std::fs::create_dir(folder).unwrap();
    }
    for t in 0..frames {
        let labels = ArrayD::from_shape_fn(vec![SIDE, SIDE], |at| disc(t, at[0], at[1]));
        let mut grain = t;
        let image = labels.mapv(|label| {
            grain = (grain * 75 + 74) % 65_537;
            32_970 + (grain % 23) as u16 + if label > 0 { 700 } else { 0 }
        });
        write_tiff(&raw.join(format!("t{t:03}.tif")), &Pixels::Uint16(image)).unwrap();
        write_tiff(&truth.join(format!("man_seg{t:03}.tif")), &Pixels::Uint16(labels)).unwrap();
    }
    (raw, truth)
}

fn bytes(folder: &Path, frames: usize) -> Vec<Vec<u8>> {
    (0..frames).map(|t| std::fs::read(folder.join(format!("mask{t:03}.tif"))).unwrap()).collect()
}

#[test]
fn hypotheses_lie_beside_the_masks_which_stay_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, _) = film(folder.path(), 3);
    let (plain, kept, tiled) =
        (folder.path().join("plain"), folder.path().join("kept"), folder.path().join("tiled"));
    json(&["segment", text(&raw), "--out", text(&plain)]);
    json(&["segment", text(&raw), "--out", text(&kept), "--hypotheses"]);
    json(&["segment", text(&raw), "--out", text(&tiled), "--hypotheses", "--tile", "32", "--threads", "1"]);
    assert!(!plain.join("hypotheses").exists());
    assert_eq!(bytes(&plain, 3), bytes(&kept, 3));
    for name in ["hypotheses.csv", "part000.tif", "part002.tif"] {
        let [one, other] =
            [&kept, &tiled].map(|out| std::fs::read(out.join("hypotheses").join(name)).unwrap());
        assert!(one == other, "{name}");
    }
    let table = std::fs::read_to_string(kept.join("hypotheses/hypotheses.csv")).unwrap();
    assert_eq!(table.lines().next(), Some("t,node,parent,cost,chosen,parts"));
    let tracked = json(&["track", text(&kept), "--out", text(&folder.path().join("tracks"))]);
    assert_eq!((&tracked["parted"], &tracked["joined"]), (&0.into(), &0.into()), "{tracked}");
    // Those of other masks are refused.
    std::fs::copy(kept.join("hypotheses/part000.tif"), kept.join("hypotheses/part001.tif")).unwrap();
    let output = run(&["track", text(&kept), "--out", text(&folder.path().join("other"))], 1);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("frame 1: the hypotheses are not of these labels"), "{said}");
    run(&["segment", text(&raw), "--out", text(&plain), "--hypotheses", "--stills"], 2);
    // New masks take those of older ones away.
    json(&["segment", text(&raw), "--out", text(&kept)]);
    assert!(!kept.join("hypotheses").exists());
}

#[test]
fn what_is_wrong_with_hypotheses_is_said_by_their_files() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, _) = film(folder.path(), 3);
    let masks = folder.path().join("masks");
    json(&["segment", text(&raw), "--out", text(&masks), "--hypotheses"]);
    let track = |code| {
        let output = run(&["track", text(&masks), "--out", text(&folder.path().join("tracks"))], code);
        String::from_utf8(output.stderr).unwrap()
    };
    let table = masks.join("hypotheses/hypotheses.csv");
    let whole = std::fs::read_to_string(&table).unwrap();
    let mut lines: Vec<String> = whole.lines().map(ToOwned::to_owned).collect();
    for (column, value, told) in [(3, "-1", "line 4 of the table of hypotheses"), (2, "99", "`parent`")] {
        let kept = lines[3].clone();
        let mut cells: Vec<&str> = kept.split(',').collect();
        cells[column] = value;
        lines[3] = cells.join(",");
        std::fs::write(&table, lines.join("\n")).unwrap();
        let said = track(1);
        assert!(said.contains(told) && said.contains("line 4"), "{said}");
        lines[3] = kept;
    }
    std::fs::remove_file(&table).unwrap();
    let said = track(1);
    assert!(said.contains("`hypotheses.csv` is not") && said.contains("--hypotheses"), "{said}");
    std::fs::write(&table, whole).unwrap();
    std::fs::remove_file(masks.join("mask002.tif")).unwrap();
    let said = track(1);
    assert!(
        said.contains("2 frames of labels, but hypotheses of 3; put the frames that are missing back"),
        "{said}"
    );
}

#[test]
fn what_images_do_not_have_is_said_and_nothing_made() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, _) = film(folder.path(), 2);
    let out = folder.path().join("masks");
    for still in [&[][..], &["--stills"]] {
        for (more, told) in [
            (["--channel", "gfp"], "no channel `gfp`; it has: c0"),
            (["--diameter", "5000"], "--diameter is 5000 pixels, but the images are 150 × 150"),
        ] {
            let output = run(&[&["segment", text(&raw), "--out", text(&out)], still, &more].concat(), 2);
            let said = String::from_utf8(output.stderr).unwrap();
            assert!(said.contains(told), "{said}");
            assert!(!out.exists());
        }
    }
}

#[test]
fn labels_are_not_written_among_the_images() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, _) = film(folder.path(), 2);
    let files = || std::fs::read_dir(&raw).unwrap().count();
    let before = files();
    for more in [&[][..], &["--stills"]] {
        let output = run(&[&["segment", text(&raw), "--out", text(&raw)], more].concat(), 1);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("the images lie there"), "{said}");
    }
    assert_eq!(files(), before);
}

/// Frames of two cells that touch, and in frame 3 lie over each other, so that they come out as one; and of two others.
fn crossing(folder: &Path) -> PathBuf {
    let raw = folder.join("crossing");
    std::fs::create_dir(&raw).unwrap();
    for t in 0..7_usize {
        let over = if t == 3 { 4.0 } else { 0.0 };
        let shift = t as f64;
        let image = ArrayD::from_shape_fn(vec![90, 100], |at| {
            let (y, x) = (at[0] as f64, at[1] as f64);
            let disc = |row: f64, column: f64| (y - row).hypot(x - column) < 9.0;
            let pair = disc(30.0, 30.0 + shift + over) || disc(30.0, 46.0 + shift - over);
            let lone = disc(65.0, 25.0) || disc(65.0, 60.0 + shift);
            let between = t != 3 && (x - 38.0 - shift).abs() < 2.0;
            let level = match (pair, lone) {
                (true, _) if between => 500,
                (false, false) => 200,
                _ => 1200,
            };
            level + ((at[0] * 31 + at[1] * 17 + t * 7) % 23) as u16
        });
        write_tiff(&raw.join(format!("t{t:03}.tif")), &Pixels::Uint16(image)).unwrap();
    }
    raw
}

#[test]
fn cells_that_come_out_as_one_are_parted_by_the_frames_around() {
    let folder = tempfile::tempdir().unwrap();
    let raw = crossing(folder.path());
    let (masks, out) = (folder.path().join("masks"), folder.path().join("tracks"));
    let found = json(&["segment", text(&raw), "--out", text(&masks), "--hypotheses", "--diameter", "18"]);
    assert_eq!(found["cells_per_image"], serde_json::json!([4, 4, 4, 3, 4, 4, 4]));
    let track = ["track", text(&masks), "--out", text(&out)];
    let found = json(&track);
    let told = |found: &serde_json::Value| {
        ["objects", "tracks", "joined", "parted"].map(|name| found[name].as_u64().unwrap())
    };
    assert_eq!(told(&found), [28, 4, 0, 1], "{found}");
    let kept = json(&[&track[..], &["--keep-outlines"]].concat());
    assert_eq!((told(&kept)[0], told(&kept)[3]), (27, 0), "{kept}");
}

#[test]
fn a_study_keeps_hypotheses_and_chooses_between_them() {
    let folder = tempfile::tempdir().unwrap();
    crossing(folder.path());
    let study = r#"name = "crossing"
title = "Crossing"
subject = [{ id = "line" }]
specimen = [{ id = "culture", subject = "line" }]
step = [
    { id = "movie", kind = "import-movie", assay = "film", file = "frames" },
    { id = "nuclei", kind = "segment", from = "movie", params = { objects = { diameter_px = 18 }, hypotheses = true } },
    { id = "chosen", kind = "choose-outlines", from = "nuclei" },
    { id = "tracks", kind = "track", from = "chosen" },
]

[[assay]]
id = "film"
specimen = "culture"
modality = "live-imaging"
files = { frames = "crossing" }
"#;
    let path = common::file(folder.path(), "study.toml", study);
    let value = |told: &serde_json::Value, step: &str, name: &str| {
        let steps = told["steps"].as_array().unwrap();
        let found = steps.iter().find(|one| one["step"] == step).unwrap();
        found["values"][name].as_u64().unwrap_or_else(|| panic!("{told}"))
    };
    let told = json(&["run", text(&path)]);
    assert_eq!((value(&told, "nuclei", "objects"), value(&told, "chosen", "parted")), (27, 1), "{told}");
    assert_eq!((value(&told, "chosen", "joined"), value(&told, "tracks", "tracks")), (0, 4), "{told}");
    // The command finds what the step kept, and the table that was not measured anew is the same.
    let atlas = folder.path().join("crossing.zarr");
    let out = folder.path().join("tracks");
    let track = ["track", text(&atlas), "--labels", "nuclei", "--out", text(&out)];
    assert_eq!(json(&track)["parted"], 1);
    let rows = |table: &str| {
        let asked = format!("SELECT * FROM {table} WHERE t <> 3 ORDER BY t, label");
        json(&["query", text(&atlas), &asked])["rows"].clone()
    };
    assert_eq!(rows("nuclei"), rows("chosen"));
    assert_eq!(rows("nuclei").as_array().map(Vec::len), Some(24));
    // Without hypotheses nothing is known to part it into.
    std::fs::write(&path, study.replace(", hypotheses = true", "")).unwrap();
    let told = json(&["run", text(&path)]);
    assert_eq!(
        (value(&told, "chosen", "parted"), value(&told, "nuclei", "objects") > 0),
        (0, true),
        "{told}"
    );
    // In an atlas the command keeps them as well.
    let kept = json(&["segment", text(&atlas), "--out", text(&atlas), "--hypotheses", "--diameter", "18"]);
    assert_eq!(kept["cells"], 27);
    let track = ["track", text(&atlas), "--labels", "cells", "--out", text(&out)];
    assert_eq!(json(&track)["parted"], 1);
}

#[test]
fn frames_become_masks_whatever_the_tiles() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, truth) = film(folder.path(), 3);
    let (whole, tiled) = (folder.path().join("whole"), folder.path().join("tiled"));
    let found = json(&["segment", text(&raw), "--out", text(&whole)]);
    assert_eq!((&found["images"], &found["method"]), (&3.into(), &"classical".into()));
    json(&["segment", text(&raw), "--out", text(&tiled), "--tile", "32", "--threads", "1"]);
    assert_eq!(bytes(&whole, 3), bytes(&tiled, 3));
    let scores = json(&["score", "seg", text(&truth), text(&whole)]);
    assert!(scores["SEG"].as_f64().unwrap() > 0.85, "{scores}");
    assert!(scores["f1"]["0.50"].as_f64().unwrap() > 0.95, "{scores}");
    let perfect = json(&["score", "seg", text(&truth), text(&truth)]);
    assert_eq!((&perfect["SEG"], &perfect["f1"]["0.90"]), (&1.0.into(), &1.0.into()));
}

#[test]
fn masks_of_another_movie_are_not_mixed_and_those_that_lack_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, truth) = film(folder.path(), 3);
    let out = folder.path().join("masks");
    json(&["segment", text(&raw), "--out", text(&out)]);
    let last = out.join("mask002.tif");
    std::fs::copy(&last, out.join("mask003.tif")).unwrap();
    let refused = run(&["segment", text(&raw), "--out", text(&out)], 1);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(told.contains("mask003.tif"), "{told}");
    [last, out.join("mask003.tif")].iter().for_each(|path| std::fs::remove_file(path).unwrap());
    let scores = json(&["score", "seg", text(&truth), text(&out)]);
    assert_eq!((&scores["images"], scores["not_scored"].as_array().unwrap().len()), (&2.into(), 1));
    // Over its own masks, also where a run was cut off, a movie is segmented again.
    json(&["segment", text(&raw), "--out", text(&out)]);
    let scores = json(&["score", "seg", text(&truth), text(&out)]);
    assert_eq!(scores["not_scored"].as_array().unwrap().len(), 0);
}

#[test]
fn a_model_is_trained_and_used() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, truth) = film(folder.path(), 3);
    let (model, masks) = (folder.path().join("discs.forest"), folder.path().join("masks"));
    let options = ["--pixels", "6000", "--trees", "6", "--method", "forest"];
    let learnt = json(
        &[&["segment", "train", text(&raw), text(&truth), "--out", text(&model)][..], &options].concat(),
    );
    assert_eq!(learnt["images"], 3);
    json(&["segment", text(&raw), "--out", text(&masks), "--model", text(&model)]);
    let scores = json(&["score", "seg", text(&truth), text(&masks)]);
    assert!(scores["f1"]["0.50"].as_f64().unwrap() > 0.95, "{scores}");
    std::fs::write(&model, "{}").unwrap();
    run(&["segment", text(&raw), "--out", text(&masks), "--model", text(&model)], 1);
    run(&["segment", text(&raw), "--out", text(&masks), "--method", "forest"], 2);
}

#[test]
fn a_network_is_trained_and_used_and_a_damaged_one_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, truth) = film(folder.path(), 2);
    let (model, masks) = (folder.path().join("discs.net"), folder.path().join("masks"));
    let train = ["segment", "train", text(&raw), text(&truth), "--method", "net", "--steps", "2"];
    let learnt = json(&[&train[..], &["--out", text(&model)]].concat());
    assert_eq!((&learnt["images"], &learnt["kept_apart"]), (&1.into(), &1.into()));
    let segment = ["segment", text(&raw), "--out", text(&masks), "--model", text(&model)];
    assert_eq!(json(&segment)["method"], "net");
    json(&[&segment[..], &["--method", "net"]].concat());
    run(&[&segment[..], &["--method", "forest"]].concat(), 2);
    let whole = std::fs::read_to_string(&model).unwrap();
    for (spoilt, told) in [
        (whole[..whole.len() / 2].to_owned(), "discs.net"),
        (whole.replacen("\"parameters\":[", "\"parameters\":[0.5,", 1), "damaged"),
        (whole.replacen("\"version\":1", "\"version\":9", 1), "version 9"),
    ] {
        std::fs::write(&model, spoilt).unwrap();
        let said = String::from_utf8(run(&segment, 1).stderr).unwrap();
        assert!(said.contains(told), "{said}");
    }
    run(&["segment", text(&raw), "--out", text(&masks), "--method", "net"], 2);
}

const DESCRIPTION: &str = "
inputs: [{name: in, axes: bcyx, shape: {min: [1, 1, 16, 16], step: [0, 0, 16, 16]},
  preprocessing: [{name: scale_range, kwargs: {axes: yx, min_percentile: 1, max_percentile: 99.8}}]}]
outputs: [{name: out, axes: [{type: batch}, {type: channel, channel_names: [foreground]},
  {type: space, id: y, halo: 4}, {type: space, id: x, halo: 4}]}]
";

#[test]
fn a_network_of_others_is_used_as_it_is_described() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, truth) = film(folder.path(), 2);
    let (zoo, masks) = (folder.path().join("zoo"), folder.path().join("masks"));
    std::fs::create_dir(&zoo).unwrap();
    let network = zoo.join("discs.onnx");
    std::fs::write(&network, networks::foreground(networks::BCYX)).unwrap();
    let segment = ["segment", text(&raw), "--out", text(&masks), "--model", text(&network)];
    let said = String::from_utf8(run(&segment, 1).stderr).unwrap();
    assert!(said.contains("discs.onnx") && said.contains("--onnx-kind"), "{said}");
    let found = json(&[&segment[..], &["--onnx-kind", "foreground", "--method", "net"]].concat());
    assert_eq!(found["method"], "onnx");
    let scores = json(&["score", "seg", text(&truth), text(&masks)]);
    assert!(scores["f1"]["0.50"].as_f64().unwrap() > 0.95, "{scores}");
    let whole = bytes(&masks, 2);
    common::file(&zoo, "rdf.yaml", DESCRIPTION);
    json(&[&segment[..], &["--tile", "40", "--threads", "1"]].concat());
    assert_eq!(bytes(&masks, 2), whole, "tiles");
    json(&["segment", text(&raw), "--out", text(&masks), "--model", text(&zoo)]);
    assert_eq!(bytes(&masks, 2), whole, "the folder");
    run(&[&segment[..], &["--method", "forest"]].concat(), 2);
    run(&[&segment[..], &["--onnx-kind", "dreams"]].concat(), 2);
    std::fs::write(&network, "no network").unwrap();
    let said = String::from_utf8(run(&segment, 1).stderr).unwrap();
    assert!(said.contains("discs.onnx") && said.contains("not an ONNX network"), "{said}");
}

/// A study that finds the cells of the film by a model.
fn study(model: &str) -> String {
    r#"name = "discs"
title = "Discs"
subject = [{ id = "line" }]
specimen = [{ id = "culture", subject = "line" }]
step = [
    { id = "movie", kind = "import-movie", assay = "film", file = "frames" },
    { id = "cells", kind = "segment", from = "movie", assay = "film", file = "model" },
]

[[assay]]
id = "film"
specimen = "culture"
modality = "live-imaging"
files = { frames = "raw", model = "MODEL" }
"#
    .replace("MODEL", model)
}

#[test]
fn a_study_finds_cells_by_a_network_of_others() {
    let folder = tempfile::tempdir().unwrap();
    film(folder.path(), 2);
    let zoo = folder.path().join("zoo");
    std::fs::create_dir(&zoo).unwrap();
    std::fs::write(zoo.join("discs.onnx"), networks::foreground(networks::BCYX)).unwrap();
    common::file(&zoo, "rdf.yaml", DESCRIPTION);
    let study = study("zoo");
    let path = common::file(folder.path(), "study.toml", &study);
    let objects = |told: &serde_json::Value| {
        let steps = told["steps"].as_array().unwrap();
        steps.iter().find(|step| step["step"] == "cells").unwrap()["values"]["objects"].as_u64().unwrap()
    };
    let told = json(&["run", text(&path)]);
    let discs: usize = (0..2).map(discs_in).sum();
    assert!(objects(&told).abs_diff(discs as u64) <= 3, "{} of {discs}", objects(&told));
    // What the description says is part of the result's key, and so is what the study says.
    common::file(&zoo, "rdf.yaml", &DESCRIPTION.replace("max_percentile: 99.8", "max_percentile: 99"));
    assert_eq!(common::computed(&json(&["run", text(&path)])), ["cells"]);
    let strict = "file = \"model\", params = { network = { level = 0.999999999 } }";
    std::fs::write(&path, study.replace("file = \"model\"", strict)).unwrap();
    assert_eq!(objects(&json(&["run", text(&path)])), 0);
    // A description beside a file would not be.
    std::fs::write(&path, study.replace("\"zoo\"", "\"zoo/discs.onnx\"")).unwrap();
    let said = String::from_utf8(run(&["run", text(&path)], 1).stderr).unwrap();
    assert!(said.contains("name the folder"), "{said}");
}

#[test]
fn bad_frames_are_named_and_empty_ones_counted() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, _) = film(folder.path(), 4);
    let out = folder.path().join("masks");
    let fails = || {
        let output = run(&["segment", text(&raw), "--out", text(&out)], 1);
        String::from_utf8(output.stderr).unwrap()
    };
    let frame = raw.join("t002.tif");
    let good = std::fs::read(&frame).unwrap();
    std::fs::write(&frame, &good[..good.len() / 2]).unwrap();
    assert!(fails().contains("t002.tif"), "truncated");
    std::fs::remove_file(&frame).unwrap();
    assert!(fails().contains('2'), "missing: {}", fails());
    write_tiff(&frame, &Pixels::Uint16(ArrayD::zeros(vec![SIDE, SIDE + 1]))).unwrap();
    assert!(fails().contains("t002.tif"), "another size");
    for value in [0, u16::MAX] {
        write_tiff(&frame, &Pixels::Uint16(ArrayD::from_elem(vec![SIDE, SIDE], value))).unwrap();
        let found = json(&["segment", text(&raw), "--out", text(&out)]);
        assert_eq!(found["cells_per_image"][2], 0, "all pixels at {value}");
    }
    let found = json(&["segment", text(&frame), "--out", text(&folder.path().join("one"))]);
    assert_eq!(found["empty"], serde_json::json!([0]));
}

#[test]
fn a_study_finds_cells_by_a_model() {
    let folder = tempfile::tempdir().unwrap();
    let (raw, truth) = film(folder.path(), 3);
    let model = folder.path().join("discs.forest");
    let options = ["--pixels", "6000", "--trees", "6"];
    let train = ["segment", "train", text(&raw), text(&truth), "--out", text(&model)];
    let learnt = json(&[&train[..], &options].concat());
    assert!(learnt["quality"].as_f64().unwrap() > 0.8, "{learnt}");
    let study = study("discs.forest");
    let path = common::file(folder.path(), "study.toml", &study);
    let told = json(&["run", text(&path)]);
    let cells = told["steps"].as_array().unwrap().iter().find(|step| step["step"] == "cells").unwrap();
    let found = cells["values"]["objects"].as_u64().unwrap_or_else(|| panic!("{told}"));
    let discs: usize = (0..3).map(discs_in).sum();
    assert!(found.abs_diff(discs as u64) <= 3, "{found} of {discs}");
    // Another model is another result.
    let more = ["--seed", "7"];
    json(&[&train[..], &options, &more].concat());
    let again = json(&["run", text(&path)]);
    assert_eq!(common::computed(&again), ["cells"]);
    std::fs::write(&model, "{}").unwrap();
    let said = String::from_utf8(run(&["run", text(&path)], 1).stderr).unwrap();
    assert!(said.contains("discs.forest"), "{said}");
    let unnamed = study.replace(", file = \"model\"", "");
    std::fs::write(&path, unnamed).unwrap();
    assert!(String::from_utf8(run(&["run", text(&path)], 2).stderr).unwrap().contains("file ="));
}

/// Discs of a frame, those cut off by the edge as well.
fn discs_in(t: usize) -> usize {
    let seen = |y: usize, x: usize| disc(t, y, x);
    let all: std::collections::BTreeSet<u16> =
        (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (y, x))).map(|(y, x)| seen(y, x)).collect();
    all.len() - usize::from(all.contains(&0))
}

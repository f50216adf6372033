//! Live images from the command line: labels to tracks, lineages, traces and scores.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test's helpers may; a skipped test must say so"
)]

mod common;
#[path = "common/embryo.rs"]
mod embryo;
#[path = "common/film.rs"]
mod film;

use common::{file, json, noise, run, text};
use embryo::embryo;
use std::path::{Path, PathBuf};

/// A folder of real data, or none after a visible line; an error in CI.
fn data(part: &str) -> Option<PathBuf> {
    let root = std::env::var_os("LCA_TEST_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let path = root.join(part);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is missing; set LCA_TEST_DATA", path.display());
    println!("SKIPPED: {} is missing; set LCA_TEST_DATA", path.display());
    None
}

fn said(args: &[&str], code: i32) -> String {
    let output = run(args, code);
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

/// Masks, images and truth of the made film.
fn made(folder: &Path) -> [PathBuf; 3] {
    let paths = ["masks", "images", "truth"].map(|name| folder.join(name));
    film::masks(&paths[0]);
    film::images(&paths[1]);
    film::truth(&paths[2]);
    paths
}

#[test]
fn labels_become_tracks_that_score_full_marks() {
    let folder = tempfile::tempdir().unwrap();
    let [masks, images, truth] = made(folder.path());
    let out = folder.path().join("tracks");
    for raw in [&[][..], &["--raw", text(&images)]] {
        let found = json(&[&["track", text(&masks), "--out", text(&out)], raw].concat());
        assert_eq!((&found["tracks"], &found["divisions"]), (&8.into(), &1.into()), "{found}");
        let scores = json(&["score", "ctc", text(&truth), text(&out)]);
        for name in ["DET", "TRA", "LNK", "CT", "TF", "BC(0)"] {
            assert_eq!(scores[name], 1.0, "{name}: {scores}");
        }
        assert!(
            scores["SEG"].is_null() && scores["divisions"]["f1"] == 1.0 && scores["complete_tracks"] == 1.0
        );
    }
    // The same tracks by every way they are written.
    let by = |path: &Path| json(&["lineage", text(path)]);
    let (ctc, geff) = (by(&out), by(&out.join("tracks.geff")));
    assert_eq!((&ctc["kind"], &geff["kind"]), (&"CTC".into(), &"GEFF".into()));
    for name in ["tracks", "divisions", "founders", "generations", "detections"] {
        assert_eq!(ctc[name], geff[name], "{name}");
    }
    assert_eq!((&ctc["founders"], &ctc["divisions"]), (&6.into(), &1.into()));
}

#[test]
fn objects_have_the_numbers_of_the_masks_and_the_measures_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let [masks, images, _] = made(folder.path());
    let out = folder.path().join("tracks");
    let columns = |raw: &[&str]| {
        json(&[&["track", text(&masks), "--out", text(&out)], raw].concat());
        lca_formats::read_table(&out.join("objects.csv")).unwrap()
    };
    let named = |table: &lca_tables::DataFrame, end: &str| {
        table.columns().iter().any(|(name, _)| name.ends_with(end))
    };
    let plain = columns(&[]);
    assert!(!named(&plain, "_mean") && named(&plain, "area"));
    let table = columns(&["--raw", text(&images)]);
    assert!(named(&table, "c0_mean") && !named(&table, "_ring_mean") && !named(&table, "_ratio"));
    let of = |name: &str| table.numbers(name).unwrap();
    let (t, label, track, given, area) = (of("t"), of("label"), of("track"), of("given_label"), of("area"));
    for frame in [0, 5, 15] {
        let written = lca_formats::open_labels(&out.join(format!("mask{frame:03}.tif"))).unwrap();
        let written = lca_pixels::areas(&lca_core::ChunkSource::read(&written, 0).unwrap());
        let rows: Vec<usize> = (0..t.len()).filter(|&row| t[row] == frame as f64).collect();
        assert_eq!(rows.len(), film::cells(frame).len());
        assert!(rows.iter().all(|&row| written[label[row] as usize] as f64 == area[row]), "frame {frame}");
    }
    assert_eq!(label, track, "no track has a gap");
    assert!(given.iter().zip(&label).any(|(given, label)| given != label));
}

#[test]
fn images_are_not_taken_for_labels() {
    let folder = tempfile::tempdir().unwrap();
    let [_, images, truth] = made(folder.path());
    let out = folder.path().join("tracks");
    let refused = said(&["track", text(&images), "--out", text(&out)], 1);
    assert!(refused.contains("frame 0: it looks like an image, not like labels"), "{refused}");
    // Many labels with a pixel apart are labels still.
    let torn = folder.path().join("torn");
    std::fs::create_dir_all(&torn).unwrap();
    let pixels = ndarray::ArrayD::<u16>::from_shape_fn(vec![100, 100], |at| {
        let (y, x) = (at[0] % 10, at[1] % 10);
        let inside = y < 6 && x < 6 || (y, x) == (8, 8);
        if inside { (at[0] / 10 * 10 + at[1] / 10 + 1) as u16 } else { 0 }
    });
    for t in 0..2 {
        let path = torn.join(format!("m{t}.tif"));
        lca_formats::write_tiff(&path, &lca_pixels::Pixels::Uint16(pixels.clone())).unwrap();
    }
    assert_eq!(json(&["track", text(&torn), "--out", text(&out)])["tracks"], 100);
    let named = folder.path().join("named");
    std::fs::create_dir_all(&named).unwrap();
    std::fs::copy(images.join("t003.tif"), named.join("man_track003.tif")).unwrap();
    let refused = said(&["score", "seg", text(&truth.join("TRA")), text(&named)], 1);
    assert!(refused.contains("man_track003.tif") && refused.contains("looks like an image"), "{refused}");
}

#[test]
fn corrections_are_applied_whenever_tracks_are_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let [masks, _, truth] = made(folder.path());
    let out = folder.path().join("tracks");
    let (t, cut) = (4, film::label(3, 4));
    let mine = file(folder.path(), "mine.txt", &format!("# the third cell left\ncut {t} {cut}\n"));
    let args = ["track", text(&masks), "--out", text(&out), "--corrections", text(&mine)];
    let found = json(&args);
    assert_eq!((&found["tracks"], &found["corrections"]), (&9.into(), &1.into()));
    assert_eq!(json(&args), found);
    let scores = json(&["score", "ctc", text(&truth), text(&out)]);
    assert!(scores["LNK"].as_f64().unwrap() < 1.0 && scores["DET"] == 1.0);
    file(folder.path(), "mine.txt", "cut 4 99\n");
    assert!(said(&args, 1).contains("mine.txt`: line 1: frame 4 has no object with label 99"));
    file(folder.path(), "mine.txt", "snip 4 1\n");
    assert!(said(&args, 1).contains("`snip` is not a correction"));
}

#[test]
fn bad_labels_are_named_or_told() {
    let folder = tempfile::tempdir().unwrap();
    let [masks, images, truth] = made(folder.path());
    let out = folder.path().join("tracks");
    let track = |code| said(&["track", text(&masks), "--out", text(&out)], code);
    assert!(said(&["track", text(&masks), "--out", text(&masks)], 1).contains("the labels lie there"));
    let frame = masks.join("m005.tif");
    let whole = std::fs::read(&frame).unwrap();
    // Cut off, missing, of another size.
    std::fs::write(&frame, &whole[..whole.len() / 2]).unwrap();
    assert!(track(1).contains("m005.tif"));
    std::fs::remove_file(&frame).unwrap();
    let missing = track(1);
    assert!(missing.contains("frame 5 is missing") && missing.contains("m005.tif"), "{missing}");
    let small = ndarray::ArrayD::<u16>::zeros(vec![20, 20]);
    lca_formats::write_tiff(&frame, &lca_pixels::Pixels::Uint16(small)).unwrap();
    assert!(track(1).contains("m005.tif` is") && track(1).contains("must be alike"));
    // Fractions and colours are no labels.
    let numbers = ndarray::ArrayD::<f32>::zeros(vec![128, 144]);
    let odd = folder.path().join("odd.tif");
    lca_formats::write_tiff(&odd, &lca_pixels::Pixels::Float32(numbers)).unwrap();
    assert!(said(&["track", text(&odd), "--out", text(&out)], 1).contains("labels with fractions"));
    // A black frame is a frame without cells, and the movie goes on.
    let black = ndarray::ArrayD::<u16>::zeros(vec![128, 144]);
    lca_formats::write_tiff(&frame, &lca_pixels::Pixels::Uint16(black)).unwrap();
    let found = json(&["track", text(&masks), "--out", text(&out)]);
    assert_eq!((&found["empty_frames"], &found["tracks"]), (&serde_json::json!([5]), &8.into()), "{found}");
    // Fewer images than labels; a score of another movie.
    std::fs::remove_file(images.join("t015.tif")).unwrap();
    let raw = said(&["track", text(&masks), "--raw", text(&images), "--out", text(&out)], 1);
    assert!(raw.contains("16 frames of labels, but 15 images"), "{raw}");
    std::fs::remove_file(out.join("mask015.tif")).unwrap();
    let list = std::fs::read_to_string(out.join("res_track.txt")).unwrap().replace(" 15 ", " 14 ");
    std::fs::write(out.join("res_track.txt"), list).unwrap();
    assert!(said(&["score", "ctc", text(&truth), text(&out)], 1).contains("no frame 15"));
}

#[test]
fn labels_in_pieces_at_borders_and_in_crowds_are_taken_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let (masks, out) = (folder.path().join("masks"), folder.path().join("out"));
    std::fs::create_dir_all(&masks).unwrap();
    let write = |t: u32, pixels: ndarray::ArrayD<u16>| {
        let path = masks.join(format!("m{t}.tif"));
        lca_formats::write_tiff(&path, &lca_pixels::Pixels::Uint16(pixels)).unwrap();
    };
    for t in 0..3 {
        let mut pixels = ndarray::ArrayD::<u16>::zeros(vec![40, 40]);
        for ((y, x), label) in [((0, 0), 4), ((0, 30), 4), ((20, 20), 9), ((36, 36), 2)] {
            pixels
                .slice_each_axis_mut(|axis| {
                    let from = if axis.axis.index() == 0 { y } else { x };
                    ndarray::Slice::from(from..from + 4)
                })
                .fill(label);
        }
        write(t, pixels);
    }
    let found = json(&["track", text(&masks), "--out", text(&out)]);
    assert_eq!((&found["tracks"], &found["objects"]), (&3.into(), &9.into()), "{found}");
    assert_eq!(found["split_labels"][1], serde_json::json!({ "frame": 1, "labels": [4] }));
    assert!(said(&["track", text(&masks), "--out", text(&out)], 0).contains("label 4 of frame 0"));
    // As many cells as 16 bits can number, and none at all.
    for t in 0..2 {
        write(t, ndarray::ArrayD::from_shape_fn(vec![256, 256], |at| (at[0] * 256 + at[1]) as u16));
    }
    std::fs::remove_file(masks.join("m2.tif")).unwrap();
    let found = json(&["track", text(&masks), "--out", text(&out)]);
    assert_eq!(found["objects"], 131_070, "{found}");
    // Whatever of these pixels is one cell, more tracks than 16 bits can number have no masks but a graph.
    let tracks = found["tracks"].as_u64().unwrap();
    assert!(tracks >= 65_535 && found["masks"] == (tracks <= 65_535), "{found}");
    assert_eq!(json(&["lineage", text(&out.join("tracks.geff"))])["tracks"], tracks);
    for t in 0..2 {
        write(t, ndarray::ArrayD::zeros(vec![16, 16]));
    }
    let found = json(&["track", text(&masks), "--out", text(&out)]);
    assert_eq!((&found["tracks"], &found["empty_frames"]), (&0.into(), &serde_json::json!([0, 1])));
    assert!(said(&["lineage", text(&out.join("tracks.geff"))], 0).starts_with("0 tracks"));
}

#[test]
fn traces_of_masks_have_the_pulse_that_was_made() {
    let folder = tempfile::tempdir().unwrap();
    let [_, images, truth] = made(folder.path());
    let out = folder.path().join("traces");
    let base =
        ["traces", text(&truth), "--raw", text(&images), "--measure", "c0_mean", "--prominence", "300"];
    let found = json(&[&base[..], &["--out", text(&out), "--frame-interval", "60"]].concat());
    assert_eq!(
        (&found["cells"], &found["pulses"], &found["unit"]),
        (&8.into(), &1.into(), &"min".into()),
        "{found}"
    );
    let pulses = lca_formats::read_table(&out.join("pulses.csv")).unwrap();
    assert!((pulses.numbers("peak").unwrap()[0] - film::PEAK as f64).abs() <= 1.0);
    assert_eq!(pulses.numbers("cell").unwrap(), [2.0]);
    let traces = lca_formats::read_table(&out.join("traces.csv")).unwrap();
    let (speed, near) = (traces.numbers("speed").unwrap(), traces.numbers("nearest").unwrap());
    let middle = speed[film::BORN as usize + 3];
    assert!((middle - 0.6 * 2.0_f64.sqrt()).abs() < 0.4, "{middle}");
    assert!(near.iter().all(|far| (10.0..60.0).contains(far)));
    assert!(std::fs::read_to_string(out.join("traces.svg")).unwrap().contains("<svg"));
    json(&[&base[..], &["--out", text(&out), "--format", "parquet"]].concat());
    let cells = lca_store::read_parquet(out.join("cells.parquet")).unwrap();
    assert_eq!(cells.rows(), 8);
    let refused = said(&["traces", text(&truth)], 2);
    assert!(refused.contains("--raw"), "{refused}");
    assert!(said(&[&base[..5], &["absent"]].concat(), 1).contains("absent"));
}

#[test]
fn tables_of_traces_by_others_are_read_long_and_wide() {
    let folder = tempfile::tempdir().unwrap();
    let (mut long, mut wide) = (String::from("fov,id, Time,meas,treat\n"), String::from("ID,class"));
    (0..40).for_each(|t| wide += &format!(",S_{t}"));
    for cell in 0..4_u64 {
        wide += &format!("\nc{cell},{}", cell % 2);
        for t in 0..40_u64 {
            let wave = (std::f64::consts::TAU * t as f64 / 10.0).sin() * if cell < 2 { 1.0 } else { 0.0 };
            let value = 5.0 + wave + 0.05 * noise(cell * 1000 + t);
            wide += &format!(",{value}");
            // One row is missing, as in the tables of others.
            if (cell, t) != (1, 7) {
                long += &format!("{},{},{},{value},g{}\n", cell / 2, cell % 2, 2 * t, cell / 2);
            }
        }
    }
    let (long, wide) = (file(folder.path(), "long.csv", &long), file(folder.path(), "wide.csv", &wide));
    let found = json(&[
        "traces",
        text(&long),
        "--cell",
        "fov,id",
        "--time",
        "Time",
        "--measure",
        "meas",
        "--group",
        "treat",
        "--prominence",
        "0.7",
    ]);
    let group = &found["groups"][0];
    assert_eq!((&found["cells"], &group["pulses_per_cell"]), (&4.into(), &4.0.into()), "{found}");
    assert!((group["period"].as_f64().unwrap() - 20.0).abs() < 1.0 && group["periodic"] == 1.0);
    assert_eq!(found["groups"][1]["pulses_per_cell"], 0.0);
    let found = json(&["traces", text(&wide), "--group", "class", "--prominence", "0.7"]);
    assert_eq!(
        (&found["cells"], &found["measure"], &found["unit"]),
        (&4.into(), &"S".into(), &"frames".into())
    );
    // One column does not tell the cells apart.
    let args = ["traces", text(&long), "--cell", "id", "--time", "Time", "--measure", "meas"];
    assert!(said(&args, 1).contains("has two values at time 0"));
    assert!(said(&["traces", text(&long)], 1).contains("--time"));
}

#[test]
fn traces_of_erk_reporters_are_read_and_summarised() {
    let Some(folder) = data("imaging/erk_ekar_traces/example-data") else { return };
    let pulses = folder.join("test-case-1/mp3-20_FGF_ekar.csv.gz");
    let long = |path: &Path, [cell, measure, group]: [&str; 3]| {
        let args = ["--time", "realtime", "--cell", cell, "--measure", measure, "--group", group];
        json(&[&["traces", text(path)], &args[..]].concat())
    };
    let found = long(&pulses, ["fov,id", "intensity_ekar", "group"]);
    assert_eq!(found["cells"], 234, "{found}");
    assert_eq!(found["groups"].as_array().unwrap().len(), 3);
    assert_eq!(found["interval"], 2.0);
    assert!(found["pulses"].as_u64().unwrap() > 234, "{found}");
    let sustained = folder.join("test-case-2/sustained_EGF_ekar.csv.gz");
    let found = long(&sustained, ["fov,trackid", "meas", "treat"]);
    assert_eq!((&found["cells"], found["groups"].as_array().unwrap().len()), (&339.into(), 4), "{found}");
    let Some(codex) = data("imaging/erk_akt_codex/sample_data/GrowthFactor_ErkAkt_Bivariate.zip") else {
        return;
    };
    let erk = json(&["traces", text(&codex), "--measure", "ERK", "--group", "class"]);
    assert_eq!((&erk["cells"], erk["groups"].as_array().unwrap().len()), (&565.into(), 7), "{erk}");
    let level = |name: &str| {
        let groups = erk["groups"].as_array().unwrap();
        groups.iter().find(|one| one["group"] == name).unwrap()["mean"].as_f64().unwrap()
    };
    // ERK is higher with epidermal growth factor or epiregulin than without a growth factor.
    assert!(level("EGF") > 1.2 * level("CTR") && level("EPR") > 1.2 * level("CTR"), "{erk}");
    assert!(said(&["traces", text(&codex)], 1).contains("ERK, AKT"));
}

#[test]
fn lineages_of_mastodon_are_imported_and_summarised() {
    let Some(folder) = data("imaging/ascidian_lineages_astec") else { return };
    let out = tempfile::tempdir().unwrap();
    for (name, frames, spots, divisions, founders) in
        [("Pm02", 96, 22_466, 501, 70), ("Pm03", 90, 13_484, 279, 46)]
    {
        let trees = out.path().join(name);
        let path = folder.join(format!("{name}.mastodon"));
        let found = json(&["lineage", text(&path), "--out", text(&trees), "--frame-interval", "120"]);
        assert_eq!((&found["kind"], &found["frames"]), (&"Mastodon".into(), &frames.into()), "{found}");
        assert_eq!(
            (&found["detections"], &found["divisions"]),
            (&spots.into(), &divisions.into()),
            "{found}"
        );
        assert_eq!(found["founders"], founders, "{found}");
        // Every cell has its name in the embryo; sisters live alike, as in all ascidians.
        assert_eq!(found["named"], found["tracks"], "{found}");
        assert!(found["kinship"]["sisters"]["correlation"].as_f64().unwrap() > 0.5, "{found}");
        let again = json(&["lineage", text(&trees.join("tracks.geff"))]);
        for name in ["tracks", "divisions", "founders", "generations", "detections"] {
            assert_eq!(again[name], found[name], "{name}");
        }
        let newick = std::fs::read_to_string(trees.join("lineage.nwk")).unwrap();
        assert!(newick.contains("b7.0001*") && newick.lines().count() == founders);
        let list = std::fs::read_to_string(trees.join("res_track.txt")).unwrap();
        assert_eq!(list.lines().count() as u64, found["tracks"].as_u64().unwrap());
    }
    let broken = out.path().join("broken.mastodon");
    let whole = std::fs::read(folder.join("Pm03.mastodon")).unwrap();
    std::fs::write(&broken, &whole[..whole.len() / 3]).unwrap();
    assert!(said(&["lineage", text(&broken)], 1).contains("broken.mastodon"));
}

#[test]
fn scores_of_the_challenge_are_one_for_the_truth_itself() {
    let folder = tempfile::tempdir().unwrap();
    let [_, _, truth] = made(folder.path());
    let result = folder.path().join("result");
    std::fs::create_dir_all(&result).unwrap();
    for t in 0..film::FRAMES {
        let from = truth.join(format!("TRA/man_track{t:03}.tif"));
        std::fs::copy(&from, result.join(format!("mask{t:03}.tif"))).unwrap();
    }
    std::fs::copy(truth.join("TRA/man_track.txt"), result.join("res_track.txt")).unwrap();
    let drawn = truth.join("SEG");
    std::fs::create_dir_all(&drawn).unwrap();
    std::fs::copy(truth.join("TRA/man_track009.tif"), drawn.join("man_seg009.tif")).unwrap();
    let scores = json(&["score", "ctc", text(&truth), text(&result)]);
    for name in ["SEG", "DET", "TRA", "LNK", "OP_CSB", "OP_CTB", "CT", "TF", "BC(0)", "BC(3)"] {
        assert_eq!(scores[name], 1.0, "{name}: {scores}");
    }
    assert_eq!(scores["AOGM"], 0.0);
    // A track with a hole is no result of the challenge.
    std::fs::write(result.join("res_track.txt"), "1 0 15 0\n").unwrap();
    assert!(said(&["score", "ctc", text(&truth), text(&result)], 1).contains("is not in the list"));
}

#[test]
fn an_embryo_of_stacks_is_followed_from_labels_to_lineage() {
    let folder = tempfile::tempdir().unwrap();
    let divisions = embryo(folder.path());
    let (masks, out) = (folder.path().join("masks"), folder.path().join("tracks"));
    let args = ["track", text(&masks), "--out", text(&out), "--pixel-size-um", "0.8,0.4,0.4"];
    let found = json(&args);
    assert_eq!(found["divisions"], divisions, "{found}");
    let scores = json(&["score", "ctc", text(&folder.path().join("truth")), text(&out)]);
    assert!(scores["LNK"].as_f64().unwrap() >= 0.99, "{scores}");
    assert!(scores["divisions"]["f1"].as_f64().unwrap() >= 0.95, "{scores}");
    let lineage = json(&["lineage", text(&out)]);
    assert_eq!((&lineage["founders"], &lineage["generations"]), (&8.into(), &2.into()), "{lineage}");
}

#[test]
fn halves_of_a_cell_that_is_whole_before_and_after_become_one() {
    let folder = tempfile::tempdir().unwrap();
    let (masks, out) = (folder.path().join("masks"), folder.path().join("tracks"));
    std::fs::create_dir_all(&masks).unwrap();
    for t in 0..7_usize {
        let mask = ndarray::ArrayD::<u16>::from_shape_fn(vec![60, 80], |at| {
            let far = ((at[0] as f64 - 28.0) / 14.0).hypot((at[1] as f64 - 30.0 - t as f64) / 9.0);
            match (far < 1.0, at[0]) {
                (true, 28) if t == 3 => 0,
                (true, y) if t == 3 => {
                    if y < 28 {
                        2
                    } else {
                        1
                    }
                }
                (true, _) => 1,
                _ => 0,
            }
        });
        lca_formats::write_tiff(&masks.join(format!("m{t}.tif")), &lca_pixels::Pixels::Uint16(mask)).unwrap();
    }
    let track = ["track", text(&masks), "--out", text(&out)];
    let found = json(&track);
    assert_eq!((&found["tracks"], &found["joined"], &found["divisions"]), (&1.into(), &1.into(), &0.into()));
    assert_eq!(found["split_labels"], serde_json::json!([]), "the gap between halves is closed");
    let kept = json(&[&track[..], &["--keep-outlines"]].concat());
    assert_eq!((&kept["joined"], &kept["objects"]), (&0.into(), &8.into()));
}

//! Frames that land while they are watched end as the batch run of the same folder does.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test's helpers may; a skip must be said")]

mod common;
#[path = "common/film.rs"]
mod film;

use common::{digest, lca, run, text};
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

/// Puts files into a folder in another order than theirs, each in pieces.
fn land(files: Vec<PathBuf>, folder: &Path, pause: Duration) {
    let mut order = files;
    // Every three frames come in the order third, first, second.
    order.chunks_mut(3).for_each(|three| three.rotate_right(1));
    for path in order {
        let bytes = std::fs::read(&path).unwrap();
        let mut file = std::fs::File::create(folder.join(path.file_name().unwrap())).unwrap();
        for part in bytes.chunks(bytes.len() / 3 + 1) {
            file.write_all(part).unwrap();
            file.flush().unwrap();
            std::thread::sleep(pause);
        }
    }
}

/// Watches a folder while files land there; the lines it told.
fn watched(args: &[&str], folder: &Path, files: Vec<PathBuf>, pause: Duration) -> Vec<Value> {
    let watch = lca().args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    land(files, folder, pause);
    let output = watch.wait_with_output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}\n{err}");
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|one| one.unwrap().path()).collect();
    files.sort();
    files
}

fn events<'a>(lines: &'a [Value], name: &str) -> Vec<&'a Value> {
    lines.iter().filter(|line| line["event"] == name).collect()
}

#[test]
fn a_recording_out_of_order_ends_with_the_digest_of_the_batch_run() {
    let folder = tempfile::tempdir().unwrap();
    let (images, landing) = (folder.path().join("images"), folder.path().join("landing"));
    film::images(&images);
    std::fs::create_dir_all(&landing).unwrap();
    let out = folder.path().join("live.zarr");
    let args = [
        "watch",
        text(&landing),
        "--out",
        text(&out),
        "--frames",
        "16",
        "--idle",
        "20",
        "--channels",
        "cells",
        "--measure",
        "cells_mean",
        "--prominence",
        "300",
        "--interest",
        "cells_mean>1400",
    ];
    let lines = watched(&args, &landing, sorted(&images), Duration::from_millis(30));
    let frames = events(&lines, "frame");
    assert!(frames.len() >= 16, "{lines:?}");
    assert!(frames.iter().any(|frame| !frame["waiting_for"].is_null()), "frames came out of order");
    let division = events(&lines, "division");
    assert_eq!(division.len(), 1, "{division:?}");
    assert!(division[0]["frame"].as_u64().unwrap().abs_diff(film::BORN) <= 1, "{division:?}");
    let pulse = events(&lines, "pulse");
    assert_eq!(pulse.len(), 1, "{pulse:?}");
    assert!(pulse[0]["peak"].as_u64().unwrap().abs_diff(film::PEAK) <= 1, "{pulse:?}");
    let interest = events(&lines, "interest");
    assert!(interest.len() == 1 && interest[0]["cell"] == pulse[0]["cell"], "{interest:?}");
    let done = lines.last().unwrap();
    assert_eq!((&done["event"], &done["frames"]), (&"done".into(), &16.into()));
    let batch = folder.path().join("batch.zarr");
    run(&["run", text(&folder.path().join("live.toml")), "--atlas", text(&batch)], 0);
    assert_eq!(digest(&batch), digest(&out));
    assert_eq!(done["digest"], digest(&out));
}

#[test]
fn focus_that_is_lost_is_told_and_a_frame_that_never_ends_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (images, landing) = (folder.path().join("images"), folder.path().join("landing"));
    film::images(&images);
    std::fs::create_dir_all(&landing).unwrap();
    for t in [9, 10] {
        let sharp = lca_pixels::Pixels::Uint16(film::image(t)).to_f32().insert_axis(ndarray::Axis(0));
        let blurred = lca_pixels::gaussian(&sharp.into_dimensionality().unwrap(), [0.0, 5.0, 5.0]);
        let blurred = blurred.index_axis_move(ndarray::Axis(0), 0).mapv(|value| value as u16).into_dyn();
        let path = images.join(format!("t{t:03}.tif"));
        lca_formats::write_tiff(&path, &lca_pixels::Pixels::Uint16(blurred)).unwrap();
    }
    let out = folder.path().join("live.zarr");
    let args = ["watch", text(&landing), "--out", text(&out), "--frames", "16", "--idle", "20"];
    let mut files = sorted(&images);
    // In their order, by the third that `land` puts first.
    files.chunks_mut(3).for_each(|three| three.rotate_left(1));
    let lines = watched(&args, &landing, files, Duration::from_millis(15));
    let frame = |name: &str| {
        events(&lines, name).iter().map(|one| one["frame"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!((frame("focus-lost"), frame("focus-found")), (vec![9], vec![11]), "{lines:?}");
    // A frame that stays half, a gap, another size.
    let refused = |out: &str| {
        let out = folder.path().join(out);
        let args = ["watch", text(&landing), "--out", text(&out), "--idle", "3", "--settle", "0.05"];
        let output = run(&args, 1);
        assert!(!out.exists(), "nothing may be written");
        String::from_utf8(output.stderr).unwrap()
    };
    let path = landing.join("t012.tif");
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let said = refused("half.zarr");
    assert!(said.contains("t012.tif` never became a whole frame"), "{said}");
    std::fs::remove_file(&path).unwrap();
    assert!(refused("gap.zarr").contains("frame 12 is missing, though frame 15 landed"));
    let small = ndarray::ArrayD::<u16>::zeros(vec![20, 20]);
    lca_formats::write_tiff(&path, &lca_pixels::Pixels::Uint16(small)).unwrap();
    let said = refused("size.zarr");
    assert!(said.contains("frame 12 is 1 channels of 1 × 20 × 20 pixels"), "{said}");
    let absent = folder.path().join("absent");
    run(&["watch", text(&absent), "--out", text(&out)], 1);
}

#[test]
fn an_atlas_of_channels_without_names_is_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let images = folder.path().join("images");
    film::images(&images);
    let out = folder.path().join("film.zarr");
    run(&["watch", text(&images), "--out", text(&out), "--frames", "16"], 0);
    // Called as in folders.
    let found = common::json(&["traces", text(&out)]);
    assert_eq!(found["measure"], "c0_ratio", "{found}");
    assert_eq!(found["elements"][0], "lca/observations/traces.c0_ratio.cells");
    let lives = common::json(&["lineage", text(&out), "--measure", "c0_mean"]);
    assert_eq!(lives["divisions"], 1, "{lives}");
    // Labels under tracks are not replaced; others may lie beside them.
    let before = digest(&out);
    let segment = ["segment", text(&out), "--out", text(&out)];
    let refused = String::from_utf8(run(&segment, 2).stderr).unwrap();
    assert!(refused.contains("lca/tracks/tracks") && refused.contains("--labels"), "{refused}");
    assert_eq!(digest(&out), before);
    let again = [&segment[..], &["--labels", "again"]].concat();
    assert_eq!(common::json(&again)["cells"], 6 * 8 + 7 * 8);
    run(&again, 0);
    let tracks = folder.path().join("tracks");
    let tracked = common::json(&["track", text(&out), "--labels", "again", "--out", text(&tracks)]);
    assert_eq!(tracked["divisions"], 1, "{tracked}");
}

#[test]
fn channels_with_blanks_in_their_names_are_traced() {
    let folder = tempfile::tempdir().unwrap();
    let images = folder.path().join("images");
    film::images(&images);
    let out = folder.path().join("film.zarr");
    run(&["watch", text(&images), "--out", text(&out), "--frames", "16", "--channels", "EGFP (488)"], 0);
    let found = common::json(&["traces", text(&out)]);
    assert_eq!(found["measure"], "EGFP (488)_ratio", "{found}");
    assert_eq!(found["elements"][0], "lca/observations/traces.EGFP__488__ratio.cells");
}

#[test]
fn what_frames_will_never_have_is_said_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let (images, empty) = (folder.path().join("images"), folder.path().join("empty"));
    film::images(&images);
    std::fs::create_dir_all(&empty).unwrap();
    let out = folder.path().join("film.zarr");
    let refused = |landing: &Path, more: &[&str]| {
        let watch = ["watch", text(landing), "--out", text(&out), "--frames", "99", "--idle", "600"];
        let output = run(&[&watch[..], more].concat(), 2);
        assert!(!out.exists());
        String::from_utf8(output.stderr).unwrap()
    };
    // Before any frame has come where channels are named, else with the first.
    let named = ["--channels", "nuclei,erk"];
    let said = refused(&empty, &[&named[..], &["--channel", "foo"]].concat());
    assert!(said.contains("no channel `foo`; it has: nuclei, erk"), "{said}");
    assert!(refused(&images, &["--channel", "foo"]).contains("no channel `foo`; it has: c0"));
    let said = refused(&empty, &[&named[..], &["--interest", "gfp_mean>3"]].concat());
    assert!(
        said.contains("--interest") && said.contains("`gfp_mean`") && said.contains("erk_mean"),
        "{said}"
    );
    let said = refused(&images, &["--measure", "gfp_mean"]);
    assert!(said.contains("--measure") && said.contains("c0_mean"), "{said}");
}

#[test]
fn traces_and_lives_of_an_atlas_are_kept_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let images = folder.path().join("images");
    film::images(&images);
    let out = folder.path().join("film.zarr");
    let args = [
        "watch",
        text(&images),
        "--out",
        text(&out),
        "--frames",
        "16",
        "--frame-interval",
        "60",
        "--channels",
        "cells",
    ];
    run(&args, 0);
    let traces = ["traces", text(&out), "--measure", "cells_mean", "--prominence", "300"];
    let found = common::json(&traces);
    assert_eq!((&found["pulses"], &found["unit"]), (&1.into(), &"min".into()), "{found}");
    assert_eq!(found["elements"][0], "lca/observations/traces.cells_mean.cells");
    let once = digest(&out);
    assert_eq!(common::json(&traces), found);
    let lives = common::json(&["lineage", text(&out), "--measure", "cells_mean"]);
    assert_eq!(
        (&lives["divisions"], &lives["element"]),
        (&1.into(), &"lca/observations/tracks.lives".into())
    );
    assert_eq!(lives["measure"]["kinship"]["sisters"]["pairs"], 1, "{lives}");
    assert_ne!(digest(&out), once, "the lives were added");
    // The masks and tracks of the atlas, for other programs.
    let folder = folder.path().join("tracks");
    let tracked = common::json(&["track", text(&out), "--labels", "cells", "--out", text(&folder)]);
    assert_eq!(tracked["divisions"], 1, "{tracked}");
    let refused = run(&["lineage", text(&out), "--name", "absent"], 2);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("no tracks `absent`"));
}

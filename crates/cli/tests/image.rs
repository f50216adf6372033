//! `lca image` on films made here whose light, bleaching, drift and focus are known.

#![allow(clippy::unwrap_used, reason = "a test's helpers may")]

mod common;

use common::{json, noise, run, text};
use lca_formats::write_tiff;
use lca_pixels::Pixels;
use ndarray::ArrayD;
use serde_json::Value;
use std::path::{Path, PathBuf};

const SIZE: [usize; 2] = [120, 150];
const FRAMES: usize = 8;
const DARK: f64 = 500.0;

/// One spot in each cell of a grid, off its middle, so that no other drift looks the same; lit by place.
fn spots(by: [f64; 2], breadth: f64, light: impl Fn(usize, usize) -> f64, seed: usize) -> ArrayD<u16> {
    let spot = |y: f64, x: f64, row: i64, column: i64| {
        let off = |salt: i64| noise(((row + 50) * 100 + column + 50 + salt) as u64);
        let (cy, cx) = (
            30.0 * row as f64 + 15.0 + 12.0 * off(0) - 6.0,
            26.0 * column as f64 + 13.0 + 12.0 * off(77_777) - 6.0,
        );
        900.0 * (-((y - cy).powi(2) + (x - cx).powi(2)) / (2.0 * breadth * breadth)).exp()
    };
    ArrayD::from_shape_fn(SIZE.to_vec(), |at| {
        let (y, x) = (at[0] as f64 - by[0], at[1] as f64 - by[1]);
        let (row, column) = ((y / 30.0).floor() as i64, (x / 26.0).floor() as i64);
        let near = (-1..2).flat_map(|dy| (-1..2).map(move |dx| (row + dy, column + dx)));
        let bright: f64 = near.map(|(row, column)| spot(y, x, row, column)).sum();
        let grain = 8.0 * noise((seed * 1_000_003 + at[0] * SIZE[1] + at[1]) as u64);
        (DARK + light(at[0], at[1]) * (bright + 40.0) + grain).round() as u16
    })
}

fn film(folder: &Path, frame: impl Fn(usize) -> ArrayD<u16>) -> PathBuf {
    let raw = folder.join("raw");
    std::fs::create_dir_all(&raw).unwrap();
    (0..FRAMES)
        .for_each(|t| write_tiff(&raw.join(format!("t{t:03}.tif")), &Pixels::Uint16(frame(t))).unwrap());
    raw
}

fn drift(t: usize) -> [f64; 2] {
    [0.63 * t as f64, -2.0 * (0.4 * t as f64).sin()]
}

fn found(answer: &Value, name: &str) -> Vec<f64> {
    let values = answer["found"][name].as_array().unwrap_or_else(|| panic!("no {name}: {answer}"));
    values.iter().map(|value| value.as_f64().unwrap()).collect()
}

fn near(found: &[f64], truth: impl Fn(usize) -> f64, most: f64) {
    for (t, value) in found.iter().enumerate() {
        assert!((value - truth(t)).abs() < most, "frame {t}: {value} for {}", truth(t));
    }
}

#[test]
fn drift_is_found_to_a_tenth_of_a_pixel_and_taken_off() {
    let folder = tempfile::tempdir().unwrap();
    let raw = film(folder.path(), |t| spots(drift(t), 4.0, |_, _| 1.0, t));
    let out = folder.path().join("still");
    let told = json(&["image", "drift", text(&raw), "--out", text(&out)]);
    for (axis, name) in ["drift_y", "drift_x"].into_iter().enumerate() {
        near(&found(&told, name), |t| drift(t)[axis], 0.1);
    }
    let again = json(&["image", "drift", text(&out), "--out", text(&folder.path().join("again"))]);
    near(&found(&again, "drift_y"), |_| 0.0, 0.1);
    let rows = std::fs::read_to_string(out.join("corrections.csv")).unwrap();
    assert_eq!(rows.lines().count(), FRAMES + 1, "{rows}");
    run(&["image", "drift", text(&raw), "--out", text(&raw)], 1);
    let first = std::fs::read_dir(&raw).unwrap().map(|entry| entry.unwrap().path()).min().unwrap();
    let kept = std::fs::read(&first).unwrap();
    let said = run(&["image", "bleach", text(&first), "--out", text(&raw)], 1);
    assert!(String::from_utf8_lossy(&said.stderr).contains("the movie lies here"));
    assert_eq!(std::fs::read(&first).unwrap(), kept, "a frame is not written over by what is made of it");
    run(&["image", "drift", text(&raw), "--out", text(&out), "--channel", "gfp"], 2);
}

#[test]
fn bleaching_is_told_by_its_rate_and_undone() {
    let folder = tempfile::tempdir().unwrap();
    let left = |t: usize| 0.93_f64.powi(t as i32);
    let raw = film(folder.path(), |t| spots([0.0; 2], 4.0, |_, _| left(t), t));
    let out = folder.path().join("bright");
    let told = json(&["image", "bleach", text(&raw), "--out", text(&out)]);
    near(&found(&told, "c0_left"), left, 0.01);
    let again = json(&["image", "bleach", text(&out), "--out", text(&folder.path().join("again"))]);
    near(&found(&again, "c0_left"), |_| 1.0, 0.01);
    let dark = film(&folder.path().join("dark"), |_| ArrayD::from_elem(SIZE.to_vec(), 7));
    let said = run(&["image", "bleach", text(&dark), "--out", text(&out)], 1);
    assert!(String::from_utf8_lossy(&said.stderr).contains("frame 0 shows nothing bright"));
}

/// Mean of a part of a frame above the camera's value.
fn mean(path: &Path, rows: std::ops::Range<usize>, columns: std::ops::Range<usize>) -> f64 {
    let movie = lca_formats::open_movie(path).unwrap();
    let frame = movie.read(0).unwrap().pixels.to_f32();
    let part = frame.slice(ndarray::s![.., .., rows, columns]).to_owned();
    f64::from(part.mean().unwrap()) - DARK
}

#[test]
fn uneven_light_and_uneven_ground_are_made_even() {
    let folder = tempfile::tempdir().unwrap();
    let light = |y: usize, x: usize| 1.0 - 0.5 * ((y as f64 - 60.0).hypot(x as f64 - 75.0) / 96.0).powi(2);
    let raw = film(folder.path(), |t| spots([7.0 * t as f64, 11.0 * t as f64], 4.0, light, t));
    let (flat, even) = (folder.path().join("flat"), folder.path().join("even"));
    let told = json(&["image", "flatten", text(&raw), "--out", text(&flat), "--dark", "500"]);
    let lit = |name: &str| told["light"]["c0"][name].as_f64().unwrap_or_else(|| panic!("{told}"));
    assert!(lit("dark") == 500.0 && lit("least") < 0.8 && lit("most") > 1.1, "{told}");
    let said = run(&["image", "flatten", text(&raw), "--out", text(&flat), "--dark", "500"], 0);
    assert!(String::from_utf8_lossy(&said.stdout).contains("c0: light from 0."), "{said:?}");
    let said = run(&["image", "flatten", text(&raw), "--out", text(&even), "--dark", "60000"], 1);
    assert!(String::from_utf8_lossy(&said.stderr).contains("dark is 60000, but channel 0"), "{said:?}");
    assert!(!even.exists(), "nothing is made");
    // Two spots' distances wide, so that each part shows as many.
    let ratio = |path: &Path| mean(path, 0..60, 0..52) / mean(path, 30..90, 49..101);
    let (before, after) = (ratio(&raw.join("t000.tif")), ratio(&flat.join("t000.tif")));
    assert!(before < 0.85 && (after - 1.0).abs() < 0.08, "{before} {after}");
    let slope = film(&folder.path().join("slope"), |t| {
        let mut frame = spots([0.0; 2], 4.0, |_, _| 1.0, t);
        frame.indexed_iter_mut().for_each(|(at, value)| *value += 2 * at[1] as u16 + 30 * t as u16);
        frame
    });
    json(&["image", "background", text(&slope), "--out", text(&even)]);
    let least = |path: &Path, at: usize| mean(path, 0..120, at..at + 26);
    let step = |folder: &Path| least(&folder.join("t007.tif"), 124) - least(&folder.join("t000.tif"), 0);
    assert!(step(&slope) > 400.0 && step(&even).abs() < 60.0, "{} {}", step(&slope), step(&even));
}

#[test]
fn noise_is_lessened_in_a_movie_of_an_atlas() {
    let folder = tempfile::tempdir().unwrap();
    let raw = film(folder.path(), |t| spots([0.0; 2], 4.0, |_, _| 1.0, t));
    let atlas = folder.path().join("a.zarr");
    json(&["add", text(&raw), "--atlas", text(&atlas), "--name", "film"]);
    let noise = |name: &str| {
        let told = json(&["image", "quality", text(&atlas), "--name", name]);
        told["frames"][0]["noise"].as_f64().unwrap()
    };
    let before = noise("film");
    let told = json(&["image", "denoise", text(&atlas), "--out", text(&atlas)]);
    assert_eq!((&told["out"], &told["frames"]), (&"film-denoise".into(), &FRAMES.into()));
    assert!(noise("film-denoise") < before, "{} {before}", noise("film-denoise"));
    run(&["image", "denoise", text(&raw), "--out", text(&atlas)], 2);
    run(&["verify", text(&atlas)], 0);
}

#[test]
fn the_way_to_the_sharpest_plane_is_told_and_flaws_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let (stacks, flat) = (folder.path().join("stacks"), folder.path().join("flat"));
    std::fs::create_dir_all(&stacks).unwrap();
    for (t, truth) in [4.0, 2.0, -3.0].into_iter().enumerate() {
        let planes: Vec<ArrayD<u16>> = (0..7)
            .map(|z| spots([0.0; 2], 3.0 + 0.4 * (z as f64 - truth).abs(), |_, _| 1.0, 7 * t + z))
            .collect();
        let views: Vec<_> = planes.iter().map(|plane| plane.view()).collect();
        let stack = ndarray::stack(ndarray::Axis(0), &views).unwrap();
        write_tiff(&stacks.join(format!("t{t:03}.tif")), &Pixels::Uint16(stack)).unwrap();
    }
    let told = json(&["image", "focus", text(&stacks), "--plane", "3"]);
    let to: Vec<f64> =
        told["frames"].as_array().unwrap().iter().map(|one| one["move_z"].as_f64().unwrap()).collect();
    assert!((to[0] - 1.0).abs() < 0.3 && (to[1] + 1.0).abs() < 0.3 && to[2] == -3.0, "{to:?}");
    run(&["image", "focus", text(&stacks), "--plane", "7"], 1);
    let told = json(&["image", "quality", text(&stacks)]);
    assert!(told["frames"][2]["flaws"].to_string().contains("focus-before-first-plane"), "{told}");
    std::fs::create_dir_all(&flat).unwrap();
    let whole = |value| ArrayD::from_elem(SIZE.to_vec(), value);
    let cut = spots([0.0; 2], 4.0, |_, _| 1.0, 2).mapv(|value| (6 * value).min(4095));
    let fine = |seed| spots([0.0; 2], 4.0, |_, _| 1.0, seed);
    for (t, frame) in [fine(0), cut, whole(0), spots([0.0; 2], 6.5, |_, _| 1.0, 3), fine(4), fine(5)]
        .into_iter()
        .enumerate()
    {
        write_tiff(&flat.join(format!("t{t:03}.tif")), &Pixels::Uint16(frame)).unwrap();
    }
    let table = folder.path().join("quality.csv");
    let told = json(&["image", "quality", text(&flat), "--out", text(&table)]);
    let flaws = |t: usize| told["frames"][t]["flaws"].to_string();
    assert!(flaws(1).contains("saturated") && flaws(2).contains("uniform"), "{told}");
    assert_eq!(told["highest"], 4095.0, "where a camera of 12 bits ends");
    assert!(flaws(3).contains("blurred") && flaws(0) == "[]", "{told}");
    assert_eq!(std::fs::read_to_string(&table).unwrap().lines().count(), 7);
    let said = run(&["image", "quality", text(&flat)], 0);
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(said.contains("c0: focus") && said.contains("saturated is what stands at 4095"), "{said}");
    // Else the greatest value is nothing, but what is told is.
    write_tiff(&flat.join("t001.tif"), &Pixels::Uint16(fine(6).mapv(|value| value.min(900)))).unwrap();
    let told = json(&["image", "quality", text(&flat)]);
    assert!(told["highest"].is_null() && told["frames"][1]["saturated"] == 0.0, "{told}");
    assert_eq!(told["frames"][1]["flaws"].to_string(), "[]");
    let told = json(&["image", "quality", text(&flat), "--highest", "900"]);
    assert!(told["frames"][1]["flaws"].to_string().contains("saturated"), "{told}");
}

#[test]
fn a_study_corrects_a_movie_before_its_cells_are_sought() {
    let folder = tempfile::tempdir().unwrap();
    film(folder.path(), |t| spots(drift(t), 4.0, |_, _| 0.95_f64.powi(t as i32), t));
    let study = common::file(
        folder.path(),
        "study.toml",
        r#"name = "film"
title = "A film"
subject = [{ id = "line" }]
specimen = [{ id = "culture", subject = "line" }]
assay = [{ id = "film", specimen = "culture", modality = "live-imaging", files = { frames = "raw" } }]
step = [
    { id = "movie", kind = "import-movie", assay = "film" },
    { id = "seen", kind = "image-quality", from = "movie" },
    { id = "right", kind = "correct-image", from = "movie", params = { drift = true, bleaching = true } },
    { id = "cells", kind = "segment", from = "right", params = { objects = { diameter_px = 14 } } },
]
"#,
    );
    let told = json(&["run", text(&study)]);
    let step = |id: &str| {
        let all = told["steps"].as_array().unwrap();
        all.iter().find(|step| step["step"] == id).unwrap_or_else(|| panic!("{told}")).clone()
    };
    let at_end = step("right")["values"]["drift_y_at_end"].as_f64().unwrap_or_else(|| panic!("{told}"));
    assert!((at_end - drift(FRAMES - 1)[0]).abs() < 0.1, "{at_end}");
    assert_eq!(step("cells")["computed"], true);
    let nothing = std::fs::read_to_string(&study).unwrap().replace("drift = true, bleaching = true", "");
    std::fs::write(&study, nothing).unwrap();
    let said = run(&["run", text(&study)], 1);
    assert!(String::from_utf8_lossy(&said.stderr).contains("nothing is to be corrected"));
}

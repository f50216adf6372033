//! A made film: discs in two rows that drift, one of which divides, with masks under labels that change from
//! frame to frame.

#![allow(dead_code, reason = "each test file uses part of it")]

use super::common::noise;
use lca_pixels::Pixels;
use ndarray::ArrayD;
use std::path::Path;

pub(crate) const FRAMES: u64 = 16;
/// The first frame with daughters.
pub(crate) const BORN: u64 = 8;
/// The frame in which the cell of the second column of the first row is brightest.
pub(crate) const PEAK: u64 = 6;

/// True tracks, place and radius of every cell in a frame.
pub(crate) fn cells(t: u64) -> Vec<(u32, [f64; 2], f64)> {
    let drift = 0.6 * t as f64;
    let mut cells = Vec::new();
    for at in 0..6_u32 {
        let place = [30.0 + 52.0 * f64::from(at / 3) + drift, 26.0 + 40.0 * f64::from(at % 3) + drift];
        if at > 0 || t < BORN {
            cells.push((at + 1, place, 9.0));
            continue;
        }
        let apart = 6.5 + 0.5 * (t - BORN) as f64;
        for (track, side) in [(7, -1.0), (8, 1.0)] {
            cells.push((track, [place[0] + side * apart, place[1]], 6.2));
        }
    }
    cells
}

/// The label of a track in a frame: without meaning from one frame to the next.
pub(crate) fn label(track: u32, t: u64) -> u32 {
    (track * 5 + t as u32 * 3) % 11 + 1
}

fn mask(t: u64, name: impl Fn(u32) -> u32) -> ArrayD<u16> {
    let mut pixels = ArrayD::<u16>::zeros(vec![128, 144]);
    for (at, pixel) in pixels.indexed_iter_mut() {
        for (track, [y, x], radius) in cells(t) {
            if (at[0] as f64 - y).hypot(at[1] as f64 - x) < radius {
                *pixel = name(track) as u16;
            }
        }
    }
    pixels
}

/// One image: discs on a ground of 33,000 grey levels.
pub(crate) fn image(t: u64) -> ArrayD<u16> {
    let mut pixels = ArrayD::<u16>::zeros(vec![128, 144]);
    let owners = mask(t, |track| track);
    for ((pixel, owner), n) in pixels.iter_mut().zip(&owners).zip(0_u64..) {
        let pulse = 900.0 * (-0.5 * ((t as f64 - PEAK as f64) / 1.5).powi(2)).exp();
        let level = match owner {
            0 => 0.0,
            2 => 800.0 + pulse,
            _ => 800.0,
        };
        *pixel = (33_000.0 + level + 30.0 * noise(t * 100_000 + n)) as u16;
    }
    pixels
}

fn write(folder: &Path, name: &str, pixels: ArrayD<u16>) {
    std::fs::create_dir_all(folder).unwrap();
    lca_formats::write_tiff(&folder.join(name), &Pixels::Uint16(pixels)).unwrap();
}

/// Masks with labels without meaning.
pub(crate) fn masks(folder: &Path) {
    (0..FRAMES).for_each(|t| write(folder, &format!("m{t:03}.tif"), mask(t, |track| label(track, t))));
}

/// The images.
pub(crate) fn images(folder: &Path) {
    (0..FRAMES).for_each(|t| write(folder, &format!("t{t:03}.tif"), image(t)));
}

/// The truth as the Cell Tracking Challenge keeps it.
pub(crate) fn truth(folder: &Path) {
    let tra = folder.join("TRA");
    (0..FRAMES).for_each(|t| write(&tra, &format!("man_track{t:03}.tif"), mask(t, |track| track)));
    let last = FRAMES - 1;
    let mut list = format!("1 0 {} 0\n", BORN - 1);
    list += &(2..7).map(|track| format!("{track} 0 {last} 0\n")).collect::<String>();
    list += &format!("7 {BORN} {last} 1\n8 {BORN} {last} 1\n");
    std::fs::write(tra.join("man_track.txt"), list).unwrap();
}

//! Reading real images and scoring segmentations.

use lca_pixels::{Image, Labels, areas};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

/// The folder of real data, or none after a visible line; an error in CI.
pub fn data(part: &str) -> Option<PathBuf> {
    let root = std::env::var_os("LCA_TEST_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let folder = root.join(part);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is missing; set LCA_TEST_DATA", folder.display());
    println!("SKIPPED: {} is missing; set LCA_TEST_DATA", folder.display());
    None
}

pub fn tiff(path: &Path) -> Vec<Vec<u32>> {
    use tiff::decoder::{Decoder, DecodingResult};
    let mut decoder = Decoder::new(File::open(path).unwrap()).unwrap();
    let (width, _) = decoder.dimensions().unwrap();
    let values: Vec<u32> = match decoder.read_image().unwrap() {
        DecodingResult::U8(v) => v.into_iter().map(u32::from).collect(),
        DecodingResult::U16(v) => v.into_iter().map(u32::from).collect(),
        _ => panic!("{} is neither 8 nor 16 bit", path.display()),
    };
    values.chunks(width as usize).map(<[u32]>::to_vec).collect()
}

pub fn tiff_labels(path: &Path) -> Labels {
    let rows = tiff(path);
    Labels::from_shape_fn((1, rows.len(), rows[0].len()), |(_, y, x)| rows[y][x])
}

pub fn tiff_image(path: &Path) -> Image {
    tiff_labels(path).mapv(|value| value as f32)
}

/// All samples of a PNG, `y, x, channel`.
pub fn png(path: &Path) -> (usize, usize, usize, Vec<u32>) {
    let mut reader =
        png::Decoder::new(std::io::BufReader::new(File::open(path).unwrap())).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    let wide = info.bit_depth == png::BitDepth::Sixteen;
    let samples: Vec<u32> = if wide {
        bytes.chunks(2).map(|pair| u32::from(pair[0]) << 8 | u32::from(pair[1])).collect()
    } else {
        bytes.iter().map(|&byte| u32::from(byte)).collect()
    };
    (info.height as usize, info.width as usize, info.color_type.samples(), samples)
}

/// Overlaps of labels: (truth, found) -> pixels.
pub fn overlaps(truth: &Labels, found: &Labels) -> BTreeMap<(u32, u32), usize> {
    let mut counts = BTreeMap::new();
    for (&a, &b) in truth.iter().zip(found) {
        if a > 0 && b > 0 {
            *counts.entry((a, b)).or_default() += 1;
        }
    }
    counts
}

/// Jaccard index of every true object with the one that covers more than half of it, else 0 (SEG).
pub fn jaccards(truth: &Labels, found: &Labels) -> Vec<f64> {
    let (a, b) = (areas(truth), areas(found));
    let mut best: BTreeMap<u32, f64> =
        (1..a.len()).filter(|&l| a[l] > 0).map(|label| (label as u32, 0.0)).collect();
    for ((t, f), n) in overlaps(truth, found) {
        if 2 * n > a[t as usize] {
            best.insert(t, n as f64 / (a[t as usize] + b[f as usize] - n) as f64);
        }
    }
    best.into_values().collect()
}

/// True positives at IoU >= 0.5, number of true objects, number found.
pub fn hits(truth: &Labels, found: &Labels) -> [usize; 3] {
    let (a, b) = (areas(truth), areas(found));
    let pairs = overlaps(truth, found);
    let hit = pairs.iter().filter(|((t, f), n)| 3 * **n >= a[*t as usize] + b[*f as usize]).count();
    let count = |sizes: &[usize]| sizes.iter().skip(1).filter(|&&n| n > 0).count();
    [hit, count(&a), count(&b)]
}

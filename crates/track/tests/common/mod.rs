//! Reading Cell Tracking Challenge truth.

use lca_graph::{Detection, Track, Tracks};
use lca_pixels::Labels;
use lca_track::{FrameObjects, Object};
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

pub fn read(path: &Path) -> Labels {
    use tiff::decoder::{Decoder, DecodingResult};
    let mut decoder = Decoder::new(File::open(path).unwrap()).unwrap();
    let (width, height) = decoder.dimensions().unwrap();
    let DecodingResult::U16(values) = decoder.read_image().unwrap() else { panic!("{}", path.display()) };
    let values = values.into_iter().map(u32::from).collect();
    Labels::from_shape_vec((1, height as usize, width as usize), values).unwrap()
}

/// `man_trackNNN.tif` in order of NNN.
pub fn label_files(tra: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(tra)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "tif"))
        .collect();
    files.sort();
    files
}

/// Label, centre and area of every object.
pub fn objects(labels: &Labels) -> FrameObjects {
    let mut sums: BTreeMap<u32, [f64; 3]> = BTreeMap::new();
    for ((_, y, x), &label) in labels.indexed_iter().filter(|(_, label)| **label > 0) {
        let sum = sums.entry(label).or_default();
        (sum[0], sum[1], sum[2]) = (sum[0] + 1.0, sum[1] + y as f64, sum[2] + x as f64);
    }
    let object = |(label, [n, y, x]): (u32, [f64; 3])| Object {
        label,
        centre: [0.0, y / n, x / n],
        area: n,
        intensity: f64::NAN,
    };
    FrameObjects { objects: sums.into_iter().map(object).collect() }
}

/// The tracks of a folder, whose labels are its tracks, and its objects with these labels.
pub fn tracks(folder: &Path, table: &str) -> (Tracks, Vec<FrameObjects>) {
    let frames: Vec<FrameObjects> = label_files(folder).iter().map(|path| objects(&read(path))).collect();
    let table = std::fs::read_to_string(folder.join(table)).unwrap();
    let tracks = table.lines().map(|line| {
        let n: Vec<u32> = line.split_whitespace().map(|word| word.parse().unwrap()).collect();
        Track { id: n[0], begin: n[1], end: n[2], parent: (n[3] > 0).then_some(n[3]) }
    });
    let detections = frames.iter().enumerate().flat_map(|(t, frame)| {
        frame.objects.iter().map(move |o| Detection {
            t: t as u32,
            label: o.label,
            track: o.label,
            centre: o.centre,
        })
    });
    (Tracks::new(detections.collect(), tracks.collect()).unwrap(), frames)
}

/// The truth of a set, and its objects as perfect detections with their own labels.
pub fn truth(tra: &Path) -> (Tracks, Vec<FrameObjects>) {
    tracks(tra, "man_track.txt")
}

//! Cell Tracking Challenge folders, against values counted with tifffile and numpy, and the
//! catalogue of the test data.
#![allow(clippy::unwrap_used)]

mod common;

use common::data;
use lca_core::ChunkSource;
use lca_formats::{open_movie, read_ctc_segmentation, read_ctc_truth, write_ctc_result};

struct Expected {
    set: &'static str,
    frames: usize,
    size: (usize, usize),
    tracks: usize,
    largest: u32,
    divisions: usize,
    detections: usize,
    /// Centre y, x of track 1 in frame 0.
    first: [f64; 2],
}

fn check(expected: &Expected) {
    let Some(folder) = data(&format!("imaging/ctc/{}", expected.set)) else { return };
    let truth = read_ctc_truth(&folder.join("01_GT")).unwrap();
    let tracks = &truth.tracks;
    let parents: std::collections::BTreeSet<u32> =
        tracks.tracks().iter().filter_map(|track| track.parent).collect();
    assert_eq!(truth.labels.len(), expected.frames, "{}", expected.set);
    assert_eq!(truth.labels.shape(), [1, expected.size.0, expected.size.1]);
    assert_eq!(tracks.tracks().len(), expected.tracks);
    assert_eq!(tracks.tracks().last().unwrap().id, expected.largest);
    assert_eq!(parents.len(), expected.divisions);
    assert_eq!(tracks.detections().len(), expected.detections);
    let first = tracks.detections()[0];
    assert_eq!((first.t, first.label), (0, 1));
    assert!(
        (first.centre[1] - expected.first[0]).abs() < 1e-9
            && (first.centre[2] - expected.first[1]).abs() < 1e-9
    );
}

#[test]
fn tracks_of_three_sets_as_counted() {
    check(&Expected {
        set: "Fluo-N2DL-HeLa",
        frames: 46,
        size: (700, 1100),
        tracks: 136,
        largest: 347,
        divisions: 20,
        detections: 2171,
        first: [181.897_172_236_503_86, 463.048_843_187_660_7],
    });
    check(&Expected {
        set: "Fluo-N2DH-SIM+",
        frames: 65,
        size: (690, 628),
        tracks: 72,
        largest: 97,
        divisions: 10,
        detections: 1452,
        first: [402.950_137_236_962_46, 49.086_001_829_826_166],
    });
    check(&Expected {
        set: "PhC-C2DH-U373",
        frames: 115,
        size: (520, 696),
        tracks: 8,
        largest: 8,
        divisions: 0,
        detections: 758,
        first: [111.0, 78.0],
    });
}

#[test]
fn frame_numbers_of_four_digits() {
    let Some(folder) = data("imaging/ctc/BF-C2DL-MuSC/01_GT/TRA") else { return };
    let movie = open_movie(&folder).unwrap();
    assert_eq!(movie.meta().shape, [1376, 1, 1, 1036, 1070]);
}

#[test]
fn segmentation_truth_of_some_frames() {
    let Some(folder) = data("imaging/ctc/Fluo-N2DL-HeLa") else { return };
    let truth = read_ctc_segmentation(&folder.join("01_GT")).unwrap();
    assert_eq!(truth.frames(), [12, 13, 14, 15, 20, 21, 22, 23, 25, 29, 38, 39, 40, 44]);
    let distinct = |labels: lca_pixels::Labels| {
        labels.iter().filter(|&&l| l > 0).collect::<std::collections::BTreeSet<_>>().len()
    };
    assert_eq!(distinct(truth.read(1).unwrap()), 42);
    let silver = read_ctc_segmentation(&folder.join("01_ST")).unwrap();
    assert_eq!(silver.len(), 46);
    assert_eq!(distinct(silver.read(13).unwrap()), 40);
}

#[test]
fn a_written_result_reads_back_the_same() {
    let Some(folder) = data("imaging/ctc/PhC-C2DH-U373") else { return };
    let truth = read_ctc_truth(&folder.join("01_GT")).unwrap();
    let out = tempfile::tempdir().unwrap();
    let result = out.path().join("01_RES");
    write_ctc_result(&result, &truth.tracks, &truth.labels).unwrap();
    assert!(result.join("mask114.tif").is_file());
    let back = read_ctc_truth(&result).unwrap();
    assert_eq!(back.tracks, truth.tracks);
    assert_eq!(back.labels.read(57).unwrap(), truth.labels.read(57).unwrap());
}

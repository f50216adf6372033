//! Segmentation of real images against hand-drawn truth. The floors lie a little below what was
//! measured, so that a change for the worse is seen.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "test helpers, of which each file uses a part; a skipped test must say so"
)]

mod common;

use common::{data, hits, jaccards, png, tiff_image, tiff_labels};
use lca_image::{Method, SegmentParams, estimate_diameter, ground, segment, segment_image};
use lca_pixels::{Connectivity, Image, Labels, components};

#[test]
fn hela_nuclei_on_a_camera_offset_are_found() {
    let (Some(raw), Some(truth)) = (data("imaging/hela01_raw"), data("imaging/ctc/Fluo-N2DL-HeLa")) else {
        return;
    };
    let image = tiff_image(&raw.join("t013.tif"));
    let diameter = estimate_diameter(&ground(&image, [1.0; 3]), [1.0; 3]).unwrap().unwrap();
    assert!((18.0..32.0).contains(&diameter), "{diameter}");
    let found = segment(&image, &SegmentParams::default()).unwrap();
    let scores = jaccards(&tiff_labels(&truth.join("01_GT/SEG/man_seg013.tif")), &found);
    let seg = scores.iter().sum::<f64>() / scores.len() as f64;
    assert!(seg > 0.76, "SEG {seg} over {} nuclei drawn by hand", scores.len());
    let markers = jaccards(&tiff_labels(&truth.join("01_GT/TRA/man_track013.tif")), &found);
    let hit = markers.iter().filter(|score| **score > 0.0).count() as f64 / markers.len() as f64;
    assert!(hit > 0.94, "{hit} of {} markers", markers.len());
}

#[test]
fn every_hela_nucleus_is_one_piece() {
    let Some(raw) = data("imaging/hela01_raw") else { return };
    for frame in ["t000.tif", "t020.tif", "t045.tif"] {
        let image = tiff_image(&raw.join(frame));
        let (count, labels) = segment_image(&image, Method::Classical(&SegmentParams::of_fields())).unwrap();
        assert!(count > 30, "{frame}: {count}");
        for label in 1..=count as u32 {
            let own = labels.mapv(|other| other == label);
            let pieces = components(&own, Connectivity::Faces).iter().max().copied();
            assert_eq!(pieces, Some(1), "{frame}: label {label}");
        }
    }
}

#[test]
fn bright_nuclei_of_many_microscopes_are_found() {
    let Some(folder) = data("imaging/dsb2018") else { return };
    let mut names: Vec<_> =
        std::fs::read_dir(folder.join("images")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    let (mut sum, mut images) = ([0; 3], 0);
    for name in names.iter().step_by(20) {
        let (height, width, samples, values) = png(&folder.join("images").join(name));
        let Some(image) = grey_on_dark(height, width, samples, &values) else { continue };
        let (_, _, _, labels) = png(&folder.join("labels").join(name));
        let truth = Labels::from_shape_vec((1, height, width), labels).unwrap();
        let found = segment(&image, &SegmentParams::default()).unwrap();
        hits(&truth, &found).iter().zip(&mut sum).for_each(|(n, sum)| *sum += n);
        images += 1;
    }
    let f1 = 2.0 * sum[0] as f64 / (sum[1] + sum[2]) as f64;
    assert!(images > 10 && f1 > 0.72, "F1 {f1} over {images} images, {sum:?}");
}

/// The image in grey, or none when it is truly coloured or bright in the background.
fn grey_on_dark(height: usize, width: usize, samples: usize, values: &[u32]) -> Option<Image> {
    let coloured = samples >= 3 && values.chunks(samples).any(|pixel| pixel[0].abs_diff(pixel[1]) > 8);
    let grey: Vec<f32> = values.chunks(samples).map(|pixel| pixel[0] as f32).collect();
    let mut sorted = grey.clone();
    sorted.sort_unstable_by(f32::total_cmp);
    let bright = sorted[sorted.len() / 2] > (sorted[0] + sorted[sorted.len() - 1]) / 2.0;
    (!coloured && !bright).then(|| Image::from_shape_vec((1, height, width), grey).unwrap())
}

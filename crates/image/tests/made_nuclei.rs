//! Segmentation and measurement of images made here, whose truth is known.

use lca_image::{MeasureParams, SegmentParams, measure, segment};
use lca_numerics::rng;
use lca_pixels::{Image, Labels, areas, gaussian};
use proptest::prelude::*;
use rand::RngExt;

/// Blurred discs of several brightnesses on an offset, with noise; and where they lie.
fn scene(seed: u64, noise: f32) -> (Image, Vec<[f64; 2]>) {
    let mut random = rng(seed, 0);
    let (mut image, mut centres): (Image, Vec<[f64; 2]>) = (Image::zeros((1, 200, 240)), Vec::new());
    for _ in 0..200 {
        let centre = [random.random_range(16.0..184.0), random.random_range(16.0..224.0)];
        if centres.iter().all(|other: &[f64; 2]| (other[0] - centre[0]).hypot(other[1] - centre[1]) > 21.0) {
            centres.push(centre);
        }
    }
    for [cy, cx] in &centres {
        let level: f32 = random.random_range(400.0..1200.0);
        for ((_, y, x), slot) in image.indexed_iter_mut() {
            if (y as f64 - cy).hypot(x as f64 - cx) < 9.0 {
                *slot = level;
            }
        }
    }
    let mut image = gaussian(&image, [0.0, 1.5, 1.5]);
    image.iter_mut().for_each(|slot| *slot += 33_000.0 + noise * random.random_range(-1.7..1.7));
    (image, centres)
}

fn found_at(labels: &Labels, centres: &[[f64; 2]]) -> Vec<u32> {
    let mut found: Vec<u32> = centres.iter().map(|[y, x]| labels[[0, *y as usize, *x as usize]]).collect();
    found.retain(|&label| label > 0);
    found.sort_unstable();
    found.dedup();
    found
}

#[test]
fn every_nucleus_is_found_once_and_nothing_else() {
    for seed in 0..4 {
        let (image, centres) = scene(seed, 30.0);
        let labels = segment(&image, &SegmentParams::default()).unwrap();
        assert_eq!(found_at(&labels, &centres).len(), centres.len(), "seed {seed}");
        assert_eq!(areas(&labels).len() - 1, centres.len(), "seed {seed}");
        let table = measure(&labels, &[("h2b".into(), image)], &MeasureParams::default()).unwrap();
        for area in table.numbers("area").unwrap() {
            assert!((180.0..420.0).contains(&area), "{area}");
        }
        let background = table.numbers("h2b_background").unwrap()[0];
        assert!((background - 33_000.0).abs() < 15.0, "{background}");
    }
}

#[test]
fn nothing_is_found_in_nothing() {
    let mut random = rng(3, 0);
    let noise =
        Image::from_shape_simple_fn((1, 128, 128), || 33_000.0 + random.random_range(-20.0_f32..20.0));
    let params = SegmentParams { diameter_px: Some(20.0), ..Default::default() };
    assert_eq!(segment(&noise, &params).unwrap().iter().max(), Some(&0));
    let flat = Image::from_elem((1, 32, 32), 5.0);
    assert_eq!(segment(&flat, &SegmentParams::default()).unwrap().iter().max(), Some(&0));
    let empty = Image::zeros((1, 0, 7));
    assert_eq!(segment(&empty, &SegmentParams::default()).unwrap().len(), 0);
}

#[test]
fn a_stack_has_whole_balls() {
    let centres = [[10.0, 30.0, 30.0], [10.0, 30.0, 62.0]];
    let image = Image::from_shape_fn((20, 60, 92), |(z, y, x)| {
        let inside =
            |c: &[f64; 3]| ((z as f64 - c[0]) * 2.0).hypot(y as f64 - c[1]).hypot(x as f64 - c[2]) < 12.0;
        if centres.iter().any(inside) { 500.0 } else { 100.0 + ((x * 7 + y * 13 + z * 5) % 11) as f32 }
    });
    let params = SegmentParams { pixel_size_um: Some([1.0, 0.5, 0.5]), ..Default::default() };
    let labels = segment(&image, &params).unwrap();
    assert_eq!(areas(&labels).len() - 1, 2);
    let sizes = MeasureParams { pixel_size_um: Some([1.0, 0.5, 0.5]), ..Default::default() };
    let table = measure(&labels, &[], &sizes).unwrap();
    for (row, diameter) in table.numbers("diameter").unwrap().into_iter().enumerate() {
        assert!((diameter - 24.0).abs() < 2.5, "row {row}: {diameter}");
        assert!((table.numbers("centre_z").unwrap()[row] - 10.0).abs() < 0.5);
    }
}

#[test]
fn bad_input_is_refused_by_name() {
    let mut image = Image::zeros((1, 8, 8));
    let params = SegmentParams { noise_factor: f64::NAN, ..Default::default() };
    assert!(segment(&image, &params).unwrap_err().to_string().contains("noise_factor"));
    let params = SegmentParams { diameter_um: Some(10.0), ..Default::default() };
    assert!(segment(&image, &params).unwrap_err().to_string().contains("pixel_size_um"));
    image[[0, 3, 4]] = f32::NAN;
    assert!(segment(&image, &SegmentParams::default()).unwrap_err().to_string().contains("[0, 3, 4]"));
}

#[test]
fn one_two_and_eight_threads_give_the_same_bits() {
    let (image, _) = scene(11, 40.0);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let labels = segment(&image, &SegmentParams::default()).unwrap();
            let channels = [("h2b".to_owned(), image.clone())];
            (labels.clone(), measure(&labels, &channels, &MeasureParams::default()).unwrap())
        })
    };
    let (labels, table) = run(1);
    for threads in [2, 8] {
        let (other_labels, other) = run(threads);
        assert_eq!(labels, other_labels);
        for (name, column) in table.columns() {
            let bits =
                |values: Option<Vec<f64>>| values.map(|v| v.iter().map(|x| x.to_bits()).collect::<Vec<_>>());
            assert_eq!(bits(column.to_f64()), bits(other.column(name).unwrap().to_f64()), "{name}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn brightness_and_offset_do_not_matter(seed in 0_u64..1000, gain in 0.5_f32..8.0, offset in -500.0_f32..5000.0) {
        let (image, centres) = scene(seed, 20.0);
        let labels = segment(&image.mapv(|v| (v - 33_000.0) * gain + offset), &SegmentParams::default()).unwrap();
        prop_assert_eq!(found_at(&labels, &centres).len(), centres.len());
    }

    #[test]
    fn turning_the_image_turns_the_cells(seed in 0_u64..1000) {
        let (image, centres) = scene(seed, 20.0);
        let turned = image.clone().permuted_axes([0, 2, 1]).as_standard_layout().to_owned();
        let labels = segment(&turned, &SegmentParams::default()).unwrap();
        let swapped: Vec<[f64; 2]> = centres.iter().map(|[y, x]| [*x, *y]).collect();
        prop_assert_eq!(found_at(&labels, &swapped).len(), centres.len());
        prop_assert_eq!(areas(&labels).len() - 1, centres.len());
    }
}

//! Fields cut into tiles, models learnt from labels, and input that is no image of cells.
#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test may panic; helpers are shared by tests")]

#[path = "common/made.rs"]
mod made;

use lca_image::{
    Field, ForestParams, Hypothesis, ImageError, Method, SegmentParams, TrainParams, field_hypotheses,
    image_hypotheses, segment_field, segment_image, train,
};
use lca_numerics::rng;
use lca_pixels::{Image, Labels, areas};
use made::{f1, scene, tiled, torn};
use rand::RngExt;
use std::borrow::Cow;
use std::collections::BTreeMap;

#[test]
fn tiles_of_any_side_give_the_labels_of_the_whole() {
    for seed in 0..3 {
        let (image, truth) = scene(seed, 431, 517, 350);
        let params = SegmentParams {
            diameter_px: Some([18.0, 9.0, 30.0][seed as usize]),
            ..SegmentParams::of_fields()
        };
        let (_, whole) = segment_image(&image, Method::Classical(&params)).unwrap();
        if seed == 0 {
            assert!(f1(&truth, &whole) > 0.9, "{}", f1(&truth, &whole));
        }
        for side in [40, 97, 256] {
            assert!(whole == tiled(&image, Method::Classical(&params), side), "seed {seed}, side {side}");
        }
    }
}

#[test]
fn every_label_is_one_piece() {
    for (seed, diameter) in [(0, 18.0), (1, 9.0), (2, 24.0), (3, 36.0), (4, 50.0)] {
        let (image, _) = scene(60 + seed, 331, 350, 400);
        let params = SegmentParams { diameter_px: Some(diameter), ..SegmentParams::of_fields() };
        let (count, labels) = segment_image(&image, Method::Classical(&params)).unwrap();
        assert_eq!(count, areas(&labels).len() - 1, "each has pixels");
        assert!(count > 3 && torn(&labels).is_empty(), "{diameter}: {:?}", torn(&labels));
        assert!(labels == tiled(&image, Method::Classical(&params), 64), "{diameter}");
    }
}

#[test]
fn one_and_eight_threads_give_the_same_labels() {
    let (image, _) = scene(5, 300, 280, 200);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| tiled(&image, Method::Classical(&SegmentParams::of_fields()), 64))
    };
    assert_eq!(run(1), run(8));
}

#[test]
fn a_forest_learns_from_labels_and_does_not_see_tiles() {
    let params = TrainParams {
        pixels: 12_000,
        forest: ForestParams { trees: 8, ..ForestParams::default() },
        ..TrainParams::default()
    };
    let read = |at: usize| Ok(scene(20 + at as u64, 200, 220, 60));
    let model = train(2, &read, &params).unwrap();
    assert_eq!(model, train(2, &read, &params).unwrap());
    let (image, truth) = scene(30, 240, 300, 90);
    let (_, found) = segment_image(&image, Method::Learnt(&model)).unwrap();
    assert!(f1(&truth, &found) > 0.9, "{}", f1(&truth, &found));
    assert!(found == tiled(&image, Method::Learnt(&model), 90));
    hypotheses_hold(&image, Method::Learnt(&model), &[90]);
}

#[test]
fn unlabelled_cells_are_not_learnt_as_ground() {
    let read = |at: usize| {
        let (image, labels) = scene(40 + at as u64, 260, 260, 100);
        // Whoever drew them drew every fifteenth cell.
        Ok((image, labels.mapv(|label| if label % 15 == 0 { label } else { 0 })))
    };
    let forest = ForestParams { trees: 8, ..ForestParams::default() };
    let f1_with = |partial: bool| {
        let params = TrainParams { partial, pixels: 12_000, forest, ..TrainParams::default() };
        let model = train(2, &read, &params).unwrap();
        let (image, truth) = scene(50, 260, 260, 100);
        f1(&truth, &segment_image(&image, Method::Learnt(&model)).unwrap().1)
    };
    let (partial, full) = (f1_with(true), f1_with(false));
    assert!(partial > 0.9 && partial > full, "{partial} {full}");
}

#[test]
fn images_without_cells_give_no_labels() {
    let params = SegmentParams::of_fields();
    let none = |image: Image| segment_image(&image, Method::Classical(&params)).unwrap().0;
    assert_eq!(none(Image::zeros((1, 90, 90))), 0, "all black");
    assert_eq!(none(Image::from_elem((1, 90, 90), 65_535.0)), 0, "saturated");
    assert_eq!(none(Image::zeros((1, 0, 90))), 0, "no rows");
    assert_eq!(none(Image::zeros((1, 1, 1))), 0, "one pixel");
    let mut random = rng(3, 0);
    let noise =
        Image::from_shape_simple_fn((1, 128, 128), || 32_970.0 + random.random_range(-20.0_f32..20.0));
    let sized = SegmentParams { diameter_px: Some(20.0), ..SegmentParams::of_fields() };
    assert_eq!(segment_image(&noise, Method::Classical(&sized)).unwrap().0, 0, "noise on an offset");
}

#[test]
fn saturated_cells_are_found() {
    let (mut image, truth) = scene(8, 220, 220, 70);
    image.mapv_inplace(|value| value.min(33_300.0));
    let (_, found) = segment_image(&image, Method::Classical(&SegmentParams::of_fields())).unwrap();
    assert!(f1(&truth, &found) > 0.85, "{}", f1(&truth, &found));
}

#[test]
fn more_cells_than_sixteen_bits_can_number_are_kept_apart() {
    // 257 × 257 cells of 5 × 5 pixels.
    let side = 257 * 12;
    let image = Image::from_shape_fn((1, side, side), |(_, y, x)| {
        let (dy, dx) = ((y % 12) as f32 - 5.5, (x % 12) as f32 - 5.5);
        100.0 + 900.0 * (-(dy * dy + dx * dx) / 5.0).exp() + ((y * 7 + x * 13) % 5) as f32
    });
    let params = SegmentParams { diameter_px: Some(5.0), ..SegmentParams::of_fields() };
    let (count, labels) = segment_image(&image, Method::Classical(&params)).unwrap();
    assert_eq!((count, labels.iter().max()), (257 * 257, Some(&(257 * 257))));
}

#[test]
fn what_cannot_be_read_or_used_is_said() {
    struct Torn;
    impl Field for Torn {
        fn size(&self) -> [usize; 2] {
            [100, 100]
        }
        fn rows(&self, _: usize, _: usize) -> Result<Cow<'_, Image>, ImageError> {
            Err(ImageError::Rows("`t007.tif` ends too early".into()))
        }
    }
    let params = SegmentParams::of_fields();
    let error = segment_field(&Torn, Method::Classical(&params), Some(32), |_| Ok(())).unwrap_err();
    assert!(error.to_string().contains("t007.tif"));
    let mut image = Image::zeros((1, 8, 8));
    image[[0, 3, 4]] = f32::NAN;
    assert!(segment_image(&image, Method::Classical(&params)).unwrap_err().to_string().contains("[0, 3, 4]"));
    let nobody = |_: usize| Ok((Image::zeros((1, 20, 20)), Labels::zeros((1, 20, 20))));
    assert!(train(1, &nobody, &TrainParams::default()).unwrap_err().to_string().contains("label"));
    let unlike = |_: usize| Ok((Image::zeros((1, 20, 21)), Labels::from_elem((1, 20, 20), 1)));
    assert!(train(1, &unlike, &TrainParams::default()).is_err());
}

/// Holds that hypotheses are what they say, and the same for tiles of these sides; how many partings and joinings there are.
fn hypotheses_hold(image: &Image, method: Method<'_>, sides: &[usize]) -> [usize; 2] {
    let (found, labels, parts) = image_hypotheses(image, method).unwrap();
    assert_eq!(
        (found.objects, &labels),
        (areas(&labels).len() - 1, &segment_image(image, method).unwrap().1)
    );
    let list = &found.hypotheses.0;
    let of = |test: &dyn Fn(&Hypothesis) -> bool| list.iter().filter(|one| test(one)).count();
    assert_eq!(of(&|one| one.chosen.is_some()), found.objects);
    assert!(list.iter().all(|one| one.cost >= 0.0 && (one.cost == 0.0 || one.chosen.is_none())));
    // Each label is exactly the pixels of its parts, and what has parts of its own is made of exactly these.
    let mut label_of = BTreeMap::new();
    for (&part, &label) in parts.iter().zip(&labels) {
        assert_eq!(part == 0, label == 0);
        assert_eq!(*label_of.entry(part).or_insert(label), label);
    }
    for (at, one) in list.iter().enumerate() {
        let inner = || list.iter().filter(|inner| inner.parent == Some(at as u32));
        let mut made: Vec<u32> = inner().flat_map(|inner| inner.parts.clone()).collect();
        made.sort_unstable();
        assert!(made.is_empty() || made == one.parts, "{one:?}");
        assert!(one.parts.iter().all(|part| one.chosen.is_none_or(|label| label_of[part] == label)));
        let outer = one.parent.and_then(|outer| list[outer as usize].chosen);
        assert!(one.chosen.is_none() || outer.is_none(), "{one:?}");
    }
    for &side in sides {
        let mut tiled = Labels::zeros(labels.dim());
        let again = field_hypotheses(image, method, Some(side), |band| {
            tiled.slice_mut(ndarray::s![.., band.rows, ..]).assign(&band.parts.unwrap());
            Ok(())
        });
        assert_eq!(again.unwrap(), found, "side {side}");
        assert!(tiled == parts, "side {side}");
    }
    let inner = |one: &Hypothesis| one.chosen.is_none() && one.parent.is_some();
    [of(&inner), of(&|one| one.chosen.is_none() && one.parent.is_none())]
}

#[test]
fn hypotheses_are_parts_of_the_labels_whatever_the_tiles() {
    let (image, _) = scene(1, 331, 417, 330);
    let hold = |diameter: f64, sides: &[usize]| {
        let params = SegmentParams { diameter_px: Some(diameter), ..SegmentParams::of_fields() };
        hypotheses_hold(&image, Method::Classical(&params), sides)
    };
    let (small, typical, large) = (hold(9.0, &[97]), hold(18.0, &[40, 97, 256]), hold(30.0, &[97]));
    assert!(typical[0] > 20, "partings: {typical:?}");
    assert!(small[1] + typical[1] + large[1] > 3, "joinings: {small:?} {typical:?} {large:?}");
    let (found, labels, parts) =
        image_hypotheses(&Image::zeros((1, 90, 90)), Method::Classical(&SegmentParams::of_fields())).unwrap();
    assert!(found.hypotheses.0.is_empty() && labels.sum() + parts.sum() == 0, "an empty image");
}

//! Networks learnt from labels of made cells.
#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test may panic; helpers are shared by tests")]

#[allow(dead_code, reason = "other tests use the rest")]
#[path = "common/made.rs"]
mod made;

use lca_image::{ImageError, Method, NetModel, NetParams, segment_image, train_net};
use lca_pixels::{Image, Labels};
use made::{f1, scene, tiled};

/// A network that learns in seconds.
fn small(steps: usize) -> NetParams {
    NetParams { steps, batch: 4, side: 64, widths: vec![8, 16], rate: 0.01, ..NetParams::default() }
}

fn trained(params: &NetParams) -> NetModel {
    train_net(3, &|at| Ok(scene(60 + at as u64, 200, 220, 90)), params, &|_, _| Ok(())).unwrap()
}

fn found(model: &NetModel, image: &Image) -> Labels {
    segment_image(image, Method::Net(model)).unwrap().1
}

#[test]
fn a_network_parts_cells_that_touch_and_does_not_see_tiles() {
    let model = trained(&small(160));
    let (image, truth) = scene(70, 243, 301, 130);
    let labels = found(&model, &image);
    let score = f1(&truth, &labels);
    assert!(score > 0.9, "{score} {:?}", model.record.curve);
    let nothing = f1(&truth, &found(&trained(&small(1)), &image));
    assert!(nothing < 0.5, "{nothing} after one step");
    for side in [64, 90] {
        assert!(labels == tiled(&image, Method::Net(&model), side), "side {side}");
    }
    let losses: Vec<f64> = model.record.curve.iter().map(|line| line.2).collect();
    assert!(losses.iter().all(|loss| loss.is_finite()) && losses[losses.len() - 1] < 0.7 * losses[0]);
    assert_eq!((model.record.learnt_from[0], model.record.kept_apart), (2, 1));
}

#[test]
fn one_and_eight_threads_learn_the_same_bits() {
    let run = |threads: usize, seed: u64| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| trained(&NetParams { seed, ..small(3) }))
    };
    let one = run(1, 1);
    assert_eq!(one, run(8, 1));
    assert_ne!(one.digest, run(8, 2).digest, "another seed");
}

#[test]
fn dark_cells_on_a_bright_ground_are_found_by_what_was_learnt_of_bright_ones() {
    let model = trained(&small(120));
    let (image, truth) = scene(71, 200, 200, 60);
    let score = f1(&truth, &found(&model, &image.mapv(|value| 65_535.0 - value)));
    assert!(score > 0.85, "{score}");
}

#[test]
fn cells_nobody_labelled_are_not_learnt_as_ground() {
    let read = |at: usize| {
        let (image, labels) = scene(80 + at as u64, 220, 220, 80);
        // Whoever drew them drew every second cell.
        Ok((image, labels.mapv(|label| if label % 2 == 0 { label } else { 0 })))
    };
    let (image, truth) = scene(72, 220, 220, 80);
    let score = |partial: bool| {
        let params = NetParams { partial, ..small(120) };
        f1(&truth, &found(&train_net(3, &read, &params, &|_, _| Ok(())).unwrap(), &image))
    };
    let (partial, full) = (score(true), score(false));
    assert!(partial > 0.85 && partial > full, "{partial} {full}");
}

#[test]
fn a_model_comes_back_from_its_file_and_a_damaged_one_is_refused() {
    let model = trained(&small(2));
    let text = serde_json::to_string(&model).unwrap();
    let back: NetModel = serde_json::from_str(&text).unwrap();
    assert_eq!(back, model);
    back.check().unwrap();
    let spoilt = |spoil: &dyn Fn(&mut NetModel)| {
        let mut model = model.clone();
        spoil(&mut model);
        let image = Image::zeros((1, 40, 40));
        segment_image(&image, Method::Net(&model)).unwrap_err().to_string()
    };
    assert!(spoilt(&|model| model.version += 1).contains("version"));
    assert!(spoilt(&|model| model.parameters[5] += 1e-3).contains("damaged"), "a number changed");
    assert!(spoilt(&|model| model.parameters[5] = f32::NAN).contains("damaged"));
    assert!(spoilt(&|model| model.parameters.truncate(40)).contains("damaged"), "cut short");
    assert!(spoilt(&|model| model.widths.clear()).contains("damaged"));
    assert!(spoilt(&|model| model.widths = vec![usize::MAX; 3]).contains("damaged"));
    assert!(spoilt(&|model| model.diameter = 0.0).contains("damaged"));
}

#[test]
fn images_without_cells_give_no_labels() {
    let model = trained(&small(60));
    for image in [Image::zeros((1, 70, 90)), Image::from_elem((1, 70, 90), 65_535.0), Image::zeros((1, 0, 9))]
    {
        assert_eq!(segment_image(&image, Method::Net(&model)).unwrap().0, 0, "{:?}", image.dim());
    }
    segment_image(&Image::zeros((1, 1, 1)), Method::Net(&model)).unwrap();
}

#[test]
fn what_cannot_be_learnt_from_is_said() {
    let quiet = |_: usize, _: usize| Ok(());
    let nobody = |_: usize| Ok((Image::zeros((1, 40, 40)), Labels::zeros((1, 40, 40))));
    assert!(train_net(1, &nobody, &small(1), &quiet).unwrap_err().to_string().contains("label"));
    assert!(train_net(0, &nobody, &small(1), &quiet).is_err(), "no image");
    let unlike = |_: usize| Ok((Image::zeros((1, 20, 21)), Labels::from_elem((1, 20, 20), 1)));
    assert!(matches!(train_net(1, &unlike, &small(1), &quiet), Err(ImageError::Channel { .. })));
    let read = |at: usize| Ok(scene(at as u64, 90, 90, 12));
    let odd = NetParams { side: 33, ..small(1) };
    assert!(train_net(1, &read, &odd, &quiet).unwrap_err().to_string().contains("side"));
    let stop = |_: usize, _: usize| Err(ImageError::Rows("stopped".into()));
    assert!(train_net(1, &read, &small(9), &stop).unwrap_err().to_string().contains("stopped"));
}

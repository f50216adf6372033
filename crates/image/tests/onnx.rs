//! Networks of others, made here: what they say becomes the same objects in any tiles, and what cannot be used is said.
#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test may panic; helpers are shared by tests")]

#[allow(dead_code, reason = "other tests use the rest")]
#[path = "common/made.rs"]
mod made;
#[path = "common/networks.rs"]
mod networks;

use lca_image::{ImageError, Method, OnnxFault, OnnxKind, OnnxModel, OnnxOptions, Overlaps, segment_image};
use lca_numerics::rng;
use lca_pixels::{Image, Labels, areas, dilate, erode};
use made::{f1, tiled};
use networks::{BCYX, BYXC, conv, echo, foreground, mean, network, node, stars, weights};
use rand::RngExt;

fn of_kind(kind: OnnxKind) -> OnnxOptions {
    OnnxOptions { kind: Some(kind), ..OnnxOptions::default() }
}

fn read(bytes: &[u8], sidecar: Option<&str>, said: &OnnxOptions) -> Result<OnnxModel, ImageError> {
    OnnxModel::read("made.onnx", bytes, sidecar, said)
}

fn found(model: &OnnxModel, image: &Image) -> Labels {
    segment_image(image, Method::Onnx(model)).unwrap().1
}

/// Whether two label images show the same objects, by whatever numbers: where a network sees other squares, the last bits of
/// what it says are others, and with them which pixel of a flat top is the highest.
fn alike(one: &Labels, other: &Labels) -> bool {
    let mut scores = Overlaps::default();
    scores.add(one, other).unwrap();
    scores.f1(0.95) == 1.0
}

/// Bright discs that do not touch, in noise far from zero, and their labels.
fn discs(seed: u64, ny: usize, nx: usize, radius: f64) -> (Image, Labels) {
    let mut random = rng(seed, 0);
    let cell = 2.0 * radius + 9.0;
    let jitter: Vec<[f64; 2]> = (0..10_000)
        .map(|_| [random.random_range(-3.0..3.0), random.random_range(-3.0..3.0)].map(f64::round))
        .collect();
    let columns = (nx as f64 / cell).ceil() as usize;
    let labels = Labels::from_shape_fn((1, ny, nx), |(_, y, x)| {
        let place = [y, x].map(|at| (at as f64 / cell).floor());
        let at = place[0] as usize * columns + place[1] as usize;
        let centre = [0, 1].map(|axis| (place[axis] + 0.5) * cell + jitter[at][axis]);
        let inside = (y as f64 - centre[0]).hypot(x as f64 - centre[1]) <= radius;
        if inside { at as u32 + 1 } else { 0 }
    });
    let image = labels.mapv(|label| {
        let light = if label > 0 { 700.0 } else { 0.0 };
        33_000.0 + light + random.random_range(-40.0_f32..40.0)
    });
    (image, labels)
}

#[test]
fn a_foreground_network_finds_discs_whatever_the_tiles_and_squares() {
    let (image, truth) = discs(1, 310, 283, 8.0);
    let whole = read(&foreground(BCYX), None, &of_kind(OnnxKind::Foreground)).unwrap();
    let labels = found(&whole, &image);
    let score = f1(&truth, &labels);
    assert!(score > 0.97, "{score}");
    // The network sees two pixels far.
    let said = OnnxOptions { square: Some(64), halo: Some(2), ..of_kind(OnnxKind::Foreground) };
    let squares = read(&foreground(BCYX), None, &said).unwrap();
    assert!(alike(&labels, &found(&squares, &image)), "squares leave no seams");
    for side in [50, 128] {
        assert!(labels == tiled(&image, Method::Onnx(&whole), side), "side {side}");
        assert!(
            found(&squares, &image) == tiled(&image, Method::Onnx(&squares), side),
            "side {side} in squares"
        );
    }
    // Without the halo it needs there are seams, but the tiles still make no difference.
    let said = OnnxOptions { halo: Some(0), ..said };
    let blind = read(&foreground(BCYX), None, &said).unwrap();
    let seen = found(&blind, &image);
    assert!(!alike(&seen, &labels) && seen == tiled(&image, Method::Onnx(&blind), 50));
    let threads = |count| rayon::ThreadPoolBuilder::new().num_threads(count).build().unwrap();
    assert!(
        [1, 3]
            .map(|count| threads(count).install(|| found(&squares, &image)))
            .iter()
            .all(|one| *one == found(&squares, &image))
    );
}

#[test]
fn descriptions_of_both_formats_say_axes_and_preparation() {
    let (image, truth) = discs(2, 150, 170, 8.0);
    let old = "
format_version: 0.4.9
inputs:
- {name: in, axes: byxc, data_type: float32, shape: {min: [1, 16, 16, 1], step: [0, 8, 8, 0]},
   preprocessing: [{name: scale_linear, kwargs: {gain: 0.00142857, offset: -47.142857, axes: yx}},
                   {name: clip, kwargs: {min: 0.0, max: 1.0}}]}
outputs:
- {name: out, axes: byxc, halo: [0, 4, 4, 0], data_type: float32}
";
    let new = "
format_version: 0.5.3
inputs:
- id: in
  axes:
  - {type: batch}
  - {type: channel, channel_names: [light]}
  - {type: space, id: y, size: {min: 16, step: 8}}
  - {type: space, id: x, size: {min: 16, step: 8}}
  preprocessing: [{id: scale_range, kwargs: {axes: [y, x], min_percentile: 1, max_percentile: 99}}]
outputs:
- id: out
  axes:
  - {type: batch}
  - {type: channel, channel_names: [foreground]}
  - {type: space, id: y, size: {tensor_id: in, axis_id: y}, halo: 4}
  - {type: space, id: x, size: {tensor_id: in, axis_id: x}, halo: 4}
";
    let by_new = read(&foreground(BCYX), Some(new), &OnnxOptions::default()).unwrap();
    let by_old = read(&foreground(BYXC), Some(old), &of_kind(OnnxKind::Foreground)).unwrap();
    for model in [by_new, by_old] {
        let score = f1(&truth, &found(&model, &image));
        assert!(score > 0.97, "{score}");
    }
    let nothing = old.replace("-47.142857", "-40.0").replace("gain: 0.00142857", "gain: 0.0");
    let dark = read(&foreground(BYXC), Some(&nothing), &of_kind(OnnxKind::Foreground)).unwrap();
    assert_eq!(found(&dark, &image).iter().max(), Some(&0), "what is said of the input is done");
    let fault =
        |text: &str| read(&foreground(BCYX), Some(text), &OnnxOptions::default()).unwrap_err().to_string();
    assert!(fault(&new.replace("scale_range", "sharpen")).contains("`sharpen`"));
    assert!(fault(&new.replace("type: batch", "type: time")).contains("time"));
    assert!(fault("inputs: [").contains("description"));
    assert!(fault("{}").contains("0 inputs"));
    // What is said and cannot be done is refused by name.
    for (was, is, told) in [
        ("0.5.3", "0.3.6", "format 0.3.6"),
        ("0.5.3", "0.6.0", "format 0.6.0"),
        ("halo: 4}", "halo: -4}", "`halo`"),
        ("axis_id: y}", "axis_id: y, offset: 2}", "`offset` along y"),
        ("halo: 4}", "halo: 4, scale: 0.5}", "not 2 times as many (`scale`)"),
        ("inputs:", "weights: {onnx: {source: a.onnx, sha256: ABC}}\ninputs:", "SHA-256 abc"),
        ("channel_names: [foreground]", "channel_names: []", "names no channel"),
    ] {
        let spoilt = new.replacen(was, is, if was == "inputs:" { 1 } else { 9 });
        assert!(spoilt != new && fault(&spoilt).contains(told), "{told}: {}", fault(&spoilt));
    }
    let summed = |sum: &str| {
        let weights = format!("weights: {{onnx: {{source: a.onnx, sha256: {sum}}}}}\ninputs:");
        let text = new.replacen("inputs:", &weights, 1).replace("halo: 4}", "halo: 4, scale: 1.0}");
        read(&foreground(BCYX), Some(&text), &OnnxOptions::default())
    };
    let Err(ImageError::Onnx { fault: OnnxFault::Another { found, .. }, .. }) = summed("'00'") else {
        panic!("a description of another file was taken")
    };
    assert!(summed(&found).is_ok(), "{found}");
}

#[test]
fn boundaries_part_objects_that_touch() {
    // Discs of two halves each, which together are as round as one object.
    let (_, whole) = discs(7, 198, 231, 12.0);
    let middle = |label: u32| {
        let columns = whole.indexed_iter().filter(|(_, other)| **other == label).map(|((_, _, x), _)| x);
        let (sum, count) = columns.fold((0, 0), |(sum, count), x| (sum + x, count + 1));
        sum / count.max(1)
    };
    let middles: Vec<usize> = (0..=whole.iter().copied().max().unwrap()).map(middle).collect();
    let truth = Labels::from_shape_fn(whole.dim(), |at| match whole[at] {
        0 => 0,
        label => 2 * label + u32::from(at.2 > middles[label as usize]),
    });
    let inside = truth.mapv(|label| label > 0);
    let mut core = inside.clone();
    for label in 1..=truth.iter().copied().max().unwrap() {
        let own = truth.mapv(|other| other == label);
        let rim = &own & &!erode(&own, 1.0, [1.0; 3]);
        core.zip_mut_with(&rim, |slot, &rim| *slot &= !rim);
    }
    let edge = dilate(&inside, 1.0, [1.0; 3]) & !core;
    let plane = |mask: &lca_pixels::Mask| mask.mapv(|inside| f32::from(u8::from(inside)));
    let maps = ndarray::concatenate![ndarray::Axis(0), plane(&inside), plane(&edge)];
    let plain = "
inputs: [{name: in, axes: bcyx, shape: {min: [1, 2, 16, 16], step: [0, 0, 16, 16]}}]
outputs: [{name: out, axes: bcyx}]
";
    let model = read(&echo(2), Some(plain), &of_kind(OnnxKind::ForegroundBoundary)).unwrap();
    let labels = found(&model, &maps);
    let score = f1(&truth, &labels);
    assert!(score > 0.95, "{score}");
    assert!(labels == tiled(&maps, Method::Onnx(&model), 70));
    let one =
        read(&echo(1), Some(&plain.replace("[1, 2,", "[1, 1,")), &of_kind(OnnxKind::Foreground)).unwrap();
    let merged = found(&one, &plane(&inside));
    let count = |labels: &Labels| areas(labels).iter().skip(1).filter(|area| **area > 0).count();
    assert_eq!(2 * count(&merged), count(&truth), "without boundaries halves are one");
}

#[test]
fn stars_become_objects_whatever_the_tiles_and_squares() {
    let (image, truth) = discs(3, 300, 325, 8.0);
    let said = of_kind(OnnxKind::Stardist);
    let model = read(&stars(8.0), None, &said).unwrap();
    let labels = found(&model, &image);
    let score = f1(&truth, &labels);
    assert!(score > 0.97, "{score}");
    for side in [33, 128] {
        assert!(labels == tiled(&image, Method::Onnx(&model), side), "side {side}");
    }
    // The network sees eight pixels far, and a disc is seventeen wide.
    let squares = OnnxOptions { square: Some(96), halo: Some(26), ..said.clone() };
    let squares = read(&stars(8.0), None, &squares).unwrap();
    assert!(alike(&labels, &found(&squares, &image)), "squares leave no seams");
    assert!(found(&squares, &image) == tiled(&image, Method::Onnx(&squares), 50));
    let wide = f1(&truth, &found(&read(&stars(4.0), None, &said).unwrap(), &image));
    assert!(wide < 0.2, "rays say how wide: {wide}");
    let described = "
config: {stardist: {thresholds: {prob: 0.9999999, nms: 0.3}}}
inputs: [{name: in, axes: bcyx, shape: {min: [1, 1, 16, 16], step: [0, 0, 16, 16]}}]
outputs: [{name: odds, axes: bcyx}, {name: rays, axes: bcyx}]
";
    let strict = read(&stars(8.0), Some(described), &OnnxOptions::default()).unwrap();
    assert_eq!((strict.kind(), found(&strict, &image).iter().max()), (OnnxKind::Stardist, Some(&0)));
}

fn fault(bytes: &[u8], said: &OnnxOptions) -> OnnxFault {
    match read(bytes, None, said).unwrap_err() {
        ImageError::Onnx { file, fault } if file == "made.onnx" => fault,
        other => panic!("{other}"),
    }
}

#[test]
fn what_cannot_be_used_is_said_when_it_is_read() {
    let said = of_kind(OnnxKind::Foreground);
    for bytes in [&b""[..], b"garbage", b"{\"version\": 1}", &foreground(BCYX)[..90]] {
        assert!(matches!(fault(bytes, &said), OnnxFault::NotOnnx(_)), "{:?}", fault(bytes, &said));
    }
    let strange = network(&BCYX, vec![], vec![node("Dream", &["in"], "out", vec![])], &["out"]);
    assert_eq!(fault(&strange, &said), OnnxFault::Operators(vec!["Dream".into()]));
    let none = fault(&foreground(BCYX), &OnnxOptions::default()).to_string();
    assert!(none.contains("--onnx-kind") && none.contains("1 channels"), "{none}");
    let order = network(
        &[Some(1), Some(1), None, Some(1)],
        vec![],
        vec![node("Identity", &["in"], "out", vec![])],
        &["out"],
    );
    assert!(fault(&order, &said).to_string().contains("--onnx-axes"));
    let halved = network(
        &BCYX,
        mean(["k", "b"], 5, 2.6, 1.0, 0.0),
        vec![conv("in", ["k", "b"], 5, 2, "out")],
        &["out"],
    );
    assert!(matches!(fault(&halved, &said), OnnxFault::Size { found: [32, 32], given: [64, 64], .. }));
    let mut away = weights("k", &[1, 1, 5, 5], vec![]);
    away.data_location = Some(1);
    let away = network(&BCYX, vec![away], vec![conv("in", ["k", "b"], 5, 1, "out")], &["out"]);
    assert_eq!(fault(&away, &said), OnnxFault::Elsewhere);
    let huge = weights("k", &[1 << 40, 1 << 40, 5, 5], vec![0.0; 4]);
    let huge = network(&BCYX, vec![huge], vec![conv("in", ["k", "b"], 5, 1, "out")], &["out"]);
    assert!(fault(&huge, &said).to_string().contains("`k`"));
    let order = OnnxOptions { axes: Some("bcyx".into()), ..said.clone() };
    let told = fault(&foreground(BYXC), &order).to_string();
    assert!(told.contains("axis 2 of its input, `c` of `bcyx`") && told.contains("--onnx-axes"), "{told}");
    for (axes, why) in [("bczyx", "axis `z`"), ("cyx", "4 axes, but `cyx` are 3")] {
        let told =
            fault(&foreground(BCYX), &OnnxOptions { axes: Some(axes.into()), ..said.clone() }).to_string();
        assert!(told.contains(why) && told.contains("--onnx-axes"), "{told}");
    }
    let crowded = fault(&foreground(BCYX), &OnnxOptions { overlap: Some(0.3), ..said.clone() }).to_string();
    assert!(crowded.contains("leave out --overlap"), "{crowded}");
    let two = fault(&networks::two_inputs(), &said);
    assert_eq!(two, OnnxFault::Inputs(2));
    for level in [0.0, 1.5] {
        let off = OnnxOptions { level: Some(level), ..said.clone() };
        let told = read(&foreground(BCYX), None, &off).unwrap_err().to_string();
        assert!(told.contains("level") && told.contains("above 0 and below 1"), "{told}");
    }
}

#[test]
fn what_a_network_gives_is_checked() {
    let (image, _) = discs(4, 100, 90, 8.0);
    let said = of_kind(OnnxKind::Foreground);
    let fault = |bytes: &[u8], image: &Image, said: &OnnxOptions| {
        let model = read(bytes, None, said).unwrap();
        segment_image(image, Method::Onnx(&model)).unwrap_err().to_string()
    };
    let log = network(&BCYX, vec![], vec![node("Log", &["in"], "out", vec![])], &["out"]);
    let not_a_number = fault(&log, &image, &said);
    assert!(not_a_number.contains("finite") && not_a_number.contains("made.onnx"), "{not_a_number}");
    let bare = network(
        &BCYX,
        mean(["k", "b"], 5, 2.6, 30.0, 15.0),
        vec![conv("in", ["k", "b"], 5, 1, "out")],
        &["out"],
    );
    assert!(fault(&bare, &image, &said).contains("sigmoid"));
    let two = fault(&echo(2), &image, &of_kind(OnnxKind::ForegroundBoundary));
    assert!(two.contains("takes 2 channels") && two.contains("has 1"), "{two}");
    let fixed = [Some(1), Some(1), Some(64), Some(64)];
    let fixed = network(&fixed, vec![], vec![node("Sigmoid", &["in"], "out", vec![])], &["out"]);
    assert!(fault(&fixed, &image, &said).contains("--halo"), "64 pixels have no room for a halo of 96");
    let mut broken = image.clone();
    broken[[0, 40, 50]] = f32::NAN;
    assert!(fault(&foreground(BCYX), &broken, &said).contains("not a finite number"));
    let model = read(&foreground(BCYX), None, &said).unwrap();
    for empty in [Image::zeros((1, 0, 9)), Image::zeros((1, 1, 1)), Image::zeros((1, 40, 50))] {
        assert_eq!(segment_image(&empty, Method::Onnx(&model)).unwrap().0, 0, "{:?}", empty.dim());
    }
}

#[test]
fn a_network_of_fixed_size_sees_larger_and_smaller_images() {
    let weights = mean(["k", "b"], 5, 2.6, 30.0, 15.0);
    let nodes = vec![conv("in", ["k", "b"], 5, 1, "d"), node("Sigmoid", &["d"], "out", vec![])];
    let fixed = network(&[Some(1), Some(1), Some(96), Some(96)], weights, nodes, &["out"]);
    let said = OnnxOptions { halo: Some(4), ..of_kind(OnnxKind::Foreground) };
    let (fixed, free) = (read(&fixed, None, &said).unwrap(), read(&foreground(BCYX), None, &said).unwrap());
    for (ny, nx) in [(200, 175), (75, 150)] {
        let (image, truth) = discs(5, ny, nx, 8.0);
        let labels = found(&fixed, &image);
        assert!(alike(&labels, &found(&free, &image)), "{ny} x {nx}");
        assert!(f1(&truth, &labels) > 0.97, "{ny} x {nx}: {}", f1(&truth, &labels));
    }
}

#[test]
fn spoilt_bytes_end_in_an_error_or_in_labels() {
    let (image, _) = discs(6, 70, 60, 8.0);
    let mut random = rng(9, 0);
    let whole = [foreground(BCYX), stars(4.0)];
    let kinds = [OnnxKind::Foreground, OnnxKind::Stardist];
    let mut refused = 0;
    for turn in 0..160 {
        let mut bytes = whole[turn % 2].clone();
        for _ in 0..random.random_range(1..6) {
            let at = random.random_range(0..bytes.len());
            bytes[at] = random.random();
        }
        if turn % 5 == 0 {
            bytes.truncate(random.random_range(0..bytes.len()));
        }
        let model = read(&bytes, None, &of_kind(kinds[turn % 2]));
        refused += usize::from(model.is_err_and(|why| !why.to_string().is_empty()));
        if let Ok(model) = read(&bytes, None, &of_kind(kinds[turn % 2])) {
            let _ = segment_image(&image, Method::Onnx(&model));
        }
    }
    assert!(refused > 30, "{refused} of 160 were refused");
}

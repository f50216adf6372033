//! The algebra against differences, on small networks.

use super::conv::Layer;
use super::loss::loss;
use super::plan::Plan;
use super::sheet::Crop;
use super::train::beginning;
use crate::learn::TARGETS;
use lca_numerics::rng;
use lca_pixels::Image;
use rand::RngExt;

fn noise(seed: u64, dim: (usize, usize, usize)) -> Image {
    let mut random = rng(seed, 0);
    Image::from_shape_simple_fn(dim, || random.random_range(-1.0_f32..1.0))
}

#[test]
fn a_convolution_equals_its_definition() {
    for side in [1, 3] {
        let layer = Layer { inputs: 3, outputs: 4, side, at: 2 };
        // Wider than a chunk, and more rows than one.
        for dim in [(3, 5, 7), (3, 37, 300), (3, 3, 1500), (3, 1, 1)] {
            let (input, weights) = (noise(1, dim), noise(2, (1, 1, 2 + layer.size())));
            let weights = weights.as_slice().unwrap();
            let found = layer.forward(&input, weights);
            let half = side as isize / 2;
            let at = |channel: usize, y: isize, x: isize| {
                let inside = (0..dim.1 as isize).contains(&y) && (0..dim.2 as isize).contains(&x);
                if inside { input[[channel, y as usize, x as usize]] } else { 0.0 }
            };
            for ((output, y, x), &value) in found.indexed_iter() {
                let mut sum = weights[2 + 4 * layer.taps() + output];
                for channel in 0..3 {
                    for tap in 0..side * side {
                        let (dy, dx) = ((tap / side) as isize - half, (tap % side) as isize - half);
                        sum += weights[2 + (output * 3 + channel) * side * side + tap]
                            * at(channel, y as isize + dy, x as isize + dx);
                    }
                }
                assert!((sum - value).abs() < 1e-5, "{dim:?} {output} {y} {x}: {sum} {value}");
            }
        }
    }
}

#[test]
fn gradients_equal_differences() {
    let plan = Plan::new(2, &[3, 4, 5], TARGETS);
    let mut parameters = beginning(&plan, 7);
    let seen = noise(3, (2, 16, 20));
    let mut wanted = noise(4, (TARGETS + 1, 16, 20)).mapv(|value| 0.5 + 0.5 * value);
    wanted
        .index_axis_mut(ndarray::Axis(0), TARGETS)
        .mapv_inplace(|value| if value > 0.3 { 1.0 } else { 0.0 });
    let crop = Crop { seen, wanted };
    let told = |parameters: &[f32]| loss(&plan.outputs(crop.seen.clone(), parameters), &crop).0;
    let trail = plan.trail(crop.seen.clone(), &parameters);
    let (value, slopes) = loss(trail.last().unwrap(), &crop);
    assert!((value - told(&parameters)).abs() < 1e-12, "with and without the trail");
    let gradient = plan.gradient(&trail, slopes, &parameters);
    let (mut worst, mut largest, mut bends) = (0.0_f64, 0.0_f64, 0);
    for at in 0..parameters.len() {
        let (here, step) = (parameters[at], 1e-3_f32);
        parameters[at] = here + step;
        let (above, up) = (told(&parameters), f64::from(parameters[at] - here));
        parameters[at] = here - step;
        let (below, down) = (told(&parameters), f64::from(here - parameters[at]));
        parameters[at] = here;
        let (ahead, behind) = ((above - value) / up, (value - below) / down);
        // Where both sides differ, a number passed through 0, where the network is bent.
        if (ahead - behind).abs() > 2e-4 {
            bends += 1;
            continue;
        }
        let slope = (above - below) / (up + down);
        worst = worst.max((slope - f64::from(gradient[at])).abs());
        largest = largest.max(slope.abs());
    }
    assert!(worst < 4e-3 * largest, "{worst} of {largest}");
    assert!(10 * bends < parameters.len(), "{bends} of {}", parameters.len());
}

#[test]
fn pixels_that_do_not_count_teach_nothing() {
    let said = noise(5, (TARGETS, 4, 4));
    let crop = Crop { seen: noise(6, (1, 4, 4)), wanted: Image::zeros((TARGETS + 1, 4, 4)) };
    let (value, slopes) = loss(&said, &crop);
    assert_eq!((value, slopes.iter().all(|slope| *slope == 0.0)), (0.0, true));
}

//! Laws that hold for any image: what moves or turns with the image, what is conserved, and that the
//! number of threads changes nothing.

#![allow(clippy::unwrap_used, reason = "a helper of tests may panic")]

use lca_pixels::*;
use ndarray::{Array3, s};
use proptest::prelude::*;

/// An image of smooth hills, the same for the same seed.
fn hills(dim: (usize, usize, usize), seed: u32) -> Image {
    let noise = Image::from_shape_fn(dim, |(z, y, x)| {
        let mixed = [(z, 73_856_093_u32), (y, 19_349_663), (x, 83_492_791)]
            .iter()
            .fold(seed, |sum, (at, prime)| sum ^ (*at as u32 + 1).wrapping_mul(*prime));
        let mixed = (mixed ^ (mixed >> 13)).wrapping_mul(1_274_126_177);
        ((mixed ^ (mixed >> 16)) % 1000) as f32
    });
    gaussian(&noise, [1.0, 1.5, 1.5])
}

fn turned<T: Copy>(array: &Array3<T>) -> Array3<T> {
    let view = array.view().permuted_axes([0, 2, 1]);
    Array3::from_shape_fn(view.dim(), |at| view[at])
}

fn close_to(a: &Image, b: &Image, tolerance: f32) -> bool {
    a.dim() == b.dim() && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= tolerance)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn filters_turn_with_the_image(seed in any::<u32>(), ny in 3_usize..40, nx in 3_usize..40) {
        let image = hills((1, ny, nx), seed);
        let flip = turned(&image);
        prop_assert!(close_to(&turned(&gaussian(&image, [0.0, 1.0, 2.0])), &gaussian(&flip, [0.0, 2.0, 1.0]), 1e-2));
        prop_assert!(close_to(&turned(&box_mean(&image, [0, 1, 3])), &box_mean(&flip, [0, 3, 1]), 1e-2));
        prop_assert_eq!(turned(&box_max(&image, [0, 1, 3])), box_max(&flip, [0, 3, 1]));
        let mask = image.mapv(|value| value > 500.0);
        let distance = distance_transform(&mask, [1.0, 1.0, 0.5]);
        prop_assert_eq!(turned(&distance), distance_transform(&turned(&mask), [1.0, 0.5, 1.0]));
    }

    #[test]
    fn filters_move_with_the_image(seed in any::<u32>(), dy in 0_usize..10, dx in 0_usize..10) {
        let image = hills((1, 60, 60), seed);
        let part = image.slice(s![.., dy..dy + 50, dx..dx + 50]).to_owned();
        let inside = |image: &Image, y: usize, x: usize| image.slice(s![.., y..y + 20, x..x + 20]).to_owned();
        let (whole, cut) = (gaussian(&image, [0.0, 2.0, 2.0]), gaussian(&part, [0.0, 2.0, 2.0]));
        prop_assert!(close_to(&inside(&whole, dy + 15, dx + 15), &inside(&cut, 15, 15), 1e-3));
    }

    #[test]
    fn a_watershed_covers_its_mask_and_nothing_else(seed in any::<u32>(), level in 350_f32..550.0) {
        let image = hills((2, 24, 30), seed);
        let mask = image.mapv(|value| value > level);
        let mut seeds = Labels::zeros(image.dim());
        let found = peaks(&image, &mask, 0.0, Connectivity::Corners).unwrap();
        found.iter().enumerate().for_each(|(at, peak)| seeds[peak.at] = at as u32 + 1);
        let labels = watershed(&image.mapv(|v| -v), &seeds, &mask, Connectivity::Corners).unwrap();
        prop_assert!(labels.iter().zip(&mask).all(|(label, inside)| (*label > 0) == *inside));
        let sizes = areas(&labels);
        prop_assert_eq!(sizes.iter().sum::<usize>(), image.len());
        prop_assert!(sizes[1..].iter().all(|&n| n > 0), "a seed lost its pixel");
    }

    #[test]
    fn parts_partition_the_mask(seed in any::<u32>(), level in 350_f32..650.0) {
        let mask = hills((3, 15, 20), seed).mapv(|value| value > level);
        let labels = components(&mask, Connectivity::Faces);
        prop_assert!(labels.iter().zip(&mask).all(|(label, inside)| (*label > 0) == *inside));
        let fine = components(&mask, Connectivity::Corners);
        prop_assert!(areas(&fine).len() <= areas(&labels).len());
    }
}

#[test]
fn one_two_and_eight_threads_give_the_same_bits() {
    let image = hills((3, 70, 90), 5);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mask = image.mapv(|value| value > 500.0);
            let (mean, spread) = local_mean_std(&image, [1, 5, 5]);
            let all = [
                gaussian(&image, [1.0, 3.0, 3.0]),
                laplacian_of_gaussian(&image, [1.0, 3.0, 3.0]),
                mean,
                spread,
                distance_transform(&mask, [2.0, 1.0, 1.0]),
                downsample_mean(&image, [1, 2, 2]).unwrap(),
            ];
            all.map(|image| image.mapv(f32::to_bits))
        })
    };
    assert_eq!(run(1), run(2));
    assert_eq!(run(1), run(8));
}

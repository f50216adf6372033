//! Images of cells that are made, and how well they are found.

use lca_image::{Method, Overlaps, segment_field};
use lca_numerics::rng;
use lca_pixels::{Image, Labels, areas, gaussian};
use rand::RngExt;

/// Blurred ellipses that may touch, on a sloping ground far from zero, with noise; and their labels.
pub fn scene(seed: u64, ny: usize, nx: usize, count: usize) -> (Image, Labels) {
    let mut random = rng(seed, 0);
    let (mut image, mut labels) = (Image::zeros((1, ny, nx)), Labels::zeros((1, ny, nx)));
    let mut centres: Vec<[f64; 2]> = Vec::new();
    for label in 1..=count as u32 {
        let centre = [random.random_range(0.0..ny as f64), random.random_range(0.0..nx as f64)];
        if centres.iter().any(|other| (other[0] - centre[0]).hypot(other[1] - centre[1]) < 19.0) {
            continue;
        }
        centres.push(centre);
        let (long, wide) = (random.random_range(9.0..13.0), random.random_range(7.0..9.0));
        let turn: f64 = random.random_range(0.0..3.1);
        let level: f32 = random.random_range(300.0..1200.0);
        for ((_, y, x), slot) in labels.indexed_iter_mut() {
            let (dy, dx) = (y as f64 - centre[0], x as f64 - centre[1]);
            let (u, v) = (dy * turn.cos() + dx * turn.sin(), dx * turn.cos() - dy * turn.sin());
            if (u / long).hypot(v / wide) < 1.0 && *slot == 0 {
                *slot = label;
                image[[0, y, x]] = level;
            }
        }
    }
    let mut image = gaussian(&image, [0.0, 1.5, 1.5]);
    for ((_, _, x), slot) in image.indexed_iter_mut() {
        *slot += 32_970.0 + 0.1 * x as f32 + random.random_range(-30.0..30.0);
    }
    (image, labels)
}

pub fn tiled(image: &Image, method: Method<'_>, side: usize) -> Labels {
    let mut out = Labels::zeros((1, image.dim().1, image.dim().2));
    let mut rows = 0;
    let objects = segment_field(image, method, Some(side), |band| {
        assert_eq!(band.rows.start, rows, "bands come in order");
        rows = band.rows.end;
        out.slice_mut(ndarray::s![.., band.rows, ..]).assign(&band.labels);
        Ok(())
    });
    assert_eq!(objects.unwrap(), areas(&out).len() - 1, "numbered without holes");
    out
}

/// Labels of which some pixels are not joined to the others by their sides.
pub fn torn(labels: &Labels) -> Vec<u32> {
    let pieces = |label: u32| {
        let own = labels.mapv(|other| other == label);
        lca_pixels::components(&own, lca_pixels::Connectivity::Faces).iter().max().copied().unwrap_or(0)
    };
    (1..areas(labels).len() as u32).filter(|&label| pieces(label) > 1).collect()
}

pub fn f1(truth: &Labels, found: &Labels) -> f64 {
    let mut scores = Overlaps::default();
    scores.add(truth, found).unwrap();
    scores.f1(0.5)
}

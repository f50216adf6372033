use super::dark;
use crate::DemoOptions;
use lca_numerics::rng;
use lca_pixels::Image;
use rand::RngExt;
use rand_distr::{Distribution, StandardNormal};

/// Drift of the stage from frame to frame in µm along each axis: what a microscope with focus lock
/// but without registration shows.
const DRIFT: f64 = 0.25;
/// Light lost to bleaching in each frame, per channel.
const BLEACHING: [f64; 2] = [0.0015, 0.0025];
/// Darkening of the lamp towards the corners.
const VIGNETTE: f64 = 0.25;
/// Light of medium and dish under the cells, and its change across the field.
const HAZE: [f64; 2] = [0.10, 0.12];
const HAZE_SLOPE: f64 = 0.4;

/// What stage and lamp do through a movie.
#[derive(Debug, Clone)]
pub(crate) struct Stage {
    /// Shift of the picture in each frame in µm along y and x.
    pub(crate) drift: Vec<[f64; 2]>,
    lamp: [Image; 2],
    haze: [Image; 2],
}

impl Stage {
    pub(crate) fn new(options: &DemoOptions, frames: usize, stream: u64) -> Self {
        let mut rng = rng(options.seed ^ 0x57a9_e000, stream);
        let mut place = [0.0; 2];
        let mut drift = vec![place];
        for _ in 1..frames {
            let moved = |at: f64, z: f64| at + DRIFT * z;
            place = place.map(|at| moved(at, StandardNormal.sample(&mut rng)));
            drift.push(place);
        }
        let side = crate::cell::side(options);
        let tilt = [0, 1].map(|_| rng.random::<f64>() * std::f64::consts::TAU);
        let lamp = [0, 1].map(|_| lamp(side));
        let haze = [0, 1].map(|channel| haze(side, HAZE[channel], tilt[channel]));
        Self { drift, lamp, haze }
    }

    /// The light that reaches the camera: cells and haze under an uneven lamp, cells bleached.
    pub(crate) fn light(&self, mut cells: Image, t: usize, channel: usize) -> Image {
        let left = (1.0 - BLEACHING[channel]).powi(t as i32) as f32;
        ndarray::Zip::from(&mut cells)
            .and(&self.lamp[channel])
            .and(&self.haze[channel])
            .for_each(|light, &lamp, &haze| *light = (*light * left + haze) * lamp);
        cells
    }
}

fn from_centre(side: usize, at: usize) -> f64 {
    (at as f64 + 0.5) / side as f64 * 2.0 - 1.0
}

fn lamp(side: usize) -> Image {
    Image::from_shape_fn(dark(side).dim(), |(_, y, x)| {
        let square = from_centre(side, y).powi(2) + from_centre(side, x).powi(2);
        (1.0 - VIGNETTE * square / 2.0) as f32
    })
}

fn haze(side: usize, level: f64, tilt: f64) -> Image {
    Image::from_shape_fn(dark(side).dim(), |(_, y, x)| {
        let along = from_centre(side, y) * tilt.sin() + from_centre(side, x) * tilt.cos();
        (level * (1.0 + HAZE_SLOPE * along / 2.0)) as f32
    })
}

use super::targets::TARGETS;
use super::{COUNT, Forest, Sizes, Tone, features};
use crate::ImageError;
use crate::field::{Terrain, reduced};
use lca_pixels::{Image, Mask, gaussian};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// What [`crate::train`] learnt: a forest that tells of each pixel whether it lies in an object, at its
/// rim and how deep in it; and how large the objects are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PixelModel {
    /// Changes when the features or these fields do.
    pub version: u32,
    /// Median diameter of the labelled objects in pixels.
    pub diameter: f64,
    /// Least and greatest area of the labelled objects in pixels, the outermost hundredths left out.
    pub areas: [f64; 2],
    /// Pixels of the images per pixel looked at, along both axes.
    pub factor: usize,
    /// How deep the valley between two objects must be in the landscape learnt, where an object's middle
    /// is about 1 high.
    pub split_depth: f64,
    /// How much depth of that valley it is worth that two objects together are no ellipse, for each typical area by
    /// which they fall short of one.
    pub shape: f64,
    /// From what probability on a pixel lies in an object.
    pub level: f64,
    /// How well factor, depth, shape and level did on images kept apart (panoptic quality, 0 to 1); none where a single
    /// image left none to keep apart.
    pub quality: Option<f64>,
    /// Images, objects and pixels learnt from.
    pub learnt_from: [usize; 3],
    /// The trees.
    pub forest: Forest,
}

impl PixelModel {
    /// The version of the features here.
    pub const VERSION: u32 = 3;

    /// Whether the model is one that this version can use.
    ///
    /// # Errors
    /// [`ImageError::Model`] when it is not.
    pub fn check(&self) -> Result<(), ImageError> {
        let fits = self.version == Self::VERSION
            && self.forest.features() == COUNT
            && self.forest.targets() == TARGETS;
        let sized = self.diameter.is_finite()
            && self.diameter > 0.0
            && self.areas.iter().all(|area| area.is_finite())
            && (1..=64).contains(&self.factor)
            && self.split_depth.is_finite()
            && self.shape.is_finite()
            && (0.0..1.0).contains(&self.level);
        if fits && sized && self.forest.is_sound() {
            Ok(())
        } else {
            let what =
                format!("it is of version {}, this program reads version {}", self.version, Self::VERSION);
            Err(ImageError::Model(if fits { "it is damaged".into() } else { what }))
        }
    }

    pub(crate) const fn sizes(&self) -> Sizes {
        Sizes { diameter: self.diameter, areas: self.areas, split_depth: self.split_depth, level: self.level }
    }

    /// The finest reduction worth it: objects stay wider than for the classical method, since edges are learnt.
    pub(crate) fn fine_factor(diameter: f64) -> usize {
        ((diameter / 30.0) as usize).clamp(1, 64)
    }

    /// The terrain of a window: hills where pixels are deep in objects, valleys at their rims.
    pub(crate) fn terrain(&self, window: &Image, origin: [usize; 2], factor: usize, tone: Tone) -> Terrain {
        let (grey, colour) = planes(window, factor);
        let origin = origin.map(|at| at / factor);
        let columns = features(&grey, colour.as_ref(), origin, tone);
        let dim = grey.dim();
        let (mut signal, mut hills) = (Image::zeros(dim), Image::zeros(dim));
        let lines: Vec<&[f32]> = columns.iter().filter_map(|column| column.as_slice()).collect();
        if let (Some(signal), Some(hills)) = (signal.as_slice_mut(), hills.as_slice_mut()) {
            let wide = dim.2.max(1);
            signal.par_chunks_mut(wide).zip(hills.par_chunks_mut(wide)).enumerate().for_each(
                |(y, (signal, hills))| {
                    let (mut sample, mut found) = (vec![0.0; lines.len()], [0.0; TARGETS]);
                    for (x, (signal, hill)) in signal.iter_mut().zip(hills).enumerate() {
                        sample.iter_mut().zip(&lines).for_each(|(slot, line)| *slot = line[y * wide + x]);
                        self.forest.predict(&sample, &mut found);
                        *signal = found[0];
                        *hill = found[2] - 0.5 * found[1];
                    }
                },
            );
        }
        let hills = gaussian(&hills, [0.0, 1.0, 1.0]);
        let signal = gaussian(&signal, [0.0, 0.6, 0.6]);
        let inside: Mask = signal.mapv(|value| value > self.level as f32);
        Terrain { origin, hills, inside, signal }
    }
}

/// The mean of the colours and, where there are three, the first less the third, both reduced.
pub(crate) fn planes(window: &Image, factor: usize) -> (Image, Option<Image>) {
    let colour = (window.dim().0 >= 3).then(|| {
        let plane = |at: usize| window.slice(ndarray::s![at..=at, .., ..]);
        reduced(&(&plane(0) - &plane(2)), factor)
    });
    (reduced(&crate::field::grey(window), factor), colour)
}

//! From cells to pixels: the field of view, the lens, the lamp, the camera.

mod camera;
mod lens;
mod paint;
mod stage;

pub(crate) use camera::Camera;
pub(crate) use paint::Paint;
pub(crate) use stage::Stage;

use crate::DemoOptions;
use crate::cell::Film;
use lca_core::{ChunkError, ChunkSource};
use lca_numerics::rng;
use lca_pixels::{Frame, Image, Pixels};
use ndarray::{ArrayD, IxDyn};

/// The movie of a film, rendered frame by frame as it is read. A frame depends on nothing but the
/// film, the seed and its own number. Channel 0 is the nuclear marker, channel 1 the reporter.
#[derive(Debug)]
pub(crate) struct Movie<'a> {
    film: &'a Film,
    options: &'a DemoOptions,
    stage: Stage,
    stream: u64,
}

impl<'a> Movie<'a> {
    pub(crate) fn new(film: &'a Film, options: &'a DemoOptions, stream: u64) -> Self {
        let stage = Stage::new(options, film.frames.len(), stream);
        Self { film, options, stage, stream }
    }

    /// How far the stage has moved the picture in a frame, in µm along y and x.
    pub(crate) fn drift(&self, t: usize) -> [f64; 2] {
        self.stage.drift[t]
    }

    fn channel(&self, t: usize, channel: usize) -> ArrayD<u16> {
        let paint =
            Paint { pixel: self.options.pixel_size, side: self.film.side, drift: self.stage.drift[t] };
        let sharp = paint.channel(&self.film.frames[t], channel);
        let light = self.stage.light(lens::blur(&sharp, self.options.pixel_size), t, channel);
        let camera = Camera::new(self.options, channel);
        let frame = self.stream * 1_000_000 + (2 * t + channel) as u64;
        camera.expose(&light, &mut rng(self.options.seed ^ 0xca3e_7a00, frame))
    }
}

impl ChunkSource for Movie<'_> {
    type Chunk = Frame;

    fn len(&self) -> usize {
        self.film.frames.len()
    }

    fn read(&self, t: usize) -> Result<Frame, ChunkError> {
        let side = self.film.side;
        let mut pixels = ArrayD::<u16>::zeros(IxDyn(&[2, 1, side, side]));
        for (channel, mut plane) in pixels.outer_iter_mut().enumerate() {
            plane.assign(&self.channel(t, channel));
        }
        Ok(Frame { pixels: Pixels::Uint16(pixels) })
    }
}

/// A dark picture.
pub(crate) fn dark(side: usize) -> Image {
    Image::zeros((1, side, side))
}

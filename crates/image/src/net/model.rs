use super::input::{INPUTS, level, planes};
use super::loss::logistic;
use super::plan::Plan;
use crate::ImageError;
use crate::field::Terrain;
use crate::learn::{LEVEL, Sizes, TARGETS, Tone, reduced_planes};
use lca_core::Digest;
use lca_pixels::{Image, Mask, gaussian};
use serde::{Deserialize, Serialize};

/// How a network was trained.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NetRecord {
    /// Images, objects and known pixels (at the working scale) learnt from, the validation's left out.
    pub learnt_from: [usize; 3],
    /// Images kept apart for validation; 0: other squares of the same images.
    pub kept_apart: usize,
    /// Digest of all images and labels, in order.
    pub data: Digest,
    /// Seed of what was drawn.
    pub seed: u64,
    /// Most steps, squares in each, and their side in pixels.
    pub plan: [usize; 3],
    /// Whether pixels without a label might be of objects.
    pub partial: bool,
    /// Steps done, mean loss of the squares learnt from since the line before, and loss of the validation.
    pub curve: Vec<(usize, f64, f64)>,
    /// The step whose parameters were kept.
    pub best: usize,
    /// Version of the program.
    pub program: String,
}

/// What [`crate::train_net`] learnt: a small network that tells of each pixel whether it lies in an object, at its rim
/// and how deep in it; how large the objects are; and how it was trained.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NetModel {
    /// Changes when the network or its input does.
    pub version: u32,
    /// Median diameter of the labelled objects in pixels.
    pub diameter: f64,
    /// Least and greatest area of the labelled objects in pixels, the outermost hundredths left out.
    pub areas: [f64; 2],
    /// How deep the valley between two objects must be in the landscape learnt, where an object's middle is about 1
    /// high.
    pub split_depth: f64,
    /// Channels at each scale, the finest first.
    pub widths: Vec<usize>,
    /// How it was trained.
    pub record: NetRecord,
    /// Digest of the parameters.
    pub digest: Digest,
    /// Weights and biases, convolution by convolution.
    pub parameters: Vec<f32>,
}

/// Most scales, and most channels at one.
const MOST: [usize; 2] = [6, 1024];

impl NetModel {
    /// The version here.
    pub const VERSION: u32 = 1;

    /// Whether the model is one that this version can use.
    ///
    /// # Errors
    /// [`ImageError::Model`] when it is not.
    pub fn check(&self) -> Result<(), ImageError> {
        if self.version != Self::VERSION {
            let what = format!(
                "it is a network of version {}, this program reads version {}; train it again",
                self.version,
                Self::VERSION
            );
            return Err(ImageError::Model(what));
        }
        let shaped = (1..=MOST[0]).contains(&self.widths.len())
            && self.widths.iter().all(|width| (1..=MOST[1]).contains(width));
        let sized = self.diameter.is_finite()
            && self.diameter > 0.0
            && self.areas.iter().all(|area| area.is_finite() && *area > 0.0)
            && self.areas[0] <= self.areas[1]
            && self.split_depth.is_finite();
        let whole = shaped
            && self.parameters.len() == self.plan().size()
            && self.parameters.iter().all(|value| value.is_finite())
            && self.digest == digest(&self.parameters);
        if sized && whole {
            Ok(())
        } else {
            Err(ImageError::Model("the network in it is damaged; train it again".into()))
        }
    }

    pub(crate) fn plan(&self) -> Plan {
        Plan::new(INPUTS, &self.widths, TARGETS)
    }

    pub(crate) const fn sizes(&self) -> Sizes {
        Sizes { diameter: self.diameter, areas: self.areas, split_depth: self.split_depth, level: LEVEL }
    }

    /// Windows begin at multiples of so many reduced pixels.
    pub(crate) fn step(&self) -> usize {
        1 << (self.widths.len().max(1) - 1)
    }

    /// How far around a pixel what is said of it is decided, in reduced pixels.
    pub(crate) fn reach(&self) -> usize {
        // Five squares of three at each scale but the coarsest, which has three: fewer than eight of its pixels; and
        // one more for where its pixels begin.
        9 * self.step() + 8
    }

    /// The terrain of a window: hills where pixels are deep in objects, valleys at their rims.
    pub(crate) fn terrain(&self, window: &Image, origin: [usize; 2], factor: usize, tone: Tone) -> Terrain {
        let (grey, colour) = reduced_planes(window, factor);
        let scale = tone.scale();
        let tint = colour.map(|colour| colour.mapv(|value| value * scale));
        let seen = padded(&planes(&level(&grey, tone), tint.as_ref()), self.step());
        let said = self.plan().outputs(seen, &self.parameters);
        let dim = grey.dim();
        let plane = |part: usize| {
            let plane = said.slice(ndarray::s![part..=part, ..dim.1, ..dim.2]);
            plane.mapv(logistic)
        };
        let (signal, rim, depth) = (plane(0), plane(1), plane(2));
        let hills = gaussian(&(depth - &(rim * 0.5)), [0.0, 1.0, 1.0]);
        let inside: Mask = signal.mapv(|value| value > 0.5);
        Terrain { origin: origin.map(|at| at / factor), hills, inside, signal }
    }
}

/// The digest of parameters, by their bits.
pub(crate) fn digest(parameters: &[f32]) -> Digest {
    let bytes: Vec<u8> = parameters.iter().flat_map(|value| value.to_bits().to_le_bytes()).collect();
    Digest::of(&bytes)
}

/// Planes with their last row and column repeated until the sides are multiples of `step`.
fn padded(planes: &Image, step: usize) -> Image {
    let (channels, ny, nx) = planes.dim();
    if ny == 0 || nx == 0 {
        return planes.clone();
    }
    let dim = (channels, ny.next_multiple_of(step), nx.next_multiple_of(step));
    if dim == planes.dim() {
        return planes.clone();
    }
    Image::from_shape_fn(dim, |(channel, y, x)| planes[[channel, y.min(ny - 1), x.min(nx - 1)]])
}

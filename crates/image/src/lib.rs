//! Pixels to cells: background, segmentation, measurements.
//!
//! ```
//! use lca_image::{SegmentParams, segment};
//! use lca_pixels::Image;
//! let disc = |y: usize, x: usize| (y as f64 - 30.0).hypot(x as f64 - 30.0) < 8.0;
//! let image = Image::from_shape_fn((1, 64, 64), |(_, y, x)| if disc(y, x) { 900.0 } else { 100.0 });
//! let labels = segment(&image, &SegmentParams::default()).unwrap();
//! assert_eq!(labels[[0, 30, 30]], 1);
//! ```

mod correct;
mod doubt;
mod error;
mod field;
mod focus;
mod frame_quality;
mod ground;
mod hypotheses;
mod learn;
mod measure;
mod model;
mod net;
mod onnx;
mod quality;
mod score;
mod segment;
mod sorted;

pub use correct::{CorrectParams, Correction, Lit};
pub use doubt::{Doubt, doubts};
pub use error::ImageError;
pub use field::{
    Band, Field, Found, Method, field_diameter, field_hypotheses, image_hypotheses, segment_field,
    segment_image,
};
pub use focus::focus;
pub use frame_quality::{FrameQuality, frame_quality};
pub use ground::{Ground, ground};
pub use hypotheses::{Hypotheses, Hypothesis};
pub use learn::{Example, Forest, ForestParams, PixelModel, TrainParams, train};
pub use measure::{Background, MeasureParams, measure};
pub use model::Model;
pub use net::{NetModel, NetParams, NetRecord, Told, train_net};
pub use onnx::{OnnxFault, OnnxKind, OnnxModel, OnnxOptions};
pub use quality::{Flaw, Quality, Sharpest, best_focus, quality};
pub use score::Overlaps;
pub use segment::{SegmentParams, estimate_diameter, segment};

//! Cells to lineages: drift, linking, divisions, corrections, kinship, traces with their pulses and periods,
//! scores.
//!
//! ```
//! use lca_track::{FrameObjects, LinkParams, Object, link};
//! let cell = |label, x| Object { label, centre: [0.0, 5.0, x], area: 50.0, intensity: f64::NAN };
//! let frames = [
//!     FrameObjects { objects: vec![cell(1, 10.0), cell(2, 40.0)] },
//!     FrameObjects { objects: vec![cell(1, 41.0), cell(2, 11.0)] },
//! ];
//! let tracks = link(&frames, &LinkParams::default()).unwrap();
//! assert_eq!(tracks.links(), [(0, 3), (1, 2)]);
//! ```

mod correct;
mod error;
mod family_tree;
mod kinship;
mod life_table;
mod link;
mod objects;
mod period;
mod pulses;
mod score;
mod summary;
mod surroundings;
mod traces;
mod unbroken;
mod whole;

pub use correct::{CorrectionError, CorrectionFault, Corrections};
pub use error::TrackError;
pub use family_tree::family_tree;
pub use kinship::{Alike, Kinship, Life, kinship, lives};
pub use life_table::life_table;
pub use link::{LinkParams, link};
pub use objects::{FrameObjects, Object};
pub use period::{Period, period};
pub use pulses::{Pulse, PulseParams, pulses};
pub use score::{
    Branching, ChallengeScores, DivisionCounts, FrameMatch, Scores, SegmentationScores, match_frame,
    match_same, score, score_challenge, score_segmentation,
};
pub use summary::{Course, CourseSummary, courses, summary};
pub use surroundings::surroundings;
pub use traces::{population, traces};
pub use unbroken::unbroken;
pub use whole::{Changes, Outlines, Parted, Readings, choose, join_halves};

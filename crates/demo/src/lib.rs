//! A virtual experiment with known truth, through the whole circle: single cells obey a known
//! signalling network, divide and move; the files that a laboratory would have of them are written;
//! [`run`] takes these through [`lca_study::run`] as anyone's, and only then holds every stage against
//! the truth. With other [`DemoOptions`] it tells what another frame interval, pixel size, light dose
//! or number of cells would do to the answer.
//!
//! ```no_run
//! use lca_demo::DemoOptions;
//! let options = DemoOptions { seed: 3, ..DemoOptions::default() };
//! let outcome = lca_demo::run(&options, "demo".as_ref(), Some(2), &lca_study::Silent)?;
//! assert!(outcome.scores.link_f1 > 0.95);
//! # Ok::<(), lca_demo::DemoError>(())
//! ```

mod bulk;
mod cell;
mod error;
mod files;
mod optics;
mod options;
mod run;
mod score;
mod sequencing;
mod truth;
mod virtual_movie;

pub use error::DemoError;
pub use options::DemoOptions;
pub use run::{DemoOutcome, run};
pub use score::{DemoScores, ObservableScore, ParameterScore, PredictionScore, StateScore, TrackingScore};
pub use virtual_movie::{MovieTruth, VirtualMovie};

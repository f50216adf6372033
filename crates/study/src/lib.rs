//! A study from files to prediction. A `study.toml` says what was measured and what to do with it;
//! [`run`] does what is not up to date, keeps each result in an atlas, and writes a report.
//!
//! ```no_run
//! use lca_study::{Options, Silent, Study};
//! let study = Study::load("studies/hela/study.toml".as_ref())?;
//! let outcome = lca_study::run(&study, &Options::default(), &Silent)?;
//! assert!(outcome.report.is_some_and(|report| report.exists()));
//! # Ok::<(), lca_study::StudyError>(())
//! ```
//!
//! Each kind of step is one file under `steps/` that implements [`Step`], named in one registry.

mod apply;
mod compose;
mod context;
mod corrections;
mod engine;
mod error;
mod file;
mod flow;
mod made;
mod model_file;
mod observer;
mod open;
mod params;
mod ready;
mod record;
mod registry;
mod section;
mod shown;
mod site;
mod step;
mod steps;
mod study;

pub use apply::{Applied, Apply, apply};
pub use context::{Context, View};
pub use corrections::{Change, Correction, correct, corrections, redo, undo, verdicts, without_rejected};
pub use engine::files::FileHash;
pub use engine::{
    Logged, Options, Outcome, Planned, StepOutcome, kinds_at, logged, plan, report_with, run, run_with,
};
pub use error::{StepError, StudyError};
pub use file::{Place, json_schema};
pub use model_file::{Beside, read_model};
pub use observer::{Event, Observer, Silent};
pub use open::read_cells;
pub use ready::{FrameSegmenter, ReadyFrames};
pub use record::{Input, Record};
pub use registry::Kind;
pub use section::Section;
pub use shown::{Title, circle, condition_of, current, title};
pub use site::Site;
pub use step::{Count, FileNeed, Port, Step, What};
pub use steps::model::shown::{
    BaselineShown, ComparedShown, CurveShown, EdgeShown, FittedShown, ModelShown, NodeShown, ObservedShown,
    PredictedShown, ProfileShown, ReactionsShown, SpeciesShown, StartShown, model_shown,
};
pub use study::{AssayFiles, DataFile, Study};

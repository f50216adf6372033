//! Running a study: what is up to date, what must be computed, in which order, and the record of it.

mod circle;
pub(crate) mod files;
pub(crate) mod key;
mod lost;
mod ready;
mod redo;
mod report;
mod rocrate;
mod run;
mod schedule;
mod seed;
mod time;

pub use circle::kinds_at;
pub(crate) use circle::stations;
pub use ready::{Logged, logged};
pub use report::report_with;
pub(crate) use rocrate::NAME as PROVENANCE;
pub(crate) use run::places;
pub use run::{Options, Outcome, Planned, StepOutcome, plan, run, run_with};
pub(crate) use time::now;

//! Units: their definitions, and formulas that mix them.

mod clash;
mod definition;
mod infer;
mod known;
mod read;
mod time;

pub(super) use clash::clashes;
pub(super) use read::name;
pub(super) use time::{TIMES, time_unit};

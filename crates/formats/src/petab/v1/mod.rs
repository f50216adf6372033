//! The tables of PEtab 1.0.

mod condition;
mod measurement;
mod observable;
mod parameter;

pub(super) use condition::condition;
pub(super) use measurement::{experiments, measurement, planned};
pub(super) use observable::observable;
pub(super) use parameter::parameter;

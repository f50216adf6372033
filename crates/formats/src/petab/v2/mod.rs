//! The tables of PEtab 2.0.

mod condition;
mod experiment;
mod mapping;
mod measurement;
mod observable;
mod parameter;

pub(super) use condition::{change, conditions};
pub(super) use experiment::{begin, experiments};
pub(super) use mapping::{Mapping, alias};
pub(super) use measurement::{measurement, planned};
pub(super) use observable::observable;
pub(super) use parameter::{fill_priors, parameter};

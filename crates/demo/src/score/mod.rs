//! Each stage of the circle held against the truth, after the study has ended.

mod lineage;

pub(crate) use lineage::{TrueLineage, true_lineage};

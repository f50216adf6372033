//! Misspelt names.

pub(crate) use lca_core::nearest;

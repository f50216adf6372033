use lca_core::{Cancelled, Progress};
use std::sync::atomic::{AtomicU64, Ordering};

/// Tells how far the work is, and learns that it should stop.
#[derive(Clone, Copy)]
pub(super) struct Pace<'p> {
    pub(super) progress: &'p dyn Progress,
    pub(super) done: &'p AtomicU64,
    pub(super) total: u64,
}

impl Pace<'_> {
    pub(super) fn check(&self) -> Result<(), Cancelled> {
        self.progress.at(self.done.load(Ordering::Relaxed).min(self.total), self.total)
    }

    pub(super) fn add(&self, pieces: u64) -> Result<(), Cancelled> {
        self.done.fetch_add(pieces, Ordering::Relaxed);
        self.check()
    }
}

use crate::disk::Shelf;
use lca_core::ElementPath;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// An element being written: at its final place, but named nowhere.
#[derive(Debug, Clone)]
pub(crate) struct Staged {
    pub(crate) element: ElementPath,
    pub(crate) folder: String,
    pub(crate) version: u32,
    pub(crate) shelf: Arc<Shelf>,
    complete: Arc<AtomicBool>,
}

impl Staged {
    pub(crate) fn new(element: ElementPath, folder: String, version: u32, shelf: Arc<Shelf>) -> Self {
        Self { element, folder, version, shelf, complete: Arc::default() }
    }

    /// Says that nothing more will be written.
    pub(crate) fn finish(&self) {
        self.complete.store(true, Ordering::Release);
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.complete.load(Ordering::Acquire)
    }
}

use thiserror::Error;

/// How a long computation tells how far it is, and learns that it should stop.
pub trait Progress: Send + Sync {
    /// `done` of `total` pieces are ready. Called often, from any thread: keep it cheap.
    ///
    /// # Errors
    /// [`Cancelled`] when the computation should stop now and leave nothing behind.
    fn at(&self, done: u64, total: u64) -> Result<(), Cancelled>;
}

/// The person asked to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("stopped on request")]
pub struct Cancelled;

/// Tells nobody and never stops.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn at(&self, _done: u64, _total: u64) -> Result<(), Cancelled> {
        Ok(())
    }
}

use crate::answer::Refusal;
use crate::atlases::{Library, Volume};
use crate::door::Door;
use crate::work::Work;
use crate::{Limits, Options, ServerError};
use std::sync::Arc;
use tokio::sync::{Semaphore, watch};

/// What all requests share.
pub(crate) type Shared = Arc<Shelf>;

/// The atlases, the door, and the bounds.
#[derive(Debug)]
pub(crate) struct Shelf {
    pub(crate) library: Library,
    pub(crate) door: Door,
    /// The name it listens on.
    pub(crate) host: String,
    pub(crate) limits: Limits,
    /// Reading of files.
    pub(crate) reads: Work,
    /// All else that waits or computes.
    pub(crate) works: Work,
    /// Questions in SQL.
    pub(crate) queries: Work,
    /// Live streams.
    pub(crate) streams: Arc<Semaphore>,
    /// Becomes true when the server is to end.
    pub(crate) ending: watch::Receiver<bool>,
}

impl Shelf {
    pub(crate) fn new(options: &Options, ending: watch::Receiver<bool>) -> Result<Self, ServerError> {
        let Limits { reads, works, queries, turn, streams, .. } = options.limits;
        Ok(Self {
            library: Library::open(&options.atlases, &options.studies)?,
            door: Door::new(&options.access)?,
            host: options.host.clone(),
            limits: options.limits,
            reads: Work::new(reads, turn),
            works: Work::new(works, turn),
            queries: Work::new(queries, turn),
            streams: Arc::new(Semaphore::new(streams)),
            ending,
        })
    }

    /// Asks something of an atlas, in a thread of its own.
    pub(crate) async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        atlas: &str,
        question: impl FnOnce(&Volume) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let volume = self.library.find(atlas)?;
        self.works.run(move || question(&volume)).await
    }
}

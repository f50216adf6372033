//! Work that waits for disks and computes, away from the threads that talk to clients, and bounded.

use crate::answer::Refusal;
use axum::http::StatusCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How many may work at once.
#[derive(Debug, Clone)]
pub(crate) struct Work {
    places: Arc<Semaphore>,
    turn: Duration,
}

impl Work {
    pub(crate) fn new(places: usize, turn: Duration) -> Self {
        Self { places: Arc::new(Semaphore::new(places)), turn }
    }

    /// Does `work` in a thread of its own when its turn comes. A client that goes away gives up its turn; work that
    /// has begun is ended and its place kept until then.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let turn = tokio::time::timeout(self.turn, Arc::clone(&self.places).acquire_owned()).await;
        let Ok(Ok(place)) = turn else {
            let what = "too many requests are being answered";
            return Err(Refusal::new(
                StatusCode::SERVICE_UNAVAILABLE,
                what,
                "server",
                "ask again in a while",
            ));
        };
        let done = tokio::task::spawn_blocking(move || {
            let answer = work();
            drop(place);
            answer
        });
        done.await.unwrap_or_else(|_| Err(Refusal::defect("a request ended without an answer")))
    }
}

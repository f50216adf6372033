use super::News;
use super::extract::Named;
use crate::answer::{Failure, Refusal};
use crate::atlases::Volume;
use crate::door::Viewer;
use crate::state::Shared;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::{Stream, StreamExt, stream};
use serde_json::json;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{OwnedSemaphorePermit, watch};

/// How often what other processes commit is looked for.
const LOOK: Duration = Duration::from_millis(500);

/// What happens to an atlas, as server-sent events: `commit` with `sequence`; `run` with `state` and `message`; `step`
/// with `id`, `state`, `done`, `total`, `seconds`, `message`; `correction`. It begins with how things stand.
#[utoipa::path(
    get,
    path = "/api/atlases/{a}/events",
    tag = "runs",
    params(("a" = String, Path, description = "The atlas")),
    responses(
        (status = 200, description = "Events, as they happen", content_type = "text/event-stream", body = String),
        (status = "default", description = "Why not", body = Failure)
    )
)]
pub(super) async fn events(
    State(state): State<Shared>,
    _: Viewer,
    Named(id): Named<String>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refusal> {
    let volume = state.library.find(&id)?;
    let place = Arc::clone(&state.streams).try_acquire_owned().map_err(|_| {
        let what = "too many live streams are open";
        Refusal::new(StatusCode::SERVICE_UNAVAILABLE, what, "server", "close another page of this atlas")
    })?;
    // Before how things stand is looked at, so that nothing falls between.
    let news = volume.news.subscribe();
    let asked = Arc::clone(&volume);
    let waiting = state.works.run(move || standing(&asked)).await?;
    let mut ending = state.ending.clone();
    let listener = Listener { news, volume, waiting, state, _place: place };
    let told = stream::unfold(listener, |mut listener| async move {
        let one = listener.next().await?;
        Some((Ok(Event::default().event(one.name).data(&*one.data)), listener))
    });
    let until_end = async move {
        let _: Result<_, watch::error::RecvError> = ending.wait_for(|end| *end).await.map(drop);
    };
    Ok(Sse::new(told.take_until(Box::pin(until_end))).keep_alive(KeepAlive::default()))
}

/// One who listens.
struct Listener {
    news: Receiver<News>,
    volume: Arc<Volume>,
    waiting: VecDeque<News>,
    state: Shared,
    _place: OwnedSemaphorePermit,
}

impl Listener {
    async fn next(&mut self) -> Option<News> {
        loop {
            if let Some(one) = self.waiting.pop_front() {
                return Some(one);
            }
            match self.news.recv().await {
                Ok(one) => return Some(one),
                Err(RecvError::Closed) => return None,
                // It read too slowly and lost some: how things stand makes up for them.
                Err(RecvError::Lagged(_)) => {
                    let volume = Arc::clone(&self.volume);
                    self.waiting = self.state.works.run(move || standing(&volume)).await.unwrap_or_default();
                }
            }
        }
    }
}

/// How things stand, as news.
fn standing(volume: &Volume) -> Result<VecDeque<News>, Refusal> {
    let mut all = VecDeque::from([committed(volume.view()?.atlas.sequence())]);
    if let Some(run) = volume.runs.progress() {
        all.push_back(News::new("run", &json!({ "state": run.state, "message": run.message })));
        all.extend(run.steps.iter().map(|step| News::new("step", step)));
    }
    Ok(all)
}

fn committed(sequence: u64) -> News {
    News::new("commit", &json!({ "sequence": sequence }))
}

/// Tells those who listen when something was committed, by whichever process.
pub(crate) async fn watch(state: Shared) {
    let mut known: Vec<Option<u64>> = vec![None; state.library.all().len()];
    loop {
        tokio::time::sleep(LOOK).await;
        for (volume, known) in state.library.all().iter().zip(&mut known) {
            if volume.news.receiver_count() == 0 {
                continue;
            }
            let asked = Arc::clone(volume);
            let Ok(now) = state.works.run(move || Ok(asked.view()?.atlas.sequence())).await else { continue };
            if known.replace(now).is_some_and(|before| before != now) {
                // Nobody may be listening any more.
                let _ = volume.news.send(committed(now));
            }
        }
    }
}

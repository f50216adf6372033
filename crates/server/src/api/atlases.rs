use crate::answer::{Answer, Failure, Refusal};
use crate::atlases::Volume;
use crate::door::Viewer;
use crate::state::Shared;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// One atlas that is served.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Listed {
    /// Its name in addresses.
    id: String,
    /// What it is about; its name where nothing says.
    title: String,
    /// The number of its last commit.
    sequence: u64,
}

/// The atlases that are served.
#[utoipa::path(
    get,
    path = "/api/atlases",
    tag = "atlas",
    responses((status = 200, body = Vec<Listed>), (status = "default", description = "Why not", body = Failure))
)]
pub(super) async fn atlases(State(state): State<Shared>, _: Viewer) -> Answer<Vec<Listed>> {
    let all = state.library.all().to_vec();
    let listed = |volume: &Arc<Volume>| {
        let view = volume.view()?;
        let title = if view.title.title.is_empty() { volume.id.clone() } else { view.title.title.clone() };
        Ok(Listed { id: volume.id.clone(), title, sequence: view.atlas.sequence() })
    };
    let listed = move || all.iter().map(listed).collect::<Result<_, Refusal>>();
    Ok(Json(state.works.run(listed).await?))
}

use super::extract::Named;
use crate::answer::{Answer, Failure, Refusal};
use crate::atlases::{View, Volume};
use crate::door::Viewer;
use crate::state::Shared;
use axum::Json;
use axum::extract::State;
use lca_core::{ElementKind, ElementPath};
use lca_store::{ChannelOutline, Outline};
use lca_study::What;
use serde::Serialize;
use utoipa::ToSchema;

/// A movie, and what was made of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Movie {
    /// Its name.
    name: String,
    /// The address of its OME-Zarr group.
    url: String,
    /// Names of its axes.
    axes: Vec<String>,
    /// Its lengths along the axes, at full size.
    shape: Vec<u64>,
    /// The levels of its pyramid, largest first.
    levels: Vec<Level>,
    /// Its channels.
    channels: Vec<Channel>,
    /// Size of a pixel along z, y, x in µm, where known.
    pixel_size_um: Option<[f64; 3]>,
    /// Time between frames in s, where known.
    interval_s: Option<f64>,
    /// The condition of its assay, where known.
    condition: Option<String>,
    /// Labels of its frames.
    labels: Vec<Labels>,
    /// Names of tracks made from it.
    tracks: Vec<String>,
    /// Names of observations that are traces of its cells.
    traces: Vec<String>,
    /// Names of observations that measure its objects.
    objects: Vec<String>,
}

/// One level of a pyramid.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Level {
    /// Its folder below the group.
    path: String,
    /// Its lengths along the axes.
    shape: Vec<u64>,
    /// Lengths of what is read at once.
    chunks: Vec<u64>,
}

/// A channel.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Channel {
    /// Its name.
    name: String,
    /// Its colour as six hexadecimal digits, where known.
    color: Option<String>,
    /// The values shown as darkest and brightest, where known.
    window: Option<Window>,
}

/// Values shown as darkest and brightest.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Window {
    start: f64,
    end: f64,
}

/// Labels of a movie.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Labels {
    /// Their name.
    name: String,
    /// The address of their OME-Zarr group.
    url: String,
}

/// A movie: its pyramid, its channels, and the labels, tracks and traces made from it.
#[utoipa::path(
    get,
    path = "/api/atlases/{a}/movies/{m}",
    tag = "images",
    params(("a" = String, Path, description = "The atlas"), ("m" = String, Path, description = "The movie")),
    responses((status = 200, body = Movie), (status = "default", description = "Why not", body = Failure))
)]
pub(super) async fn movie(
    State(state): State<Shared>,
    _: Viewer,
    Named((id, name)): Named<(String, String)>,
) -> Answer<Movie> {
    Ok(Json(state.ask(&id, move |volume| told(volume, &*volume.view()?, &name)).await?))
}

fn told(volume: &Volume, view: &View, name: &str) -> Result<Movie, Refusal> {
    let element = view.element(ElementKind::Movie, name)?;
    let Outline { axes, levels, channels, pixel_size_um, interval_s } = view.atlas.outline(&element.path)?;
    let condition = match view.maker(element) {
        Some(step) => lca_study::condition_of(&view.atlas, &view.steps, step)?,
        None => None,
    };
    let labels = view.elements.iter().filter(|one| one.path.movie().as_ref() == Some(&element.path));
    let labels =
        labels.map(|one| Labels { name: one.path.name().to_owned(), url: view.url(&volume.id, one) });
    let names = |what: What| -> Vec<String> {
        view.of_movie(&element.path, what).into_iter().map(ElementPath::name).map(str::to_owned).collect()
    };
    Ok(Movie {
        name: name.to_owned(),
        url: view.url(&volume.id, element),
        axes: axes.iter().map(|axis| axis.name().to_owned()).collect(),
        shape: levels.first().map(|level| level.shape.clone()).unwrap_or_default(),
        levels: levels
            .into_iter()
            .map(|level| Level { path: level.path, shape: level.shape, chunks: level.chunks })
            .collect(),
        channels: channels.into_iter().map(channel).collect(),
        pixel_size_um,
        interval_s,
        condition,
        labels: labels.collect(),
        tracks: names(What::Tracks),
        traces: names(What::Traces),
        objects: names(What::Objects),
    })
}

fn channel(ChannelOutline { name, colour, window }: ChannelOutline) -> Channel {
    Channel { name, color: colour, window: window.map(|(start, end)| Window { start, end }) }
}

mod points;
mod seen;

pub(super) use points::__path_points;
pub(super) use points::{identifiers, points};
pub(crate) use seen::SeenTracks;

use super::extract::{Asked, Named};
use crate::answer::{Answer, Failure, Refusal};
use crate::atlases::Volume;
use crate::door::Viewer;
use crate::state::Shared;
use axum::Json;
use axum::extract::State;
use lca_core::ElementKind;
use seen::Seen;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Tracks told at once, unless asked otherwise, and at most.
const TRACKS: usize = 10_000;
const MOST: usize = 100_000;

/// Some tracks, column by column, by identifier.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct TrackColumns {
    /// Identifiers.
    id: Vec<u32>,
    /// The track each divided from; null: none.
    parent: Vec<Option<u32>>,
    /// The first of each one's forebears.
    founder: Vec<u32>,
    /// First frames.
    start: Vec<u32>,
    /// Last frames.
    end: Vec<u32>,
    /// In how many frames each was seen.
    length: Vec<u32>,
    /// Divisions from the founder to each.
    generation: Vec<u32>,
    /// The tracks each divided into.
    daughters: Vec<Vec<u32>>,
    /// How many tracks there are, or of the founder asked for.
    total: usize,
    /// What to give as `after` for those that follow; null: none follow.
    next: Option<u32>,
    /// How many frames all span.
    frames: u32,
    /// The name of the movie they were made from, where known.
    movie: Option<String>,
}

/// Which tracks.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// How many, 100,000 at most; left out, 10,000.
    #[serde(default)]
    #[param(minimum = 0, maximum = 100_000)]
    limit: Option<usize>,
    /// Only those whose identifier is above this one.
    #[serde(default)]
    #[param(minimum = 0)]
    after: Option<u32>,
    /// Only those that descend from this one, itself included.
    #[serde(default)]
    #[param(minimum = 0)]
    founder: Option<u32>,
}

/// Tracks with their lineage.
#[utoipa::path(
    get,
    path = "/api/atlases/{a}/tracks/{t}",
    tag = "tracks",
    params(("a" = String, Path, description = "The atlas"), ("t" = String, Path, description = "The tracks"), Which),
    responses((status = 200, body = TrackColumns), (status = "default", description = "Why not", body = Failure))
)]
pub(super) async fn tracks(
    State(state): State<Shared>,
    _: Viewer,
    Named((id, name)): Named<(String, String)>,
    Asked(which): Asked<Which>,
) -> Answer<TrackColumns> {
    Ok(Json(state.ask(&id, move |volume| columns(volume, &name, &which)).await?))
}

/// The tracks of a name, and the movie they were made from.
fn load(volume: &Volume, name: &str) -> Result<(Arc<SeenTracks>, Option<String>), Refusal> {
    let view = volume.view()?;
    let element = view.element(ElementKind::Tracks, name)?;
    let read = || view.atlas.read_tracks(&element.path).map(|tracks| SeenTracks::new(&tracks));
    let seen = volume.tracks.get(&element.checksum, read)?;
    let movie = view.behind(element, lca_study::What::Movie).map(|movie| movie.name().to_owned());
    Ok((seen, movie))
}

fn columns(volume: &Volume, name: &str, which: &Which) -> Result<TrackColumns, Refusal> {
    let (seen, movie) = load(volume, name)?;
    let limit = which.limit.unwrap_or(TRACKS).min(MOST);
    let wanted = |one: &&Seen| which.founder.is_none_or(|founder| one.founder == founder);
    let all = || seen.tracks.iter().filter(wanted);
    let later = all().filter(|one| which.after.is_none_or(|after| one.id > after));
    let mut answer =
        TrackColumns { total: all().count(), frames: seen.frames, movie, ..TrackColumns::default() };
    for one in later {
        if answer.id.len() == limit {
            // Asked for none, the same place is next.
            answer.next = Some(answer.id.last().copied().or(which.after).unwrap_or(0));
            break;
        }
        answer.push(one);
    }
    Ok(answer)
}

impl TrackColumns {
    fn push(&mut self, one: &Seen) {
        self.id.push(one.id);
        self.parent.push(one.parent);
        self.founder.push(one.founder);
        self.start.push(one.begin);
        self.end.push(one.end);
        self.length.push(one.places.len() as u32);
        self.generation.push(one.generation);
        self.daughters.push(one.daughters.clone());
    }
}

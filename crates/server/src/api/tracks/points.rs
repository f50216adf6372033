use super::seen::{Seen, SeenTracks};
use crate::answer::{Answer, Failure, Refusal};
use crate::api::extract::{Asked, Named};
use crate::door::Viewer;
use crate::state::Shared;
use axum::Json;
use axum::extract::State;
use lca_graph::Detection;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Points told at most at once.
const MOST: usize = 200_000;

/// Identifiers that may be asked for at once.
const TRACKS: usize = 10_000;

/// Where cells were, column by column, by track and frame; in pixels.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct Points {
    /// Tracks.
    track: Vec<u32>,
    /// Frames.
    t: Vec<u32>,
    /// Depths; left out where there is one plane.
    #[serde(skip_serializing_if = "Option::is_none")]
    z: Option<Vec<f64>>,
    /// Rows.
    y: Vec<f64>,
    /// Columns.
    x: Vec<f64>,
    /// Labels of the cells in their frames.
    label: Vec<u32>,
    /// How many points were asked for.
    total: usize,
    /// What to give as `offset` for those that follow; null: none follow.
    next: Option<usize>,
}

/// Which points.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Span {
    /// Only from this frame on.
    #[serde(default)]
    #[param(minimum = 0)]
    from: Option<u32>,
    /// Only up to this frame.
    #[serde(default)]
    #[param(minimum = 0)]
    to: Option<u32>,
    /// Only of these tracks: identifiers with commas between.
    #[serde(default)]
    tracks: Option<String>,
    /// How many points, 200,000 at most, as when left out.
    #[serde(default)]
    #[param(minimum = 0, maximum = 200_000)]
    limit: Option<usize>,
    /// How many points to leave out before.
    #[serde(default)]
    #[param(minimum = 0)]
    offset: Option<usize>,
}

/// Where the cells of tracks were.
#[utoipa::path(
    get,
    path = "/api/atlases/{a}/tracks/{t}/points",
    tag = "tracks",
    params(("a" = String, Path, description = "The atlas"), ("t" = String, Path, description = "The tracks"), Span),
    responses((status = 200, body = Points), (status = "default", description = "Why not", body = Failure))
)]
pub(crate) async fn points(
    State(state): State<Shared>,
    _: Viewer,
    Named((id, name)): Named<(String, String)>,
    Asked(span): Asked<Span>,
) -> Answer<Points> {
    let found = state.ask(&id, move |volume| {
        let (seen, _) = super::load(volume, &name)?;
        collect(&seen, &span)
    });
    Ok(Json(found.await?))
}

/// Identifiers with commas between.
pub(crate) fn identifiers(text: &str) -> Result<Vec<u32>, Refusal> {
    let wrong = || Refusal::unfit(format!("`{text}` is no list of tracks"), "tracks", "write `1,2,3`");
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let mut ids: Vec<u32> = parts.map(|part| part.parse().map_err(|_| wrong())).collect::<Result<_, _>>()?;
    if ids.len() > TRACKS {
        let what = format!("{} tracks are more than the {TRACKS} that may be asked for at once", ids.len());
        return Err(Refusal::unfit(what, "tracks", "ask for fewer, or for all"));
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

fn collect(seen: &SeenTracks, span: &Span) -> Result<Points, Refusal> {
    let chosen = span.tracks.as_deref().map(identifiers).transpose()?;
    let tracks: Vec<&Seen> = match &chosen {
        Some(ids) => ids.iter().filter_map(|&id| seen.find(id)).collect(),
        None => seen.tracks.iter().collect(),
    };
    let (from, to) = (span.from.unwrap_or(0), span.to.unwrap_or(u32::MAX));
    let (offset, limit) = (span.offset.unwrap_or(0), span.limit.unwrap_or(MOST).min(MOST));
    let mut answer = Points { z: seen.deep.then(Vec::new), ..Points::default() };
    for track in tracks {
        // By frame, so those between are next to each other.
        let begin = track.places.partition_point(|one| one.t < from);
        let end = track.places.partition_point(|one| one.t <= to).max(begin);
        let skipped = offset.saturating_sub(answer.total).min(end - begin);
        let room = limit - answer.t.len();
        track.places[begin + skipped..end].iter().take(room).for_each(|one| answer.push(one));
        answer.total += end - begin;
    }
    let after = offset.saturating_add(answer.t.len());
    answer.next = (after < answer.total).then_some(after);
    Ok(answer)
}

impl Points {
    fn push(&mut self, one: &Detection) {
        self.track.push(one.track);
        self.t.push(one.t);
        if let Some(z) = &mut self.z {
            z.push(one.centre[0]);
        }
        self.y.push(one.centre[1]);
        self.x.push(one.centre[2]);
        self.label.push(one.label);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_graph::{Track, Tracks};

    #[test]
    fn pages_meet_without_gap_or_overlap() {
        let track = |id| Track { id, begin: 0, end: 9, parent: None };
        let seen = |t, track| Detection { t, label: track, track, centre: [0.0, f64::from(t), 0.0] };
        let all = (1..=3).flat_map(|id| (0..10).map(move |t| seen(t, id))).collect();
        let seen = SeenTracks::new(&Tracks::new(all, (1..=3).map(track).collect()).unwrap());
        let ask = |offset, limit, tracks: Option<&str>| {
            let tracks = tracks.map(str::to_owned);
            let span = Span { from: Some(2), to: Some(8), tracks, limit: Some(limit), offset: Some(offset) };
            collect(&seen, &span).unwrap()
        };
        let whole = ask(0, 100, None);
        assert_eq!((whole.total, whole.t.len(), whole.next), (21, 21, None));
        let (mut offset, mut found) = (0, Vec::new());
        loop {
            let page = ask(offset, 4, None);
            found.extend(page.track.iter().copied().zip(page.t.iter().copied()));
            match page.next {
                Some(next) => offset = next,
                None => break,
            }
        }
        assert_eq!(found, whole.track.iter().copied().zip(whole.t.iter().copied()).collect::<Vec<_>>());
        let some = ask(0, 100, Some("3,1,3,77"));
        assert_eq!((some.total, some.track.first(), some.track.last()), (14, Some(&1), Some(&3)));
        assert!(identifiers("1,x").is_err() && identifiers("-1").is_err());
    }
}

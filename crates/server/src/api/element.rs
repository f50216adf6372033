use crate::atlases::View;
use lca_core::ElementKind;
use lca_store::ElementInfo;
use serde::Serialize;
use utoipa::ToSchema;

/// One element of an atlas.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Element {
    /// What it is: `image`, `labels`, `points`, `shapes`, `table`, `movie`, `movie-labels`, `tracks`, `registry`,
    /// `observations`, `network`, `model`, `part`, `run`.
    kind: String,
    /// Its name.
    name: String,
    /// Its path in the atlas.
    path: String,
    /// The address of its folder; below it nothing ever changes.
    url: String,
    /// Counts from 1.
    version: u32,
    /// The step that made it; none for what a command put in.
    made_by: Option<String>,
}

impl Element {
    pub(super) fn of(atlas: &str, view: &View, one: &ElementInfo) -> Self {
        Self {
            kind: kind(one.path.kind()).to_owned(),
            name: one.path.name().to_owned(),
            path: one.path.to_string(),
            url: view.url(atlas, one),
            version: one.version,
            made_by: view.maker(one).map(|step| step.record.step.to_string()),
        }
    }
}

const fn kind(kind: ElementKind) -> &'static str {
    match kind {
        ElementKind::Image => "image",
        ElementKind::Labels => "labels",
        ElementKind::Points => "points",
        ElementKind::Shapes => "shapes",
        ElementKind::Table => "table",
        ElementKind::Movie => "movie",
        ElementKind::MovieLabels => "movie-labels",
        ElementKind::Tracks => "tracks",
        ElementKind::Registry => "registry",
        ElementKind::Observations => "observations",
        ElementKind::Network => "network",
        ElementKind::Model => "model",
        ElementKind::Part => "part",
        ElementKind::Run => "run",
    }
}

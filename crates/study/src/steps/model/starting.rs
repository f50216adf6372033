use lca_model::Starting;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where the starts of a fit come from, as a study says it.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum StartingKind {
    /// Three fifths drawn evenly from the bounds, the others between the best fits of those before.
    #[default]
    ScatterSearch,
    /// All drawn evenly from the bounds, so that hits are independent of each other.
    LatinHypercube,
}

impl From<StartingKind> for Starting {
    fn from(kind: StartingKind) -> Self {
        match kind {
            StartingKind::ScatterSearch => Self::ScatterSearch,
            StartingKind::LatinHypercube => Self::LatinHypercube,
        }
    }
}

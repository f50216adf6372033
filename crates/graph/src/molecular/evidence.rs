use serde::{Deserialize, Serialize};

/// Why an interaction is believed: one measurement, inference or database entry.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Where it is recorded: a database, a file or an article.
    pub source: Option<String>,
    /// The data set it was found in.
    pub dataset: Option<String>,
    /// How it was found.
    pub method: Option<String>,
    /// How strong it is, on the method's own scale.
    pub score: Option<f64>,
}

use super::Result;
use crate::output::Answer;

/// Prints the JSON Schema of `study.toml`.
pub(crate) fn schema() -> Result {
    let schema = lca_study::json_schema();
    Ok(Answer::new(format!("{schema:#}"), schema))
}

use lca_query::value;
use lca_tables::{Column, DataFrame};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A column of a table.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ColumnHead {
    /// Its name.
    pub(super) name: String,
    /// What it holds: `number`, `integer`, `boolean`, `text`, `category`.
    #[serde(rename = "type")]
    pub(super) kind: String,
}

/// The rows of a table as JSON; what is missing or not finite is null.
pub(super) fn rows(frame: &DataFrame) -> Vec<Vec<Value>> {
    let columns: Vec<&Column> = frame.columns().iter().map(|(_, column)| column).collect();
    (0..frame.rows()).map(|row| columns.iter().map(|column| value(column, row)).collect()).collect()
}

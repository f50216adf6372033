use lca_tables::{Column, DataFrame};
use serde_json::{Value, json};

/// A table as JSON: `columns` with name and type (see [`kind`]), `rows` as lists in the order of
/// columns; the names of rows come first, as `name`, where they are more than numbers. What is missing, or
/// no finite number, is null.
#[must_use]
pub fn as_json(table: &DataFrame) -> Value {
    let names = table.is_named().then(|| json!({ "name": "name", "type": "text" }));
    let column = |(name, column): &(String, Column)| json!({ "name": name, "type": kind(column) });
    let columns: Vec<Value> = names.into_iter().chain(table.columns().iter().map(column)).collect();
    let row = |at: usize| -> Value {
        let name = table.is_named().then(|| json!(table.index()[at]));
        name.into_iter().chain(table.columns().iter().map(|(_, column)| value(column, at))).collect()
    };
    json!({ "columns": columns, "rows": (0..table.rows()).map(row).collect::<Value>() })
}

/// What a column holds: `number`, `integer`, `boolean`, `text` or `category`.
#[must_use]
pub const fn kind(column: &Column) -> &'static str {
    match column {
        Column::Float(_) => "number",
        Column::Int(_) | Column::NullableInt(_) => "integer",
        Column::Bool(_) | Column::NullableBool(_) => "boolean",
        Column::Text(_) | Column::NullableText(_) => "text",
        Column::Categorical(_) => "category",
    }
}

/// One value of a column as JSON; what is missing, or no finite number, is null.
#[must_use]
pub fn value(column: &Column, row: usize) -> Value {
    match column {
        Column::Float(values) => json!(values[row]),
        Column::Int(values) => json!(values[row]),
        Column::NullableInt(values) => json!(values[row]),
        Column::Bool(values) => json!(values[row]),
        Column::NullableBool(values) => json!(values[row]),
        Column::Text(values) => json!(values[row]),
        Column::NullableText(values) => json!(values[row]),
        Column::Categorical(values) => json!(values.get(row)),
    }
}

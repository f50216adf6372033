use super::encoding::{encoding, encoding_with};
use crate::disk::Shelf;
use crate::error::Result;
use crate::zarr::{Datum, write_array, write_group, write_texts};
use lca_tables::{Categorical, Column};
use serde_json::json;
use std::sync::Arc;

/// Writes one column of a table.
pub(super) fn write_column(shelf: &Arc<Shelf>, key: &str, column: &Column) -> Result<()> {
    match column {
        Column::Float(values) => plain(shelf, key, values),
        Column::Int(values) => plain(shelf, key, values),
        Column::Bool(values) => plain(shelf, key, values),
        Column::Text(values) => {
            write_array(shelf, key, &[values.len()], values, encoding("string-array", "0.2.0"))
        }
        Column::NullableInt(values) => nullable(shelf, key, values, "nullable-integer", "array"),
        Column::NullableBool(values) => nullable(shelf, key, values, "nullable-boolean", "array"),
        Column::NullableText(values) => nullable(shelf, key, values, "nullable-string-array", "string-array"),
        Column::Categorical(values) => categorical(shelf, key, values),
    }
}

fn plain<T: Datum>(shelf: &Arc<Shelf>, key: &str, values: &[T]) -> Result<()> {
    write_array(shelf, key, &[values.len()], values, encoding("array", "0.2.0"))
}

fn nullable<T: Datum>(
    shelf: &Arc<Shelf>,
    key: &str,
    values: &[Option<T>],
    kind: &str,
    inner: &str,
) -> Result<()> {
    write_group(shelf, key, &encoding(kind, "0.1.0").into())?;
    let mask: Vec<bool> = values.iter().map(Option::is_none).collect();
    let filled: Vec<T> = values.iter().map(|value| value.clone().unwrap_or_default()).collect();
    plain(shelf, &format!("{key}/mask"), &mask)?;
    write_array(shelf, &format!("{key}/values"), &[filled.len()], &filled, encoding(inner, "0.2.0"))
}

/// Codes in the smallest type that pandas would take; missing is -1.
fn categorical(shelf: &Arc<Shelf>, key: &str, values: &Categorical) -> Result<()> {
    let attributes = encoding_with("categorical", "0.2.0", json!({ "ordered": values.ordered }));
    write_group(shelf, key, &attributes.into())?;
    write_texts(shelf, key, "categories", &values.categories, encoding("string-array", "0.2.0"))?;
    let known = values.categories.len();
    let code = |code: &Option<u32>| code.filter(|&code| (code as usize) < known).map_or(-1, i64::from);
    let key = format!("{key}/codes");
    let codes = values.codes.iter().map(code);
    match known {
        0..=127 => plain(shelf, &key, &codes.map(|code| code as i8).collect::<Vec<_>>()),
        128..=32_767 => plain(shelf, &key, &codes.map(|code| code as i16).collect::<Vec<_>>()),
        _ => plain(shelf, &key, &codes.map(|code| code as i32).collect::<Vec<_>>()),
    }
}

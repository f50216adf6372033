use super::encoding::{check_name, encoding, encoding_with};
use super::frame::write_frame;
use super::matrix::write_matrix;
use crate::commit::Staged;
use crate::error::Result;
use crate::zarr::{write_array, write_group, write_scalar};
use lca_tables::Uns;
use serde_json::json;
use std::collections::BTreeMap;

/// Writes named values as a group.
pub(super) fn write_map(staged: &Staged, group: &str, map: &BTreeMap<String, Uns>) -> Result<()> {
    write_group(&staged.shelf, group, &encoding_with("dict", "0.1.0", json!({})))?;
    for (name, value) in map {
        check_name(&staged.element, group, name)?;
        write_value(staged, &format!("{group}/{name}"), value)?;
    }
    Ok(())
}

fn write_value(staged: &Staged, key: &str, value: &Uns) -> Result<()> {
    let shelf = &staged.shelf;
    let number = || encoding("numeric-scalar", "0.2.0");
    let list = || encoding("array", "0.2.0");
    match value {
        Uns::Text(text) => write_scalar(shelf, key, text.clone(), encoding("string", "0.2.0")),
        Uns::Float(value) => write_scalar(shelf, key, *value, number()),
        Uns::Int(value) => write_scalar(shelf, key, *value, number()),
        Uns::Bool(value) => write_scalar(shelf, key, *value, number()),
        Uns::Texts(texts) => {
            write_array(shelf, key, &[texts.len()], texts, encoding("string-array", "0.2.0"))
        }
        Uns::Floats(values) => write_array(shelf, key, &[values.len()], values, list()),
        Uns::Ints(values) => write_array(shelf, key, &[values.len()], values, list()),
        Uns::Matrix(matrix) => write_matrix(shelf, key, matrix),
        Uns::DataFrame(frame) => write_frame(staged, key, frame),
        Uns::Map(map) => write_map(staged, key, map),
    }
}

use super::encoding::encoding;
use super::frame::write_frame;
use super::matrix::write_matrix;
use super::names::{Rules, on_disk, remember};
use super::records::{is_ranked, write_records};
use crate::disk::Shelf;
use crate::error::Result;
use crate::zarr::{write_array, write_group, write_scalar};
use lca_tables::Uns;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Writes named values as a group; with `records`, ranked genes as scanpy keeps them.
pub(super) fn write_map(
    shelf: &Arc<Shelf>,
    group: &str,
    map: &BTreeMap<String, Uns>,
    rules: Rules,
    records: bool,
) -> Result<()> {
    let keys = || map.keys().map(String::as_str);
    let names = on_disk(keys(), rules);
    let mut attributes = encoding("dict", "0.1.0");
    remember(&mut attributes, keys(), &names);
    write_group(shelf, group, &attributes.into())?;
    for (name, (key, value)) in names.iter().zip(map) {
        let place = format!("{group}/{name}");
        match value {
            Uns::DataFrame(frame)
                if records && is_ranked(map, key) && write_records(shelf, &place, frame)? => {}
            _ => write_value(shelf, &place, value, records)?,
        }
    }
    Ok(())
}

fn write_value(shelf: &Arc<Shelf>, key: &str, value: &Uns, records: bool) -> Result<()> {
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
        Uns::DataFrame(frame) => write_frame(shelf, key, frame, Rules::SpatialData),
        Uns::Map(map) => write_map(shelf, key, map, Rules::File, records),
    }
}

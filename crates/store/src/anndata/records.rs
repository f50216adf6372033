//! Tables without row names as arrays of records (numpy structured types), as scanpy keeps its ranked genes: its plots
//! ask for records, and take no table in their place.

use super::encoding::encoding;
use crate::StoreError;
use crate::disk::Shelf;
use crate::error::Result;
use crate::zarr::write_one_chunk;
use bytes::Bytes;
use lca_tables::{Column, DataFrame, Uns};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The parts of scanpy's ranking that are records.
const RANKED: [&str; 5] = ["names", "scores", "logfoldchanges", "pvals", "pvals_adj"];

/// Whether an entry of a map is one that scanpy keeps as records.
pub(super) fn is_ranked(map: &BTreeMap<String, Uns>, name: &str) -> bool {
    let ranking = map.contains_key("names") && map.contains_key("scores") && map.contains_key("params");
    ranking && RANKED.contains(&name)
}

/// One field: its type in Zarr, and its bytes row by row.
struct Field {
    kind: Value,
    width: usize,
    bytes: Vec<u8>,
}

/// Writes the columns, texts and numbers, as one array of records in zarr-python's form of Zarr v3. Returns whether
/// it could: columns of another sort are no fields.
pub(super) fn write_records(shelf: &Arc<Shelf>, key: &str, frame: &DataFrame) -> Result<bool> {
    let fields: Option<Vec<Field>> = frame.columns().iter().map(|(_, column)| field(column)).collect();
    let Some(fields) = fields.filter(|fields| !fields.is_empty()) else { return Ok(false) };
    let (rows, width) = (frame.rows(), fields.iter().map(|field| field.width).sum::<usize>());
    let mut bytes = Vec::with_capacity(rows * width);
    for row in 0..rows {
        for field in &fields {
            bytes.extend_from_slice(&field.bytes[row * field.width..(row + 1) * field.width]);
        }
    }
    // The chunk of an array of bytes is that of the records; only what it says of itself differs.
    write_one_chunk(shelf, key, &bytes)?;
    let names = frame.columns().iter().map(|(name, _)| name.as_str());
    let kinds: Vec<Value> = names.zip(&fields).map(|(name, field)| json!([name, field.kind])).collect();
    let document = json!({
        "zarr_format": 3, "node_type": "array", "shape": [rows],
        "data_type": { "name": "structured", "configuration": { "fields": kinds } },
        "chunk_grid": { "name": "regular", "configuration": { "chunk_shape": [rows.max(1)] } },
        "chunk_key_encoding": { "name": "default", "configuration": { "separator": "/" } },
        "fill_value": base64_of_zeros(width),
        "codecs": [{ "name": "bytes" }, { "name": "zstd", "configuration": { "level": 1, "checksum": false } }],
        "attributes": encoding("rec-array", "0.2.0"), "storage_transformers": [],
    });
    let key = format!("{key}/zarr.json");
    let bytes = serde_json::to_vec(&document).map_err(|why| StoreError::write(&shelf.shown(&key), why))?;
    shelf.put(&key, Bytes::from(bytes))?;
    Ok(true)
}

fn field(column: &Column) -> Option<Field> {
    if let Some(texts) = column.to_texts() {
        let longest = texts.iter().flatten().map(|text| text.chars().count()).max().unwrap_or(0).max(1);
        let width = 4 * longest;
        let mut bytes = vec![0; texts.len() * width];
        for (text, place) in texts.iter().zip(bytes.chunks_exact_mut(width)) {
            for (code, word) in text.as_deref().unwrap_or_default().chars().zip(place.chunks_exact_mut(4)) {
                word.copy_from_slice(&u32::from(code).to_le_bytes());
            }
        }
        let kind = json!({ "name": "fixed_length_utf32", "configuration": { "length_bytes": width } });
        return Some(Field { kind, width, bytes });
    }
    match column {
        Column::Float(values) => {
            let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
            Some(Field { kind: json!("float64"), width: 8, bytes })
        }
        Column::Int(values) => {
            let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
            Some(Field { kind: json!("int64"), width: 8, bytes })
        }
        _ => None,
    }
}

fn base64_of_zeros(bytes: usize) -> String {
    let mut text = "A".repeat(bytes.div_ceil(3) * 4);
    let padding = (3 - bytes % 3) % 3;
    text.truncate(text.len() - padding);
    text.push_str(&"=".repeat(padding));
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_in_base_64() {
        assert_eq!(["AA==", "AAA=", "AAAA", "AAAAAA=="], [1, 2, 3, 4].map(super::base64_of_zeros));
    }
}

//! Tables of anndata before 0.7: `obs` and `var` are one array of records (numpy structured types,
//! Zarr v2), whose first field names the rows.

use crate::StoreError;
use crate::disk::Shelf;
use crate::error::Result;
use crate::guard::guard;
use crate::zarr::check_size;
use lca_tables::{Column, DataFrame};
use serde_json::{Value, json};
use std::sync::Arc;
use zarrs::array::{Array, ArrayMetadata};

/// One field of a record: its name, numpy kind, and place.
struct Field {
    name: String,
    kind: char,
    start: usize,
    size: usize,
}

/// Reads an array of records as a table.
pub(super) fn read_records(shelf: &Arc<Shelf>, key: &str) -> Result<DataFrame> {
    let problem = |why: &dyn ToString| StoreError::format(&shelf.shown(key), why.to_string());
    let bytes = shelf.backing().get_required(&format!("{key}/.zarray"))?;
    let metadata: Value = serde_json::from_slice(&bytes).map_err(|why| problem(&why))?;
    let fields = fields(&metadata).ok_or_else(|| problem(&"its records have fields of unknown types"))?;
    let width: usize = fields.iter().map(|field| field.size).sum();
    let length = |name: &str| metadata[name].get(0).and_then(Value::as_u64);
    let (Some(rows), Some(chunk)) = (length("shape"), length("chunks")) else {
        return Err(problem(&"it does not say its shape"));
    };
    let rows = check_size(shelf, key, &[rows.max(chunk)], width as u64).map(|_| rows as usize)?;
    let read = || raw_bytes(shelf, key, metadata, width as u64).map_err(|why| problem(&why));
    let data = guard(&shelf.shown(key), read)?;
    let records: Vec<&[u8]> = data.chunks_exact(width.max(1)).take(rows).collect();
    let mut columns = fields.iter().map(|field| (field.name.as_str(), field.read(&records)));
    let names = match columns.next() {
        Some((_, Some(Column::Text(names)))) => names,
        _ => return Err(problem(&"its first field does not name the rows")),
    };
    let mut frame = DataFrame::new(names);
    for (name, column) in columns {
        let column = column.ok_or_else(|| problem(&format!("field `{name}` cannot be read")))?;
        frame.set(name, column).map_err(|why| problem(&why))?;
    }
    Ok(frame)
}

/// The array's bytes, by reading it as one of single bytes.
fn raw_bytes(
    shelf: &Arc<Shelf>,
    key: &str,
    mut metadata: Value,
    width: u64,
) -> std::result::Result<Vec<u8>, String> {
    for name in ["shape", "chunks"] {
        let length = metadata[name].get(0).and_then(Value::as_u64).and_then(|n| n.checked_mul(width));
        metadata[name] = json!([length.ok_or("its shape is absurd")?]);
    }
    metadata["dtype"] = json!("|u1");
    metadata["fill_value"] = json!(0);
    let metadata: ArrayMetadata = serde_json::from_value(metadata).map_err(|why| why.to_string())?;
    let array = Array::new_with_metadata(Arc::clone(shelf), &format!("/{key}"), metadata)
        .map_err(|why| why.to_string())?;
    array.retrieve_array_subset::<Vec<u8>>(&array.subset_all()).map_err(|why| why.to_string())
}

fn fields(metadata: &Value) -> Option<Vec<Field>> {
    let mut start = 0;
    let mut fields = Vec::new();
    for entry in metadata.get("dtype")?.as_array()? {
        let kind = entry.get(1)?.as_str()?.strip_prefix(['|', '<'])?;
        let count: usize = kind.get(1..)?.parse().ok()?;
        let kind = kind.chars().next()?;
        let size = if kind == 'U' { count.checked_mul(4)? } else { count };
        fields.push(Field { name: entry.get(0)?.as_str()?.to_owned(), kind, start, size });
        start = start.checked_add(size)?;
    }
    (start < 1 << 20).then_some(fields)
}

impl Field {
    fn read(&self, records: &[&[u8]]) -> Option<Column> {
        let parts = records.iter().map(|record| &record[self.start..self.start + self.size]);
        Some(match (self.kind, self.size) {
            ('S', _) => Column::Text(parts.map(ascii).collect::<Option<_>>()?),
            ('U', _) => Column::Text(parts.map(utf32).collect::<Option<_>>()?),
            ('f', 4) => Column::Float(
                parts
                    .map(|b| b.try_into().ok().map(|b| f64::from(f32::from_le_bytes(b))))
                    .collect::<Option<_>>()?,
            ),
            ('f', 8) => Column::Float(
                parts.map(|b| b.try_into().ok().map(f64::from_le_bytes)).collect::<Option<_>>()?,
            ),
            ('i', 4) => Column::Int(
                parts
                    .map(|b| b.try_into().ok().map(|b| i64::from(i32::from_le_bytes(b))))
                    .collect::<Option<_>>()?,
            ),
            ('i', 8) => {
                Column::Int(parts.map(|b| b.try_into().ok().map(i64::from_le_bytes)).collect::<Option<_>>()?)
            }
            ('b', 1) => Column::Bool(parts.map(|b| b[0] != 0).collect()),
            _ => return None,
        })
    }
}

fn ascii(bytes: &[u8]) -> Option<String> {
    let end = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    String::from_utf8(bytes[..end].to_vec()).ok()
}

fn utf32(bytes: &[u8]) -> Option<String> {
    let code = |word: &[u8]| Some(u32::from_le_bytes(word.try_into().ok()?));
    let codes = bytes.chunks_exact(4).map(code).collect::<Option<Vec<u32>>>()?;
    codes.into_iter().take_while(|&code| code != 0).map(char::from_u32).collect()
}

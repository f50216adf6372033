//! Arrays of records (numpy structured types): `obs` and `var` of anndata before 0.7 (Zarr v2), whose first field
//! names the rows, and scanpy's ranked genes (either version).

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

/// Reads an array of records as a table whose rows the first field names.
pub(super) fn read_records(shelf: &Arc<Shelf>, key: &str) -> Result<DataFrame> {
    let problem = |why: &dyn ToString| StoreError::format(&shelf.shown(key), why.to_string());
    let (_, columns) = records(shelf, key)?;
    let mut columns = columns.into_iter();
    let names = match columns.next() {
        Some((_, Column::Text(names))) => names,
        _ => return Err(problem(&"its first field does not name the rows")),
    };
    DataFrame::new(names).with_columns(columns).map_err(|why| problem(&why))
}

/// Reads an array of records as a table without names of rows, such as scanpy's ranked genes.
pub(super) fn read_unnamed(shelf: &Arc<Shelf>, key: &str) -> Result<DataFrame> {
    let (rows, columns) = records(shelf, key)?;
    let frame = DataFrame::with_rows(rows).with_columns(columns);
    frame.map_err(|why| StoreError::format(&shelf.shown(key), why))
}

/// The number of records, and each field as a column.
fn records(shelf: &Arc<Shelf>, key: &str) -> Result<(usize, Vec<(String, Column)>)> {
    let problem = |why: &dyn ToString| StoreError::format(&shelf.shown(key), why.to_string());
    let (metadata, fields) = metadata(shelf, key)?;
    let fields = fields.ok_or_else(|| problem(&"its records have fields of unknown types"))?;
    let width: usize = fields.iter().map(|field| field.size).sum();
    let length =
        |pointer: &str| metadata.pointer(pointer).and_then(|list| list.get(0)).and_then(Value::as_u64);
    let chunk = length("/chunks").or_else(|| length("/chunk_grid/configuration/chunk_shape"));
    let (Some(rows), Some(chunk)) = (length("/shape"), chunk) else {
        return Err(problem(&"it does not say its shape"));
    };
    let rows = check_size(shelf, key, &[rows.max(chunk)], width as u64).map(|_| rows as usize)?;
    let read = || raw_bytes(shelf, key, metadata.clone(), width as u64).map_err(|why| problem(&why));
    let data = guard(&shelf.shown(key), read)?;
    let records: Vec<&[u8]> = data.chunks_exact(width.max(1)).take(rows).collect();
    let column = |field: &Field| {
        let column = field.read(&records);
        let column = column.ok_or_else(|| problem(&format!("field `{}` cannot be read", field.name)))?;
        Ok((field.name.clone(), column))
    };
    Ok((rows, fields.iter().map(column).collect::<Result<_>>()?))
}

/// What an array of records says of itself, in either Zarr version, and its fields where they are known.
fn metadata(shelf: &Arc<Shelf>, key: &str) -> Result<(Value, Option<Vec<Field>>)> {
    let parse = |name: &str| -> Result<Option<Value>> {
        let key = format!("{key}/{name}");
        let Some(bytes) = shelf.backing().get(&key)? else { return Ok(None) };
        serde_json::from_slice(&bytes).map(Some).map_err(|why| StoreError::format(&shelf.shown(&key), why))
    };
    if let Some(metadata) = parse("zarr.json")? {
        let fields = fields_v3(&metadata);
        return Ok((metadata, fields));
    }
    let missing = || StoreError::format(&shelf.shown(key), "there is no Zarr array here");
    let metadata = parse(".zarray")?.ok_or_else(missing)?;
    let fields = fields(&metadata);
    Ok((metadata, fields))
}

/// The array's bytes, by reading it as one of single bytes.
fn raw_bytes(
    shelf: &Arc<Shelf>,
    key: &str,
    mut metadata: Value,
    width: u64,
) -> std::result::Result<Vec<u8>, String> {
    let third = metadata["zarr_format"] == 3;
    let chunks = if third { "/chunk_grid/configuration/chunk_shape" } else { "/chunks" };
    for pointer in ["/shape", chunks] {
        let place = metadata.pointer_mut(pointer).ok_or("it does not say its shape")?;
        let length = place.get(0).and_then(Value::as_u64).and_then(|n| n.checked_mul(width));
        *place = json!([length.ok_or("its shape is absurd")?]);
    }
    let (name, kind) = if third { ("data_type", "uint8") } else { ("dtype", "|u1") };
    metadata[name] = json!(kind);
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

/// The fields as zarr-python writes them in Zarr v3: pairs, or since its version 3.2 objects.
fn fields_v3(metadata: &Value) -> Option<Vec<Field>> {
    let mut start = 0_usize;
    let mut fields = Vec::new();
    for entry in metadata.pointer("/data_type/configuration/fields")?.as_array()? {
        let name = entry.get(0).or_else(|| entry.get("name"))?.as_str()?.to_owned();
        let kind = entry.get(1).or_else(|| entry.get("data_type"))?;
        let length = kind.pointer("/configuration/length_bytes").and_then(Value::as_u64);
        let (kind, size) = match kind.as_str().or_else(|| kind.get("name")?.as_str())? {
            "fixed_length_utf32" => ('U', usize::try_from(length?).ok()?),
            "null_terminated_bytes" => ('S', usize::try_from(length?).ok()?),
            "float32" => ('f', 4),
            "float64" => ('f', 8),
            "int32" => ('i', 4),
            "int64" => ('i', 8),
            "bool" => ('b', 1),
            _ => return None,
        };
        fields.push(Field { name, kind, start, size });
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

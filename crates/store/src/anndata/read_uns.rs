use super::legacy::read_unnamed;
use super::names::recall;
use super::read::TableReader;
use super::read_column::{read_column, read_frame};
use super::read_matrix::{dense, read_matrix};
use crate::StoreError;
use crate::error::Result;
use crate::zarr::{Group, NdValues, Values, read_array};
use lca_tables::{Column, Uns};
use std::collections::BTreeMap;

/// Reads the unstructured part; entries that cannot be read are listed.
pub(super) fn read_uns(reader: &mut TableReader, part: &str) -> Result<BTreeMap<String, Uns>> {
    let node = Group::read(&reader.shelf, &reader.key(part))?;
    let mut map = BTreeMap::new();
    for name in reader.children(part)? {
        let part = format!("{part}/{name}");
        let value = read_value(reader, &part);
        if let Some(Some(value)) = reader.keep(&part, value) {
            map.insert(recall(&node.attributes, &name), value);
        }
    }
    Ok(map)
}

/// One entry; none where the entry itself says that there is nothing.
fn read_value(reader: &mut TableReader, part: &str) -> Result<Option<Uns>> {
    let key = reader.key(part);
    let node = Group::read(&reader.shelf, &key)?;
    Ok(Some(match node.text("encoding-type") {
        "null" => return Ok(None),
        "dataframe" => Uns::DataFrame(read_frame(reader, part)?),
        "rec-array" => Uns::DataFrame(read_unnamed(&reader.shelf, &key)?),
        "csr_matrix" | "csc_matrix" => Uns::Matrix(read_matrix(&reader.shelf, &key)?),
        "categorical" => {
            let texts = read_column(&reader.shelf, &key)?.to_texts().unwrap_or_default();
            Uns::Texts(texts.into_iter().map(Option::unwrap_or_default).collect())
        }
        "nullable-integer" | "nullable-boolean" => {
            Uns::Floats(read_column(&reader.shelf, &key)?.to_f64().unwrap_or_default())
        }
        "nullable-string-array" => match read_column(&reader.shelf, &key)? {
            Column::NullableText(texts) => {
                Uns::Texts(texts.into_iter().map(Option::unwrap_or_default).collect())
            }
            _ => return Ok(None),
        },
        _ if node.is_array => {
            let why =
                || StoreError::format(&reader.shelf.shown(&key), "arrays of this shape are not supported");
            to_uns(read_array(&reader.shelf, &key)?).ok_or_else(why)?
        }
        _ => Uns::Map(read_uns(reader, part)?),
    }))
}

fn to_uns(array: NdValues) -> Option<Uns> {
    match (array.shape.len(), array.values) {
        (0, Values::Text(texts)) => texts.into_iter().next().map(Uns::Text),
        (0, Values::Bool(values)) => values.first().copied().map(Uns::Bool),
        (0, values @ (Values::Int(_) | Values::Uint(_))) => values.to_i64()?.first().copied().map(Uns::Int),
        (0, values) => values.to_f64()?.first().copied().map(Uns::Float),
        (1, Values::Text(texts)) => Some(Uns::Texts(texts)),
        (1, values @ (Values::Int(_) | Values::Uint(_) | Values::Bool(_))) => values.to_i64().map(Uns::Ints),
        (1, values) => values.to_f64().map(Uns::Floats),
        (2, values) => dense(NdValues { shape: array.shape, values }).map(Uns::Matrix),
        _ => None,
    }
}

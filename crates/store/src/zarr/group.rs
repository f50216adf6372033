use crate::StoreError;
use crate::disk::Shelf;
use crate::error::Result;
use bytes::Bytes;
use serde_json::{Map, Value, json};

/// A Zarr node's kind and attributes, of either Zarr version.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) attributes: Map<String, Value>,
    pub(crate) is_array: bool,
}

impl Group {
    /// Reads the metadata of a group or array; none when there is no Zarr node of that key.
    pub(crate) fn find(shelf: &Shelf, key: &str) -> Result<Option<Self>> {
        if let Some(document) = document(shelf, &join(key, "zarr.json"))? {
            let is_array = match document.get("node_type").and_then(Value::as_str) {
                Some("array") => true,
                Some("group") => false,
                _ => {
                    let problem = "its `node_type` is neither `group` nor `array`";
                    return Err(StoreError::format(&shelf.shown(&join(key, "zarr.json")), problem));
                }
            };
            let attributes = document.get("attributes").and_then(Value::as_object).cloned();
            return Ok(Some(Self { attributes: attributes.unwrap_or_default(), is_array }));
        }
        let is_array = shelf.backing().size(&join(key, ".zarray"))?.is_some();
        if !is_array && shelf.backing().size(&join(key, ".zgroup"))?.is_none() {
            return Ok(None);
        }
        let attributes = document(shelf, &join(key, ".zattrs"))?;
        let attributes = attributes.as_ref().and_then(Value::as_object).cloned().unwrap_or_default();
        Ok(Some(Self { attributes, is_array }))
    }

    /// As [`Self::find`], where it must be there.
    pub(crate) fn read(shelf: &Shelf, key: &str) -> Result<Self> {
        Self::find(shelf, key)?
            .ok_or_else(|| StoreError::format(&shelf.shown(key), "there is no Zarr group or array here"))
    }

    /// A text attribute, or the empty text.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.attributes.get(name).and_then(Value::as_str).unwrap_or_default()
    }
}

/// Joins a folder, which may be the root, and a name.
pub(crate) fn join(key: &str, name: &str) -> String {
    if key.is_empty() { name.to_owned() } else { format!("{key}/{name}") }
}

fn document(shelf: &Shelf, key: &str) -> Result<Option<Value>> {
    let Some(bytes) = shelf.backing().get(key)? else { return Ok(None) };
    let value: Value =
        serde_json::from_slice(&bytes).map_err(|why| StoreError::format(&shelf.shown(key), why))?;
    Ok(Some(value))
}

/// Writes a Zarr v3 group.
pub(crate) fn write_group(shelf: &Shelf, key: &str, attributes: &Value) -> Result<()> {
    let value = json!({ "zarr_format": 3, "node_type": "group", "attributes": attributes });
    let key = join(key, "zarr.json");
    let bytes = serde_json::to_vec(&value).map_err(|why| StoreError::write(&shelf.shown(&key), why))?;
    shelf.put(&key, Bytes::from(bytes))
}

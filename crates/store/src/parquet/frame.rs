use super::from_arrow::from_arrow;
use super::to_arrow::{INDEX, pandas_metadata, to_arrow};
use crate::error::Result;
use crate::guard::guard;
use crate::{Atlas, StoreError, Transaction};
use arrow::array::{ArrayRef, RecordBatch};
use arrow::compute::concat_batches;
use arrow::datatypes::{Field, Schema};
use bytes::Bytes;
use lca_core::{ElementKind, ElementPath};
use lca_tables::{Column, DataFrame};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

pub(super) const KINDS: [ElementKind; 4] =
    [ElementKind::Registry, ElementKind::Observations, ElementKind::Network, ElementKind::Run];
pub(super) const EXPECTED: &str = "a plain table";
pub(super) const FILE: &str = "data.parquet";

/// Says in a file's metadata that it keeps our column types exactly.
const EXACT: &str = "lca";

impl Transaction {
    /// Writes a table as Parquet: registry, observations, networks.
    ///
    /// # Errors
    /// When it is written already, or cannot be written.
    pub fn write_frame(&self, element: &ElementPath, frame: &DataFrame) -> Result<()> {
        let staged = self.stage(element, &KINDS, EXPECTED)?;
        let key = format!("{}/{FILE}", staged.folder);
        let bytes = to_parquet(frame).map_err(|why| StoreError::refused(element, why))?;
        staged.shelf.put(&key, bytes)?;
        staged.finish();
        Ok(())
    }
}

impl Atlas {
    /// Reads a table that [`Transaction::write_frame`] wrote, with the very same column types.
    ///
    /// # Errors
    /// When the element is not there or is damaged.
    pub fn read_frame(&self, element: &ElementPath) -> Result<DataFrame> {
        let (shelf, folder) = self.open_element(element, &KINDS, EXPECTED)?;
        let key = format!("{folder}/{FILE}");
        from_parquet(shelf.backing().get_required(&key)?, &shelf.shown(&key))
    }
}

/// Reads a Parquet file by anyone. Row names are pandas' index where there is one of texts.
///
/// # Errors
/// When the file cannot be read, is damaged, or has columns other than numbers, truth values and
/// texts.
pub fn read_parquet(path: impl AsRef<Path>) -> Result<DataFrame> {
    let shown = path.as_ref().display().to_string();
    let bytes = std::fs::read(path).map_err(|cause| StoreError::read(&shown, cause))?;
    from_parquet(Bytes::from(bytes), &shown)
}

/// Writes a table as a Parquet file of its own, with its row names as pandas' index.
///
/// # Errors
/// When the file cannot be written.
pub fn write_parquet(path: impl AsRef<Path>, frame: &DataFrame) -> Result<()> {
    let shown = path.as_ref().display().to_string();
    let bytes = to_parquet(frame).map_err(|why| StoreError::write(&shown, why))?;
    std::fs::write(path, bytes).map_err(|cause| StoreError::write(&shown, cause))
}

/// A table of batches that have one schema, at least one batch; row names are pandas' index where there is one.
///
/// # Errors
/// When there is no batch, the schemas differ, or a column holds other than numbers, truth values and texts.
pub fn frame_of(batches: &[RecordBatch]) -> Result<DataFrame> {
    let shown = "the answer";
    let none = || StoreError::format(shown, "it has no batch");
    let schema = batches.first().ok_or_else(none)?.schema();
    let whole = concat_batches(&schema, batches).map_err(|why| StoreError::format(shown, why.to_string()))?;
    to_frame(&whole, &[], shown)
}

/// A table as the bytes of a Parquet file, as [`write_parquet`] writes it.
///
/// # Errors
/// When a column cannot be written.
pub fn parquet_bytes(frame: &DataFrame) -> Result<Vec<u8>> {
    to_parquet(frame).map(Vec::from).map_err(|why| StoreError::write("table.parquet", why))
}

/// A table as one Parquet file.
pub(crate) fn to_parquet(frame: &DataFrame) -> std::result::Result<Bytes, String> {
    encode(to_arrow(frame), &json!(INDEX), HashMap::new())
}

/// Columns as one Parquet file.
pub(super) fn encode(
    columns: Vec<(Field, ArrayRef)>,
    index: &Value,
    mut metadata: HashMap<String, String>,
) -> std::result::Result<Bytes, String> {
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns.into_iter().unzip();
    metadata.insert("pandas".to_owned(), pandas_metadata(&fields, index));
    metadata.insert(EXACT.to_owned(), "1".to_owned());
    let schema = Arc::new(Schema::new_with_metadata(fields, metadata));
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).map_err(|why| why.to_string())?;
    let level = ZstdLevel::try_new(3).map_err(|why| why.to_string())?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_created_by(format!("lca {}", env!("CARGO_PKG_VERSION")))
        .build();
    let mut bytes = Vec::new();
    let mut writer =
        ArrowWriter::try_new(&mut bytes, schema, Some(properties)).map_err(|why| why.to_string())?;
    writer.write(&batch).map_err(|why| why.to_string())?;
    writer.close().map_err(|why| why.to_string())?;
    Ok(Bytes::from(bytes))
}

/// A whole Parquet file as one batch.
pub(super) fn decode(bytes: Bytes, shown: &str) -> Result<RecordBatch> {
    guard(shown, || decode_unguarded(bytes, shown))
}

fn decode_unguarded(bytes: Bytes, shown: &str) -> Result<RecordBatch> {
    let format = |why: &dyn ToString| StoreError::format(shown, why.to_string());
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes).map_err(|why| format(&why))?;
    let schema = Arc::clone(reader.schema());
    let batches = reader.build().map_err(|why| format(&why))?;
    let batches = batches.collect::<std::result::Result<Vec<_>, _>>().map_err(|why| format(&why))?;
    concat_batches(&schema, &batches).map_err(|why| format(&why))
}

/// The columns of a batch except some, and the row names.
pub(super) fn to_frame(batch: &RecordBatch, skip: &[&str], shown: &str) -> Result<DataFrame> {
    let exact = batch.schema().metadata().contains_key(EXACT);
    let mut columns = Vec::new();
    let mut index = None;
    for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
        let name = field.name().as_str();
        if skip.contains(&name) {
            continue;
        }
        let column = from_arrow(field, array, exact).map_err(|why| StoreError::format(shown, why))?;
        match column {
            Column::Text(names) if name == INDEX => index = Some(names),
            _ if name.starts_with("__") => {}
            column => columns.push((name.to_owned(), column)),
        }
    }
    let mut frame = index.map_or_else(|| DataFrame::with_rows(batch.num_rows()), DataFrame::new);
    for (name, column) in columns {
        frame.set(&name, column).map_err(|source| StoreError::Table { path: shown.to_owned(), source })?;
    }
    Ok(frame)
}

/// A table of one Parquet file.
pub(crate) fn from_parquet(bytes: Bytes, shown: &str) -> Result<DataFrame> {
    to_frame(&decode(bytes, shown)?, &[], shown)
}

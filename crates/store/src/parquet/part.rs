use super::frame::{EXPECTED, FILE, KINDS, to_frame};
use crate::error::Result;
use crate::guard::guard;
use crate::{Atlas, StoreError};
use arrow::compute::concat_batches;
use lca_core::ElementPath;
use lca_tables::DataFrame;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs::File;
use std::ops::Range;
use std::sync::Arc;

/// Some rows and columns of a stored table.
#[derive(Debug, Clone, PartialEq)]
pub struct FramePart {
    /// What was asked for; rows keep their names.
    pub frame: DataFrame,
    /// Names of all columns of the table, row names left out.
    pub columns: Vec<String>,
    /// How many rows the table has.
    pub total: usize,
}

impl Atlas {
    /// Reads some rows of a table, and of its columns those whose name `wanted` says yes to, without taking the rest
    /// into memory.
    ///
    /// # Errors
    /// When the element is not there or is damaged.
    pub fn read_frame_part(
        &self,
        element: &ElementPath,
        rows: Range<usize>,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<FramePart> {
        let (shelf, folder) = self.open_element(element, &KINDS, EXPECTED)?;
        let path = shelf.backing().root().join(folder).join(FILE);
        let shown = path.display().to_string();
        let file = File::open(&path).map_err(|cause| StoreError::read(&shown, cause))?;
        guard(&shown, || part(file, &shown, rows, wanted))
    }
}

fn part(file: File, shown: &str, rows: Range<usize>, wanted: &dyn Fn(&str) -> bool) -> Result<FramePart> {
    let format = |why: &dyn ToString| StoreError::format(shown, why.to_string());
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|why| format(&why))?;
    let total = usize::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
    let names: Vec<String> = builder.schema().fields().iter().map(|field| field.name().clone()).collect();
    let hidden = |name: &str| name.starts_with("__");
    let chosen: Vec<usize> =
        (0..names.len()).filter(|&at| hidden(&names[at]) || wanted(&names[at])).collect();
    let schema = Arc::new(builder.schema().project(&chosen).map_err(|why| format(&why))?);
    let mask = ProjectionMask::roots(builder.parquet_schema(), chosen);
    let start = rows.start.min(total);
    let length = rows.end.min(total).saturating_sub(start);
    let reader = builder.with_projection(mask).with_offset(start).with_limit(length).build();
    let reader = reader.map_err(|why| format(&why))?;
    let batches = reader.collect::<std::result::Result<Vec<_>, _>>().map_err(|why| format(&why))?;
    let batch = concat_batches(&schema, &batches).map_err(|why| format(&why))?;
    let columns = names.into_iter().filter(|name| !hidden(name)).collect();
    Ok(FramePart { frame: to_frame(&batch, &[], shown)?, columns, total })
}

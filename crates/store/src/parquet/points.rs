use super::frame::{decode, encode, to_frame};
use super::to_arrow::{INDEX, to_arrow};
use crate::error::Result;
use crate::still::coordinate_transformations;
use crate::zarr::write_group;
use crate::{Atlas, StoreError, Transaction};
use arrow::array::{ArrayRef, Int64Array};
use arrow::datatypes::{DataType, Field};
use lca_core::{ElementKind, ElementPath};
use lca_tables::DataFrame;
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;

const KINDS: [ElementKind; 1] = [ElementKind::Points];
const EXPECTED: &str = "points";
const FILE: &str = "points.parquet/part.0.parquet";

/// The index dask gives to rows without names.
const DASK_INDEX: &str = "__null_dask_index__";

impl Transaction {
    /// Writes points as SpatialData keeps them: a table with columns `x`, `y` and perhaps `z`, in
    /// pixels of the image they lie in, and whatever else is known of each.
    ///
    /// # Errors
    /// When `x` or `y` is missing or not of numbers, or the file cannot be written.
    pub fn write_points(&self, element: &ElementPath, points: &DataFrame) -> Result<()> {
        for axis in ["x", "y"] {
            points.numbers(axis).map_err(|why| StoreError::refused(element, why))?;
        }
        let axes: &[&str] = if points.column("z").is_ok() { &["x", "y", "z"] } else { &["x", "y"] };
        let staged = self.stage(element, &KINDS, EXPECTED)?;
        let attributes = json!({
            "encoding-type": "ngff:points",
            "axes": axes,
            "coordinateTransformations": coordinate_transformations(axes),
            "spatialdata_attrs": { "version": "0.2" },
        });
        write_group(&staged.shelf, &staged.folder, &attributes)?;
        let mut columns = to_arrow(points);
        let index = if numbered(points) { number_rows(&mut columns, points.rows()) } else { INDEX };
        let bytes = encode(columns, &json!(index), HashMap::new())
            .map_err(|why| StoreError::refused(element, why))?;
        staged.shelf.put(&format!("{}/{FILE}", staged.folder), bytes)?;
        staged.finish();
        Ok(())
    }
}

fn numbered(frame: &DataFrame) -> bool {
    frame.index().iter().enumerate().all(|(row, name)| *name == row.to_string())
}

/// Puts row numbers in place of the row names, which only repeat them.
fn number_rows(columns: &mut Vec<(Field, ArrayRef)>, rows: usize) -> &'static str {
    columns.pop();
    let numbers = Int64Array::from_iter_values(0..rows as i64);
    columns.push((Field::new(DASK_INDEX, DataType::Int64, false), Arc::new(numbers)));
    DASK_INDEX
}

impl Atlas {
    /// Reads points, with all their columns.
    ///
    /// # Errors
    /// When the element is not there or is damaged.
    pub fn read_points(&self, element: &ElementPath) -> Result<DataFrame> {
        let (shelf, folder) = self.open_element(element, &KINDS, EXPECTED)?;
        let key = format!("{folder}/{FILE}");
        let shown = shelf.shown(&key);
        to_frame(&decode(shelf.backing().get_required(&key)?, &shown)?, &[], &shown)
    }
}

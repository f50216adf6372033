use super::frame::{decode, encode, to_frame};
use super::geometry::{Geometry, Shapes};
use super::to_arrow::{INDEX, to_arrow};
use super::wkb::{self, Parsed};
use crate::error::Result;
use crate::still::coordinate_transformations;
use crate::zarr::write_group;
use crate::{Atlas, StoreError, Transaction};
use arrow::array::{Array, ArrayRef, AsArray, BinaryArray, Float64Array, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Float64Type};
use lca_core::{ElementKind, ElementPath};
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;

const KINDS: [ElementKind; 1] = [ElementKind::Shapes];
const EXPECTED: &str = "shapes";
const FILE: &str = "shapes.parquet";
const GEOMETRY: &str = "geometry";
const RADIUS: &str = "radius";

impl Transaction {
    /// Writes outlines as SpatialData keeps them, in GeoParquet.
    ///
    /// # Errors
    /// When there is not one row for each outline, a column is called `geometry` or `radius`, or the
    /// file cannot be written.
    pub fn write_shapes(&self, element: &ElementPath, shapes: &Shapes) -> Result<()> {
        let (outlines, rows) = (shapes.geometry.len(), shapes.table.rows());
        if outlines != rows {
            return Err(StoreError::refused(element, format!("{outlines} outlines but {rows} rows")));
        }
        if let Some(name) = [GEOMETRY, RADIUS].iter().find(|name| shapes.table.column(name).is_ok()) {
            return Err(StoreError::refused(element, format!("the column name `{name}` is taken")));
        }
        let staged = self.stage(element, &KINDS, EXPECTED)?;
        let axes = ["x", "y"];
        let attributes = json!({
            "encoding-type": "ngff:shapes",
            "axes": axes,
            "coordinateTransformations": coordinate_transformations(&axes),
            "spatialdata_attrs": { "version": "0.3" },
        });
        write_group(&staged.shelf, &staged.folder, &attributes)?;
        let mut columns = geometry_columns(&shapes.geometry);
        columns.extend(to_arrow(&shapes.table));
        let metadata = HashMap::from([("geo".to_owned(), geo_metadata(&shapes.geometry))]);
        let bytes =
            encode(columns, &json!(INDEX), metadata).map_err(|why| StoreError::refused(element, why))?;
        staged.shelf.put(&format!("{}/{FILE}", staged.folder), bytes)?;
        staged.finish();
        Ok(())
    }
}

fn geometry_columns(geometry: &Geometry) -> Vec<(Field, ArrayRef)> {
    let extension = HashMap::from([
        ("ARROW:extension:name".to_owned(), "geoarrow.wkb".to_owned()),
        ("ARROW:extension:metadata".to_owned(), "{}".to_owned()),
    ]);
    let field = Field::new(GEOMETRY, DataType::Binary, false).with_metadata(extension);
    match geometry {
        Geometry::Circles(circles) => {
            let centres =
                BinaryArray::from_iter_values(circles.iter().map(|(centre, _)| wkb::write_point(*centre)));
            let radii = Float64Array::from_iter_values(circles.iter().map(|(_, radius)| *radius));
            let radius = Field::new(RADIUS, DataType::Float64, false);
            vec![(field, Arc::new(centres) as ArrayRef), (radius, Arc::new(radii))]
        }
        Geometry::Polygons(polygons) => {
            let outlines =
                BinaryArray::from_iter_values(polygons.iter().map(|rings| wkb::write_polygon(rings)));
            vec![(field, Arc::new(outlines) as ArrayRef)]
        }
    }
}

fn geo_metadata(geometry: &Geometry) -> String {
    let kind = match geometry {
        Geometry::Circles(_) => "Point",
        Geometry::Polygons(_) => "Polygon",
    };
    let mut column = json!({ "encoding": "WKB", "crs": null, "geometry_types": [kind] });
    if let Some(bounds) = geometry.bounds() {
        column["bbox"] = json!(bounds);
    }
    json!({ "version": "1.1.0", "primary_column": GEOMETRY, "columns": { GEOMETRY: column } }).to_string()
}

impl Atlas {
    /// Reads outlines with all their columns.
    ///
    /// # Errors
    /// When the element is not there, is damaged, or has geometries other than circles or polygons.
    pub fn read_shapes(&self, element: &ElementPath) -> Result<Shapes> {
        let (shelf, folder) = self.open_element(element, &KINDS, EXPECTED)?;
        let key = format!("{folder}/{FILE}");
        let shown = shelf.shown(&key);
        let batch = decode(shelf.backing().get_required(&key)?, &shown)?;
        let geometry = read_geometry(&batch).map_err(|why| StoreError::format(&shown, why))?;
        let skip: &[&str] = match geometry {
            Geometry::Circles(_) => &[GEOMETRY, RADIUS],
            Geometry::Polygons(_) => &[GEOMETRY],
        };
        Ok(Shapes { geometry, table: to_frame(&batch, skip, &shown)? })
    }
}

fn read_geometry(batch: &RecordBatch) -> std::result::Result<Geometry, String> {
    let column = batch.column_by_name(GEOMETRY).ok_or("there is no column `geometry`")?;
    let column = cast(column, &DataType::Binary).map_err(|why| why.to_string())?;
    let column: &BinaryArray = column.as_binary();
    let bad = |row: usize| format!("row {row}: the geometry is neither a circle's centre nor a polygon");
    let parsed = (0..column.len()).map(|row| wkb::read(column.value(row)).ok_or_else(|| bad(row)));
    let parsed: Vec<Parsed> = parsed.collect::<std::result::Result<_, _>>()?;
    let Some(radius) = batch.column_by_name(RADIUS) else {
        let polygon = |(row, shape): (usize, Parsed)| match shape {
            Parsed::Polygon(rings) => Ok(rings),
            Parsed::Point(_) => Err(bad(row)),
        };
        let polygons = parsed.into_iter().enumerate().map(polygon);
        return polygons.collect::<std::result::Result<_, _>>().map(Geometry::Polygons);
    };
    let radii = cast(radius, &DataType::Float64).map_err(|why| why.to_string())?;
    let radii = radii.as_primitive::<Float64Type>();
    let circle = |(row, shape): (usize, Parsed)| match shape {
        Parsed::Point(centre) => Ok((centre, radii.value(row))),
        Parsed::Polygon(_) => Err(bad(row)),
    };
    parsed.into_iter().enumerate().map(circle).collect::<std::result::Result<_, _>>().map(Geometry::Circles)
}

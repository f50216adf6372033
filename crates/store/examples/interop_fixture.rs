//! Writes an atlas with an element of every kind, and beside it the values in it as plain JSON, for
//! the tests that open it with the tools of others: `interop_fixture FOLDER`.

#[path = "../tests/common/mod.rs"]
mod common;

use common::*;
use lca_core::{ChunkSink, ElementPath};
use lca_pixels::{MovieMeta, Pixels};
use lca_store::{Atlas, Transaction};
use lca_tables::{AnnData, Column, DataFrame, Matrix};
use serde_json::{Map, Value, json};
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("give a folder")?);
    let atlas = Atlas::create(folder.join("lca.zarr"))?;
    let changes = atlas.begin()?;
    changes.write_table(&path("tables/cells")?, &AnnData::default())?;
    changes.commit("first", &json!({}))?;
    let changes = atlas.begin()?;
    let expected = write(&changes)?;
    changes.commit("second", &json!({ "step": "fixture" }))?;
    std::fs::write(folder.join("expected.json"), serde_json::to_vec(&expected)?)?;
    Ok(())
}

fn path(text: &str) -> Result<ElementPath, Box<dyn Error>> {
    Ok(text.parse()?)
}

fn write(changes: &Transaction) -> Result<Value, Box<dyn Error>> {
    // The table is written a second time: its folder is `tables/cells.v2`.
    changes.write_table(&path("tables/cells")?, &table())?;
    changes.write_table(&path("lca/parts/umap")?, &table())?;
    changes.write_frame(&path("lca/registry/cells")?, &frame())?;
    changes.write_points(&path("points/spots")?, &points())?;
    changes.write_shapes(&path("shapes/circles")?, &circles())?;
    changes.write_shapes(&path("shapes/polygons")?, &polygons())?;
    changes.write_tracks(&path("lca/tracks/hela")?, &tracks())?;
    let still = MovieMeta { frame_interval_s: None, ..movie_meta([1, 3, 1, 600, 520]) };
    changes.write_image(&path("images/slide")?, &still, &movie_frame(&still, 0))?;
    changes.write_labels(&path("labels/cells")?, &labels([1, 600, 520], 1), None)?;
    let deep = movie_meta([1, 2, 3, 20, 30]);
    changes.write_image(&path("images/stack")?, &deep, &movie_frame(&deep, 0))?;
    let meta = movie_meta([3, 2, 1, 530, 601]);
    let movie = changes.movie_sink(&path("lca/movies/hela")?, &meta)?;
    let cells = changes.labels_sink(&path("lca/movies/hela/labels/cells")?, &meta)?;
    for t in 0..3 {
        movie.write(t, movie_frame(&meta, t))?;
        cells.write(t, labels([1, 530, 601], t))?;
    }
    movie.finish()?;
    cells.finish()?;
    Ok(json!({
        "table": table_json(&table()),
        "frame": frame_json(&frame()),
        "points": frame_json(&points()),
        "tracks": tracks(),
        "slide": pixels_json(&movie_frame(&still, 0).pixels),
        "stack": pixels_json(&movie_frame(&deep, 0).pixels),
        "labels": labels([1, 600, 520], 1).into_raw_vec_and_offset().0,
        "movie": (0..3).map(|t| pixels_json(&movie_frame(&meta, t).pixels)).collect::<Vec<_>>(),
        "movie_labels": (0..3).map(|t| labels([1, 530, 601], t).into_raw_vec_and_offset().0).collect::<Vec<_>>(),
    }))
}

fn pixels_json(pixels: &Pixels) -> Value {
    json!(pixels.to_f32().iter().map(|&value| value as u32).collect::<Vec<_>>())
}

/// Index and columns; missing is null.
fn frame_json(frame: &DataFrame) -> Value {
    let column = |column: &Column| match column {
        Column::Float(values) => json!(values),
        Column::Int(values) => json!(values),
        Column::NullableInt(values) => json!(values),
        Column::Bool(values) => json!(values),
        Column::NullableBool(values) => json!(values),
        texts => json!(texts.to_texts()),
    };
    let columns: Map<String, Value> =
        frame.columns().iter().map(|(name, values)| (name.clone(), column(values))).collect();
    json!({ "index": frame.index(), "columns": columns })
}

/// A matrix as dense rows.
fn matrix_json(matrix: &Matrix) -> Value {
    let (rows, cols) = matrix.shape();
    let mut dense = vec![vec![0.0; cols]; rows];
    for (row, dense) in dense.iter_mut().enumerate() {
        match matrix {
            Matrix::DenseF32(matrix) => {
                matrix.row(row).iter().zip(dense).for_each(|(v, d)| *d = f64::from(*v))
            }
            Matrix::DenseF64(matrix) => matrix.row(row).iter().zip(dense).for_each(|(v, d)| *d = *v),
            Matrix::SparseF32(matrix) => {
                let (columns, values) = matrix.row(row);
                columns.iter().zip(values).for_each(|(&c, &v)| dense[c as usize] = f64::from(v));
            }
            Matrix::SparseF64(matrix) => {
                let (columns, values) = matrix.row(row);
                columns.iter().zip(values).for_each(|(&c, &v)| dense[c as usize] = v);
            }
        }
    }
    json!(dense)
}

fn table_json(table: &AnnData) -> Value {
    let all = |matrices: &std::collections::BTreeMap<String, Matrix>| -> Value {
        matrices
            .iter()
            .map(|(name, matrix)| (name.clone(), matrix_json(matrix)))
            .collect::<Map<_, _>>()
            .into()
    };
    json!({
        "x": table.x.as_ref().map(matrix_json),
        "obs": frame_json(&table.obs),
        "var": frame_json(&table.var),
        "layers": all(&table.layers),
        "obsm": all(&table.obsm),
        "varm": all(&table.varm),
        "obsp": all(&table.obsp),
    })
}

//! Reads what others wrote and prints the values as JSON: `interop_read KIND PATH`, where KIND is
//! `anndata`, `image`, `labels`, `geff` or `parquet`.

use lca_core::ChunkSource;
use lca_store::{open_ome_zarr, read_anndata, read_geff, read_parquet};
use lca_tables::{AnnData, Column, DataFrame, Matrix};
use serde_json::{Map, Value, json};
use std::error::Error;
use std::io::Write;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(kind), Some(path)) = (arguments.next(), arguments.next()) else {
        return Err("give a kind and a path".into());
    };
    let value = match kind.as_str() {
        "anndata" => {
            let (table, skipped) = read_anndata(path)?;
            let skipped: Vec<String> = skipped.into_iter().map(|part| part.part).collect();
            json!({ "table": table_json(&table), "skipped": skipped })
        }
        "image" => {
            let image = open_ome_zarr(path)?;
            let frames =
                (0..image.len()).map(|t| Ok(image.read(t)?.pixels.to_f32().into_raw_vec_and_offset().0));
            let frames = frames.collect::<Result<Vec<_>, lca_core::ChunkError>>()?;
            json!({ "meta": image.meta(), "levels": image.levels(), "frames": frames })
        }
        "geff" => json!(read_geff(path)?),
        "parquet" => frame_json(&read_parquet(path)?),
        other => return Err(format!("unknown kind `{other}`").into()),
    };
    std::io::stdout().write_all(value.to_string().as_bytes())?;
    Ok(())
}

fn table_json(table: &AnnData) -> Value {
    let matrix = |matrix: &Matrix| match matrix {
        Matrix::DenseF32(m) => {
            json!({ "dense": m.rows().into_iter().map(|r| r.to_vec()).collect::<Vec<_>>() })
        }
        Matrix::DenseF64(m) => {
            json!({ "dense": m.rows().into_iter().map(|r| r.to_vec()).collect::<Vec<_>>() })
        }
        Matrix::SparseF32(m) => {
            json!({ "shape": m.shape(), "indptr": m.indptr(), "indices": m.indices(), "data": m.values() })
        }
        Matrix::SparseF64(m) => {
            json!({ "shape": m.shape(), "indptr": m.indptr(), "indices": m.indices(), "data": m.values() })
        }
    };
    let all = |matrices: &std::collections::BTreeMap<String, Matrix>| -> Value {
        matrices.iter().map(|(name, one)| (name.clone(), matrix(one))).collect::<Map<_, _>>().into()
    };
    json!({
        "x": table.x.as_ref().map(matrix), "obs": frame_json(&table.obs), "var": frame_json(&table.var),
        "layers": all(&table.layers), "obsm": all(&table.obsm), "obsp": all(&table.obsp),
        "uns": table.uns.keys().collect::<Vec<_>>(),
    })
}

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

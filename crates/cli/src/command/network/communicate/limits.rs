use super::data::Data;
use crate::args::CommunicateArgs;
use crate::failure::Failure;
use lca_network::communicate::{Limits, contacts};
use lca_tables::Matrix;
use serde_json::{Value, json};

/// Which types can meet, and how often they do where that was counted.
pub(super) fn of(args: &CommunicateArgs, data: &Data) -> Result<(Limits, Vec<Value>), Failure> {
    if let Some(path) = &args.microenvironments {
        return Ok((Limits::Microenvironments(lca_formats::read_microenvironments(path)?), Vec::new()));
    }
    let (Some(key), Some(radius)) = (&args.spatial, args.radius) else {
        return Ok((Limits::None, Vec::new()));
    };
    let matrix = data.table.obsm.get(key).ok_or_else(|| {
        let known: Vec<&str> = data.table.obsm.keys().map(String::as_str).collect();
        Failure::Use(format!("obsm has no `{key}`; there are: {}", known.join(", ")))
    })?;
    let found = contacts(&data.cells().types()?, &rows(matrix), radius)?;
    let listed = |one: &lca_network::communicate::Contact| json!({ "first": one.first, "second": one.second, "pairs": one.pairs, "expected": one.expected });
    let meetings = found.iter().map(listed).collect();
    let near = found.into_iter().filter(|one| one.pairs > 0).map(|one| (one.first, one.second));
    Ok((Limits::Pairs(near.collect()), meetings))
}

fn rows(matrix: &Matrix) -> Vec<Vec<f64>> {
    match matrix {
        Matrix::DenseF32(matrix) => {
            matrix.rows().into_iter().map(|row| row.iter().map(|&x| f64::from(x)).collect()).collect()
        }
        Matrix::DenseF64(matrix) => matrix.rows().into_iter().map(|row| row.to_vec()).collect(),
        // Positions are never sparse; an empty row is refused with what a position must be.
        Matrix::SparseF32(_) | Matrix::SparseF64(_) => Vec::new(),
    }
}

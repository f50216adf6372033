//! Pseudotime, the graph of states and RNA velocity of an h5ad file with a neighbourhood graph, to be held against scanpy and
//! scvelo (`benches/velocity.py`): `cell_time dpt IN.h5ad OUT ROOT COLUMN` or `cell_time velocity IN.h5ad OUT MODE`, where MODE may be
//! `nearest`: the dynamical one with each cell at the nearest time. Writes
//! arrays to OUT and prints the processor time of what is compared.

#![allow(clippy::print_stdout, reason = "an example that prints")]

#[allow(dead_code, reason = "its other example also reads")]
#[path = "../scanpy_path/npy.rs"]
mod npy;

use cpu_time::ProcessTime;
use lca_cells::*;
use lca_formats::{CountsOptions, read_counts};
use lca_numerics::Csr;
use lca_tables::{AnnData, Categorical, Matrix};
use ndarray::Array2;
use std::error::Error;
use std::path::Path;

type Done = Result<(), Box<dyn Error>>;

fn main() -> Done {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["dpt", from, out, root, column] => pseudotime(&read(from)?, Path::new(out), root.parse()?, column),
        ["velocity", from, out, mode] => speeds(&read(from)?, Path::new(out), mode),
        _ => Err("cell_time dpt IN.h5ad OUT ROOT COLUMN | cell_time velocity IN.h5ad OUT MODE".into()),
    }
}

fn read(path: &str) -> Result<AnnData, Box<dyn Error>> {
    Ok(read_counts(Path::new(path), &CountsOptions::default())?.data)
}

fn sparse(matrix: Option<&Matrix>, name: &str) -> Result<Csr<f32>, Box<dyn Error>> {
    Ok(to_sparse(matrix.ok_or_else(|| format!("no {name}"))?).into_owned())
}

fn graph(data: &AnnData) -> Result<(Csr<f32>, Csr<f64>), Box<dyn Error>> {
    let connectivities = sparse(data.obsp.get("connectivities"), "connectivities")?;
    let distances = match data.obsp.get("distances") {
        Some(Matrix::SparseF64(distances)) => distances.clone(),
        other => sparse(other, "distances")?.map(|&value| f64::from(value)),
    };
    Ok((connectivities, distances))
}

fn floats(out: &Path, name: &str, values: &[f64]) -> Done {
    npy::write(&out.join(format!("{name}.npy")), &[values.len()], values.iter().copied())
}

fn dense(out: &Path, name: &str, matrix: &Array2<f64>) -> Done {
    let (rows, columns) = matrix.dim();
    npy::write(&out.join(format!("{name}.npy")), &[rows, columns], matrix.iter().copied())
}

fn pseudotime(data: &AnnData, out: &Path, root: usize, column: &str) -> Done {
    let (connectivities, distances) = graph(data)?;
    let start = ProcessTime::now();
    let map = diffmap(&connectivities, &DiffmapParams::default())?;
    let time = dpt(&map, root, &PseudotimeParams::default())?;
    let seconds = start.elapsed().as_secs_f64();
    dense(out, "components", &map.components)?;
    floats(out, "evals", &map.values)?;
    floats(out, "pseudotime", &time.values)?;
    let labels = data.obs.column(column)?.to_labels().ok_or("the column holds no names")?;
    let labels: Vec<String> = labels.into_iter().map(Option::unwrap_or_default).collect();
    let start = ProcessTime::now();
    let states = paga(&distances, &Categorical::from_texts(&labels))?;
    let more = start.elapsed().as_secs_f64();
    dense(out, "paga", &states.connectivities)?;
    dense(out, "tree", &states.tree)?;
    let branches = dpt_branches(&map, &time, &BranchParams { n_branchings: 1, ..BranchParams::default() })?;
    floats(out, "branch", &branches.branch.iter().map(|&branch| branch as f64).collect::<Vec<_>>())?;
    println!("{{\"dpt_cpu_s\": {seconds}, \"paga_cpu_s\": {more}}}");
    Ok(())
}

fn speeds(data: &AnnData, out: &Path, word: &str) -> Done {
    let mode = match word {
        "deterministic" => VelocityMode::Deterministic,
        "stochastic" => VelocityMode::Stochastic,
        _ => VelocityMode::Dynamical,
    };
    let times = if word == "nearest" { VelocityTimes::Nearest } else { VelocityTimes::Likely };
    let (spliced, unspliced) =
        (sparse(data.layers.get("spliced"), "spliced")?, sparse(data.layers.get("unspliced"), "unspliced")?);
    let (connectivities, distances) = graph(data)?;
    let params = VelocityParams { mode, times, ..VelocityParams::default() };
    let start = ProcessTime::now();
    let moments = moments(&spliced, &unspliced, &connectivities)?;
    let found = velocity(&spliced, &unspliced, &moments, &connectivities, &params)?;
    let fit = start.elapsed().as_secs_f64();
    let start = ProcessTime::now();
    let graph = velocity_graph(&found, &moments, &distances)?;
    let sure = velocity_confidence(&found, &distances)?;
    let graph_s = start.elapsed().as_secs_f64();
    let mut part = AnnData { obs: data.obs.clone(), var: data.var.clone(), ..AnnData::default() };
    found.annotate(&mut part)?;
    graph.annotate(&mut part);
    sure.annotate(&mut part)?;
    if mode == VelocityMode::Dynamical {
        latent_time(&found, &graph, &connectivities)?.annotate(&mut part)?;
    }
    for (name, frame) in [("obs", &part.obs), ("var", &part.var)] {
        for (column, held) in frame.columns() {
            if let Some(values) = held.to_f64() {
                floats(out, &format!("{name}_{column}"), &values)?;
            }
        }
    }
    dense(out, "Ms", &moments.ms.mapv(f64::from))?;
    dense(out, "Mu", &moments.mu.mapv(f64::from))?;
    for (name, layer) in &part.layers {
        dense(out, &format!("layer_{name}"), &layer.to_f64())?;
    }
    dense(out, "graph", &Matrix::SparseF32(graph.graph.clone()).to_f64())?;
    dense(out, "graph_neg", &Matrix::SparseF32(graph.negative.clone()).to_f64())?;
    if let Some(Matrix::DenseF32(map)) = data.obsm.get("X_pca") {
        let map = map.slice(ndarray::s![.., ..2]).to_owned();
        dense(out, "embedded", &velocity_embedding(&graph, map.view())?.mapv(f64::from))?;
    }
    println!("{{\"velocity_cpu_s\": {fit}, \"graph_cpu_s\": {graph_s}}}");
    Ok(())
}

//! Verbs of time: cells along a way come into their order, and the genes that change along it are found.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{file, json, run, text};
use lca_store::{read_anndata, write_anndata};
use lca_tables::Matrix;
use std::path::Path;

/// Cells of a way: each of the first sixty genes is high for a while, the last thirty at no time more than at another.
fn way(folder: &Path) -> std::path::PathBuf {
    let mut all = String::from("cell");
    (0..90).for_each(|gene| all.push_str(&format!(",g{gene}")));
    for cell in 0..200_u64 {
        all.push_str(&format!("\nc{cell}"));
        for gene in 0..90_u64 {
            let apart = (cell as f64 / 200.0 - gene as f64 / 60.0) / 0.15;
            let mean = if gene < 60 { 1.0 + 40.0 * (-apart * apart).exp() } else { 6.0 };
            all.push_str(&format!(",{}", (mean * (1.0 + 0.5 * common::noise(cell * 1000 + gene))) as u64));
        }
    }
    file(folder, "way.csv", &all)
}

#[test]
fn cells_of_a_way_come_into_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path();
    let start = way(there);
    let at = |name: &str| there.join(name).to_str().unwrap().to_owned();
    let go = |args: &str| json(&args.split(' ').collect::<Vec<_>>());
    let atlas = at("atlas.zarr");
    let config = file(there, "path.toml", "[quality]\nkeep = { min_genes = 5 }\n[pca]\nn_comps = 8\n");
    go(&format!("cells run {} --genes-in columns --config {} --out {atlas}", text(&start), text(&config)));
    let (time, trends) = (at("time.zarr"), at("trends.zarr"));
    let found = go(&format!("cells pseudotime {atlas} --root c0 --out {time}"));
    assert_eq!((&found["values"]["root"], &found["values"]["cells_without_time"]), (&"c0".into(), &0.into()));
    let (whole, _) = read_anndata(Path::new(&time)).unwrap();
    let order = whole.obs.numbers("dpt_pseudotime").unwrap();
    let ranks = lca_numerics::stats::ranks(&order).ranks;
    let off: f64 =
        ranks.iter().zip(1..).map(|(rank, cell)| (rank - f64::from(cell)).abs()).sum::<f64>() / 200.0;
    assert!(off < 4.0 && order[0] == 0.0, "cells are {off} places out of their order, in the mean");
    let found = go(&format!("cells trends {time} --out {trends}"));
    assert!(found["values"]["genes_along_time"].as_u64() >= Some(60), "{found}");
    // As counts are brought to one total, the even genes move a little against the others.
    let (tested, _) = read_anndata(Path::new(&trends)).unwrap();
    let told = tested.var.numbers("trend_r2").unwrap();
    let (least, even) = (told[..60].iter().copied().fold(1.0, f64::min), &told[60..]);
    let below = even.iter().filter(|share| **share < least).count();
    assert!(below >= 25, "{below} of 30 even genes are told less of by time than all others: {told:?}");
    let found = go(&format!("cells paga {time} --out {}", at("graph.zarr")));
    let states = found["values"]["states"].as_u64().unwrap();
    assert_eq!(found["values"]["edges_of_tree"].as_u64(), Some(states - 1));
    // Without a beginning there is no time, and without unspliced counts no velocity.
    run(&["cells", "pseudotime", &atlas, "--out", &at("none.zarr")], 2);
    let said = run(&["cells", "velocity", &time, "--out", &at("none.zarr")], 1).stderr;
    assert!(String::from_utf8_lossy(&said).contains("spliced"));
    assert!(!Path::new(&at("none.zarr")).exists());
}

#[test]
fn velocity_is_told_of_a_table_with_both_kinds_of_counts() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path();
    let at = |name: &str| there.join(name).to_str().unwrap().to_owned();
    let config = file(there, "path.toml", "[quality]\nkeep = { min_genes = 5 }\n[pca]\nn_comps = 8\n");
    let start = way(there);
    let go = |args: &str| json(&args.split(' ').collect::<Vec<_>>());
    go(&format!(
        "cells run {} --genes-in columns --config {} --out {}",
        text(&start),
        text(&config),
        at("atlas.zarr")
    ));
    go(&format!("cells normalize {} --out {}", at("atlas.zarr"), at("plain.zarr")));
    let (mut table, _) = read_anndata(Path::new(&at("plain.zarr"))).unwrap();
    // Unspliced counts run ahead of spliced ones by twelve cells.
    let spliced = table.layers["counts"].to_f64();
    let ahead =
        ndarray::Array2::from_shape_fn(spliced.dim(), |(cell, gene)| spliced[[(cell + 12).min(199), gene]]);
    table.layers.insert("unspliced".into(), Matrix::DenseF32(ahead.mapv(|count| count as f32)));
    table.layers.insert("spliced".into(), Matrix::DenseF32(spliced.mapv(|count| count as f32)));
    write_anndata(Path::new(&at("both.zarr")), &table, false).unwrap();
    let found =
        go(&format!("cells velocity {} --mode stochastic --out {}", at("both.zarr"), at("moved.zarr")));
    assert!(found["values"]["velocity_genes"].as_u64().unwrap() > 20, "{found}");
    let (moved, _) = read_anndata(Path::new(&at("moved.zarr"))).unwrap();
    let confidence = moved.obs.numbers("velocity_confidence").unwrap();
    assert!(confidence.iter().sum::<f64>() / 200.0 > 0.5, "{confidence:?}");
    assert!(moved.obsm.contains_key("velocity_umap") && moved.layers.contains_key("velocity"));
}

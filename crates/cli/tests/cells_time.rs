//! Pseudotime, the graph of states, genes along time and RNA velocity as steps of a study, on real counts of the dentate gyrus.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may")]

mod common;

use common::{digest, file, json, text};
use lca_tables::{AnnData, Matrix};
use std::path::{Path, PathBuf};

/// Spliced and unspliced counts; none, with a visible line, when they are missing outside CI.
fn counts() -> Option<PathBuf> {
    let default = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    let root = std::env::var_os("LCA_TEST_DATA").map_or_else(default, PathBuf::from);
    let path = root.join("omics/scvelo/tests/_data/dentategyrus_100obs.h5ad");
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var_os("CI").is_none(), "test data missing: {}", path.display());
    println!("SKIPPED: {} is missing; set LCA_TEST_DATA", path.display());
    None
}

const STUDY: &str = r#"name = "gyrus"
title = "Where cells of the dentate gyrus go"
seed = 1

[[subject]]
id = "mouse"

[[specimen]]
id = "pancreas"
subject = "mouse"

[[condition]]
id = "none"

[[assay]]
id = "sequencing"
specimen = "pancreas"
modality = "sc-rna-seq"
files = { counts = "cells.h5ad" }

[[step]]
id = "counts"
kind = "import-counts"
assay = "sequencing"

[[step]]
id = "normal"
kind = "normalize"
from = "counts"

[[step]]
id = "variable"
kind = "variable-genes"
from = "normal"

[[step]]
id = "components"
kind = "pca"
from = "variable"
params = { n_comps = 10 }

[[step]]
id = "near"
kind = "neighbors"
from = "components"

[[step]]
id = "states"
kind = "leiden"
from = "near"

[[step]]
id = "map"
kind = "umap"
from = "states"

[[step]]
id = "time"
kind = "pseudotime"
from = "map"
params = { root_state = "0", n_branchings = 1 }

[[step]]
id = "graph"
kind = "paga"
from = "map"

[[step]]
id = "trends"
kind = "gene-trends"
from = "time"
params = { knots = 3 }

[[step]]
id = "velocity"
kind = "velocity"
from = "map"
params = { model = { mode = "dynamical" }, genes = { min_shared_counts = 10, n_top_genes = 300 } }

[[step]]
id = "joined"
kind = "table"
from = ["trends", "graph", "velocity"]
"#;

fn table(atlas: &Path) -> AnnData {
    let element = lca_core::ElementPath::new(lca_core::ElementKind::Table, "joined").unwrap();
    lca_store::Atlas::open(atlas).unwrap().read_table(&element).unwrap()
}

#[test]
fn a_study_orders_cells_in_time_alike_on_any_number_of_threads() {
    let Some(counts) = counts() else { return };
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(counts, folder.path().join("cells.h5ad")).unwrap();
    let study = file(folder.path(), "study.toml", STUDY);
    let run = |threads: &str| {
        let atlas = folder.path().join(format!("{threads}.zarr"));
        json(&["run", text(&study), "--atlas", text(&atlas), "--threads", threads]);
        atlas
    };
    let one = run("1");
    let cells = table(&one);
    let time = cells.obs.numbers("dpt_pseudotime").unwrap();
    assert!(time.iter().all(|time| (0.0..=1.0).contains(time) || time.is_infinite()), "{time:?}");
    for name in ["latent_time", "velocity_confidence", "velocity_length"] {
        assert!(cells.obs.numbers(name).unwrap().iter().any(|value| *value > 0.0), "{name}");
    }
    assert!(cells.obs.texts("dpt_groups").is_ok() && cells.uns.contains_key("paga"));
    assert!(cells.var.numbers("trend_pval_adj").unwrap().iter().any(|p| *p < 0.05));
    assert!(matches!(&cells.obsm["velocity_umap"], Matrix::DenseF32(arrows) if arrows.dim() == (100, 2)));
    assert!(
        matches!(&cells.layers["velocity"], Matrix::SparseF32(v) if v.values().iter().any(|v| *v != 0.0))
    );
    let report = std::fs::read_to_string(one.with_extension("html")).unwrap();
    assert!(report.contains("RNA velocity") && report.contains("Pseudotime"));
    let known = digest(&one);
    assert!(known == digest(&run("2")) && known == digest(&run("8")));
}

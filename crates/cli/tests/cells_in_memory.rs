//! The path to an atlas, whose matrices stay on disk and are gone through in blocks, finds the bits that the same analyses
//! find on counts in memory: every array, column and result of the table of cells.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{file, noise, run, text};
use lca_cells::*;
use lca_core::NoProgress;
use lca_numerics::Csr;
use lca_tables::{AnnData, DataFrame, Matrix};
use ndarray::Array2;
use std::path::Path;

const CELLS: usize = 300;
const GENES: usize = 90;
const PATH: &str = "[quality]\nkeep = { min_genes = 60 }\n[variable-genes]\nflavor = \"seurat_v3\"\nn_top_genes = 50\n\
    [pca]\nn_comps = 12\n[umap]\nn_epochs = 30\n";

/// Counts of three kinds of cells, some of which are nearly empty.
fn counts() -> Csr<f32> {
    let count = |(cell, gene): (usize, usize)| {
        let mean = if gene % 3 == cell % 3 { 9.0 } else { 2.0 };
        let depth = if cell % 25 == 7 { 0.3 } else { 2.0 };
        (depth * mean * noise((cell * 1000 + gene) as u64)).floor() as f32
    };
    lca_numerics::sparse::from_dense(Array2::from_shape_fn((CELLS, GENES), count).view())
}

fn names(letter: char, rows: &[usize]) -> DataFrame {
    DataFrame::new(rows.iter().map(|row| format!("{letter}{row}")).collect())
}

/// What the analyses find one after the other, nothing on disk.
fn in_memory(counts: &Csr<f32>) -> AnnData {
    let all: Vec<usize> = (0..GENES).collect();
    let quality = qc(counts, names('g', &all).index(), None, &QcParams::default()).unwrap();
    let keep = FilterParams { min_genes: Some(60), ..FilterParams::default() };
    let kept = filter(counts, &quality, &keep).unwrap();
    assert!(kept.cells.len() < CELLS, "the filter has something to do");
    let (obs, var) = (names('c', &kept.cells), names('g', &kept.genes));
    let counts = counts.select_rows(&kept.cells).select_columns(&kept.genes);
    let mut found = AnnData { obs, var, ..AnnData::default() };
    let flavor = HvgFlavor::SeuratV3;
    let hvg = HvgParams { flavor, n_top_genes: Some(50), ..HvgParams::default() };
    let hvg = highly_variable_genes(&counts, &hvg).unwrap();
    hvg.annotate(&mut found).unwrap();
    let x = gather(&NormalizedRows::new(&counts, &NormalizeParams::default()).unwrap()).unwrap();
    let params = PcaParams { n_comps: 12, ..PcaParams::default() };
    let components = pca(&x, Some(&hvg.highly_variable), &params).unwrap();
    components.annotate(&mut found);
    let graph = neighbors(components.scores.view(), &NeighborsParams::default()).unwrap();
    graph.annotate(&mut found);
    let params = LeidenParams::default();
    let states = leiden(&graph.connectivities, &params).unwrap();
    states.annotate(&mut found, "leiden", &params).unwrap();
    let params = UmapParams { n_epochs: Some(30), ..UmapParams::default() };
    let layout = umap(&graph.connectivities, components.scores.view(), &params, &NoProgress).unwrap();
    layout.annotate(&mut found);
    let markers =
        rank_genes_groups(&x, found.var.index(), &states.categorical(), &MarkerParams::default()).unwrap();
    markers.annotate(&mut found, "rank_genes_groups", "leiden").unwrap();
    found.x = Some(Matrix::SparseF32(x));
    found.layers.insert("counts".into(), Matrix::SparseF32(counts));
    found
}

fn cells_of(atlas: &Path) -> AnnData {
    lca_store::Atlas::open(atlas).unwrap().read_table(&"tables/cells".parse().unwrap()).unwrap()
}

/// As text, since what is not a number is not equal to itself: each number is the shortest that is read back to its bits.
fn same(what: &str, own: &impl std::fmt::Debug, other: Option<&impl std::fmt::Debug>) {
    let other = other.unwrap_or_else(|| panic!("{what} is missing"));
    assert!(format!("{own:?}") == format!("{other:?}"), "{what}:\n{own:?}\n{other:?}");
}

#[test]
fn an_atlas_holds_the_bits_of_counts_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let (counts, input) = (counts(), folder.path().join("counts.zarr"));
    let (cells, genes): (Vec<usize>, Vec<usize>) = ((0..CELLS).collect(), (0..GENES).collect());
    let (obs, var) = (names('c', &cells), names('g', &genes));
    let table = AnnData { x: Some(Matrix::SparseF32(counts.clone())), obs, var, ..AnnData::default() };
    lca_store::write_anndata(&input, &table, false).unwrap();
    let (config, out) = (file(folder.path(), "path.toml", PATH), folder.path().join("atlas.zarr"));
    let asked = ["cells", "run", text(&input), "--config", text(&config), "--seed", "0", "--out", text(&out)];
    run(&[&asked[..], &["--threads", "2"]].concat(), 0);
    let (own, atlas) = (in_memory(&counts), cells_of(&out));
    assert_eq!((own.obs.index(), own.var.index()), (atlas.obs.index(), atlas.var.index()));
    same("X", &own.x, Some(&atlas.x));
    for (name, column) in own.obs.columns() {
        same(name, column, atlas.obs.column(name).ok().as_ref());
    }
    for (name, column) in own.var.columns() {
        same(name, column, atlas.var.column(name).ok().as_ref());
    }
    let arrays = |of: &AnnData| [&of.layers, &of.obsm, &of.varm, &of.obsp].map(Clone::clone);
    for (own, atlas) in arrays(&own).iter().zip(arrays(&atlas)) {
        assert!(!own.is_empty());
        own.iter().for_each(|(name, matrix)| same(name, matrix, atlas.get(name)));
    }
    // Of the neighbours the step also says from what they were found.
    let results = ["pca", "leiden", "umap", "hvg", "rank_genes_groups"];
    results.iter().for_each(|name| same(name, &own.uns[*name], atlas.uns.get(*name)));
}

//! What is taken of a file that holds several matrices, on the whole path: `--raw` and `--genome`.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may panic and say what it skips")]

mod common;

use common::{file, json, noise, run, text};
use lca_tables::{AnnData, DataFrame, Matrix};
use ndarray::Array2;
use std::path::{Path, PathBuf};

const SMALL: &str = "[quality]\nkeep = { min_genes = 1 }\n[pca]\nn_comps = 5\n[umap]\nn_epochs = 5\n";

fn table(genes: usize, x: Array2<f32>) -> AnnData {
    let named =
        |letter: char, count: usize| DataFrame::new((0..count).map(|at| format!("{letter}{at}")).collect());
    let (obs, var) = (named('c', x.nrows()), named('g', genes));
    AnnData { x: Some(Matrix::DenseF32(x)), obs, var, ..AnnData::default() }
}

/// Counts of all genes.
fn counts() -> Array2<f32> {
    Array2::from_shape_fn((60, 40), |(cell, gene)| {
        let mean = if gene % 2 == cell % 2 { 9.0 } else { 2.0 };
        (2.0 * mean * noise((cell * 1000 + gene) as u64)).floor() as f32
    })
}

/// AnnData as scanpy leaves it: scaled values of some genes, and under `raw` the counts of all.
fn with_raw(folder: &Path) -> PathBuf {
    let path = folder.join("scaled.zarr");
    let scaled = counts().slice(ndarray::s![.., ..10]).mapv(|count| count.ln_1p() - 1.5);
    lca_store::write_anndata(&path, &table(10, scaled), false).unwrap();
    lca_store::write_anndata(path.join("raw"), &table(40, counts()), false).unwrap();
    path
}

/// What the command says on the way to a new atlas.
fn said(input: &[&Path], more: &[&str], out: &Path, code: i32) -> String {
    _ = std::fs::remove_dir_all(out);
    let inputs: Vec<&str> = input.iter().map(|path| text(path)).collect();
    let config = file(out.parent().unwrap(), "path.toml", SMALL);
    let asked =
        [&["cells", "run"][..], &inputs, &["--config", text(&config), "--out", text(out)], more].concat();
    let output = run(&asked, code);
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

fn cells_of(atlas: &Path) -> AnnData {
    lca_store::Atlas::open(atlas).unwrap().read_table(&"tables/cells".parse().unwrap()).unwrap()
}

#[test]
fn raw_takes_the_counts_in_place_of_scaled_values() {
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (with_raw(folder.path()), folder.path().join("atlas.zarr"));
    let refused = said(&[&input], &[], &out, 1);
    assert!(refused.contains("scaled.zarr") && refused.contains("cell `c0`"), "{refused}");
    said(&[&input], &["--raw"], &out, 0);
    let atlas = cells_of(&out);
    assert_eq!(atlas.var.rows(), 40);
    assert_eq!(atlas.layers["counts"].to_f64(), counts().mapv(f64::from));
    let study = std::fs::read_to_string(out.with_extension("toml")).unwrap();
    assert!(study.contains("raw = true"), "{study}");
}

#[test]
fn raw_of_what_has_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("atlas.zarr");
    let plain = file(folder.path(), "plain.csv", "cell,a,b\nc1,1,2\nc2,3,4\n");
    let refused = said(&[&plain], &["--raw", "--genes-in", "columns"], &out, 1);
    assert!(refused.contains("plain.csv") && refused.contains("leave out `raw`"), "{refused}");
    let bare = folder.path().join("bare.zarr");
    lca_store::write_anndata(&bare, &table(40, counts()), false).unwrap();
    let refused = said(&[&bare], &["--raw"], &out, 1);
    assert!(refused.contains("bare.zarr") && refused.contains("raw"), "{refused}");
    // Of several samples the one that lacks it is named.
    let refused = said(&[&with_raw(folder.path()), &bare], &["--raw"], &out, 1);
    assert!(refused.contains("bare.zarr") && !refused.contains("scaled.zarr"), "{refused}");
}

#[test]
fn genome_of_what_says_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("atlas.zarr");
    let genome = ["--genome", "GRCh38"];
    let plain = file(folder.path(), "plain.csv", "cell,a,b\nc1,1,2\nc2,3,4\n");
    let refused = said(&[&plain], &[&genome[..], &["--genes-in", "columns"]].concat(), &out, 1);
    assert!(refused.contains("plain.csv") && refused.contains("leave out `genome`"), "{refused}");
    let zarr = with_raw(folder.path());
    let refused = said(&[&zarr], &genome, &out, 1);
    assert!(refused.contains("scaled.zarr") && refused.contains("leave out `genome`"), "{refused}");
}

/// A file of the catalogue of test data.
fn data(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("LCA_TEST_DATA").map(PathBuf::from);
    let there = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let path = root.unwrap_or_else(|| there.into()).join("omics/scanpy_pbmc/tests/_data/10x_data").join(name);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is missing; set LCA_TEST_DATA", path.display());
    eprintln!("SKIPPED: {} is missing; set LCA_TEST_DATA", path.display());
    None
}

#[test]
fn a_genome_is_chosen_by_name_and_genomes_are_not_mixed() {
    let (Some(several), Some(old), Some(new)) = (
        data("1.2.0/multiple_genomes.h5"),
        data("1.2.0/filtered_gene_bc_matrices_h5.h5"),
        data("3.0.0/filtered_feature_bc_matrix.h5"),
    ) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("atlas.zarr");
    let refused = said(&[&several], &[], &out, 1);
    assert!(refused.contains("another_genome, hg19_chr21") && refused.contains("--genome"), "{refused}");
    let refused = said(&[&several], &["--genome", "mm10"], &out, 1);
    assert!(refused.contains("multiple_genomes.h5") && refused.contains("no genome `mm10`"), "{refused}");
    // Too few counts for the path, but the chosen genome's are read.
    said(&[&several], &["--genome", "hg19_chr21"], &out, 1);
    let steps = json(&["show", text(&out)]);
    let read = steps["steps"]
        .as_array()
        .unwrap()
        .iter()
        .find(|step| step["record"]["step"] == "multiple_genomes")
        .unwrap();
    assert_eq!(read["record"]["values"]["genes"], 343, "{read}");
    said(&[&new], &["--genome", "GRCh38_chr21"], &out, 0);
    assert!(cells_of(&out).var.texts("genome").unwrap().iter().flatten().all(|name| name == "GRCh38_chr21"));
    // A sample that lacks the genome, and samples of two.
    let refused = said(&[&new, &several], &["--genome", "GRCh38_chr21"], &out, 1);
    assert!(refused.contains("multiple_genomes.h5") && refused.contains("no genome"), "{refused}");
    let refused = said(&[&new, &old], &[], &out, 1);
    assert!(refused.contains("`3-0-0` (genes of GRCh38_chr21)"), "{refused}");
    assert!(refused.contains("`filtered_gene_bc_matrices_h5` (genes of hg19_chr21)"), "{refused}");
}

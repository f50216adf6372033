//! What a newcomer may stumble on is said, with a way out.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{digest, file, json, noise, run, text};
use lca_store::{read_anndata, write_anndata};
use lca_tables::{AnnData, Categorical, Column, DataFrame, Matrix};
use ndarray::Array2;
use std::path::{Path, PathBuf};

/// Counts of two kinds of cells, in two groups of a column `kind`.
fn cells(folder: &Path, name: &str) -> PathBuf {
    let x = Array2::from_shape_fn((60, 40), |(cell, gene)| {
        let mean = if gene % 2 == cell % 2 { 9.0 } else { 2.0 };
        (2.0 * mean * noise((cell * 1000 + gene) as u64)).floor() as f32
    });
    let kinds: Vec<&str> = (0..60).map(|cell| ["even", "odd"][cell % 2]).collect();
    let mut obs = DataFrame::new((0..60).map(|cell| format!("c{cell}")).collect());
    obs.set("kind", Column::Categorical(Categorical::from_texts(&kinds))).unwrap();
    let var = DataFrame::new((0..40).map(|gene| format!("g{gene}")).collect());
    let path = folder.join(name);
    let table = AnnData { x: Some(Matrix::DenseF32(x)), obs, var, ..AnnData::default() };
    write_anndata(&path, &table, false).unwrap();
    path
}

fn said(args: &[&str], code: i32) -> String {
    let output = run(args, code);
    let all = [output.stdout, output.stderr].concat();
    String::from_utf8_lossy(&all).into_owned()
}

const SMALL: &str = "[quality]\nkeep = { min_genes = 1 }\n[pca]\nn_comps = 5\n[umap]\nn_epochs = 5\n";

#[test]
fn an_atlas_of_another_sample_is_not_taken_over_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (cells(folder.path(), "one.zarr"), cells(folder.path(), "two.zarr"));
    let (config, out) = (file(folder.path(), "path.toml", SMALL), folder.path().join("atlas.zarr"));
    let asked = |input: &Path, more: &[&str], code| {
        let asked = ["cells", "run", text(input), "--out", text(&out), "--config", text(&config)];
        said(&[&asked[..], more].concat(), code)
    };
    asked(&one, &[], 0);
    let before = digest(&out);
    // The same sample again, with another parameter: as it is meant to be used.
    asked(&one, &["--resolution", "0.5"], 0);
    asked(&one, &[], 0);
    assert_eq!(digest(&out), before);
    let refused = asked(&two, &[], 2);
    assert!(refused.contains("holds one") && refused.contains("--overwrite"), "{refused}");
    assert_eq!(digest(&out), before);
    asked(&two, &["--overwrite"], 0);
    let steps = json(&["ls", text(&out)]).to_string();
    assert!(steps.contains("two") && !steps.contains("/one"), "{steps}");
    // A single verb never replaces an atlas, and says so.
    let refused = said(&["cells", "qc", text(&one), "--out", text(&out), "--overwrite"], 1);
    assert!(refused.contains("an atlas is here already") && refused.contains("another path"), "{refused}");
}

#[test]
fn a_table_with_genes_in_rows_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let names = |name: &dyn Fn(usize) -> String| DataFrame::new((0..4).map(name).collect());
    let (genes, barcodes) = (
        names(&|at| format!("ENSG{at:011}")),
        names(&|at| format!("AAACCTGAGAAACCA{at}-1").replace(char::is_numeric, "A") + &at.to_string()),
    );
    let turned = AnnData {
        x: Some(Matrix::DenseF32(Array2::ones((4, 4)))),
        obs: genes,
        var: barcodes,
        ..AnnData::default()
    };
    let path = folder.path().join("turned.zarr");
    write_anndata(&path, &turned, false).unwrap();
    let refused = said(&["cells", "qc", text(&path), "--out", text(&folder.path().join("out"))], 1);
    assert!(refused.contains("cells are named like genes") && refused.contains("transpose"), "{refused}");
}

#[test]
fn markers_of_any_column_and_scores_under_a_new_name() {
    let folder = tempfile::tempdir().unwrap();
    let input = cells(folder.path(), "in.zarr");
    let (normal, out) = (folder.path().join("normal.zarr"), folder.path().join("out.zarr"));
    run(&["cells", "normalize", text(&input), "--out", text(&normal)], 0);
    let refused = said(&["cells", "markers", text(&normal), "--out", text(&out)], 1);
    assert!(refused.contains("cells leiden") && refused.contains("`states`"), "{refused}");
    run(&["cells", "markers", text(&normal), "--states", "kind", "--out", text(&out)], 0);
    let (table, _) = read_anndata(&out).unwrap();
    let text_of = format!("{:?}", table.uns["rank_genes_groups"]);
    assert!(text_of.contains("even") && text_of.contains("\"kind\""), "{text_of}");
    let wrong =
        said(&["cells", "markers", text(&normal), "--states", "knid", "--out", text(&out), "--overwrite"], 1);
    assert!(wrong.contains("knid") && wrong.contains("kind"), "{wrong}");
    let refused = said(
        &["cells", "score", text(&normal), "--genes", "kind=g1,g3", "--out", text(&out), "--overwrite"],
        1,
    );
    assert!(refused.contains("`kind`") && refused.contains("another name"), "{refused}");
}

#[test]
fn what_says_nothing_is_warned_of_in_words_for_people() {
    let folder = tempfile::tempdir().unwrap();
    let input = cells(folder.path(), "in.zarr");
    let out = |name: &str| folder.path().join(name);
    let quality = said(
        &["cells", "qc", text(&input), "--min-genes", "1", "--min-counts", "200", "--out", text(&out("q"))],
        0,
    );
    assert!(quality.contains("warning: no gene of group `mt`"), "{quality}");
    assert!(!quality.contains(['{', '[']) && quality.contains("cells_removed_by: min_counts"), "{quality}");
    let raw = said(&["cells", "pca", text(&input), "--n-comps", "5", "--out", text(&out("p"))], 0);
    assert!(raw.contains("warning: X holds whole numbers"), "{raw}");
    run(&["cells", "normalize", text(&input), "--out", text(&out("n"))], 0);
    let normal = said(&["cells", "pca", text(&out("n")), "--n-comps", "5", "--out", text(&out("m"))], 0);
    assert!(!normal.contains("warning"), "{normal}");
}

#[test]
fn genes_of_one_name_are_refused_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let twice = file(folder.path(), "twice.csv", "cell,a,b,a\nc1,1,2,3\nc2,4,5,6\n");
    let out = folder.path().join("out.zarr");
    let asked = [
        "cells",
        "qc",
        text(&twice),
        "--genes-in",
        "columns",
        "--min-genes",
        "1",
        "--min-cells",
        "1",
        "--out",
        text(&out),
    ];
    let refused = said(&asked, 1);
    assert!(
        refused.contains("the gene `a` occurs more than once") && refused.contains("--make-unique"),
        "{refused}"
    );
    run(&[&asked[..], &["--make-unique"]].concat(), 0);
    let (table, _) = read_anndata(&out).unwrap();
    assert_eq!(table.var.index(), ["a", "b", "a-1"]);
    // AnnData too, and it is said how many.
    let var = DataFrame::new(["a", "a", "a"].map(str::to_owned).to_vec());
    let obs = DataFrame::with_rows(2);
    let path = folder.path().join("three.zarr");
    let table = AnnData { x: Some(Matrix::DenseF32(Array2::ones((2, 3)))), obs, var, ..AnnData::default() };
    write_anndata(&path, &table, false).unwrap();
    assert!(
        said(&["cells", "normalize", text(&path), "--out", text(&out), "--overwrite"], 1)
            .contains("--make-unique")
    );
    let done =
        said(&["cells", "normalize", text(&path), "--out", text(&out), "--overwrite", "--make-unique"], 0);
    assert!(done.contains("2 genes that shared a name were numbered"), "{done}");
}

#[test]
fn mistakes_are_shown_where_they_were_made() {
    let folder = tempfile::tempdir().unwrap();
    let input = cells(folder.path(), "in.zarr");
    let out = folder.path().join("atlas.zarr");
    let config =
        file(folder.path(), "mine.toml", "[pca]\nn_comps = 5\n\n[variable-genes]\nn_top_geness = 9\n");
    let asked = ["cells", "run", text(&input), "--out", text(&out)];
    let wrong = said(&[&asked[..], &["--config", text(&config)]].concat(), 2);
    assert!(wrong.contains("mine.toml:5:1") && wrong.contains("n_top_genes"), "{wrong}");
    assert!(!wrong.contains("atlas.toml"), "{wrong}");
    let found = run(&[&asked[..], &["--config", text(&config), "--json"]].concat(), 2);
    let found: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!((found["line"].as_u64(), found["path"].as_str()), (Some(5), Some(text(&config))));
    // What was said on the command line lies in no file.
    let wrong = said(&["cells", "pca", text(&input), "--set", "n_compss=5", "--out", text(&out)], 2);
    assert!(wrong.contains("n_compss") && !wrong.contains("parameters:"), "{wrong}");
    let wrong = said(&[&asked[..], &["--resolution=-1"]].concat(), 2);
    assert!(wrong.contains("resolution") && !wrong.contains("atlas.toml"), "{wrong}");
}

#[test]
fn a_wrong_command_line_is_json_where_json_is_asked_for() {
    let wrong = run(&["cells", "qc", "in.zarr", "--outt", "x", "--json"], 2);
    let wrong: serde_json::Value = serde_json::from_slice(&wrong.stdout).unwrap();
    assert!(wrong["error"].as_str().unwrap().contains("--outt"), "{wrong}");
    assert!(wrong["help"].as_str().unwrap().contains("--help"), "{wrong}");
    let plain = run(&["cells", "qc", "in.zarr", "--outt", "x"], 2);
    assert!(plain.stdout.is_empty() && !plain.stderr.is_empty());
    assert!(!run(&["cells", "qc", "--help", "--json"], 0).stdout.is_empty());
}

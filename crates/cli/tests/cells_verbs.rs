//! One step on a table: from any file to AnnData, with all that was there.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{file, json, run, text};
use lca_formats::CountsOptions;
use lca_store::{read_anndata, write_anndata};
use lca_study::read_cells;
use lca_tables::{AnnData, Column, DataFrame, Matrix, Uns};
use ndarray::Array2;
use std::path::{Path, PathBuf};

/// Counts of two kinds of cells.
fn counts(folder: &Path) -> PathBuf {
    let mut all = String::from("cell");
    (0..90).for_each(|gene| all.push_str(&format!(",g{gene}")));
    for cell in 0..80_u64 {
        all.push_str(&format!("\nc{cell}"));
        for gene in 0..90_u64 {
            let mean = if gene % 2 == cell % 2 && gene < 60 { 9.0 } else { 2.0 };
            all.push_str(&format!(",{}", (2.0 * mean * common::noise(cell * 1000 + gene)) as u64));
        }
    }
    file(folder, "counts.csv", &all)
}

fn dense(matrix: &Matrix) -> Array2<f64> {
    matrix.to_f64()
}

#[test]
fn verb_after_verb_makes_the_same_keys_as_the_whole_path() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path();
    let start = counts(there);
    let steps: [(&str, &[&str]); 8] = [
        ("qc", &["--genes-in", "columns", "--min-genes", "5"]),
        ("normalize", &["--target-sum", "100"]),
        ("hvg", &["--n-top-genes", "40"]),
        ("pca", &["--n-comps", "8"]),
        ("neighbors", &["--set", "n_neighbors=10"]),
        ("leiden", &["--resolution", "0.3"]),
        ("umap", &["--set", "n_epochs=30"]),
        ("markers", &[]),
    ];
    let mut input = start.clone();
    for (verb, more) in steps {
        let out = there.join(format!("{verb}.zarr"));
        let found = json(&[&["cells", verb, text(&input), "--out", text(&out)][..], more].concat());
        assert_eq!((found["cells"].as_u64(), found["genes"].as_u64()), (Some(80), Some(90)), "{found}");
        input = out;
    }
    let (whole, skipped) = read_anndata(&input).unwrap();
    assert!(skipped.is_empty(), "{skipped:?}");
    for column in ["n_genes_by_counts", "total_counts", "leiden"] {
        whole.obs.column(column).unwrap();
    }
    assert!(whole.obsm.contains_key("X_pca") && whole.obsm.contains_key("X_umap"));
    assert!(whole.obsp.contains_key("connectivities") && whole.varm.contains_key("PCs"));
    assert!(matches!(&whole.uns["rank_genes_groups"], Uns::Map(found) if found.contains_key("names")));
    let options =
        CountsOptions { orientation: Some(lca_formats::Orientation::CellsByGenes), ..Default::default() };
    let given = read_cells(&start, None, &options).unwrap().data;
    assert_eq!(dense(&whole.layers["counts"]), dense(given.x.as_ref().unwrap()));
    // Again, from the same table and with two threads: the same bits.
    let again = there.join("again.zarr");
    let leiden = there.join("leiden.zarr");
    run(
        &["cells", "umap", text(&leiden), "--set", "n_epochs=30", "--threads", "2", "--out", text(&again)],
        0,
    );
    assert_eq!(read_anndata(&again).unwrap().0.obsm["X_umap"], whole.obsm["X_umap"]);
    // The whole path in one command, by the same settings: the same bits.
    let config = file(there, "path.toml", PATH);
    let atlas = there.join("atlas.zarr");
    let asked = ["cells", "run", text(&start), "--genes-in", "columns", "--config", text(&config)];
    run(&[&asked[..], &["--out", text(&atlas)]].concat(), 0);
    assert_eq!(told(&table(&atlas)), told(&whole));
    // Nothing but tables is left beside them.
    let beside = std::fs::read_dir(there).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(beside.into_iter().all(|name| !name.to_string_lossy().starts_with('.')));
}

/// The settings of the verbs above.
const PATH: &str = "[quality]\nkeep = { min_genes = 5 }\n[normalize]\ntarget_sum = 100.0\n\
    [variable-genes]\nn_top_genes = 40\n[pca]\nn_comps = 8\n[neighbors]\nn_neighbors = 10\n\
    [leiden]\nresolution = 0.3\n[umap]\nn_epochs = 30\n";

fn table(atlas: &Path) -> AnnData {
    let atlas = lca_store::Atlas::open(atlas).unwrap();
    atlas.read_table(&"tables/cells".parse().unwrap()).unwrap()
}

/// All of a table as text: what is not a number is not equal to itself.
fn told(table: &AnnData) -> String {
    format!("{table:?}")
}

#[test]
fn all_that_was_there_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path();
    let mut table = AnnData {
        x: Some(Matrix::DenseF32(Array2::from_shape_fn((6, 4), |(cell, gene)| (cell * gene % 3) as f32))),
        obs: DataFrame::new((0..6).map(|cell| format!("cell {cell}")).collect()),
        var: DataFrame::new(["A", "B", "C/D", "E"].map(str::to_owned).to_vec()),
        ..AnnData::default()
    };
    table.obs.set("percent mito", Column::Float(vec![0.5; 6])).unwrap();
    table.layers.insert("spliced".into(), Matrix::DenseF64(Array2::from_elem((6, 4), 1e300)));
    table.layers.insert("unspliced".into(), Matrix::DenseF32(Array2::from_elem((6, 4), 3.0)));
    let sparse = lca_numerics::sparse::from_dense(Array2::from_elem((6, 4), 7.0_f32).view());
    table.layers.insert("by hand/2".into(), Matrix::SparseF32(sparse));
    table.obsm.insert("spatial".into(), Matrix::DenseF64(Array2::from_elem((6, 2), 2.5)));
    table.uns.insert("note".into(), Uns::Text("kept".into()));
    let (input, out) = (there.join("in.zarr"), there.join("out.zarr"));
    write_anndata(&input, &table, false).unwrap();
    run(&["cells", "normalize", text(&input), "--out", text(&out)], 0);
    let (whole, _) = read_anndata(&out).unwrap();
    assert_eq!(whole.obs, table.obs);
    assert_eq!(whole.layers["counts"], table.x.clone().unwrap());
    for layer in ["spliced", "unspliced", "by hand/2"] {
        assert_eq!(whole.layers[layer], table.layers[layer]);
    }
    assert_eq!((&whole.obsm, &whole.uns["note"]), (&table.obsm, &table.uns["note"]));
    // What is there is not written over, unless asked for, and never what is no table.
    let said = |args: &[&str]| String::from_utf8_lossy(&run(args, 1).stderr).into_owned();
    let asked = ["cells", "normalize", text(&input), "--out", text(&out)];
    assert!(said(&asked).contains("something is here already"));
    run(&[asked.as_slice(), &["--overwrite"]].concat(), 0);
    let mine = there.join("mine");
    std::fs::create_dir(&mine).unwrap();
    std::fs::write(mine.join("notes.txt"), "mine").unwrap();
    assert!(
        said(&["cells", "normalize", text(&input), "--out", text(&mine), "--overwrite"])
            .contains("here already")
    );
    assert!(mine.join("notes.txt").exists());
}

#[test]
fn what_a_verb_cannot_do_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path();
    let (start, out) = (counts(there), there.join("x.zarr"));
    let said = |args: &[&str], code| {
        let asked = [&["cells"][..], args, &["--genes-in", "columns", "--out", text(&out)]].concat();
        String::from_utf8_lossy(&run(&asked, code).stderr).into_owned()
    };
    assert!(said(&["leiden", text(&start)], 1).contains("no `connectivities`"));
    assert!(said(&["qc", text(&start), "--set", "kep.min_genes=1"], 2).contains("kep"));
    assert!(said(&["qc", text(&start), "--set", "min_genes"], 2).contains("NAME=VALUE"));
    assert!(said(&["integrate", text(&start), "--batch", "lane"], 1).contains("lane"));
    let h5ad = there.join("x.h5ad");
    run(&["cells", "normalize", text(&start), "--genes-in", "columns", "--out", text(&h5ad)], 2);
    assert!(!h5ad.exists());
    assert!(!out.exists());
}

#[test]
fn an_atlas_and_columns_compressed_by_gene_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path();
    let start = counts(there);
    let config = file(there, "path.toml", "[quality]\nkeep = { min_genes = 5 }\n[pca]\nn_comps = 8\n");
    let atlas = there.join("atlas.zarr");
    let path = ["cells", "run", text(&start), "--genes-in", "columns", "--config", text(&config)];
    run(&[&path[..], &["--out", text(&atlas)]].concat(), 0);
    let out = there.join("again.zarr");
    let found = json(&["cells", "leiden", text(&atlas), "--resolution", "0.3", "--out", text(&out)]);
    assert_eq!(found["cells"], 80);
    // The same counts by gene instead of by cell (CSC), and then by cell again: from AnnData to states once more.
    let (whole, _) = read_anndata(&out).unwrap();
    let counted = lca_cells::to_sparse(&whole.layers["counts"]).into_owned();
    let plain = |x: Matrix, obs: &DataFrame, var: &DataFrame| AnnData {
        x: Some(x),
        obs: DataFrame::new(obs.index().to_vec()),
        var: DataFrame::new(var.index().to_vec()),
        ..AnnData::default()
    };
    let (by_cell, by_gene) = (there.join("csr.zarr"), there.join("csc.zarr"));
    let x = Matrix::SparseF32(counted.clone());
    write_anndata(&by_cell, &plain(x.clone(), &whole.obs, &whole.var), false).unwrap();
    write_anndata(&by_gene, &plain(Matrix::SparseF32(counted.transpose()), &whole.var, &whole.obs), false)
        .unwrap();
    let metadata = std::fs::read_to_string(by_gene.join("X/zarr.json")).unwrap();
    let metadata = metadata.replace("csr_matrix", "csc_matrix").replace("[90,80]", "[80,90]");
    std::fs::write(by_gene.join("X/zarr.json"), metadata).unwrap();
    std::fs::rename(by_gene.join("obs"), by_gene.join("cells")).unwrap();
    std::fs::rename(by_gene.join("var"), by_gene.join("obs")).unwrap();
    std::fs::rename(by_gene.join("cells"), by_gene.join("var")).unwrap();
    let read = |path: &Path| read_cells(path, None, &CountsOptions::default()).unwrap().data;
    assert_eq!((&read(&by_gene).x, read(&by_gene).obs.index()), (&Some(x), whole.obs.index()));
    for (name, input) in [("one", &by_cell), ("two", &by_gene)] {
        let atlas = there.join(format!("{name}.zarr"));
        run(&["cells", "run", text(input), "--config", text(&config), "--out", text(&atlas)], 0);
    }
    assert_eq!(told(&table(&there.join("one.zarr"))), told(&table(&there.join("two.zarr"))));
}

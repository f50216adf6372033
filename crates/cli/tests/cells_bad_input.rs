//! Counts that are not what they should be: each an error that names the file and the place, or a result that is told
//! here.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may panic and say what it skips")]

mod common;

use common::{file, json, run, text};
use lca_tables::{AnnData, DataFrame, Matrix};
use ndarray::{Array2, array};
use std::path::{Path, PathBuf};

/// What `lca cells qc` says of a file that it must refuse; the message must name the file.
fn refused(path: &Path, more: &[&str]) -> String {
    let out = path.with_extension("out");
    let asked = [&["cells", "qc", text(path), "--out", text(&out)][..], more].concat();
    let said = String::from_utf8_lossy(&run(&asked, 1).stderr).into_owned();
    let name = path.file_name().unwrap().to_str().unwrap();
    assert!(said.contains(name), "`{name}` is not named: {said}");
    assert!(!out.exists());
    said
}

fn table(folder: &Path, name: &str, cells: &[&str], genes: &[&str], x: Array2<f32>) -> PathBuf {
    let names = |all: &[&str]| DataFrame::new(all.iter().map(|name| (*name).to_owned()).collect());
    let table =
        AnnData { x: Some(Matrix::DenseF32(x)), obs: names(cells), var: names(genes), ..AnnData::default() };
    let path = folder.join(name);
    lca_store::write_anndata(&path, &table, false).unwrap();
    path
}

const ROWS: [&str; 2] = ["--genes-in", "rows"];
const COLUMNS: [&str; 2] = ["--genes-in", "columns"];

#[test]
fn a_table_that_runs_the_other_way_is_told_by_its_names() {
    let folder = tempfile::tempdir().unwrap();
    let ensembl = ",ENSG00000141510,ENSG00000141511\nAAACCTGAGAAACCAT-1,1,2\nAAACCTGAGAAACCGC-1,3,4\n";
    let said = refused(&file(folder.path(), "counts.csv", ensembl), &ROWS);
    assert!(said.contains("the other way"), "{said}");
    // Without a word of the orientation nothing is guessed.
    let said = refused(&file(folder.path(), "unsaid.csv", ensembl), &[]);
    assert!(said.contains("does not say whether its rows are genes or cells"), "{said}");
}

#[test]
fn barcodes_that_repeat_or_are_missing_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let twice = file(folder.path(), "twice.csv", "cell,a,b\nc1,1,2\nc2,1,2\nc1,3,4\n");
    assert!(refused(&twice, &COLUMNS).contains("the cell `c1` occurs more than once"));
    let none = file(folder.path(), "none.csv", "cell,a,b\nc1,1,2\n,1,2\n");
    let said = refused(&none, &COLUMNS);
    assert!(said.contains("line 3") || said.contains("row 2"), "{said}");
    let genes = file(folder.path(), "genes.csv", "cell,a,a\nc1,1,2\n");
    assert!(refused(&genes, &COLUMNS).contains("the gene `a` occurs more than once"));
    let zarr = table(folder.path(), "twice.zarr", &["x", "y", "x"], &["a", "b"], Array2::ones((3, 2)));
    assert!(refused(&zarr, &[]).contains("rows 1 and 3 are both named `x`"));
    let zarr = table(folder.path(), "none.zarr", &["x", ""], &["a", "b"], Array2::ones((2, 2)));
    assert!(refused(&zarr, &[]).contains("row 2 have no name"));
    // A 10x folder that names fewer cells than it counts.
    let tenx = folder.path().join("tenx");
    std::fs::create_dir(&tenx).unwrap();
    let matrix = "%%MatrixMarket matrix coordinate integer general\n2 2 2\n1 1 5\n2 2 7\n";
    file(&tenx, "matrix.mtx", matrix);
    file(&tenx, "genes.tsv", "g1\tA\ng2\tB\n");
    file(&tenx, "barcodes.tsv", "AAAC-1\n");
    let out = folder.path().join("tenx.out");
    let said = String::from_utf8_lossy(&run(&["cells", "qc", text(&tenx), "--out", text(&out)], 1).stderr)
        .into_owned();
    assert!(said.contains("matrix.mtx") && said.contains('2') && said.contains('1'), "{said}");
}

#[test]
fn what_is_no_count_is_named_with_its_file_cell_and_gene() {
    let folder = tempfile::tempdir().unwrap();
    let negative = file(folder.path(), "negative.csv", "cell,a,b\nc1,1,2\nc2,1,-3\n");
    let said = refused(&negative, &COLUMNS);
    assert!(said.contains("row `c2`, column `b`") && said.contains("negative"), "{said}");
    let text_in = file(folder.path(), "text.csv", "cell,a,b\nc1,1,x\n");
    assert!(refused(&text_in, &COLUMNS).contains("`x` is not a number"));
    let part = file(folder.path(), "part.csv", "cell,a,b\nc1,1,2\nc2,0.5,3\n");
    let said = refused(&part, &COLUMNS);
    assert!(said.contains("cell `c2` (row 2), gene `a` (column 1) holds 0.5"), "{said}");
    for (name, value) in [("minus.zarr", -1.0_f32), ("part.zarr", 1.5), ("nan.zarr", f32::NAN)] {
        let zarr = table(folder.path(), name, &["x", "y"], &["a", "b"], array![[1.0, 2.0], [3.0, value]]);
        let said = refused(&zarr, &[]);
        assert!(said.contains("cell `y` (row 2), gene `b` (column 2)"), "{said}");
    }
    // The same on the whole path, where the file is two steps away.
    let out = folder.path().join("path.zarr");
    let asked = ["cells", "run", text(&part), "--genes-in", "columns", "--out", text(&out)];
    let said = String::from_utf8_lossy(&run(&asked, 1).stderr).into_owned();
    assert!(said.contains("part.csv") && said.contains("cell `c2` (row 2)"), "{said}");
}

#[test]
fn empty_cells_and_genes_are_left_out_or_kept_as_asked() {
    let folder = tempfile::tempdir().unwrap();
    let x = array![[1.0, 0.0, 4.0], [0.0, 0.0, 0.0], [2.0, 0.0, 1.0]];
    let zarr = table(folder.path(), "empty.zarr", &["x", "y", "z"], &["a", "b", "c"], x);
    let out = |name: &str| folder.path().join(name);
    let kept =
        json(&["cells", "qc", text(&zarr), "--min-genes", "1", "--min-cells", "1", "--out", text(&out("k"))]);
    assert_eq!((kept["cells"].as_u64(), kept["genes"].as_u64()), (Some(2), Some(2)));
    let (table, _) = lca_store::read_anndata(out("k")).unwrap();
    assert_eq!(
        (table.obs.index(), table.var.index()),
        (&["x".to_owned(), "z".into()][..], &["a".to_owned(), "c".into()][..])
    );
    // All kept: an empty cell has totals of 0, no share, and stays empty when normalised.
    let all =
        json(&["cells", "qc", text(&zarr), "--min-genes", "0", "--min-cells", "0", "--out", text(&out("a"))]);
    assert_eq!((all["cells"].as_u64(), all["genes"].as_u64()), (Some(3), Some(3)));
    run(&["cells", "normalize", text(&out("a")), "--out", text(&out("n"))], 0);
    let (table, _) = lca_store::read_anndata(out("n")).unwrap();
    let row = table.x.unwrap().to_f64().row(1).to_vec();
    assert_eq!((row, table.obs.numbers("total_counts").unwrap()[1]), (vec![0.0; 3], 0.0));
    assert!(table.obs.numbers("pct_counts_mt").unwrap()[1].is_nan());
}

#[test]
fn nothing_but_zeros_and_one_cell_are_said() {
    let folder = tempfile::tempdir().unwrap();
    let zeros = table(folder.path(), "zeros.zarr", &["x", "y"], &["a", "b"], Array2::zeros((2, 2)));
    let out = zeros.with_extension("out");
    let said = String::from_utf8_lossy(&run(&["cells", "qc", text(&zeros), "--out", text(&out)], 1).stderr)
        .into_owned();
    assert!(said.contains("no cell of 2 passes the filter"), "{said}");
    let one = table(folder.path(), "one.zarr", &["x"], &["a", "b", "c"], array![[1.0, 2.0, 3.0]]);
    let normal = folder.path().join("normal.zarr");
    run(&["cells", "normalize", text(&one), "--out", text(&normal)], 0);
    let said = String::from_utf8_lossy(&run(&["cells", "pca", text(&normal), "--out", text(&out)], 1).stderr)
        .into_owned();
    assert!(said.contains("cells: 1 found, at least 2 are needed"), "{said}");
    // A table without cells, and one without genes.
    let head = file(folder.path(), "head.csv", "cell,a,b\n");
    assert!(refused(&head, &COLUMNS).contains("no rows below the header"));
    let nothing = file(folder.path(), "nothing.csv", "");
    assert!(refused(&nothing, &COLUMNS).contains("empty"));
}

#[test]
fn samples_of_mixed_gene_builds_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let sample = |name: &str, gene: &dyn Fn(usize) -> String| {
        let genes: Vec<String> = (0..20).map(gene).collect();
        let mut all = format!("cell,{}\n", genes.join(","));
        for cell in 0..4 {
            let counts: Vec<String> = (0..20).map(|gene| (gene % 3 + cell).to_string()).collect();
            all.push_str(&format!("c{cell},{}\n", counts.join(",")));
        }
        file(folder.path(), name, &all)
    };
    let human = sample("human.csv", &|gene| format!("ENSG{gene:011}"));
    let said = |other: &Path| {
        let out = other.with_extension("zarr");
        let asked = ["cells", "run", text(&human), text(other), "--genes-in", "columns", "--out", text(&out)];
        String::from_utf8_lossy(&run(&asked, 1).stderr).into_owned()
    };
    let mouse = said(&sample("mouse.csv", &|gene| format!("ENSMUSG{gene:011}")));
    assert!(
        mouse.contains("human") && mouse.contains("mouse") && mouse.contains("same annotation"),
        "{mouse}"
    );
    let symbols = said(&sample("symbols.csv", &|gene| format!("GENE{gene}")));
    assert!(symbols.contains("`ENSG00000000000`") && symbols.contains("`GENE0`"), "{symbols}");
    let versions = said(&sample("versions.csv", &|gene| format!("ENSG{gene:011}.{}", gene % 7 + 1)));
    assert!(versions.contains("versions") && versions.contains("same annotation"), "{versions}");
    // More than half of the genes are shared, but not of one species.
    let mixed =
        |gene: usize| if gene < 14 { format!("ENSG{gene:011}") } else { format!("ENSMUSG{gene:011}") };
    let mixed = said(&sample("mixed.csv", &mixed));
    assert!(mixed.contains("mixed") && mixed.contains("ENSMUSG"), "{mixed}");
}

#[test]
fn files_that_end_early_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let root = std::env::var_os("LCA_TEST_DATA").map(PathBuf::from);
    let there = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let data = root.unwrap_or_else(|| there.into());
    for name in
        ["10x_data/3.0.0/filtered_feature_bc_matrix.h5", "10x_data/1.2.0/filtered_gene_bc_matrices_h5.h5"]
    {
        let path = data.join("omics/scanpy_pbmc/tests/_data").join(name);
        let Ok(bytes) = std::fs::read(&path) else {
            assert!(std::env::var_os("CI").is_none(), "{} is missing; set LCA_TEST_DATA", path.display());
            eprintln!("SKIPPED: {} is missing; set LCA_TEST_DATA", path.display());
            continue;
        };
        for part in [3, 2] {
            let cut = folder.path().join(format!("cut{part}.h5"));
            std::fs::write(&cut, &bytes[..bytes.len() * (part - 1) / part]).unwrap();
            refused(&cut, &[]);
        }
    }
    // Named as HDF5, and not even its first bytes are there: no table of text.
    for (name, text) in [("empty.h5ad", ""), ("start.h5", "\u{7f}HD")] {
        let said = refused(&file(folder.path(), name, text), &[]);
        assert!(said.contains("HDF5") && !said.contains("orientation"), "{said}");
    }
    let zarr = table(folder.path(), "cut.zarr", &["x", "y"], &["a", "b"], Array2::ones((2, 2)));
    std::fs::remove_file(zarr.join("X/c/0/0"))
        .unwrap_or_else(|_| panic!("{:?}", std::fs::read_dir(zarr.join("X")).unwrap().collect::<Vec<_>>()));
    // An absent chunk is zeros by Zarr's rules: told by no cell passing, not by wrong numbers.
    let out = zarr.with_extension("out");
    run(&["cells", "qc", text(&zarr), "--min-genes", "1", "--out", text(&out)], 1);
}

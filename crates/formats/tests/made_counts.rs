//! Count tables and tables of text written and read back, files made by anndata, and what is wrong
//! with damaged ones.
#![allow(clippy::unwrap_used)]

use lca_formats::{Counts, CountsOptions, Orientation, read_counts, read_table, write_10x_mtx, write_table};
use lca_numerics::Csr;
use lca_tables::{AnnData, Categorical, Column, DataFrame, Matrix, Uns};
use std::fs;
use std::path::{Path, PathBuf};

fn golden(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden")).join(name)
}

fn by(orientation: Orientation) -> CountsOptions {
    CountsOptions { orientation: Some(orientation), ..CountsOptions::default() }
}

fn counts(text: &[u8], options: &CountsOptions) -> Result<Counts, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("counts.csv");
    fs::write(&path, text).unwrap();
    read_counts(&path, options).map_err(|error| error.to_string())
}

fn names(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn sample() -> AnnData {
    let x = Csr::new(2, 3, vec![0, 2, 3], vec![0, 2, 1], vec![5.0, 1.0, 2.0]).unwrap();
    let (obs, var) = (DataFrame::new(names(&["c1", "c2"])), DataFrame::new(names(&["g1", "g2", "g3"])));
    AnnData { x: Some(Matrix::SparseF32(x)), obs, var, ..AnnData::default() }
}

#[test]
fn text_counts_of_either_orientation_with_and_without_a_corner() {
    let genes_by_cells = by(Orientation::GenesByCells);
    for text in [
        "c1,c2\ng1,5,0\ng2,0,2\ng3,1,0\n",
        "\u{feff}gene\tc1\tc2\r\n\"g1\"\t5\t0\r\ng2\t0\t2.0\r\ng3\t1\t0\r\n",
    ] {
        assert_eq!(counts(text.as_bytes(), &genes_by_cells).unwrap().data, sample());
    }
    let cells_by_genes = by(Orientation::CellsByGenes);
    assert_eq!(counts(b";g1;g2;g3\nc1;5;0;1\nc2;0;2;0", &cells_by_genes).unwrap().data, sample());
    assert!(counts(b"a,b\nc,1,2\n", &CountsOptions::default()).unwrap_err().contains("orientation"));
}

#[test]
fn what_is_wrong_with_text_counts_is_named() {
    let genes_by_cells = by(Orientation::GenesByCells);
    let message = |text: &[u8]| counts(text, &genes_by_cells).unwrap_err();
    for (text, parts) in [
        (&b"c1,c2\ng1,5,-1\n"[..], &["row `g1`, column `c2`", "negative"][..]),
        (b"c1,c2\ng1,NaN,1\n", &["row `g1`, column `c1`", "NaN"]),
        (b"c1,c2\ng1,1,inf\n", &["column `c2`", "inf"]),
        (b"c1,c2\ng1,1,\n", &["column `c2`", "not a number"]),
        (b"c1,c2\ng1,1,2\ng2,1\n", &["line 3", "2 fields", "neither"]),
        (b"c1,c2\ng1,1,2\ng1,1,3\n", &["gene `g1` occurs more than once"]),
        (b"c1,c1\ng1,1,2\n", &["cell `c1` occurs more than once"]),
        (b"c1,c2\ng\xff,1,2\n", &["line 2", "UTF-8"]),
        (b"c1,c\xff\ng,1,2\n", &["line 1", "UTF-8"]),
        (b"c1,c2\n", &["no rows"]),
        (b"", &["empty"]),
        (b"\x1f\x8b\x08\x00garbage", &["gzip"]),
    ] {
        let found = message(text);
        assert!(parts.iter().all(|part| found.contains(part)), "{found}");
    }
}

#[test]
fn counts_that_single_precision_cannot_hold_are_doubles() {
    let data = counts(b"c1\ng1,16777217\n", &by(Orientation::GenesByCells)).unwrap().data;
    assert!(matches!(data.x.unwrap(), Matrix::SparseF64(x) if x.values() == [16_777_217.0]));
}

#[test]
fn a_tenx_folder_reads_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut data = sample();
    data.var.set("gene_symbols", Column::Text(names(&["A", "B", "B"]))).unwrap();
    write_10x_mtx(folder.path(), &data).unwrap();
    let back = read_counts(folder.path(), &CountsOptions::default()).unwrap().data;
    assert_eq!((&back.x, &back.obs), (&data.x, &data.obs));
    assert_eq!(back.var.column("gene_symbols").unwrap(), data.var.column("gene_symbols").unwrap());
    assert_eq!(back.var.texts("feature_types").unwrap()[2].as_deref(), Some("Gene Expression"));
}

#[test]
fn what_is_wrong_with_a_tenx_folder_is_named() {
    let good = "%%MatrixMarket matrix coordinate integer general\n% by hand\n3 2 3\n1 1 5\n3 1 1\n2 2 2\n";
    let write = |folder: &Path, matrix: &str, genes: &[u8], barcodes: &str| {
        fs::write(folder.join("matrix.mtx"), matrix).unwrap();
        fs::write(folder.join("genes.tsv"), genes).unwrap();
        fs::write(folder.join("barcodes.tsv"), barcodes).unwrap();
    };
    let (genes, barcodes) = (&b"g1\tA\ng2\tB\ng3\tC\n"[..], "c1\nc2\n");
    let folder = tempfile::tempdir().unwrap();
    let read = || read_counts(folder.path(), &CountsOptions::default());
    assert!(read().unwrap_err().to_string().contains("matrix.mtx"));
    write(folder.path(), good, genes, barcodes);
    assert_eq!(read().unwrap().data.x, sample().x);
    let bad = |matrix: &str, genes: &[u8], barcodes: &str, part: &str| {
        write(folder.path(), matrix, genes, barcodes);
        let message = read().unwrap_err().to_string();
        assert!(message.contains(part), "{message} lacks {part}");
    };
    bad(good, b"g1\ng2\n", barcodes, "rows (3), where its gene list has 2 lines");
    bad(good, genes, "c1\n", "columns (2), where its barcode list has 1 lines");
    bad(good, b"g1\ng1\ng3\n", barcodes, "gene `g1` occurs more than once");
    bad(good, genes, "c1\nc1\n", "barcode `c1` occurs more than once");
    bad(good, b"g1\ng\xff\ng3\n", barcodes, "line 2");
    bad(&good.replace("2 2 2", "2 2 -2"), genes, barcodes, "line 6: the count of row 2, column 2");
    bad(&good.replace("2 2 2", "2 2 nan"), genes, barcodes, "line 6");
    bad(&good.replace("2 2 2", "4 2 2"), genes, barcodes, "line 6: the gene is not a number from 1 to 3");
    bad(&good.replace("2 2 2", "1 1 2"), genes, barcodes, "1 1 occurs twice");
    bad(good.trim_end_matches("2 2 2\n"), genes, barcodes, "2 entries, but its header says 3");
    bad(&good.replace("coordinate", "array"), genes, barcodes, "line 1");
    bad(&good.replace("3 2 3", "3 2 99999999999999"), genes, barcodes, "header says");
}

#[test]
fn every_part_of_a_file_that_anndata_wrote() {
    let Counts { data, skipped, .. } =
        read_counts(&golden("anndata.h5ad"), &CountsOptions::default()).unwrap();
    let left: Vec<&str> = skipped.iter().map(|part| part.part.as_str()).collect();
    assert_eq!(left, ["obsm/frame", "uns/cube", "uns/record"]);
    let x = Csr::new(4, 3, vec![0, 2, 2, 3, 5], vec![0, 2, 1, 0, 2], vec![1.0, 2.5, 3.0, 4.0, 5.0]).unwrap();
    assert_eq!(data.x, Some(Matrix::SparseF32(x.clone())));
    assert_eq!(data.layers["raw"], Matrix::SparseF32(x));
    assert!(matches!(&data.layers["exact"], Matrix::SparseF64(x) if x.row(3).1 == [4.0 / 3.0, 5.0 / 3.0]));
    assert!(matches!(&data.obsm["X_pca"], Matrix::DenseF32(x) if x[[3, 1]] == 7.0));
    assert_eq!(data.varm["PCs"].shape(), (3, 2));
    assert_eq!(data.obsp["near"].shape(), (4, 4));
    let column = |name: &str| data.obs.column(name).unwrap().clone();
    let batch = Categorical {
        codes: vec![Some(0), Some(1), None, Some(0)],
        categories: names(&["b", "a"]),
        ordered: true,
    };
    assert_eq!(column("batch"), Column::Categorical(batch));
    assert_eq!(column("count"), Column::NullableInt(vec![Some(1), None, Some(3), Some(4)]));
    assert_eq!(column("good"), Column::NullableBool(vec![Some(true), None, Some(false), Some(true)]));
    assert_eq!(column("plain"), Column::Bool(vec![true, false, true, true]));
    assert!(matches!(column("size"), Column::Float(v) if v[1].is_nan() && v[2] == 1.5));
    assert_eq!(data.obs.texts("note").unwrap()[2].as_deref(), Some("µ"));
    assert_eq!(data.var.index(), ["g1", "g2", "g3"]);
    assert_eq!(data.uns["title"], Uns::Text("made".into()));
    assert_eq!(data.uns["number"], Uns::Float(1.5));
    assert_eq!(data.uns["whole"], Uns::Int(7));
    assert_eq!(data.uns["truth"], Uns::Bool(true));
    assert_eq!(data.uns["texts"], Uns::Texts(names(&["p", "q"])));
    assert_eq!(data.uns["numbers"], Uns::Floats(vec![1.0, 2.0]));
    assert!(
        matches!(&data.uns["deep"], Uns::Map(deep) if matches!(&deep["inside"], Uns::Map(all) if all.contains_key("matrix")))
    );

    let raw = read_counts(&golden("anndata.h5ad"), &CountsOptions { raw: true, ..CountsOptions::default() })
        .unwrap();
    assert_eq!(raw.data.x, data.x);
    assert!(raw.skipped.iter().any(|part| part.part == "layers/exact"));
}

#[test]
fn a_cut_off_h5ad_is_refused() {
    let bytes = fs::read(golden("anndata.h5ad")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cut.h5ad");
    for keep in [8, 100, bytes.len() / 4, bytes.len() / 2] {
        fs::write(&path, &bytes[..keep]).unwrap();
        let message = read_counts(&path, &CountsOptions::default()).unwrap_err().to_string();
        assert!(message.contains("cut.h5ad"), "{message}");
    }
    for keep in [100, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&path, &bytes[..keep]).unwrap();
        let message = read_counts(&path, &CountsOptions::default()).unwrap_err().to_string();
        assert!(message.contains("it is cut off, copy it again"), "{keep}: {message}");
    }
}

#[test]
fn a_table_reads_back_as_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut table = DataFrame::new(names(&["a", "b, \"c\"", "d"]));
    table.set("x", Column::Float(vec![0.1, f64::NAN, 1e300])).unwrap();
    table.set("n", Column::NullableInt(vec![Some(-3), None, Some(9)])).unwrap();
    table.set("ok", Column::Bool(vec![true, false, true])).unwrap();
    table
        .set("text", Column::NullableText(vec![Some("line\nbreak".into()), None, Some("µ".into())]))
        .unwrap();
    for name in ["t.csv", "t.tsv", "t.csv.gz"] {
        let path = folder.path().join(name);
        write_table(&path, &table).unwrap();
        let back = read_table(&path).unwrap();
        assert_eq!(format!("{back:?}"), format!("{table:?}"), "{name}");
    }
    let mut plain = DataFrame::with_rows(2);
    plain.set("only", Column::Int(vec![1, 2])).unwrap();
    write_table(&folder.path().join("p.csv"), &plain).unwrap();
    assert_eq!(fs::read_to_string(folder.path().join("p.csv")).unwrap(), "only\n1\n2\n");
    assert_eq!(read_table(&folder.path().join("p.csv")).unwrap(), plain);
}

#[test]
fn what_is_wrong_with_a_table_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    for (text, part) in [
        (&b"a,b\n1,2\n3\n"[..], "line 3: 1 fields, but the header has 2"),
        (b"a,a\n1,2\n", "column `a` occurs more than once"),
        (b"a,b\n1,\xfe\n", "line 2"),
        (b"", "empty"),
    ] {
        fs::write(&path, text).unwrap();
        let message = read_table(&path).unwrap_err().to_string();
        assert!(message.contains(part), "{message} lacks {part}");
    }
}

#[test]
fn one_file_of_a_tenx_folder_is_sent_to_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("outs/hg19");
    fs::create_dir_all(&inner).unwrap();
    write_10x_mtx(&inner, &sample()).unwrap();
    for name in ["matrix.mtx.gz", "features.tsv.gz", "barcodes.tsv.gz"] {
        let path = inner.join(name);
        assert!(path.is_file(), "{name}");
        let message = read_counts(&path, &CountsOptions::default()).unwrap_err().to_string();
        let folder = format!("name the folder: `{}`", inner.display());
        assert!(message.contains("one file of a 10x folder") && message.contains(&folder), "{message}");
    }
    let message = read_counts(folder.path(), &CountsOptions::default()).unwrap_err().to_string();
    assert!(message.contains(&format!("it is in `{}`: name that folder", inner.display())), "{message}");
    let lone = folder.path().join("lone.txt");
    fs::write(&lone, "%%MatrixMarket matrix coordinate integer general\n1 1 0\n").unwrap();
    let message = read_counts(&lone, &CountsOptions::default()).unwrap_err().to_string();
    assert!(message.contains("without the names of its genes and cells"), "{message}");
}

#[test]
fn a_table_said_to_run_the_wrong_way_is_refused() {
    let text = b",c1,c2\nENSG00000141510,1,2\nENSG00000111640,3,4\n";
    let message = counts(text, &by(Orientation::CellsByGenes)).unwrap_err();
    assert!(message.contains("the other way, genes-by-cells"), "{message}");
    assert!(counts(text, &by(Orientation::GenesByCells)).is_ok());
}

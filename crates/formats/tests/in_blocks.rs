//! Counts that stay in their file come as they do when the file is read at once.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::data;
use lca_formats::{CountsOptions, FormatError, open_counts, read_counts};
use lca_numerics::Csr;
use lca_tables::Matrix;

fn check(file: &str) {
    if let Some(path) = data(file) {
        same(&path, file);
    }
}

/// With so little held that a matrix compressed by genes is gone through several times.
fn same(path: &std::path::Path, file: &str) {
    let options = CountsOptions::default();
    let whole = read_counts(path, &options).unwrap().data;
    let (counts, rows) = open_counts(path, &options, 0).unwrap();
    let rows = rows.unwrap();
    // As text, since what is not a number is not equal to itself.
    let told = |of: &lca_tables::AnnData| format!("{:?} {:?}", of.obs, of.var);
    assert_eq!((&counts.data.x, told(&counts.data)), (&None, told(&whole)));
    let mut seen: Vec<Csr<f32>> = Vec::new();
    rows.each::<FormatError>(&mut |first, block| {
        assert_eq!(first, seen.iter().map(|block| block.shape().0).sum::<usize>());
        seen.push(block.clone());
        Ok(())
    })
    .unwrap();
    let Some(Matrix::SparseF32(x)) = whole.x else { panic!("{file}: not sparse") };
    let mut row = 0;
    for block in &seen {
        for at in 0..block.shape().0 {
            assert_eq!(block.row(at), x.row(row), "{file}, row {row}");
            row += 1;
        }
    }
    assert_eq!((row, rows.shape()), (x.shape().0, x.shape()));
    // There is less than may be held.
    assert!(open_counts(path, &options, u64::MAX).unwrap().1.is_none());
}

#[test]
fn files_of_each_kind() {
    check("omics/scvelo/tests/_data/dentategyrus_100obs.h5ad");
    check("omics/squidpy/tests/_data/test_data.h5ad");
    check("omics/scanpy_pbmc/tests/_data/10x_data/3.0.0/filtered_feature_bc_matrix.h5");
    check("omics/scanpy_pbmc/tests/_data/visium_data/1.0.0/filtered_feature_bc_matrix.h5");
    check("omics/scanpy_pbmc/tests/_data/10x_data/3.0.0/filtered_feature_bc_matrix");
    check("omics/scanpy_pbmc/tests/_data/10x_data/1.2.0/filtered_gene_bc_matrices/hg19_chr21");
    let golden = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/anndata.h5ad");
    same(&golden, "compressed by genes");
}

#[test]
fn a_folder_whose_cells_are_out_of_order_is_read_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let matrix = |entries: &str| {
        write("matrix.mtx", &format!("%%MatrixMarket matrix coordinate integer general\n3 3 3\n{entries}"));
        open_counts(folder.path(), &CountsOptions::default(), 0)
    };
    write("genes.tsv", "g1\tA\ng2\tB\ng3\tC\n");
    write("barcodes.tsv", "c1\nc2\nc3\n");
    assert!(matrix("1 2 5\n2 1 7\n3 3 1\n").unwrap().1.is_none());
    // In order, with a cell that has none and genes that fall.
    let rows = matrix("3 1 5\n1 1 7\n2 3 1\n").unwrap().1.unwrap();
    rows.each::<FormatError>(&mut |first, block| {
        assert_eq!((first, block.shape()), (0, (3, 3)));
        assert_eq!(block.row(0), (&[0, 2][..], &[7.0, 5.0][..]));
        assert_eq!((block.row(1).0.len(), block.row(2)), (0, (&[1][..], &[1.0][..])));
        Ok(())
    })
    .unwrap();
    let cut = matrix("1 1 5\n2 1 7\n").unwrap_err().to_string();
    assert!(cut.contains("cut off"), "{cut}");
}

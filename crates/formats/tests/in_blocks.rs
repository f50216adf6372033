//! Counts that stay in their file come as they do when the file is read at once.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::data;
use lca_formats::{CountsOptions, FormatError, open_counts, read_counts};
use lca_numerics::Csr;
use lca_tables::Matrix;

fn check(file: &str) {
    let Some(path) = data(file) else { return };
    let options = CountsOptions::default();
    let whole = read_counts(&path, &options).unwrap().data;
    let (counts, rows) = open_counts(&path, &options, 0).unwrap();
    let rows = rows.unwrap();
    assert_eq!((counts.data.x, &counts.data.obs, &counts.data.var), (None, &whole.obs, &whole.var));
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
    assert!(open_counts(&path, &options, u64::MAX).unwrap().1.is_none());
}

#[test]
fn files_of_each_kind() {
    check("omics/scvelo/tests/_data/dentategyrus_100obs.h5ad");
    check("omics/squidpy/tests/_data/test_data.h5ad");
    check("omics/scanpy_pbmc/tests/_data/10x_data/3.0.0/filtered_feature_bc_matrix.h5");
    check("omics/scanpy_pbmc/tests/_data/visium_data/1.0.0/filtered_feature_bc_matrix.h5");
}

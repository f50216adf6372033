//! Count tables of others, against values read with scipy, h5py and the csv module.
#![allow(clippy::unwrap_used)]

mod common;

use common::data;
use lca_formats::{CountsOptions, Orientation, read_counts, read_table};
use lca_numerics::Csr;
use lca_tables::{AnnData, Matrix};

const GENES_BY_CELLS: CountsOptions =
    CountsOptions { orientation: Some(Orientation::GenesByCells), genome: None };

fn csr(data: &AnnData) -> &Csr<f32> {
    match data.x.as_ref().unwrap() {
        Matrix::SparseF32(matrix) => matrix,
        other => panic!("{:?} is not sparse in single precision", other.shape()),
    }
}

fn total(matrix: &Csr<f32>) -> f64 {
    matrix.values().iter().map(|&value| f64::from(value)).sum()
}

#[test]
fn cell_line_counts_of_a_header_one_field_short() {
    let Some(folder) = data("omics/sc_mixology/data/csv") else { return };
    let counts = read_counts(&folder.join("sc_celseq2.count.csv.gz"), &GENES_BY_CELLS).unwrap();
    assert!(counts.skipped.is_empty());
    let x = csr(&counts.data);
    assert_eq!(x.shape(), (274, 28_204));
    assert_eq!((x.nnz(), total(x)), (1_954_979, 10_321_416.0));
    let meta = read_table(&folder.join("sc_celseq2.metadata.csv.gz")).unwrap();
    assert_eq!(meta.index(), counts.data.obs.index());
    assert_eq!(
        meta.texts("demuxlet_cls").unwrap().iter().flatten().filter(|&call| call == "DBL").count(),
        34
    );
}

#[test]
fn tenx_folders_of_both_versions() {
    let Some(folder) = data("omics/scanpy_pbmc/tests/_data/10x_data") else { return };
    for (path, shape, expected) in [
        ("1.2.0/filtered_gene_bc_matrices/hg19_chr21", (12, 343), (12, 12.0)),
        ("3.0.0/filtered_feature_bc_matrix", (1107, 507), (23_866, 41_549.0)),
    ] {
        let counts = read_counts(&folder.join(path), &CountsOptions::default()).unwrap();
        let x = csr(&counts.data);
        assert_eq!(x.shape(), shape);
        assert_eq!((x.nnz(), total(x)), expected);
    }
    let integers = read_counts(&folder.join("int-ids"), &CountsOptions::default()).unwrap().data;
    assert_eq!(integers.obs.rows(), csr(&integers).shape().0);
}

//! Count tables of others, against values read with scipy, h5py and the csv module.
#![allow(clippy::unwrap_used)]

mod common;

use common::data;
use lca_formats::{Counts, CountsOptions, Orientation, read_counts, read_table};
use lca_numerics::Csr;
use lca_tables::{AnnData, Column, Matrix, Uns};

const GENES_BY_CELLS: CountsOptions = CountsOptions {
    orientation: Some(Orientation::GenesByCells),
    genome: None,
    raw: false,
    make_unique: false,
};

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

#[test]
fn tenx_files_of_both_versions() {
    let Some(folder) = data("omics/scanpy_pbmc/tests/_data") else { return };
    let v2 = "10x_data/1.2.0/filtered_gene_bc_matrices_h5.h5";
    for (path, shape, expected, gene, cell) in [
        (v2, (12, 343), (12, 12.0), "DSCAM", "AACACGTGTACGCTGC-1"),
        (
            "10x_data/3.0.0/filtered_feature_bc_matrix.h5",
            (1107, 507),
            (23_866, 41_549.0),
            "ENSG00000279493",
            "AAACCCAAGGAGAGTA-1",
        ),
        (
            "visium_data/1.0.0/filtered_feature_bc_matrix.h5",
            (100, 100),
            (656, 932.0),
            "ENSG00000243485",
            "AAACAAGTATCTCCCA-1",
        ),
        (
            "visium_data/2.1.0/raw_probe_bc_matrix.h5",
            (4987, 1000),
            (858, 3372.0),
            "DEPRECATED_ENSMUSG00000000157|Itgb2l|2ef1e7b",
            "AACACCTACTATCGAA-1",
        ),
    ] {
        let data = read_counts(&folder.join(path), &CountsOptions::default()).unwrap().data;
        let x = csr(&data);
        assert_eq!((x.shape(), (x.nnz(), total(x))), (shape, expected), "{path}");
        assert_eq!((data.var.index()[0].as_str(), data.obs.index()[0].as_str()), (gene, cell));
    }
    let folder_of_same = folder.join("10x_data/3.0.0/filtered_feature_bc_matrix");
    let text = read_counts(&folder_of_same, &CountsOptions::default()).unwrap().data;
    let file = folder.join("10x_data/3.0.0/filtered_feature_bc_matrix.h5");
    let binary = read_counts(&file, &CountsOptions::default()).unwrap().data;
    assert_eq!(text.x, binary.x);
    assert_eq!(text.obs, binary.obs);
    assert_eq!(text.var.column("gene_symbols").unwrap(), binary.var.column("gene_symbols").unwrap());
}

#[test]
fn of_several_genomes_one_must_be_chosen() {
    let Some(path) = data("omics/scanpy_pbmc/tests/_data/10x_data/1.2.0/multiple_genomes.h5") else { return };
    let message = read_counts(&path, &CountsOptions::default()).unwrap_err().to_string();
    assert!(message.contains("another_genome, hg19_chr21"), "{message}");
    assert!(message.contains("params = { genome = \"another_genome\" }"), "{message}");
    for (genome, expected) in [("another_genome", 13.0), ("hg19_chr21", 12.0)] {
        let options = CountsOptions { genome: Some(genome.to_owned()), ..CountsOptions::default() };
        assert_eq!(total(csr(&read_counts(&path, &options).unwrap().data)), expected);
    }
}

/// Whether a matrix sums to what numpy says.
fn sums_to(matrix: &Matrix, expected: f64) {
    let sum: f64 = match matrix {
        Matrix::DenseF32(matrix) => {
            matrix.iter().map(|&value| f64::from(value)).filter(|value| !value.is_nan()).sum()
        }
        Matrix::DenseF64(matrix) => matrix.iter().copied().filter(|value| !value.is_nan()).sum(),
        Matrix::SparseF32(matrix) => total(matrix),
        Matrix::SparseF64(matrix) => matrix.values().iter().sum(),
    };
    assert!((sum - expected).abs() <= 1e-9 * expected.abs(), "{sum}, not {expected}");
}

#[test]
fn h5ad_of_velocity_counts_and_their_preprocessing() {
    let Some(folder) = data("omics/scvelo/tests/_data") else { return };
    let raw = read_counts(&folder.join("pancreas_50obs.h5ad"), &CountsOptions::default()).unwrap();
    assert_eq!(raw.skipped, []);
    assert_eq!(csr(&raw.data).shape(), (50, 27_998));
    assert_eq!((csr(&raw.data).nnz(), total(csr(&raw.data))), (126_494, 335_512.0));
    sums_to(&raw.data.layers["unspliced"], 65_046.0);
    assert_eq!(raw.data.var.index()[..2], ["Xkr4", "Gm37381"]);

    let path = folder.join("dentategyrus_100obs_preprocessed.h5ad");
    let Counts { data, skipped, .. } = read_counts(&path, &CountsOptions::default()).unwrap();
    assert_eq!(skipped, []);
    sums_to(&data.layers["Ms"], 27_893.824_150_076_136);
    sums_to(&data.layers["ambiguous"], 14_313.0);
    sums_to(&data.varm["PCs"], -9.914_436_013_781_891);
    sums_to(&data.obsp["distances"], 19_351.292_926_311_493);
    sums_to(&data.obsp["connectivities"], 833.548_508_328_385_7);
    assert_eq!(data.obs.numbers("initial_size_unspliced").unwrap()[..2], [15.0, 927.0]);
    assert!(
        matches!(data.var.column("highly_variable").unwrap(), Column::Bool(all) if all.iter().all(|&one| one))
    );
    let Uns::Map(neighbors) = &data.uns["neighbors"] else { panic!("neighbors is a map") };
    assert_eq!(neighbors["connectivities_key"], Uns::Text("connectivities".into()));
}

#[test]
fn h5ad_of_spots_with_an_image_that_is_named_as_left_out() {
    let Some(folder) = data("omics/squidpy/tests/_data") else { return };
    let spots = read_counts(&folder.join("test_data.h5ad"), &CountsOptions::default()).unwrap();
    let left: Vec<&str> = spots.skipped.iter().map(|part| part.part.as_str()).collect();
    let images = "uns/spatial/V1_Adult_Mouse_Brain/images";
    assert_eq!(left, [format!("{images}/hires"), format!("{images}/lowres")]);
    assert_eq!(csr(&spots.data).shape(), (49, 1999));
    sums_to(&spots.data.obsm["spatial"], 68_363.0);
    let Column::Categorical(leiden) = spots.data.obs.column("leiden").unwrap() else { panic!("categorical") };
    assert_eq!(leiden.categories, ["0", "2", "6", "7", "9"]);
    assert_eq!(leiden.codes.iter().filter(|&&code| code == Some(1)).count(), 19);

    let values =
        read_counts(&folder.join("ligrec_pvalues_reference.h5ad"), &CountsOptions::default()).unwrap().data;
    sums_to(values.x.as_ref().unwrap(), 23.72);
    sums_to(&values.layers["means"], 89.447_727_311_075_77);
}

#[test]
fn h5ad_with_categories_beside_their_codes() {
    let Some(path) = data("omics/tiledbsoma/data/10x-pbmc-multiome-v1.0/subset_100_100.h5ad") else { return };
    let Counts { data, skipped, .. } = read_counts(&path, &CountsOptions::default()).unwrap();
    assert_eq!(skipped, []);
    assert_eq!((csr(&data).nnz(), total(csr(&data))), (13, 14.0));
    let genome = data.var.texts("genome").unwrap();
    assert!(genome.len() == 100 && genome.iter().all(|name| name.as_deref() == Some("GRCh38")));
    assert_eq!(data.var.texts("gene_ids").unwrap()[1].as_deref(), Some("ENSG00000237613"));
}

#[test]
fn h5ad_of_dense_values() {
    for (path, shape, sum) in [
        ("omics/liana/liana/tests/data/synthetic.h5ad", (4205, 11), 10_703.865_652_133_027),
        ("omics/cellphonedb/example_data/test_data/test.h5ad", (10, 17_198), 27_641.052_140_882_34),
    ] {
        let Some(path) = data(path) else { return };
        let data = read_counts(&path, &CountsOptions::default()).unwrap().data;
        assert_eq!(data.x.as_ref().unwrap().shape(), shape);
        sums_to(data.x.as_ref().unwrap(), sum);
    }
}

#[test]
fn every_table_of_counts_and_metadata_has_its_catalogued_shape() {
    let Some(folder) = data("omics/sc_mixology/data/csv") else { return };
    for (name, shape, expected) in [
        ("sc_celseq2_5cl_p1", (297, 15_564), (1_810_635, 9_783_530.0)),
        ("RNAmix_celseq2", (340, 14_804), (2_412_406, 12_908_075.0)),
    ] {
        let data = read_counts(&folder.join(format!("{name}.count.csv.gz")), &GENES_BY_CELLS).unwrap().data;
        let x = csr(&data);
        assert_eq!((x.shape(), (x.nnz(), total(x))), (shape, expected), "{name}");
        let meta = read_table(&folder.join(format!("{name}.metadata.csv.gz"))).unwrap();
        assert_eq!(meta.rows(), shape.0);
    }
}

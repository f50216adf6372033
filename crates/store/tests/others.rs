//! Real stores that other software wrote.

mod common;

use common::real_data;
use lca_core::ChunkSource;
use lca_store::{open_ome_zarr, read_anndata};
use lca_tables::{Column, Matrix, Uns};

#[test]
fn an_anndata_store_of_zarr_v3() {
    let Some(path) = real_data("omics/scanpy_pbmc/src/scanpy/datasets/pbmc68k_reduced.zarr") else { return };
    let (table, skipped) = read_anndata(path).unwrap();
    assert!(skipped.is_empty(), "{skipped:?}");
    // Records of texts and of numbers, as scanpy keeps ranked genes.
    let Uns::Map(ranked) = &table.uns["rank_genes_groups"] else { panic!("a map") };
    let (Uns::DataFrame(names), Uns::DataFrame(scores)) = (&ranked["names"], &ranked["scores"]) else {
        panic!("tables")
    };
    assert_eq!((names.rows(), names.columns().len(), scores.columns().len()), (100, 10, 10));
    assert!(
        names.texts("CD14+ Monocyte").unwrap()[0]
            .as_ref()
            .is_some_and(|gene| table.var.index().contains(gene))
    );
    assert!(scores.numbers("CD14+ Monocyte").unwrap().is_sorted_by(|a, b| a >= b));
    assert_eq!((table.obs.rows(), table.var.rows()), (700, 765));
    assert_eq!(table.obs.index()[0], "AAAGCCTGGCTAAC-1");
    let Column::Categorical(labels) = table.obs.column("bulk_labels").unwrap() else { panic!("categorical") };
    assert_eq!(labels.categories.len(), 10);
    assert_eq!(labels.get(0), Some("CD14+ Monocyte"));
    assert!(matches!(table.obs.column("n_genes").unwrap(), Column::Int(_)));
    assert!(matches!(table.var.column("highly_variable").unwrap(), Column::Bool(_)));
    assert!(matches!(table.x, Some(Matrix::DenseF32(_))));
    let Some(Matrix::SparseF32(counts)) = table.layers.get("counts") else { panic!("counts") };
    assert_eq!((counts.shape(), counts.nnz()), ((700, 765), 174_400));
    assert_eq!(table.obsm["X_pca"].shape(), (700, 50));
    assert_eq!(table.obsp["connectivities"].shape(), (700, 700));
    assert_eq!(table.varm["PCs"].shape(), (765, 50));
    let Uns::Map(neighbors) = &table.uns["neighbors"] else { panic!("a map") };
    let Uns::Map(params) = &neighbors["params"] else { panic!("a map") };
    assert_eq!(params["method"], Uns::Text("umap".into()));
}

#[test]
fn a_zipped_store_is_as_its_folder() {
    let Some(folder) = real_data("omics/scanpy_pbmc/src/scanpy/datasets/pbmc68k_reduced.zarr") else {
        return;
    };
    let Some(zip) = real_data("omics/scanpy_pbmc/src/scanpy/datasets/10x_pbmc68k_reduced.zarr.zip") else {
        return;
    };
    let (whole, packed) = (read_anndata(folder).unwrap().0, read_anndata(zip).unwrap().0);
    assert_eq!((&whole.x, &whole.layers, whole.obs.index()), (&packed.x, &packed.layers, packed.obs.index()));
    assert_eq!((&whole.obsm, &whole.obsp), (&packed.obsm, &packed.obsp));
}

#[test]
fn an_old_anndata_store_of_zarr_v2_with_records() {
    let Some(path) = real_data("omics/scanpy_pbmc/tests/_data/10x-10k-subset.zarr") else { return };
    let (table, skipped) = read_anndata(path).unwrap();
    assert!(skipped.is_empty());
    assert_eq!((table.obs.rows(), table.var.rows()), (10_000, 1000));
    assert_eq!(table.obs.index()[0].len(), 18);
    assert!(table.obs.index()[9999].ends_with(|c: char| c.is_ascii_digit()));
    let Column::Text(ids) = table.var.column("gene_ids").unwrap() else { panic!("texts") };
    assert!(ids.iter().all(|id| id.starts_with("ENSMUSG")));
    let Some(Matrix::DenseF32(x)) = table.x else { panic!("dense") };
    assert_eq!(x.dim(), (10_000, 1000));
    assert!(x.iter().all(|&count| count >= 0.0 && count.fract() == 0.0) && x.sum() > 0.0);
}

#[test]
fn images_of_ome_ngff_04_and_05_hold_the_same_pixels() {
    let Some(root) = real_data("imaging/ome_fixtures_viv") else { return };
    let mut found = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let name = entry.file_name().into_string().unwrap();
            if name == "blobs_image_v04.ome.zarr" || name == "blobs_image_v05.ome.zarr" || name == "data.zarr"
            {
                found.push((name, entry.path()));
            } else if entry.path().is_dir() {
                folders.push(entry.path());
            }
        }
    }
    found.sort();
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["blobs_image_v04.ome.zarr", "blobs_image_v05.ome.zarr", "data.zarr"]);
    let read = |at: usize| open_ome_zarr(&found[at].1).unwrap();
    assert_eq!(read(0).meta().shape, [1, 3, 1, 12, 12]);
    let (old, new) = (read(0).read(0).unwrap(), read(1).read(0).unwrap());
    assert_eq!(old, new);
    let mean = old.pixels.to_f32().mean().unwrap();
    assert!((mean - 0.541_667).abs() < 1e-4, "{mean}");
    let series = open_ome_zarr(found[2].1.join("0")).unwrap();
    assert_eq!((series.meta().shape, series.levels()), ([1, 3, 1, 167, 439], 2));
    series.read(0).unwrap();
}

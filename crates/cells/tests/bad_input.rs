//! Wrong, empty and degenerate input gives an error or a defined result, never a panic.

#![allow(clippy::unwrap_used, reason = "tests")]

use lca_cells::*;
use lca_core::{Cancelled, NoProgress, Progress};
use lca_numerics::Csr;
use lca_tables::Categorical;
use ndarray::Array2;

fn dense(rows: usize, cols: usize, value: impl Fn(usize, usize) -> f32) -> Csr<f32> {
    lca_numerics::sparse::from_dense(Array2::from_shape_fn((rows, cols), |(i, j)| value(i, j)).view())
}

fn names(count: usize) -> Vec<String> {
    (0..count).map(|at| at.to_string()).collect()
}

/// Runs every verb; what each makes of the input is not of interest here.
fn run_all(x: &Csr<f32>) -> Result<(), CellsError> {
    let (cells, genes) = x.shape();
    let quality = qc(x, &names(genes), None, &QcParams::default());
    if let Ok(quality) = &quality {
        let loose = FilterParams { min_genes: None, min_cells: None, ..FilterParams::default() };
        let _ = filter(x, quality, &loose).is_ok();
    }
    let mut scaled = x.clone();
    let logged = normalize_total(&mut scaled, &NormalizeParams::default()).and_then(|_| log1p(&mut scaled));
    for flavor in [HvgFlavor::Seurat, HvgFlavor::SeuratV3] {
        let _ = highly_variable_genes(x, &HvgParams { flavor, ..HvgParams::default() }).is_ok();
    }
    for method in [MarkerMethod::TTest, MarkerMethod::Wilcoxon] {
        let groups: Vec<&str> = (0..cells).map(|cell| ["a", "b"][cell % 2]).collect();
        let params = MarkerParams { method, ..MarkerParams::default() };
        let _ = rank_genes_groups(x, &names(genes), &Categorical::from_texts(&groups), &params).is_ok();
    }
    let _ = score_genes(x, &names(genes), &names(genes.min(1)), &ScoreParams::default()).is_ok();
    let points = pca(x, None, &PcaParams::default())?;
    let graph = neighbors(points.scores.view(), &NeighborsParams::default())?;
    leiden(&graph.connectivities, &LeidenParams::default())?;
    umap(&graph.connectivities, points.scores.view(), &UmapParams::default(), &NoProgress)?;
    quality?;
    logged
}

#[test]
fn degenerate_matrices_do_not_panic() {
    for (rows, cols) in [(0, 0), (0, 3), (3, 0), (1, 1), (1, 5), (2, 2), (2, 5), (3, 1), (5, 2), (40, 3)] {
        for kind in 0..4 {
            let value =
                |i: usize, j: usize| [0.0, 3.0, ((i * 5 + j) % 4) as f32, (i == j) as u8 as f32][kind];
            let _ = run_all(&dense(rows, cols, value)).is_ok();
        }
    }
}

#[test]
fn values_that_are_no_counts_are_named() {
    for bad in [f32::NAN, f32::INFINITY, -1.0] {
        let x = dense(6, 4, |i, j| if (i, j) == (4, 2) { bad } else { 1.0 + (i * j) as f32 });
        let error = qc(&x, &names(4), None, &QcParams::default()).unwrap_err().to_string();
        assert!(error.contains("cell 4, gene 2"), "{error}");
        assert!(normalize_total(&mut x.clone(), &NormalizeParams::default()).is_err());
        assert!(highly_variable_genes(&x, &HvgParams::default()).is_err());
        let _ = run_all(&x).is_ok();
    }
    let raw = dense(6, 4, |i, j| 100.0 + (i * j) as f32);
    let error = highly_variable_genes(&raw, &HvgParams::default()).unwrap_err().to_string();
    assert!(error.contains("log1p"), "{error}");
}

#[test]
fn groups_of_one_cell_are_left_out_and_named() {
    let x = dense(7, 3, |i, j| ((i * 5 + j) % 4) as f32);
    let groups = Categorical::from_texts(&["a", "a", "a", "b", "b", "b", "lone"]);
    let found = rank_genes_groups(&x, &names(3), &groups, &MarkerParams::default()).unwrap();
    assert_eq!(found.left_out, ["lone"]);
    assert_eq!(found.groups.len(), 2);
    let one = Categorical::from_texts(&["a"; 7]);
    assert!(rank_genes_groups(&x, &names(3), &one, &MarkerParams::default()).is_err());
}

#[test]
fn a_layout_stops_on_request() {
    struct Stop;
    impl Progress for Stop {
        fn at(&self, done: u64, _: u64) -> Result<(), Cancelled> {
            if done < 3 { Ok(()) } else { Err(Cancelled) }
        }
    }
    let points = Array2::from_shape_fn((30, 2), |(i, j)| (i * (j + 3) % 17) as f32);
    let graph = neighbors(points.view(), &NeighborsParams::default()).unwrap();
    let stopped = umap(&graph.connectivities, points.view(), &UmapParams::default(), &Stop);
    assert_eq!(stopped.unwrap_err(), CellsError::Cancelled(Cancelled));
}

#[test]
fn parameters_outside_their_range_are_refused() {
    let x = dense(20, 8, |i, j| ((i * 5 + j * 3) % 7) as f32);
    assert!(pca(&x, None, &PcaParams { n_comps: 0, seed: 0 }).is_err());
    assert!(highly_variable_genes(&x, &HvgParams { n_bins: 0, ..HvgParams::default() }).is_err());
    assert!(highly_variable_genes(&x, &HvgParams { span: 0.0, ..HvgParams::default() }).is_err());
    let points = Array2::<f32>::zeros((4, 2));
    assert!(
        neighbors(points.view(), &NeighborsParams { n_neighbors: 1, ..NeighborsParams::default() }).is_err()
    );
    let graph = neighbors(points.view(), &NeighborsParams::default()).unwrap().connectivities;
    for params in [
        UmapParams { min_dist: -1.0, ..UmapParams::default() },
        UmapParams { spread: 0.0, ..UmapParams::default() },
        UmapParams { n_components: 9, ..UmapParams::default() },
        UmapParams { alpha: f64::NAN, ..UmapParams::default() },
    ] {
        assert!(umap(&graph, points.view(), &params, &NoProgress).is_err());
    }
}

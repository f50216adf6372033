//! The whole path on made cells whose groups and marker genes are known.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::made::{self, MARKERS};
use lca_cells::*;
use lca_core::NoProgress;
use lca_numerics::{Csr, nearest};
use lca_tables::{AnnData, DataFrame, Uns};
use ndarray::Array2;

struct Path {
    x: Csr<f32>,
    hvg: Hvg,
    pca: Pca,
    graph: Neighbors,
    states: Communities,
    layout: Umap,
    markers: Markers,
}

fn path(counts: &Csr<f32>) -> Path {
    let mut x = counts.clone();
    normalize_total(&mut x, &NormalizeParams::default()).unwrap();
    log1p(&mut x).unwrap();
    let params = HvgParams { flavor: HvgFlavor::SeuratV3, n_top_genes: Some(100), ..HvgParams::default() };
    let hvg = highly_variable_genes(counts, &params).unwrap();
    let pca = pca(&x, Some(&hvg.highly_variable), &PcaParams { n_comps: 20, seed: 0 }).unwrap();
    let graph = neighbors(pca.scores.view(), &NeighborsParams::default()).unwrap();
    let states = leiden(&graph.connectivities, &LeidenParams::default()).unwrap();
    let params = UmapParams { n_epochs: Some(100), ..UmapParams::default() };
    let layout = umap(&graph.connectivities, pca.scores.view(), &params, &NoProgress).unwrap();
    let params = MarkerParams { method: MarkerMethod::Wilcoxon, ..MarkerParams::default() };
    let genes = made::names(made::GENES);
    let markers = rank_genes_groups(&x, &genes, &states.categorical(), &params).unwrap();
    Path { x, hvg, pca, graph, states, layout, markers }
}

fn bits(values: impl IntoIterator<Item = f64>) -> Vec<u64> {
    values.into_iter().map(f64::to_bits).collect()
}

/// Every number of the path, bit by bit.
fn all_bits(path: &Path) -> Vec<u64> {
    let wide = |values: &[f32]| bits(values.iter().map(|&value| f64::from(value)));
    let mut all = wide(path.x.values());
    all.extend(bits(path.hvg.means.iter().copied()));
    all.extend(bits(path.pca.scores.iter().map(|&value| f64::from(value))));
    all.extend(bits(path.pca.loadings.iter().copied()));
    all.extend(bits(path.graph.distances.values().iter().copied()));
    all.extend(wide(path.graph.connectivities.values()));
    all.extend(path.states.labels.iter().map(|&label| u64::from(label)));
    all.extend(bits(path.layout.positions.iter().map(|&value| f64::from(value))));
    for (_, table) in &path.markers.groups {
        all.extend(bits(table.numbers("scores").unwrap()));
        all.extend(bits(table.numbers("pvals_adj").unwrap()));
    }
    all
}

#[test]
fn groups_and_markers_are_recovered() {
    let (counts, labels) = made::groups(400, 4, 1);
    let path = path(&counts);
    assert!(adjusted_rand_index(&path.states.labels, &labels) > 0.99);
    let called = (0..4 * MARKERS).filter(|&gene| path.hvg.highly_variable[gene]).count();
    assert!(called >= 4 * MARKERS - 2, "{called} of the marker genes are called variable");
    for (group, table) in &path.markers.groups {
        let cell = path.states.labels.iter().position(|label| label.to_string() == *group).unwrap();
        let first = labels[cell] as usize * MARKERS;
        let want = made::names(made::GENES)[first..first + MARKERS].to_vec();
        assert!(table.index()[..MARKERS].iter().all(|gene| want.contains(gene)), "group {group}");
        assert!(table.numbers("pvals_adj").unwrap()[MARKERS - 1] < 1e-6);
        assert!(table.numbers("logfoldchanges").unwrap()[0] > 1.5);
    }
}

#[test]
fn neighbours_in_the_layout_are_of_one_group() {
    let (counts, labels) = made::groups(400, 4, 2);
    for init in [UmapInit::Spectral, UmapInit::Pca] {
        let path = path(&counts);
        let params = UmapParams { init, ..UmapParams::default() };
        let layout = umap(&path.graph.connectivities, path.pca.scores.view(), &params, &NoProgress).unwrap();
        let near = nearest(layout.positions.view(), 5).indices;
        let same = near.indexed_iter().filter(|((cell, _), other)| labels[*cell] == labels[**other as usize]);
        assert!(same.count() >= 1980, "{init:?}");
    }
}

#[test]
fn a_long_trajectory_keeps_its_order() {
    let points = Array2::from_shape_fn((3000, 2), |(i, j)| if j == 0 { i as f32 } else { (i % 2) as f32 });
    let graph = neighbors(points.view(), &NeighborsParams::default()).unwrap();
    let layout = umap(&graph.connectivities, points.view(), &UmapParams::default(), &NoProgress).unwrap();
    let near = nearest(layout.positions.view(), 1).indices;
    let far = near.indexed_iter().filter(|((i, _), j)| i.abs_diff(**j as usize) > 60);
    assert!(far.count() < 75);
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let (counts, _) = made::groups(600, 5, 3);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| all_bits(&path(&counts)))
    };
    let one = run(1);
    assert_eq!(one, run(2));
    assert_eq!(one, run(8));
    assert_eq!(one, run(8));
}

/// What the path above does not use: other flavours, the search of a growing graph, a layout that begins with eigenvectors,
/// the search of a resolution, the other quality, the other test, scores.
fn other_bits(counts: &Csr<f32>) -> Vec<u64> {
    let mut x = counts.clone();
    let mut all = bits([normalize_total(&mut x, &NormalizeParams::default()).unwrap()]);
    log1p(&mut x).unwrap();
    let genes = made::names(made::GENES);
    let quality = qc(counts, &genes, None, &QcParams::default()).unwrap();
    all.extend(bits(quality.total_counts.iter().chain(&quality.gene_total_counts).copied()));
    for flavor in [HvgFlavor::Seurat, HvgFlavor::CellRanger] {
        let found = highly_variable_genes(&x, &HvgParams { flavor, ..HvgParams::default() }).unwrap();
        let Variability::Dispersion { dispersions_norm, .. } = found.variability else { unreachable!() };
        all.extend(bits(dispersions_norm));
    }
    let pca = pca(&x, None, &PcaParams { n_comps: 10, seed: 3 }).unwrap();
    let params = NeighborsParams { exact: Some(false), ..NeighborsParams::default() };
    let graph = neighbors(pca.scores.view(), &params).unwrap();
    all.extend(bits(graph.distances.values().iter().copied()));
    for (quality, resolution) in [
        (Quality::Modularity, Resolution::Auto),
        (Quality::Cpm, Resolution::Auto),
        (Quality::Cpm, 0.01.into()),
    ] {
        let params = LeidenParams { quality, resolution, ..LeidenParams::default() };
        let states = leiden(&graph.connectivities, &params).unwrap();
        all.extend(bits(states.ladder.iter().map(|rung| rung.agreement)));
        all.extend(states.labels.iter().map(|&label| u64::from(label)));
        let markers = rank_genes_groups(&x, &genes, &states.categorical(), &MarkerParams::default());
        all.extend(markers.iter().flat_map(|found| bits(found.groups[0].1.numbers("scores").unwrap())));
    }
    all.extend(bits(score_genes(&x, &genes, &genes[..MARKERS], &ScoreParams::default()).unwrap()));
    let line = Array2::from_shape_fn((700, 2), |(i, j)| if j == 0 { i as f32 } else { (i % 2) as f32 });
    let graph = neighbors(line.view(), &NeighborsParams::default()).unwrap();
    for n_components in [2, 1] {
        let params = UmapParams { n_components, n_epochs: Some(30), ..UmapParams::default() };
        let layout = umap(&graph.connectivities, line.view(), &params, &NoProgress).unwrap();
        assert_eq!(layout.init, UmapInit::Spectral);
        all.extend(bits(layout.positions.iter().map(|&value| f64::from(value))));
    }
    all
}

#[test]
fn the_number_of_threads_changes_no_bit_of_the_other_ways() {
    let (counts, _) = made::groups(600, 5, 3);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| other_bits(&counts))
    };
    let one = run(1);
    assert_eq!(one, run(2));
    assert_eq!(one, run(8));
    assert_eq!(one, run(8));
}

#[test]
fn results_fit_into_a_table_under_the_known_keys() {
    let (counts, _) = made::groups(90, 3, 4);
    let genes = made::names(made::GENES);
    let path = path(&counts);
    let mut part =
        AnnData { obs: DataFrame::with_rows(90), var: DataFrame::new(genes.clone()), ..AnnData::default() };
    qc(&counts, &genes, None, &QcParams::default()).unwrap().annotate(&mut part).unwrap();
    path.hvg.annotate(&mut part).unwrap();
    path.pca.annotate(&mut part);
    path.graph.annotate(&mut part);
    path.states.annotate(&mut part, "leiden", &LeidenParams::default()).unwrap();
    path.layout.annotate(&mut part);
    path.markers.annotate(&mut part, "rank_genes_groups", "leiden").unwrap();
    part.check().unwrap();
    for key in ["n_genes_by_counts", "pct_counts_mt", "leiden"] {
        part.obs.column(key).unwrap();
    }
    for key in ["highly_variable", "means", "variances_norm"] {
        part.var.column(key).unwrap();
    }
    assert!(part.obsm.contains_key("X_pca") && part.obsm.contains_key("X_umap"));
    assert!(part.varm.contains_key("PCs") && part.obsp.contains_key("connectivities"));
    let Uns::Map(ranked) = &part.uns["rank_genes_groups"] else { unreachable!() };
    let Uns::DataFrame(names) = &ranked["names"] else { unreachable!() };
    assert_eq!((names.columns().len(), names.rows()), (path.states.count, made::GENES));
}

#[test]
fn scores_rise_where_the_set_is_raised() {
    let (counts, labels) = made::groups(200, 4, 5);
    let x = path(&counts).x;
    let genes = made::names(made::GENES);
    let scores = score_genes(&x, &genes, &genes[..MARKERS], &ScoreParams::default()).unwrap();
    let mean = |inside: bool| {
        let chosen: Vec<f64> =
            scores.iter().zip(&labels).filter(|(_, l)| (**l == 0) == inside).map(|(s, _)| *s).collect();
        lca_numerics::stats::mean(&chosen)
    };
    assert!(mean(true) > 0.5 && mean(false) < 0.0, "{} {}", mean(true), mean(false));
    let unknown = score_genes(&x, &genes, &["nope".to_owned()], &ScoreParams::default());
    assert!(unknown.unwrap_err().to_string().contains("`nope`"));
}

//! Real cell lines with known genotypes, held against scanpy's results on the same files.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::sc_mixology;
use lca_cells::*;

#[test]
fn cell_lines_are_found() {
    for (name, lines) in [("sc_celseq2", 3), ("sc_celseq2_5cl_p1", 5)] {
        let Some(data) = sc_mixology(name) else { return };
        let quality = qc(&data.counts, &data.genes, None, &QcParams::default()).unwrap();
        let kept = filter(&data.counts, &quality, &FilterParams::default()).unwrap();
        let counts = data.counts.select_rows(&kept.cells).select_columns(&kept.genes);
        let params = HvgParams { flavor: HvgFlavor::SeuratV3, ..HvgParams::default() };
        let hvg = highly_variable_genes(&counts, &params).unwrap();
        let mut x = counts;
        normalize_total(&mut x, &NormalizeParams::default()).unwrap();
        log1p(&mut x).unwrap();
        let pca = pca(&x, Some(&hvg.highly_variable), &PcaParams::default()).unwrap();
        let graph = neighbors(pca.scores.view(), &NeighborsParams::default()).unwrap();
        let is_single = |at: &usize| data.metadata["demuxlet_cls"][kept.cells[*at]] == "SNG";
        let single: Vec<usize> = (0..kept.cells.len()).filter(is_single).collect();
        let line = |&at: &usize| data.metadata["cell_line_demuxlet"][kept.cells[at]].as_str();
        let truth: Vec<&str> = single.iter().map(line).collect();
        for seed in 0..10 {
            let params = LeidenParams { resolution: 0.5, seed, ..LeidenParams::default() };
            let states = leiden(&graph.connectivities, &params).unwrap();
            let found: Vec<u32> = single.iter().map(|&at| states.labels[at]).collect();
            assert_eq!(states.count, lines, "{name}, seed {seed}");
            assert!(adjusted_rand_index(&found, &truth) >= 0.95, "{name}, seed {seed}");
        }
    }
}

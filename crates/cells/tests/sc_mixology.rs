//! Real cell lines with known genotypes.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{Counts, sc_mixology};
use lca_cells::*;
use lca_numerics::Csr;

/// The neighbourhood graph of the cells that pass the filter, and these cells.
fn graph(data: &Counts, chosen: &[usize]) -> (Csr<f32>, Vec<usize>) {
    let counts = data.counts.select_rows(chosen);
    let quality = qc(&counts, &data.genes, None, &QcParams::default()).unwrap();
    let kept = filter(&counts, &quality, &FilterParams::default()).unwrap();
    let counts = counts.select_rows(&kept.cells).select_columns(&kept.genes);
    let params = HvgParams { flavor: HvgFlavor::SeuratV3, ..HvgParams::default() };
    let hvg = highly_variable_genes(&counts, &params).unwrap();
    let mut x = counts;
    normalize_total(&mut x, &NormalizeParams::default()).unwrap();
    log1p(&mut x).unwrap();
    let pca = pca(&x, Some(&hvg.highly_variable), &PcaParams::default()).unwrap();
    let graph = neighbors(pca.scores.view(), &NeighborsParams::default()).unwrap();
    (graph.connectivities, kept.cells.iter().map(|&at| chosen[at]).collect())
}

fn is_single(data: &Counts, cell: usize) -> bool {
    data.metadata["demuxlet_cls"][cell] == "SNG"
}

fn lines<'a>(data: &'a Counts, cells: &[usize]) -> Vec<&'a str> {
    cells.iter().map(|&cell| data.metadata["cell_line_demuxlet"][cell].as_str()).collect()
}

const SETS: [(&str, usize); 2] = [("sc_celseq2", 3), ("sc_celseq2_5cl_p1", 5)];

#[test]
fn cell_lines_are_found_among_doublets() {
    for (name, count) in SETS {
        let Some(data) = sc_mixology(name) else { return };
        let (graph, cells) = graph(&data, &(0..data.cells.len()).collect::<Vec<_>>());
        let single: Vec<usize> = (0..cells.len()).filter(|&at| is_single(&data, cells[at])).collect();
        let truth = lines(&data, &single.iter().map(|&at| cells[at]).collect::<Vec<_>>());
        for seed in 0..10 {
            let params = LeidenParams { resolution: Resolution::Value(0.5), seed, ..LeidenParams::default() };
            let states = leiden(&graph, &params).unwrap();
            let found: Vec<u32> = single.iter().map(|&at| states.labels[at]).collect();
            assert_eq!(states.count, count, "{name}, seed {seed}");
            assert!(adjusted_rand_index(&found, &truth) >= 0.95, "{name}, seed {seed}");
        }
    }
}

#[test]
fn single_cells_are_told_by_genotype_at_a_low_resolution_and_at_one_that_is_looked_for() {
    for (name, _) in SETS {
        let Some(data) = sc_mixology(name) else { return };
        let single: Vec<usize> = (0..data.cells.len()).filter(|&cell| is_single(&data, cell)).collect();
        let (graph, cells) = graph(&data, &single);
        let truth = lines(&data, &cells);
        for resolution in [Resolution::Value(0.2), Resolution::Auto] {
            for seed in 0..5 {
                let params = LeidenParams { resolution, seed, ..LeidenParams::default() };
                let states = leiden(&graph, &params).unwrap();
                let agreement = adjusted_rand_index(&states.labels, &truth);
                println!(
                    "{name}, {resolution:?}, seed {seed}: {} states at {}, {agreement:.4}",
                    states.count, states.resolution
                );
                for rung in states.ladder.iter().filter(|_| seed == 0) {
                    println!(
                        "  {}: {} states, {:.3} ± {:.3}",
                        rung.resolution, rung.count, rung.agreement, rung.error
                    );
                }
                assert!(agreement == 1.0, "{name}, {resolution:?}, seed {seed}: {agreement}");
            }
        }
    }
}

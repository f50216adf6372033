//! Real counts, held against the plain definitions in double precision.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::sc_mixology;
use lca_cells::*;
use lca_numerics::{Csr, stats};
use lca_tables::Categorical;

fn normalised(counts: &Csr<f32>, target_sum: f64) -> Csr<f32> {
    let mut x = counts.clone();
    normalize_total(&mut x, &NormalizeParams { target_sum: Some(target_sum) }).unwrap();
    log1p(&mut x).unwrap();
    x
}

#[test]
fn normalised_values_are_right_to_a_millionth() {
    for name in ["sc_celseq2", "sc_celseq2_5cl_p1", "RNAmix_celseq2"] {
        let Some(data) = sc_mixology(name) else { return };
        let x = normalised(&data.counts, 1e4);
        for cell in 0..data.cells.len() {
            let counts = data.counts.row(cell).1;
            let total: f64 = counts.iter().map(|&count| f64::from(count)).sum();
            for (&count, &value) in counts.iter().zip(x.row(cell).1) {
                let want = (f64::from(count) * 1e4 / total).ln_1p();
                assert!(
                    (f64::from(value) - want).abs() <= 1e-6 * want,
                    "{name}, cell {cell}: {value}, not {want}"
                );
            }
        }
    }
}

/// The rank sum of all cells of a gene, zeros included, as a standard normal score.
fn rank_sum_score(values: &[f64], inside: &[bool], tie_correct: bool) -> f64 {
    let ranked = stats::ranks(values);
    let (n, size) = (values.len() as f64, inside.iter().filter(|inside| **inside).count() as f64);
    let sum: f64 = ranked.ranks.iter().zip(inside).filter(|(_, inside)| **inside).map(|(rank, _)| rank).sum();
    let ties = if tie_correct { 1.0 - ranked.ties / (n * n * n - n) } else { 1.0 };
    let deviation = (ties * size * (n - size) * (n + 1.0) / 12.0).sqrt();
    if deviation > 0.0 { (sum - size * (n + 1.0) / 2.0) / deviation } else { 0.0 }
}

#[test]
fn rank_sums_of_sparse_genes_are_those_of_all_cells() {
    let Some(data) = sc_mixology("sc_celseq2_5cl_p1") else { return };
    let lines = &data.metadata["cell_line_demuxlet"];
    let some: Vec<usize> = (0..data.genes.len()).step_by(31).collect();
    let x = normalised(&data.counts, 1e4).select_columns(&some);
    let genes: Vec<String> = some.iter().map(ToString::to_string).collect();
    let columns = x.transpose();
    for tie_correct in [false, true] {
        let params = MarkerParams { method: MarkerMethod::Wilcoxon, tie_correct, n_genes: None };
        let found = rank_genes_groups(&x, &genes, &Categorical::from_texts(lines), &params).unwrap();
        for (group, table) in &found.groups {
            let inside: Vec<bool> = lines.iter().map(|line| line == group).collect();
            for (gene, score) in table.index().iter().zip(table.numbers("scores").unwrap()) {
                let column = some.iter().position(|at| at.to_string() == *gene).unwrap();
                let mut values = vec![0.0; lines.len()];
                let (cells, stored) = columns.row(column);
                cells.iter().zip(stored).for_each(|(&cell, &value)| values[cell as usize] = f64::from(value));
                let want = rank_sum_score(&values, &inside, tie_correct);
                assert!((score - want).abs() <= 1e-6, "{group}, gene {gene}: {score}, not {want}");
            }
        }
    }
}

use super::*;
use lca_numerics::stats;

/// Cells of three kinds with genes of their own, and at the end doublets of two kinds. `(seed, cell, gene)` gives a
/// number from 0 to 1.
fn counts(cells: usize, doublets: usize) -> Csr<f32> {
    let genes = 120;
    let draw = |cell: usize, gene: usize, kind: usize| {
        let noise: f64 = rand::RngExt::random(&mut lca_numerics::rng(7, (cell * 1000 + gene) as u64));
        let mean = if gene % 3 == kind { 6.0 } else { 0.7 };
        // A whole number whose mean is `mean`.
        (2.0 * mean * noise).round() as f32
    };
    let mut dense = Array2::<f32>::zeros((cells + doublets, genes));
    for ((cell, gene), value) in dense.indexed_iter_mut() {
        *value = match cell.checked_sub(cells) {
            None => draw(cell, gene, cell % 3),
            Some(_) => draw(cell, gene, cell % 3) + draw(cell + 5000, gene, (cell + 1) % 3),
        };
    }
    sparse::from_dense(dense.view())
}

/// The chance that a doublet scores above a cell.
fn auc(scores: &[f64], truth: &[bool]) -> f64 {
    let ranks = stats::ranks(scores).ranks;
    let hits = truth.iter().filter(|hit| **hit).count() as f64;
    let sum: f64 = ranks.iter().zip(truth).filter(|(_, hit)| **hit).map(|(rank, _)| rank).sum();
    (sum - hits * (hits + 1.0) / 2.0) / (hits * (truth.len() as f64 - hits))
}

#[test]
fn doublets_of_two_kinds_stand_out() {
    let (cells, doublets_made) = (300, 30);
    let found = doublets(&counts(cells, doublets_made), &DoubletParams::default()).unwrap();
    let truth: Vec<bool> = (0..cells + doublets_made).map(|cell| cell >= cells).collect();
    let auc = auc(&found.scores, &truth);
    assert!(auc > 0.97, "{auc}");
    let mut part =
        AnnData { obs: lca_tables::DataFrame::with_rows(cells + doublets_made), ..AnnData::default() };
    found.annotate(&mut part).unwrap();
    assert!(matches!(part.obs.column("predicted_doublet").unwrap(), Column::Bool(_)));
}

#[test]
fn what_is_called_are_doublets() {
    let cells = 300;
    let found = doublets(&counts(cells, 30), &DoubletParams::default()).unwrap();
    let threshold = found.threshold.unwrap();
    let called = |of: &[f64]| of.iter().filter(|score| **score > threshold).count();
    let (right, wrong) = (called(&found.scores[cells..]), called(&found.scores[..cells]));
    // Scrublet, as scanpy has it, calls 29 and 30 of such doublets, and 6 to 15 cells with them.
    assert!(right >= 24 && wrong <= 15, "from {threshold}: {right} of 30, and {wrong} cells");
}

#[test]
fn the_same_seed_gives_the_same_bits_on_any_number_of_threads() {
    let counts = counts(60, 5);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| doublets(&counts, &DoubletParams::default()).unwrap())
    };
    let one = with(1);
    assert!(one == with(2) && one == with(8));
    let other = doublets(&counts, &DoubletParams { seed: 1, ..DoubletParams::default() }).unwrap();
    assert!(other.scores != one.scores);
}

#[test]
fn too_little_is_said() {
    let few = counts(5, 0);
    assert!(doublets(&few, &DoubletParams::default()).unwrap_err().to_string().contains("cells: 5 found"));
    let rate = DoubletParams { expected_doublet_rate: 1.0, ..DoubletParams::default() };
    assert!(doublets(&counts(20, 0), &rate).unwrap_err().to_string().contains("expected_doublet_rate"));
}

use super::row::LianaRow;
use crate::communicate::aggregate::{Best, robust_rank, turned};

type Score = (fn(&LianaRow) -> f64, Best);

const MAGNITUDE: [Score; 3] = [
    (|row| row.lr_means, Best::Greatest),
    (|row| row.expr_prod, Best::Greatest),
    (|row| row.lrscore, Best::Greatest),
];

const SPECIFICITY: [Score; 4] = [
    (|row| row.cellphone_pvals, Best::Least),
    (|row| row.scaled_weight, Best::Greatest),
    (|row| row.lr_logfc, Best::Greatest),
    (|row| row.spec_weight, Best::Greatest),
];

const STEADY: [Score; 5] = [
    (|row| row.cellphone_pvals, Best::Least),
    (|row| row.scaled_weight, Best::Greatest),
    (|row| row.lr_logfc, Best::Greatest),
    (|row| row.spec_weight, Best::Greatest),
    (|row| row.lrscore, Best::Greatest),
];

/// Fills in the aggregates and sorts the rows, best magnitude first.
pub(super) fn fill(rows: &mut [LianaRow]) {
    let magnitude = aggregate(rows, &MAGNITUDE);
    let (specificity, steady) = (aggregate(rows, &SPECIFICITY), aggregate(rows, &STEADY));
    for (at, row) in rows.iter_mut().enumerate() {
        (row.magnitude_rank, row.specificity_rank, row.steady_rank) =
            (magnitude[at], specificity[at], steady[at]);
    }
    rows.sort_by(|a, b| a.magnitude_rank.total_cmp(&b.magnitude_rank));
}

/// Scores that were not computed, such as p-values without permutations, take no part.
fn aggregate(rows: &[LianaRow], scores: &[Score]) -> Vec<f64> {
    let columns: Vec<Vec<f64>> = scores
        .iter()
        .map(|&(score, best)| turned(&rows.iter().map(score).collect::<Vec<f64>>(), best))
        .filter(|column| !column.iter().all(|value| value.is_nan()))
        .collect();
    robust_rank(&columns)
}

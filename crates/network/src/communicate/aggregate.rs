use lca_numerics::stats::{incomplete_beta, ranks};

/// Whether the first of a list is its greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Best {
    Greatest,
    Least,
}

/// A column so turned that its best comes first when sorted from the least.
pub(super) fn turned(column: &[f64], best: Best) -> Vec<f64> {
    match best {
        Best::Least => column.to_vec(),
        Best::Greatest => column.iter().map(|value| -value).collect(),
    }
}

/// Robust rank aggregation (Kolde, Laur, Adler & Vilo, Bioinformatics 2012): how unlikely it is by chance that
/// several lists rank a thing as high as they do. Each column holds a score for each thing, the best one the least;
/// ties share their mean rank and what is no number comes last. Ranks are divided by their count, and the k-th
/// least of n of them held against its distribution under chance, Beta(k, n − k + 1); the least of these n
/// probabilities, times n and at most 1, is the result.
///
/// ```
/// use lca_network::communicate::robust_rank;
/// let both = robust_rank(&[vec![1.0, 2.0, 3.0, 4.0], vec![0.1, 0.2, 0.4, 0.3]]);
/// assert!((both[0] - 2.0 * 0.25 * 0.25).abs() < 1e-15);
/// ```
#[must_use]
pub fn robust_rank(columns: &[Vec<f64>]) -> Vec<f64> {
    let rows = columns.iter().map(Vec::len).min().unwrap_or(0);
    let lists = columns.len();
    let ranked: Vec<Vec<f64>> = columns.iter().map(|column| ranks(column).ranks).collect();
    let mut own = vec![0.0; lists];
    let of = |row: usize| {
        own.iter_mut().zip(&ranked).for_each(|(own, ranks)| *own = ranks[row] / ranks.len() as f64);
        own.sort_unstable_by(f64::total_cmp);
        let chance =
            |(at, &rank): (usize, &f64)| incomplete_beta(rank.min(1.0), (at + 1) as f64, (lists - at) as f64);
        let least = own.iter().enumerate().map(chance).fold(f64::INFINITY, f64::min);
        (least * lists as f64).min(1.0)
    };
    (0..rows).map(of).collect()
}

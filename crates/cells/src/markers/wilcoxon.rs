use super::{Design, normal_p};

/// Standardised rank sum and p value of each group against the rest, from the values above 0; the
/// other cells tie at 0. Score 0 and p 1 where nothing can be told.
pub(super) fn scores(design: &Design, entries: &[(f64, usize)], tie_correct: bool) -> Vec<(f64, f64)> {
    let (rank_sums, ties) = rank_sums(design, entries);
    let n = design.total;
    let correction = if tie_correct && n > 1.0 { 1.0 - ties / (n * n * n - n) } else { 1.0 };
    let score = |(group, rank_sum): (usize, f64)| {
        let size = design.sizes[group];
        let deviation = (correction * size * (n - size) * (n + 1.0) / 12.0).sqrt();
        let score = (rank_sum - 0.5 * size * (n + 1.0)) / deviation;
        if deviation > 0.0 { (score, normal_p(score)) } else { (0.0, 1.0) }
    };
    rank_sums.into_iter().enumerate().map(score).collect()
}

/// Sum of ranks in each group, and the sum of t³ - t over ties.
fn rank_sums(design: &Design, entries: &[(f64, usize)]) -> (Vec<f64>, f64) {
    let mut sorted = entries.to_vec();
    sorted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let cube = |t: f64| t * t * t - t;
    let zeros = design.total - entries.len() as f64;
    let mut sums: Vec<f64> = design.sizes.iter().map(|size| size * 0.5 * (zeros + 1.0)).collect();
    let (mut ties, mut below) = (cube(zeros), zeros);
    for tied in sorted.chunk_by(|a, b| a.0 == b.0) {
        let size = tied.len() as f64;
        let rank = below + 0.5 * (size + 1.0);
        for &(_, group) in tied {
            sums[group] += rank - 0.5 * (zeros + 1.0);
        }
        ties += cube(size);
        below += size;
    }
    (sums, ties)
}

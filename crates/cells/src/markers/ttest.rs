use super::Design;
use lca_numerics::stats;

/// Welch's t and its p value of each group against the rest, from the values above 0; the other cells
/// are 0. Score 0 and p 1 where nothing varies or a side has fewer than two cells.
pub(super) fn scores(design: &Design, entries: &[(f64, usize)]) -> Vec<(f64, f64)> {
    let groups = design.sizes.len();
    let (mut sums, mut stored) = (vec![0.0; groups], vec![0.0; groups]);
    for &(value, group) in entries {
        sums[group] += value;
        stored[group] += 1.0;
    }
    let means: Vec<f64> = sums.iter().zip(&design.sizes).map(|(sum, size)| sum / size.max(1.0)).collect();
    let mut spreads: Vec<f64> =
        (0..groups).map(|group| (design.sizes[group] - stored[group]) * means[group].powi(2)).collect();
    for &(value, group) in entries {
        spreads[group] += (value - means[group]).powi(2);
    }
    let sides = |group: usize| {
        let rest = rest(design, &means, &spreads, group);
        welch([design.sizes[group], means[group], spreads[group]], rest)
    };
    (0..groups).map(sides).collect()
}

/// Number of cells, mean and sum of squared deviations of all groups but one, joined from the groups'.
fn rest(design: &Design, means: &[f64], spreads: &[f64], group: usize) -> [f64; 3] {
    let others = || (0..means.len()).filter(move |&other| other != group);
    let size: f64 = others().map(|other| design.sizes[other]).sum();
    let mean = others().map(|other| design.sizes[other] * means[other]).sum::<f64>() / size.max(1.0);
    let between = |other: usize| design.sizes[other] * (means[other] - mean).powi(2);
    [size, mean, others().map(|other| spreads[other] + between(other)).sum()]
}

fn welch([n1, mean1, spread1]: [f64; 3], [n2, mean2, spread2]: [f64; 3]) -> (f64, f64) {
    if n1 < 2.0 || n2 < 2.0 || spread1 + spread2 <= 0.0 {
        return (0.0, 1.0);
    }
    let (v1, v2) = (spread1 / (n1 - 1.0) / n1, spread2 / (n2 - 1.0) / n2);
    let score = (mean1 - mean2) / (v1 + v2).sqrt();
    let freedom = (v1 + v2).powi(2) / (v1 * v1 / (n1 - 1.0) + v2 * v2 / (n2 - 1.0));
    (score, stats::student_two_sided(score, freedom))
}

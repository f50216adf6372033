use std::collections::BTreeMap;

/// How often each pair of labels, and each label, occurs together.
struct Table {
    cells: Vec<f64>,
    rows: Vec<f64>,
    cols: Vec<f64>,
    count: f64,
}

fn table<A: Ord, B: Ord>(a: &[A], b: &[B]) -> Table {
    let mut cells: BTreeMap<(&A, &B), f64> = BTreeMap::new();
    let (mut rows, mut cols) = (BTreeMap::<&A, f64>::new(), BTreeMap::<&B, f64>::new());
    for (x, y) in a.iter().zip(b) {
        *cells.entry((x, y)).or_default() += 1.0;
        *rows.entry(x).or_default() += 1.0;
        *cols.entry(y).or_default() += 1.0;
    }
    let count = a.len().min(b.len()) as f64;
    let values = |map: BTreeMap<&A, f64>| map.into_values().collect();
    Table {
        cells: cells.into_values().collect(),
        rows: values(rows),
        cols: cols.into_values().collect(),
        count,
    }
}

/// Agreement of two partitions of the same things, corrected for chance: 1 when they are the same,
/// about 0 when unrelated (Hubert & Arabie 1985). Things beyond the shorter list are left out; 1 when
/// both partitions are trivial in the same way.
#[must_use]
pub fn adjusted_rand_index<A: Ord, B: Ord>(a: &[A], b: &[B]) -> f64 {
    let Table { cells, rows, cols, count } = table(a, b);
    let pairs = |counts: &[f64]| counts.iter().map(|n| n * (n - 1.0) / 2.0).sum::<f64>();
    let (both, in_a, in_b, all) = (pairs(&cells), pairs(&rows), pairs(&cols), count * (count - 1.0) / 2.0);
    let expected = if all > 0.0 { in_a * in_b / all } else { 0.0 };
    let largest = 0.5 * (in_a + in_b);
    if largest == expected { 1.0 } else { (both - expected) / (largest - expected) }
}

/// Mutual information of two partitions divided by the mean of their entropies (Vinh, Epps & Bailey
/// 2010): 1 when they are the same, 0 when independent. 1 when both have a single class.
#[must_use]
pub fn normalized_mutual_information<A: Ord, B: Ord>(a: &[A], b: &[B]) -> f64 {
    let Table { cells, rows, cols, count } = table(a, b);
    let entropy = |counts: &[f64]| -counts.iter().map(|n| n / count * (n / count).ln()).sum::<f64>();
    let (of_a, of_b) = (entropy(&rows), entropy(&cols));
    if of_a + of_b <= 0.0 {
        return 1.0;
    }
    ((of_a + of_b - entropy(&cells)) / (0.5 * (of_a + of_b))).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_scikit_learn() {
        // sklearn.metrics.adjusted_rand_score, normalized_mutual_info_score
        let (a, b) = ([0, 0, 1, 1, 2, 2, 2], ["x", "x", "x", "y", "z", "z", "y"]);
        assert!((adjusted_rand_index(&a, &b) - 0.2125).abs() < 1e-12);
        assert!((normalized_mutual_information(&a, &b) - 0.563_635_553_099_344_7).abs() < 1e-12);
    }

    #[test]
    fn equal_partitions_score_one_and_trivial_ones_are_defined() {
        let a = [3, 3, 1, 2];
        let b = ["q", "q", "w", "e"];
        assert_eq!(adjusted_rand_index(&a, &b), 1.0);
        assert!((normalized_mutual_information(&a, &b) - 1.0).abs() < 1e-12);
        assert_eq!(adjusted_rand_index::<u8, u8>(&[], &[]), 1.0);
        assert_eq!(normalized_mutual_information(&[1, 1], &[2, 2]), 1.0);
    }
}

/// Ranks of values and what ties do to their variance.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranks {
    /// From 1; tied values share the mean of their ranks.
    pub ranks: Vec<f64>,
    /// Sum of t³ - t over groups of t tied values.
    pub ties: f64,
}

/// Ranks values from the smallest; NaN ranks last.
#[must_use]
pub fn ranks(values: &[f64]) -> Ranks {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]).then(a.cmp(&b)));
    let (mut ranks, mut ties, mut start) = (vec![0.0; values.len()], 0.0, 0);
    while start < order.len() {
        let same = |at: &&usize| values[**at] == values[order[start]];
        let size = order[start..].iter().take_while(same).count().max(1);
        let shared = start as f64 + 0.5 * (size + 1) as f64;
        order[start..start + size].iter().for_each(|&at| ranks[at] = shared);
        let t = size as f64;
        ties += t * t * t - t;
        start += size;
    }
    Ranks { ranks, ties }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_their_rank() {
        let found = ranks(&[2.0, 1.0, 2.0, -0.0, 0.0]);
        assert_eq!(found.ranks, [4.5, 3.0, 4.5, 1.5, 1.5]);
        assert_eq!(found.ties, 12.0);
        assert_eq!(ranks(&[f64::NAN, 1.0]).ranks, [2.0, 1.0]);
    }
}

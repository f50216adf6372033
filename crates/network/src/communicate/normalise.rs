use lca_numerics::Csr;
use lca_numerics::sparse::row_sums;

/// Counts that are only whole numbers, scaled to `depth` in each cell and log-transformed: ln(1 + count / sum × depth).
/// None where a value is no whole number or below zero, because then they are no counts any more.
#[must_use]
pub fn log_normalised(matrix: &Csr<f32>, depth: f64) -> Option<Csr<f32>> {
    let whole = |value: &f32| *value >= 0.0 && value.is_finite() && value.fract() == 0.0;
    if !matrix.values().iter().all(whole) {
        return None;
    }
    let sums = row_sums(matrix);
    let mut scaled = matrix.clone();
    let ends = matrix.indptr().to_vec();
    // A cell whose stored values are all zero stays as it is.
    for (sum, pair) in sums.into_iter().zip(ends.windows(2)).filter(|(sum, _)| *sum > 0.0) {
        for value in &mut scaled.values_mut()[pair[0] as usize..pair[1] as usize] {
            *value = (f64::from(*value) / sum * depth).ln_1p() as f32;
        }
    }
    Some(scaled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_numerics::sparse;
    use ndarray::array;

    #[test]
    fn only_counts_are_normalised() {
        let counts = sparse::from_dense(array![[1.0_f32, 3.0], [0.0, 0.0]].view());
        let found = log_normalised(&counts, 100.0).unwrap();
        assert_eq!(found.row(0).1, [26.0_f32.ln(), 76.0_f32.ln()]);
        assert!(log_normalised(&found, 100.0).is_none());
        // Zeros that are stored make no sum.
        let mut stored = counts;
        stored.values_mut().fill(0.0);
        assert!(log_normalised(&stored, 100.0).unwrap().values().iter().all(|value| *value == 0.0));
    }
}

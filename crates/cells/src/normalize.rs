use crate::CellsError;
use crate::error::parameter;
use crate::matrix::check_amounts;
use lca_numerics::{Csr, sparse, stats};
use serde::{Deserialize, Serialize};

/// How counts are brought to one scale.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NormalizeParams {
    /// Counts that each cell is scaled to. Default: the median over cells with any counts.
    pub target_sum: Option<f64>,
}

/// Scales each cell to the same total, as scanpy's `normalize_total`. Cells without counts stay.
/// Returns the total scaled to.
///
/// # Errors
/// [`CellsError::Value`] for NaN and negative values, [`CellsError::Parameter`] unless the target is
/// positive and finite.
pub fn normalize_total(counts: &mut Csr<f32>, params: &NormalizeParams) -> Result<f64, CellsError> {
    check_amounts(counts)?;
    let totals = sparse::row_sums(counts);
    let positive: Vec<f64> = totals.iter().copied().filter(|&total| total > 0.0).collect();
    let target = params.target_sum.unwrap_or_else(|| stats::median(&positive));
    if positive.is_empty() {
        return Ok(target);
    }
    parameter("target_sum", target, "give a positive number", target > 0.0 && target.is_finite())?;
    let indptr = counts.indptr().to_vec();
    for (range, total) in indptr.windows(2).zip(totals).filter(|(_, total)| *total > 0.0) {
        let factor = target / total;
        let row = &mut counts.values_mut()[range[0] as usize..range[1] as usize];
        row.iter_mut().for_each(|value| *value = (f64::from(*value) * factor) as f32);
    }
    Ok(target)
}

/// Replaces each value by its natural logarithm after adding one.
///
/// # Errors
/// [`CellsError::Value`] for NaN and negative values.
pub fn log1p(matrix: &mut Csr<f32>) -> Result<(), CellsError> {
    check_amounts(matrix)?;
    matrix.values_mut().iter_mut().for_each(|value| *value = f64::from(*value).ln_1p() as f32);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_get_the_median_total_and_empty_ones_stay() {
        let mut x = Csr::new(4, 2, vec![0, 2, 3, 3, 4], vec![0, 1, 0, 1], vec![1.0, 1.0, 6.0, 4.0]).unwrap();
        assert_eq!(normalize_total(&mut x, &NormalizeParams::default()).unwrap(), 4.0);
        assert_eq!(x.values(), [2.0, 2.0, 4.0, 4.0]);
        log1p(&mut x).unwrap();
        assert!((f64::from(x.values()[0]) - 3.0_f64.ln()).abs() < 1e-7);
        let mut bad = Csr::new(1, 1, vec![0, 1], vec![0], vec![f32::NAN]).unwrap();
        assert!(log1p(&mut bad).is_err() && normalize_total(&mut bad, &NormalizeParams::default()).is_err());
    }
}

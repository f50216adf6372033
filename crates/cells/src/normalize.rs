use crate::CellsError;
use crate::error::parameter;
use crate::matrix::AMOUNTS;
use crate::rows::{CellRows, TakeRows};
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
    AMOUNTS.block(0, counts)?;
    let (target, factors) = factors(&sparse::row_sums(counts), params)?;
    scale(counts, &factors);
    Ok(target)
}

/// The total scaled to, and what each cell is multiplied by.
fn factors(totals: &[f64], params: &NormalizeParams) -> Result<(f64, Vec<f64>), CellsError> {
    let positive: Vec<f64> = totals.iter().copied().filter(|&total| total > 0.0).collect();
    let target = params.target_sum.unwrap_or_else(|| stats::median(&positive));
    if !positive.is_empty() {
        parameter("target_sum", target, "give a positive number", target > 0.0 && target.is_finite())?;
    }
    let factor = |&total: &f64| if total > 0.0 { target / total } else { 1.0 };
    Ok((target, totals.iter().map(factor).collect()))
}

fn scale(rows: &mut Csr<f32>, factors: &[f64]) {
    let indptr = rows.indptr().to_vec();
    for (range, factor) in indptr.windows(2).zip(factors) {
        let row = &mut rows.values_mut()[range[0] as usize..range[1] as usize];
        row.iter_mut().for_each(|value| *value = (f64::from(*value) * factor) as f32);
    }
}

/// Replaces each value by its natural logarithm after adding one.
///
/// # Errors
/// [`CellsError::Value`] for NaN and negative values.
pub fn log1p(matrix: &mut Csr<f32>) -> Result<(), CellsError> {
    AMOUNTS.block(0, matrix)?;
    Logarithms::new().apply(matrix);
    Ok(())
}

/// Known logarithms: a cell's counts are small whole numbers, so that its values repeat.
struct Logarithms(Vec<(u32, f32)>);

impl Logarithms {
    const BITS: u32 = 12;

    fn new() -> Self {
        // No value is NaN, whose bits these are.
        Self(vec![(u32::MAX, f32::NAN); 1 << Self::BITS])
    }

    fn apply(&mut self, matrix: &mut Csr<f32>) {
        for value in matrix.values_mut() {
            let bits = value.to_bits();
            let known = &mut self.0[(bits.wrapping_mul(0x9E37_79B1) >> (32 - Self::BITS)) as usize];
            if known.0 != bits {
                *known = (bits, f64::from(*value).ln_1p() as f32);
            }
            *value = known.1;
        }
    }
}

/// Counts normalised and log1p-transformed, worked out anew each time they are gone through.
pub struct NormalizedRows<T> {
    counts: T,
    factors: Vec<f64>,
    target: f64,
}

impl<T: CellRows> NormalizedRows<T> {
    /// As [`normalize_total`] and then [`log1p`].
    ///
    /// # Errors
    /// Those of the two.
    pub fn new(counts: T, params: &NormalizeParams) -> Result<Self, CellsError> {
        let mut totals = Vec::with_capacity(counts.shape().0);
        counts.each(&mut |first, block| {
            AMOUNTS.block(first, block)?;
            totals.extend(sparse::row_sums(block));
            Ok(())
        })?;
        let (target, factors) = factors(&totals, params)?;
        Ok(Self { counts, factors, target })
    }

    /// The total that each cell is scaled to.
    pub const fn target_sum(&self) -> f64 {
        self.target
    }
}

impl<T: CellRows> CellRows for NormalizedRows<T> {
    fn shape(&self) -> (usize, usize) {
        self.counts.shape()
    }

    fn each(&self, take: &mut TakeRows<'_>) -> Result<(), CellsError> {
        let mut logarithms = Logarithms::new();
        self.counts.each(&mut |first, block| {
            let mut block = block.clone();
            scale(&mut block, &self.factors[first..]);
            logarithms.apply(&mut block);
            take(first, &block)
        })
    }
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
    #[test]
    fn rows_in_blocks_give_the_bits_of_the_whole() {
        let dense = ndarray::Array2::from_shape_fn((40, 9), |(i, j)| ((i * 7 + j * 5) % 6) as f32);
        let counts = sparse::from_dense(dense.view());
        let mut whole = counts.clone();
        let target = normalize_total(&mut whole, &NormalizeParams::default()).unwrap();
        log1p(&mut whole).unwrap();
        for cut in [1, 7, 40] {
            let rows =
                NormalizedRows::new(crate::rows::tests::Cut(&counts, cut), &NormalizeParams::default())
                    .unwrap();
            assert_eq!(rows.target_sum(), target);
            assert_eq!(crate::rows::gather(&rows).unwrap(), whole);
        }
    }
}

use crate::CellsError;
use crate::rows::CellRows;
use lca_numerics::{Csr, sparse};
use lca_tables::{AnnData, Matrix};
use std::borrow::Cow;

/// A matrix of an annotated table as compressed rows in single precision, without a copy where it is
/// that already.
#[must_use]
pub fn to_sparse(matrix: &Matrix) -> Cow<'_, Csr<f32>> {
    match matrix {
        Matrix::SparseF32(matrix) => Cow::Borrowed(matrix),
        Matrix::SparseF64(matrix) => Cow::Owned(matrix.map(|&value| value as f32)),
        Matrix::DenseF32(matrix) => Cow::Owned(sparse::from_dense(matrix.view())),
        Matrix::DenseF64(matrix) => Cow::Owned(sparse::from_dense(matrix.mapv(|value| value as f32).view())),
    }
}

/// The raw counts of an annotated table: `layers["counts"]` where there, else `X`.
///
/// # Errors
/// [`CellsError::Missing`] without either, [`CellsError::Value`] when an entry is not a count.
pub fn counts_of(data: &AnnData) -> Result<Cow<'_, Csr<f32>>, CellsError> {
    let missing = || CellsError::Missing {
        what: "matrix",
        name: "X or layers/counts".into(),
        present: data.layers.keys().cloned().collect::<Vec<_>>().join(", "),
    };
    let counts = to_sparse(data.layers.get("counts").or(data.x.as_ref()).ok_or_else(missing)?);
    check_counts(&counts)?;
    Ok(counts)
}

/// Checks that every entry is a whole number from 0.
///
/// # Errors
/// [`CellsError::Value`] with the first that is not.
pub fn check_counts(counts: &Csr<f32>) -> Result<(), CellsError> {
    COUNTS.block(0, counts)
}

/// Whether every entry is a whole number from 0, as raw counts are.
///
/// # Errors
/// [`CellsError::Block`] when a block cannot be read.
pub fn are_counts(x: &dyn CellRows) -> Result<bool, CellsError> {
    match x.each(&mut |first, block| COUNTS.block(first, block)) {
        Err(CellsError::Value { .. }) => Ok(false),
        other => other.map(|()| true),
    }
}

/// What every entry must be.
pub(crate) struct Check {
    pub(crate) rule: &'static str,
    pub(crate) holds: fn(f32) -> bool,
}

/// Whole numbers from 0.
pub(crate) const COUNTS: Check = Check {
    rule: "a count is a whole number from 0: give raw counts, not normalised values",
    holds: |value| value >= 0.0 && value.fract() == 0.0,
};

/// Finite.
pub(crate) const FINITE: Check =
    Check { rule: "remove or replace values that are not finite", holds: |value| value.is_finite() };

/// Finite and not negative.
pub(crate) const AMOUNTS: Check =
    Check { rule: "it must be finite and not negative", holds: |value| value.is_finite() && value >= 0.0 };

/// Logarithms of counts: above 60 no count is that large.
pub(crate) const LOGGED: Check = Check {
    rule: "it must be from 0 to 60: give log1p-transformed values",
    holds: |value| (0.0..=60.0).contains(&value),
};

impl Check {
    /// Checks the rows from `first` on.
    pub(crate) fn block(&self, first: usize, block: &Csr<f32>) -> Result<(), CellsError> {
        let Some(at) = block.values().iter().position(|&value| !(self.holds)(value)) else { return Ok(()) };
        let row = first + block.indptr().partition_point(|&start| start <= at as u64) - 1;
        let column = block.indices()[at] as usize;
        Err(CellsError::Value { row, column, value: block.values()[at], rule: self.rule })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_value_that_is_no_count_is_named() {
        for bad in [-1.0_f32, 0.5, f32::NAN, f32::INFINITY] {
            let counts = Csr::new(3, 2, vec![0, 1, 1, 3], vec![1, 0, 1], vec![1.0, 2.0, bad]).unwrap();
            let error = check_counts(&counts).unwrap_err().to_string();
            assert!(error.starts_with("cell 2, gene 1"), "{error}");
        }
    }
}

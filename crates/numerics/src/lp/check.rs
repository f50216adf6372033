use super::LpError;
use super::simplex::Simplex;

/// How far a solution may break a row or bound of the program as written, for values near one.
const EXACT: f64 = 1e-6;

impl Simplex {
    /// Holds the values against the program as written: each within its bounds, and each row too.
    pub(super) fn verify(&self) -> Result<(), LpError> {
        let error = self.error();
        if error <= EXACT { Ok(()) } else { Err(LpError::Inexact(error)) }
    }

    /// How far values break a row or bound, as a share of the largest term in it where that is more than one.
    #[must_use]
    pub fn error(&self) -> f64 {
        let matrix = &self.matrix;
        let mut worst = 0.0_f64;
        let beyond = |value: f64, (lower, upper): (f64, f64)| (lower - value).max(value - upper).max(0.0);
        for column in 0..matrix.columns {
            let value = self.value(column);
            worst = worst.max(beyond(value, self.bounds(column)) / value.abs().max(1.0));
        }
        for row in 0..matrix.rows {
            let (mut sum, mut largest) = (0.0, 1.0_f64);
            for (column, factor) in matrix.by_row.get(row) {
                let term = factor / matrix.row_scale[row] * self.x[column];
                sum += term;
                largest = largest.max(term.abs());
            }
            worst = worst.max(beyond(sum, self.row_bounds(row)) / largest);
        }
        worst
    }
}

use super::program::{LinearProgram, Sparse};

/// How often rows and columns are brought near one.
const PASSES: usize = 4;

/// The program's factors, scaled: row `i` times `row_scale[i]`, column `j` times `column_scale[j]`. Both
/// are powers of two, so that scaling rounds nothing.
#[derive(Debug)]
pub(super) struct Matrix {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) by_column: Sparse,
    pub(super) by_row: Sparse,
    pub(super) row_scale: Vec<f64>,
    pub(super) column_scale: Vec<f64>,
}

impl Matrix {
    pub(super) fn of(program: &LinearProgram) -> Self {
        let (rows, columns) = program.shape();
        // A factor given twice counts twice.
        let plain = program.terms.transposed(rows).transposed(columns).summed();
        let (row_scale, column_scale) = scales(&plain, rows);
        let by_column = plain.map(|column, row, value| value * row_scale[row] * column_scale[column]);
        let by_row = by_column.transposed(rows);
        Self { rows, columns, by_column, by_row, row_scale, column_scale }
    }

    /// What a value of a variable is multiplied with to be scaled: a column, or a row's activity.
    pub(super) fn scale(&self, variable: usize) -> f64 {
        match variable.checked_sub(self.columns) {
            Some(row) => self.row_scale[row],
            None => 1.0 / self.column_scale[variable],
        }
    }
}

impl Sparse {
    /// Adds up neighbours of the same index.
    fn summed(&self) -> Self {
        let mut sums = Self::default();
        for vector in 0..self.len() {
            let mut terms: Vec<(usize, f64)> = Vec::with_capacity(self.count(vector));
            for (index, value) in self.get(vector) {
                match terms.last_mut().filter(|(last, _)| *last == index) {
                    Some((_, sum)) => *sum += value,
                    None => terms.push((index, value)),
                }
            }
            sums.push(terms.into_iter().filter(|(_, value)| *value != 0.0));
        }
        sums
    }
}

/// Powers of two that bring the geometric means of the least and the greatest factor of each row and column near one
/// (Fulkerson and Wolfe, SIAM Review 4, 142, 1962).
fn scales(plain: &Sparse, rows: usize) -> (Vec<f64>, Vec<f64>) {
    let by_row = plain.transposed(rows);
    let (mut row_scale, mut column_scale) = (vec![1.0; rows], vec![1.0; plain.len()]);
    for _ in 0..PASSES {
        for (row, scale) in row_scale.iter_mut().enumerate() {
            *scale = balance(by_row.get(row).map(|(column, value)| value * column_scale[column]));
        }
        for (column, scale) in column_scale.iter_mut().enumerate() {
            *scale = balance(plain.get(column).map(|(row, value)| value * row_scale[row]));
        }
    }
    (row_scale, column_scale)
}

fn balance(values: impl Iterator<Item = f64>) -> f64 {
    let (least, greatest) = values.fold((f64::INFINITY, 0.0), |(least, greatest): (f64, f64), value| {
        (least.min(value.abs()), greatest.max(value.abs()))
    });
    let mean = (least * greatest).sqrt();
    if mean.is_finite() && mean > 0.0 { (-mean.log2().round().clamp(-60.0, 60.0)).exp2() } else { 1.0 }
}

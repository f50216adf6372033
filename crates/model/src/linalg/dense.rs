//! Small dense matrices, row-major.

/// The factors of a square matrix with row exchanges.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lu {
    n: usize,
    factors: Vec<f64>,
    pivots: Vec<usize>,
}

impl Lu {
    /// How many rows there is room for.
    pub(crate) const fn rows(&self) -> usize {
        self.n
    }

    /// Room for a matrix of `n` rows.
    pub(crate) fn new(n: usize) -> Self {
        Self { n, factors: vec![0.0; n * n], pivots: vec![0; n] }
    }

    /// The matrix to be factorised, to be filled in before [`Self::factorise`].
    pub(crate) fn matrix(&mut self) -> &mut [f64] {
        &mut self.factors
    }

    /// Factorises in place by Gaussian elimination with partial pivoting; false when singular.
    pub(crate) fn factorise(&mut self) -> bool {
        let n = self.n;
        for k in 0..n {
            let mut pivot = k;
            for row in k + 1..n {
                if self.factors[row * n + k].abs() > self.factors[pivot * n + k].abs() {
                    pivot = row;
                }
            }
            let head = self.factors[pivot * n + k];
            if head == 0.0 || !head.is_finite() {
                return false;
            }
            self.pivots[k] = pivot;
            if pivot != k {
                for column in 0..n {
                    self.factors.swap(k * n + column, pivot * n + column);
                }
            }
            self.eliminate(k, head);
        }
        true
    }

    fn eliminate(&mut self, k: usize, head: f64) {
        let n = self.n;
        let (above, below) = self.factors.split_at_mut((k + 1) * n);
        let pivot_row = &above[k * n..];
        for row in below.chunks_exact_mut(n) {
            if row[k] != 0.0 {
                let factor = row[k] / head;
                row[k] = factor;
                for column in k + 1..n {
                    row[column] -= factor * pivot_row[column];
                }
            }
        }
    }

    /// Solves for one right-hand side in place.
    pub(crate) fn solve(&self, x: &mut [f64]) {
        let n = self.n;
        for (k, &pivot) in self.pivots.iter().enumerate() {
            x.swap(k, pivot);
        }
        for row in 1..n {
            let factors = &self.factors[row * n..row * n + row];
            x[row] -= factors.iter().zip(&x[..row]).map(|(a, b)| a * b).sum::<f64>();
        }
        for row in (0..n).rev() {
            let factors = &self.factors[row * n..(row + 1) * n];
            let known = factors[row + 1..].iter().zip(&x[row + 1..]).map(|(a, b)| a * b).sum::<f64>();
            x[row] = (x[row] - known) / factors[row];
        }
    }
}

impl Lu {
    /// Solves with the transposed matrix for one right-hand side in place.
    pub(crate) fn solve_transposed(&self, x: &mut [f64]) {
        let n = self.n;
        for row in 0..n {
            let (head, tail) = x.split_at_mut(row + 1);
            head[row] /= self.factors[row * n + row];
            subtract_row(head[row], &self.factors[row * n + row + 1..(row + 1) * n], tail);
        }
        for row in (1..n).rev() {
            let (head, tail) = x.split_at_mut(row);
            subtract_row(tail[0], &self.factors[row * n..row * n + row], head);
        }
        for (k, &pivot) in self.pivots.iter().enumerate().rev() {
            x.swap(k, pivot);
        }
    }

    /// Solves for `columns` right-hand sides in place, the rows of a row-major matrix.
    #[inline(always)]
    pub(crate) fn solve_many(&self, x: &mut [f64], columns: usize) {
        let n = self.n;
        if columns == 0 {
            return;
        }
        for (k, &pivot) in self.pivots.iter().enumerate().filter(|(k, pivot)| *k != **pivot) {
            let (above, below) = x.split_at_mut(pivot * columns);
            above[k * columns..(k + 1) * columns].swap_with_slice(&mut below[..columns]);
        }
        for row in 1..n {
            let (known, rest) = x.split_at_mut(row * columns);
            subtract(&self.factors[row * n..row * n + row], known, &mut rest[..columns]);
        }
        for row in (0..n).rev() {
            let (rest, known) = x.split_at_mut((row + 1) * columns);
            let own = &mut rest[row * columns..];
            subtract(&self.factors[row * n + row + 1..(row + 1) * n], known, own);
            let inverse = 1.0 / self.factors[row * n + row];
            own.iter_mut().for_each(|value| *value *= inverse);
        }
    }
}

fn subtract_row(factor: f64, row: &[f64], out: &mut [f64]) {
    if factor != 0.0 {
        out.iter_mut().zip(row).for_each(|(value, entry)| *value -= factor * entry);
    }
}

/// Subtracts from `out` the rows of `known`, each times its factor.
#[inline(always)]
fn subtract(factors: &[f64], known: &[f64], out: &mut [f64]) {
    for (factor, row) in factors.iter().zip(known.chunks_exact(out.len())) {
        if *factor != 0.0 {
            out.iter_mut().zip(row).for_each(|(value, known)| *value -= factor * known);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solves_where_the_first_pivot_is_zero() {
        let mut lu = Lu::new(3);
        lu.matrix().copy_from_slice(&[0.0, 2.0, 1.0, 1.0, 1.0, 0.0, 3.0, 0.0, 1.0]);
        assert!(lu.factorise());
        let mut x = [7.0, 3.0, 6.0];
        lu.solve(&mut x);
        for (found, expected) in x.iter().zip([1.0, 2.0, 3.0]) {
            assert!((found - expected).abs() < 1e-14);
        }
    }

    #[test]
    fn many_right_hand_sides_are_solved_as_one_by_one() {
        let mut lu = Lu::new(3);
        lu.matrix().copy_from_slice(&[0.0, 2.0, 1.0, 1.0, 1.0, 0.0, 3.0, 0.0, 1.0]);
        assert!(lu.factorise());
        let mut many = [7.0, 1.0, 3.0, 2.0, 6.0, -4.0];
        lu.solve_many(&mut many, 2);
        for column in 0..2 {
            let mut one = if column == 0 { [7.0, 3.0, 6.0] } else { [1.0, 2.0, -4.0] };
            lu.solve(&mut one);
            for row in 0..3 {
                assert!((one[row] - many[row * 2 + column]).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn the_transposed_matrix_is_solved_for() {
        let matrix = [0.0, 2.0, 1.0, 1.0, 1.0, 0.0, 3.0, 0.5, 1.0];
        let mut lu = Lu::new(3);
        lu.matrix().copy_from_slice(&matrix);
        assert!(lu.factorise());
        let expected = [0.5, -2.0, 3.0];
        let mut x = [0.0; 3];
        for (row, weight) in expected.iter().enumerate() {
            (0..3).for_each(|column| x[column] += matrix[row * 3 + column] * weight);
        }
        lu.solve_transposed(&mut x);
        for (found, expected) in x.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-14);
        }
    }

    #[test]
    fn a_singular_matrix_is_refused() {
        let mut lu = Lu::new(2);
        lu.matrix().copy_from_slice(&[1.0, 2.0, 2.0, 4.0]);
        assert!(!lu.factorise());
    }
}

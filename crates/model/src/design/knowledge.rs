use crate::ModelError;
use lca_numerics::dense::Cholesky;
use ndarray::Array2;

/// What is known of some quantities: their covariance.
#[derive(Debug, Clone)]
pub(super) struct Knowledge {
    covariance: Array2<f64>,
}

/// What measurements would change.
pub(super) struct Change {
    /// Half the logarithm of the determinant's fall: information in nats.
    pub(super) information: f64,
    /// For each target how much of its variance goes.
    pub(super) removed: Vec<f64>,
}

impl Knowledge {
    /// Of independent quantities of variance 1.
    pub(super) fn independent(n: usize) -> Self {
        Self { covariance: Array2::eye(n) }
    }

    /// The inverse of an information matrix.
    pub(super) fn from_information(information: &Array2<f64>) -> Result<Self, ModelError> {
        let n = information.nrows();
        // On the scale of the diagonal, so that units do not spoil the factorisation.
        let scale: Vec<f64> = (0..n).map(|k| 1.0 / information[[k, k]].sqrt()).collect();
        let scaled = Array2::from_shape_fn((n, n), |(i, j)| information[[i, j]] * scale[i] * scale[j]);
        let factor = Cholesky::new(&scaled).map_err(|error| ModelError::Argument {
            what: "information",
            why: format!("{error}; the parameters need bounds or priors where the data do not fix them"),
        })?;
        let mut covariance = Array2::eye(n);
        for mut column in covariance.columns_mut() {
            let mut work = column.to_vec();
            factor.solve(&mut work);
            column.iter_mut().zip(work).for_each(|(to, from)| *to = from);
        }
        let covariance = Array2::from_shape_fn((n, n), |(i, j)| covariance[[i, j]] * scale[i] * scale[j]);
        Ok(Self { covariance })
    }

    fn times(&self, vector: &[f64]) -> Vec<f64> {
        self.covariance
            .rows()
            .into_iter()
            .map(|row| row.iter().zip(vector).map(|(c, v)| c * v).sum())
            .collect()
    }

    /// The variance of a linear combination.
    pub(super) fn variance(&self, target: &[f64]) -> f64 {
        dot(&self.times(target), target)
    }

    /// What measuring `rows` would change: each row a linear combination, measured with noise of
    /// variance 1.
    pub(super) fn change(&self, rows: &[Vec<f64>], targets: &[Vec<f64>]) -> Change {
        let moved: Vec<Vec<f64>> = rows.iter().map(|row| self.times(row)).collect();
        let n = rows.len();
        let joint =
            Array2::from_shape_fn((n, n), |(i, j)| f64::from(u8::from(i == j)) + dot(&moved[i], &rows[j]));
        let Ok(factor) = Cholesky::new(&joint) else {
            return Change { information: f64::NAN, removed: vec![f64::NAN; targets.len()] };
        };
        let removed = targets.iter().map(|target| {
            let shared: Vec<f64> = moved.iter().map(|row| dot(row, target)).collect();
            let mut solved = shared.clone();
            factor.solve(&mut solved);
            dot(&shared, &solved)
        });
        Change { information: 0.5 * factor.log_determinant(), removed: removed.collect() }
    }

    /// Learns from one measured row (Sherman & Morrison 1950).
    pub(super) fn learn(&mut self, row: &[f64]) {
        let moved = self.times(row);
        let weight = 1.0 / (1.0 + dot(&moved, row));
        for (mut line, a) in self.covariance.rows_mut().into_iter().zip(&moved) {
            line.iter_mut().zip(&moved).for_each(|(value, b)| *value -= weight * a * b);
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

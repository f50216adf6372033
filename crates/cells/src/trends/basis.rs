use lca_numerics::stats::quantile;

/// What a curve of a gene is made of: columns of cells at right angles to each other, each of length 1.
pub(super) struct Basis {
    columns: Vec<Vec<f64>>,
}

/// A column that keeps less than this share of its length has nothing new in it.
const LEAST: f64 = 1e-7;

/// Natural cubic splines with `knots` knots at even quantiles of `times` (Hastie, Tibshirani & Friedman 2009, equation 5.4):
/// a constant, a line, and `knots - 2` bends that are straight beyond the outer knots. Rows are those of `times`.
pub(super) fn natural_splines(times: &[f64], knots: usize) -> Vec<Vec<f64>> {
    let mut at: Vec<f64> =
        (0..knots).map(|knot| quantile(times, knot as f64 / (knots - 1).max(1) as f64)).collect();
    at.dedup();
    let mut columns = vec![vec![1.0; times.len()], times.to_vec()];
    let Some((&last, rest)) = at.split_last() else { return columns };
    let cube = |x: f64| x.max(0.0).powi(3);
    let bend = |x: f64, knot: f64| (cube(x - knot) - cube(x - last)) / (last - knot);
    if let Some((&before, inner)) = rest.split_last() {
        for &knot in inner {
            columns.push(times.iter().map(|&x| bend(x, knot) - bend(x, before)).collect());
        }
    }
    columns
}

impl Basis {
    /// Turns columns to right angles, twice for good measure; columns without anything new are left out.
    pub(super) fn new(columns: impl IntoIterator<Item = Vec<f64>>) -> Self {
        let mut kept: Vec<Vec<f64>> = Vec::new();
        for mut column in columns {
            let whole = length(&column);
            for _ in 0..2 {
                for known in &kept {
                    let along: f64 = known.iter().zip(&column).map(|(a, b)| a * b).sum();
                    column.iter_mut().zip(known).for_each(|(to, known)| *to -= along * known);
                }
            }
            let left = length(&column);
            if left > LEAST * whole {
                column.iter_mut().for_each(|value| *value /= left);
                kept.push(column);
            }
        }
        Self { columns: kept }
    }

    /// How many numbers a curve has.
    pub(super) const fn len(&self) -> usize {
        self.columns.len()
    }

    /// How much of a gene's values, given by row, lies along each column.
    pub(super) fn along(&self, values: &[(usize, f64)]) -> Vec<f64> {
        let of = |column: &Vec<f64>| values.iter().map(|&(row, value)| column[row] * value).sum();
        self.columns.iter().map(of).collect()
    }

    /// The curve's value in a row.
    pub(super) fn at(&self, along: &[f64], row: usize) -> f64 {
        self.columns.iter().zip(along).map(|(column, along)| along * column[row]).sum()
    }
}

fn length(values: &[f64]) -> f64 {
    values.iter().map(|value| value * value).sum::<f64>().sqrt()
}

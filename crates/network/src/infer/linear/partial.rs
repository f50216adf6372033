use super::correlation;
use crate::NetworkError;
use crate::infer::standard::standard;
use lca_numerics::dense::Cholesky;
use ndarray::Array2;
use rayon::prelude::*;

/// Correlation of each pair of genes given all others.
#[derive(Debug, Clone, PartialEq)]
pub struct PartialCorrelation {
    /// Genes × genes, 0 on the diagonal and with a constant gene.
    pub values: Array2<f64>,
    /// How far correlations were shrunken to 0, from 0 to 1.
    pub shrinkage: f64,
}

/// Partial correlations from the inverse of the correlations shrunken to none, by as much as makes the
/// expected squared error least (Schäfer & Strimmer 2005), so that there may be fewer samples than
/// genes. `values` are samples × genes.
///
/// # Errors
/// When even the shrunken correlations have no inverse.
pub fn partial_correlation(values: &Array2<f64>) -> Result<PartialCorrelation, NetworkError> {
    let genes = values.ncols();
    let mut shrunken = correlation(values);
    let shrinkage = shrinkage(values, &shrunken);
    for ((a, b), value) in shrunken.indexed_iter_mut() {
        *value = if a == b { 1.0 } else { *value * (1.0 - shrinkage) };
    }
    // Where genes outnumber what the samples can tell apart and nothing was shrunken, rounding may
    // leave no positive pivot: a ridge far below any correlation's error helps.
    let factor = Cholesky::new(&shrunken)
        .or_else(|_| Cholesky::new(&(&shrunken + &(Array2::<f64>::eye(genes) * 1e-6))));
    let factor = factor.map_err(|cause| NetworkError::Argument {
        what: "partial correlation",
        why: format!("{cause}; leave out genes that copy one another"),
    })?;
    let inverse: Vec<Vec<f64>> = (0..genes)
        .into_par_iter()
        .map(|gene| {
            let mut column = vec![0.0; genes];
            column[gene] = 1.0;
            factor.solve(&mut column);
            column
        })
        .collect();
    // Rounding must not tell a direction: both are taken from the same half of the inverse.
    let partial = |(a, b): (usize, usize)| {
        let (a, b) = (a.min(b), a.max(b));
        if a == b { 0.0 } else { -inverse[a][b] / (inverse[a][a] * inverse[b][b]).sqrt() }
    };
    Ok(PartialCorrelation { values: Array2::from_shape_fn((genes, genes), partial), shrinkage })
}

/// The sum of the correlations' variances over that of their squares.
fn shrinkage(values: &Array2<f64>, correlations: &Array2<f64>) -> f64 {
    let (samples, genes) = values.dim();
    let columns: Vec<Option<Vec<f64>>> =
        (0..genes).into_par_iter().map(|gene| standard(values.column(gene))).collect();
    let parts: Vec<(f64, f64)> = (0..genes)
        .into_par_iter()
        .map(|a| {
            let mut sums = (0.0, 0.0);
            for b in (0..genes).filter(|&b| b != a) {
                let (Some(x), Some(y)) = (&columns[a], &columns[b]) else { continue };
                let r = correlations[[a, b]];
                let spread: f64 = x.iter().zip(y).map(|(x, y)| (x * y - r) * (x * y - r)).sum();
                sums.0 += spread;
                sums.1 += r * r;
            }
            sums
        })
        .collect();
    let (spread, squares) = parts.iter().fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    let n = samples as f64;
    // Var(r) = n / (n − 1)³ Σ (w − w̄)², for standardised columns with divisor n − 1.
    let unit = (n - 1.0) / n;
    let variance = n / (n - 1.0).powi(3) * spread * unit * unit;
    if squares > 0.0 { (variance / squares).clamp(0.0, 1.0) } else { 1.0 }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;
    use lca_numerics::rng;
    use rand::RngExt;

    #[test]
    fn a_chain_loses_its_shortcut() {
        let mut random = rng(1, 0);
        let mut noise = || (0..6).map(|_| random.random::<f64>()).sum::<f64>() - 3.0;
        let mut values = Array2::zeros((2000, 3));
        for mut row in values.rows_mut() {
            row[0] = noise();
            row[1] = row[0] + 0.5 * noise();
            row[2] = -row[1] + 0.5 * noise();
        }
        let found = partial_correlation(&values).unwrap();
        assert!(correlation(&values)[[0, 2]] < -0.7);
        assert!(found.values[[0, 2]].abs() < 0.1, "{}", found.values);
        assert!(found.values[[0, 1]] > 0.6 && found.values[[1, 2]] < -0.6, "{}", found.values);
        assert!(found.shrinkage < 0.01);
    }

    #[test]
    fn fewer_samples_than_genes_are_shrunken() {
        let mut random = rng(2, 0);
        let values = Array2::from_shape_fn((10, 30), |_| random.random::<f64>());
        let found = partial_correlation(&values).unwrap();
        assert!(found.shrinkage > 0.5 && found.values.iter().all(|value| value.abs() < 1.0));
        assert_eq!(found.values, found.values.t());
    }
}

use crate::infer::standard::standard;
use ndarray::Array2;
use rayon::prelude::*;

/// Pearson's correlation of all pairs of columns, 0 with a constant one and 1 on the diagonal of others.
pub(crate) fn correlation(values: &Array2<f64>) -> Array2<f64> {
    let genes = values.ncols();
    let columns: Vec<Option<Vec<f64>>> =
        (0..genes).into_par_iter().map(|gene| standard(values.column(gene))).collect();
    let rows: Vec<Vec<f64>> = (0..genes)
        .into_par_iter()
        .map(|a| (0..genes).map(|b| product(columns[a].as_deref(), columns[b].as_deref())).collect())
        .collect();
    Array2::from_shape_fn((genes, genes), |(a, b)| rows[a][b])
}

fn product(a: Option<&[f64]>, b: Option<&[f64]>) -> f64 {
    let (Some(a), Some(b)) = (a, b) else { return 0.0 };
    (a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>() / a.len() as f64).clamp(-1.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn agrees_with_numpy() {
        // numpy.corrcoef
        let found = correlation(&array![[1.0, 2.0, 7.0], [2.0, 1.0, 7.0], [4.0, -3.0, 7.0]]);
        assert!((found[[0, 1]] + 0.989_743_318_610_787).abs() < 1e-12, "{found}");
        assert_eq!((found[[0, 2]], found[[2, 2]]), (0.0, 0.0));
    }
}

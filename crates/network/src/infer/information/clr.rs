use ndarray::Array2;

/// How far each pair's mutual information stands out from all that either gene shares, in standard
/// deviations: the root of the summed squares of both, where positive (context likelihood of
/// relatedness; Faith et al. 2007).
#[must_use]
pub fn context_likelihood(information: &Array2<f64>) -> Array2<f64> {
    let genes = information.nrows();
    let context: Vec<(f64, f64)> = (0..genes).map(|gene| spread(information, gene)).collect();
    let stands_out = |a: usize, b: usize| {
        let (mean, deviation) = context[a];
        if deviation > 0.0 { ((information[[a, b]] - mean) / deviation).max(0.0) } else { 0.0 }
    };
    Array2::from_shape_fn(
        (genes, genes),
        |(a, b)| {
            if a == b { 0.0 } else { stands_out(a, b).hypot(stands_out(b, a)) }
        },
    )
}

/// Mean and standard deviation of what a gene shares with the others.
fn spread(information: &Array2<f64>, gene: usize) -> (f64, f64) {
    let others = || (0..information.ncols()).filter(|&other| other != gene).map(|b| information[[gene, b]]);
    let count = information.ncols().saturating_sub(1).max(1) as f64;
    let mean = others().sum::<f64>() / count;
    (mean, (others().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn agrees_with_the_definition() {
        let found = context_likelihood(&array![[0.0, 3.0, 1.0], [3.0, 0.0, 1.0], [1.0, 1.0, 0.0]]);
        // Means 2, 2, 1 and deviations 1, 1, 0.
        assert!((found[[0, 1]] - 2.0_f64.sqrt()).abs() < 1e-12 && found[[0, 2]] == 0.0);
    }
}

use ndarray::Array2;
use rayon::prelude::*;

/// Mutual information without the indirect: of each three genes the pair that shares least by more
/// than the share `tolerance` is cut (the data processing inequality; Margolin et al. 2006). Pairs are
/// judged by what was before any was cut.
#[must_use]
pub fn data_processing(information: &Array2<f64>, tolerance: f64) -> Array2<f64> {
    let genes = information.nrows();
    let keep = 1.0 - tolerance;
    let rows: Vec<Vec<f64>> = (0..genes)
        .into_par_iter()
        .map(|a| {
            let judge = |b: usize| {
                let here = information[[a, b]];
                let explained = (0..genes)
                    .filter(|&c| c != a && c != b)
                    .any(|c| here < keep * information[[a, c]].min(information[[c, b]]));
                if explained { 0.0 } else { here }
            };
            (0..genes).map(judge).collect()
        })
        .collect();
    Array2::from_shape_fn((genes, genes), |(a, b)| rows[a][b])
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn the_weakest_of_three_is_cut() {
        let chain = array![[0.0, 0.9, 0.5], [0.9, 0.0, 0.6], [0.5, 0.6, 0.0]];
        let cut = data_processing(&chain, 0.1);
        assert_eq!(cut, array![[0.0, 0.9, 0.0], [0.9, 0.0, 0.6], [0.0, 0.6, 0.0]]);
        assert_eq!(data_processing(&chain, 0.2), chain);
    }
}

use crate::CellsError;
use crate::matrix::Check;
use crate::rows::CellRows;
use lca_numerics::sparse::Moments;

/// Means and variances of genes after `map`, in two passes in the order of the cells; and how many values are stored.
pub(crate) fn moments(
    x: &dyn CellRows,
    check: &Check,
    map: impl Fn(f32) -> f32,
) -> Result<(Moments, usize), CellsError> {
    let (cells, genes) = x.shape();
    let count = cells as f64;
    let (mut sums, mut stored) = (vec![0.0; genes], vec![0_u64; genes]);
    x.each(&mut |first, block| {
        check.block(first, block)?;
        for (&gene, &value) in block.indices().iter().zip(block.values()) {
            sums[gene as usize] += f64::from(map(value));
            stored[gene as usize] += 1;
        }
        Ok(())
    })?;
    let means: Vec<f64> = sums.into_iter().map(|sum| sum / count).collect();
    let mut squares = vec![0.0; genes];
    x.each(&mut |_, block| {
        for (&gene, &value) in block.indices().iter().zip(block.values()) {
            squares[gene as usize] += (f64::from(map(value)) - means[gene as usize]).powi(2);
        }
        Ok(())
    })?;
    let variance = |gene: usize| {
        let zeros = count - stored[gene] as f64;
        if cells < 2 { f64::NAN } else { (squares[gene] + zeros * means[gene].powi(2)) / (count - 1.0) }
    };
    let variances = (0..genes).map(variance).collect();
    Ok((Moments { means, variances }, stored.iter().sum::<u64>() as usize))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::FINITE;
    use crate::rows::tests::Cut;

    #[test]
    fn blocks_give_the_bits_of_the_whole() {
        let dense = ndarray::Array2::from_shape_fn((13, 4), |(i, j)| ((i * 5 + j * 3) % 4) as f32 * 0.37);
        let matrix = lca_numerics::sparse::from_dense(dense.view());
        let whole = lca_numerics::sparse::column_moments(&matrix);
        for cut in [1, 4, 13] {
            assert_eq!(moments(&Cut(&matrix, cut), &FINITE, |x| x).unwrap(), (whole.clone(), matrix.nnz()));
        }
    }
}

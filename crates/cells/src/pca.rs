mod whole;

use crate::CellsError;
use crate::error::{at_least, length, parameter};
use crate::matrix::FINITE;
use crate::moments::moments;
use crate::rows::{CellRows, ChosenRows, gather};
use lca_numerics::dense::{Eigen, KrylovParams, largest_eigen, multiply_block};
use lca_numerics::sparse::{CentredGram, Moments, multiply_into};
use lca_tables::{AnnData, Matrix, Uns};
use ndarray::{Array1, Array2, Axis, s};
use serde::{Deserialize, Serialize};
use whole::Centred;

/// Up to this many genes or cells the covariance matrix is held (8 bytes × its square).
const HELD: usize = 6000;

/// What a component may miss, as a share of the largest variance: less than single precision tells of scores.
const TOLERANCE: f64 = 1e-8;

/// How many components; defaults as scanpy's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PcaParams {
    /// Number of components, at most one less than there are cells and genes. Default 50.
    pub n_comps: usize,
    /// Seed of the start vectors; the result depends on it only by rounding. Default 0.
    pub seed: u64,
}

impl Default for PcaParams {
    fn default() -> Self {
        Self { n_comps: 50, seed: 0 }
    }
}

/// Principal components.
#[derive(Debug, Clone, PartialEq)]
pub struct Pca {
    /// Cells × components: where each cell lies.
    pub scores: Array2<f32>,
    /// All genes × components: unit vectors, 0 for genes that were masked out. The entry of largest
    /// magnitude of each is positive.
    pub loadings: Array2<f64>,
    /// Variance along each component (divided by cells - 1), largest first.
    pub variance: Vec<f64>,
    /// The same as a share of the total variance of the genes used.
    pub variance_ratio: Vec<f64>,
}

/// Principal components of cells (rows), centred without making the matrix dense. `mask` tells the
/// genes to use, such as [`crate::Hvg::highly_variable`]; without it all are used.
///
/// The eigenvectors of the covariance of genes, or of cells where these are fewer, by
/// [`largest_eigen`]; held whole up to 6000, above that applied by sparse products. Components
/// without variance are left out. With at most 6000 genes, and as many cells, the rows are gone through in blocks and
/// never held; else they are brought into memory.
///
/// # Errors
/// [`CellsError::TooFew`] with fewer than two cells or genes, [`CellsError::Length`] for a mask of
/// another length, [`CellsError::Value`] for NaN, [`CellsError::Parameter`] for 0 components,
/// [`CellsError::Dense`], [`CellsError::Block`].
pub fn pca(x: &dyn CellRows, mask: Option<&[bool]>, params: &PcaParams) -> Result<Pca, CellsError> {
    let (cells, genes) = x.shape();
    length("the gene mask", mask.map_or(genes, <[bool]>::len), genes)?;
    parameter("n_comps", params.n_comps, "give at least 1", params.n_comps > 0)?;
    let used: Vec<usize> = (0..genes).filter(|&gene| mask.is_none_or(|mask| mask[gene])).collect();
    at_least("cells", cells, 2)?;
    at_least("genes to use", used.len(), 2)?;
    let chosen = ChosenRows::new(x, None, (used.len() < genes).then(|| used.clone()))?;
    let (moments, stored) = moments(&chosen, &FINITE, |value| value)?;
    let count = params.n_comps.min(cells - 1).min(used.len() - 1);
    let total: f64 = moments.variances.iter().sum();
    let krylov = KrylovParams { tolerance: TOLERANCE, seed: params.seed, ..KrylovParams::default() };
    let found = if used.len() <= cells.min(HELD) {
        in_blocks(&chosen, moments, stored, count, &krylov)?
    } else {
        Centred::new(gather(&chosen)?, moments).found(count, &krylov)?
    };
    let mut loadings = Array2::zeros((genes, found.vectors.ncols()));
    for (row, &gene) in found.vectors.rows().into_iter().zip(&used) {
        loadings.row_mut(gene).assign(&row);
    }
    let variance_ratio = found.variance.iter().map(|value| value / total).collect();
    Ok(Pca { scores: found.scores, loadings, variance: found.variance, variance_ratio })
}

/// Scores, variances and gene vectors of the leading components that have variance.
struct Found {
    scores: Array2<f32>,
    variance: Vec<f64>,
    vectors: Array2<f64>,
}

/// By the covariance of genes, which is held; the rows pass twice.
fn in_blocks(
    x: &dyn CellRows,
    Moments { means, .. }: Moments,
    stored: usize,
    count: usize,
    krylov: &KrylovParams,
) -> Result<Found, CellsError> {
    let (cells, genes) = x.shape();
    let mut sum = CentredGram::new(cells, stored, means.clone());
    x.each(&mut |_, block| {
        sum.add(block);
        Ok(())
    })?;
    let products = sum.finish();
    let found = largest_eigen(genes, count, krylov, |block| multiply_block(products.view(), block))?;
    drop(products);
    let (variance, vectors) = with_variance(found, cells);
    let less = Array1::from(means).dot(&vectors).to_vec();
    let mut scores = Array2::zeros((cells, vectors.ncols()));
    x.each(&mut |first, block| {
        let part = scores.slice_mut(s![first..first + block.shape().0, ..]);
        multiply_into(block, vectors.view(), Some(&less), part);
        Ok(())
    })?;
    Ok(Found { scores, variance, vectors })
}

/// The components that have variance, from sums of products over the cells.
fn with_variance(found: Eigen, cells: usize) -> (Vec<f64>, Array2<f64>) {
    let Eigen { values, vectors } = found;
    let floor = values.first().map_or(0.0, |largest| largest * 1e-12);
    let kept: Vec<usize> = (0..values.len()).filter(|&at| values[at] > floor).collect();
    let variance = kept.iter().map(|&at| values[at] / (cells - 1) as f64).collect();
    (variance, vectors.select(Axis(1), &kept))
}

impl Pca {
    /// Writes `obsm["X_pca"]`, `varm["PCs"]` and `uns["pca"]`.
    pub fn annotate(&self, part: &mut AnnData) {
        part.obsm.insert("X_pca".into(), Matrix::DenseF32(self.scores.clone()));
        part.varm.insert("PCs".into(), Matrix::DenseF64(self.loadings.clone()));
        let entries = [
            ("variance".to_owned(), Uns::Floats(self.variance.clone())),
            ("variance_ratio".to_owned(), Uns::Floats(self.variance_ratio.clone())),
        ];
        part.uns.insert("pca".into(), Uns::Map(entries.into()));
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use lca_numerics::dense::symmetric_eigen;
    use lca_numerics::{Csr, sparse};

    pub(crate) fn made(cells: usize, genes: usize) -> Csr<f32> {
        let wave =
            |i: usize, j: usize| ((i * 7 + j * 13) % 11) as f32 + if i % 3 == j % 3 { 6.0 } else { 0.0 };
        let dense = Array2::from_shape_fn((cells, genes), |(i, j)| (wave(i, j) - 7.0).max(0.0));
        sparse::from_dense(dense.view())
    }

    #[test]
    fn equals_the_eigenvectors_of_the_covariance() {
        for (cells, genes) in [(40, 12), (12, 40)] {
            let x = made(cells, genes);
            let dense = sparse::to_dense(&x).mapv(f64::from);
            let centred = &dense - &dense.mean_axis(Axis(0)).unwrap();
            let whole = symmetric_eigen(&(centred.t().dot(&centred) / (cells - 1) as f64)).unwrap();
            let found = pca(&x, None, &PcaParams { n_comps: 4, seed: 1 }).unwrap();
            for k in 0..2 {
                assert!((found.variance[k] / whole.values[k] - 1.0).abs() < 1e-10);
                let same = found.loadings.column(k).dot(&whole.vectors.column(k));
                assert!((same - 1.0).abs() < 1e-9, "{cells} × {genes}, {k}: {same}");
            }
            assert!(found.variance_ratio.iter().sum::<f64>() <= 1.0 + 1e-12);
        }
    }

    #[test]
    fn blocks_give_the_bits_of_the_whole() {
        let x = made(300, 70);
        let whole = pca(&x, None, &PcaParams::default()).unwrap();
        for cut in [1, 37, 150] {
            let rows = crate::rows::tests::Cut(&x, cut);
            assert_eq!(pca(&rows, None, &PcaParams::default()).unwrap(), whole);
        }
    }

    #[test]
    fn masked_genes_have_no_loading() {
        let mask: Vec<bool> = (0..12).map(|gene| gene % 2 == 0).collect();
        let found = pca(&made(40, 12), Some(&mask), &PcaParams::default()).unwrap();
        assert!(found.loadings.row(1).iter().all(|value| *value == 0.0));
        assert_eq!(found.scores.nrows(), 40);
        assert!(pca(&made(40, 12), Some(&mask[1..]), &PcaParams::default()).is_err());
        assert!(pca(&made(1, 12), None, &PcaParams::default()).is_err());
    }
}

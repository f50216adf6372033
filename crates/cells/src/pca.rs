use crate::CellsError;
use crate::error::{at_least, length, parameter};
use crate::matrix::check_finite;
use lca_numerics::dense::{Eigen, KrylovParams, largest_eigen};
use lca_numerics::{Csr, sparse};
use lca_tables::{AnnData, Matrix, Uns};
use ndarray::{Array1, Array2, ArrayView2, Axis};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::cell::OnceCell;

/// Up to this many genes or cells the covariance matrix is held (8 bytes × its square).
const HELD: usize = 6000;

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
/// without variance are left out.
///
/// # Errors
/// [`CellsError::TooFew`] with fewer than two cells or genes, [`CellsError::Length`] for a mask of
/// another length, [`CellsError::Value`] for NaN, [`CellsError::Parameter`] for 0 components,
/// [`CellsError::Dense`].
pub fn pca(x: &Csr<f32>, mask: Option<&[bool]>, params: &PcaParams) -> Result<Pca, CellsError> {
    let genes = x.shape().1;
    length("the gene mask", mask.map_or(genes, <[bool]>::len), genes)?;
    check_finite(x)?;
    parameter("n_comps", params.n_comps, "give at least 1", params.n_comps > 0)?;
    let used: Vec<usize> = (0..genes).filter(|&gene| mask.is_none_or(|mask| mask[gene])).collect();
    at_least("cells", x.shape().0, 2)?;
    at_least("genes to use", used.len(), 2)?;
    let chosen = if used.len() == genes { Cow::Borrowed(x) } else { Cow::Owned(x.select_columns(&used)) };
    let centred = Centred::new(chosen);
    let count = params.n_comps.min(centred.x.shape().0 - 1).min(used.len() - 1);
    let (variance, vectors) = centred.components(count, params.seed)?;
    let scores = centred.apply(vectors.view()).mapv(|value| value as f32);
    let mut loadings = Array2::zeros((genes, vectors.ncols()));
    for (row, &gene) in vectors.rows().into_iter().zip(&used) {
        loadings.row_mut(gene).assign(&row);
    }
    let variance_ratio = variance.iter().map(|value| value / centred.total_variance).collect();
    Ok(Pca { scores, loadings, variance, variance_ratio })
}

/// A sparse matrix seen through the removal of its column means.
struct Centred<'a> {
    x: Cow<'a, Csr<f32>>,
    transposed: OnceCell<Csr<f32>>,
    means: Array1<f64>,
    total_variance: f64,
}

impl<'a> Centred<'a> {
    fn new(x: Cow<'a, Csr<f32>>) -> Self {
        let moments = sparse::column_moments(&x);
        let total_variance = moments.variances.iter().sum();
        Self { transposed: OnceCell::new(), x, means: moments.means.into(), total_variance }
    }

    /// Made when first needed: with fewer genes than cells it is not.
    fn transposed(&self) -> &Csr<f32> {
        self.transposed.get_or_init(|| self.x.transpose())
    }

    /// Centred matrix × block.
    fn apply(&self, block: ArrayView2<f64>) -> Array2<f64> {
        sparse::multiply(&self.x, block) - &self.means.dot(&block)
    }

    /// Transposed centred matrix × block.
    fn apply_transposed(&self, block: ArrayView2<f64>) -> Array2<f64> {
        let sums = block.sum_axis(Axis(0));
        let outer = self.means.view().insert_axis(Axis(1)).dot(&sums.view().insert_axis(Axis(0)));
        sparse::multiply(self.transposed(), block) - outer
    }

    /// Variances and gene vectors of the leading components that have variance.
    fn components(&self, count: usize, seed: u64) -> Result<(Vec<f64>, Array2<f64>), CellsError> {
        let (cells, genes) = self.x.shape();
        let krylov = KrylovParams { seed, ..KrylovParams::default() };
        let by_genes = genes <= cells;
        let Eigen { values, vectors } = match (by_genes, genes.min(cells) <= HELD) {
            (true, true) => self.of_matrix(self.gene_covariance(), count, &krylov)?,
            (false, true) => self.of_matrix(self.cell_products(), count, &krylov)?,
            (true, false) => {
                largest_eigen(genes, count, &krylov, |v| self.apply_transposed(self.apply(v).view()))?
            }
            (false, false) => {
                largest_eigen(cells, count, &krylov, |u| self.apply(self.apply_transposed(u).view()))?
            }
        };
        let floor = values.first().map_or(0.0, |largest| largest * 1e-12);
        let kept: Vec<usize> = (0..values.len()).filter(|&at| values[at] > floor).collect();
        let vectors = vectors.select(Axis(1), &kept);
        let vectors = if by_genes { vectors } else { unit(self.apply_transposed(vectors.view())) };
        let variance = kept.iter().map(|&at| values[at] / (cells - 1) as f64).collect();
        Ok((variance, vectors))
    }

    fn of_matrix(
        &self,
        matrix: Array2<f64>,
        count: usize,
        krylov: &KrylovParams,
    ) -> Result<Eigen, CellsError> {
        Ok(largest_eigen(matrix.nrows(), count, krylov, |block| matrix.dot(&block))?)
    }

    /// Sum over cells of products of centred genes.
    fn gene_covariance(&self) -> Array2<f64> {
        sparse::centred_gram(&self.x, &self.means.to_vec())
    }

    /// Sum over genes of products of centred cells.
    fn cell_products(&self) -> Array2<f64> {
        let shift = sparse::multiply(&self.x, self.means.view().insert_axis(Axis(1)));
        let square = self.means.dot(&self.means);
        let mut products = sparse::gram(self.transposed());
        for ((i, j), value) in products.indexed_iter_mut() {
            *value += square - shift[[i, 0]] - shift[[j, 0]];
        }
        products
    }
}

/// Columns scaled to length one, the entry of largest magnitude positive.
fn unit(mut vectors: Array2<f64>) -> Array2<f64> {
    for mut column in vectors.columns_mut() {
        let norm = column.dot(&column).sqrt();
        let largest = column.iter().fold(0.0_f64, |best, &x| if x.abs() > best.abs() { x } else { best });
        column /= norm.copysign(largest);
    }
    vectors
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
mod tests {
    use super::*;
    use lca_numerics::dense::symmetric_eigen;

    fn made(cells: usize, genes: usize) -> Csr<f32> {
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
    fn products_held_and_applied_agree() {
        let centred = Centred::new(Cow::Owned(made(23, 17)));
        let wave =
            |rows: usize| Array2::from_shape_fn((rows, 3), |(i, j)| ((i * 5 + j * 3) % 7) as f64 - 3.0);
        let (v, u) = (wave(17), wave(23));
        let by_genes =
            centred.apply_transposed(centred.apply(v.view()).view()) - centred.gene_covariance().dot(&v);
        let by_cells =
            centred.apply(centred.apply_transposed(u.view()).view()) - centred.cell_products().dot(&u);
        assert!(by_genes.iter().chain(&by_cells).all(|error| error.abs() < 1e-9));
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

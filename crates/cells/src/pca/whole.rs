use super::{Found, HELD, with_variance};
use crate::CellsError;
use lca_numerics::dense::{KrylovParams, largest_eigen, multiply_block};
use lca_numerics::sparse::Moments;
use lca_numerics::{Csr, sparse};
use ndarray::{Array1, Array2, ArrayView2, Axis};
use std::cell::OnceCell;

/// A sparse matrix seen through the removal of its column means.
pub(super) struct Centred {
    x: Csr<f32>,
    transposed: OnceCell<Csr<f32>>,
    means: Array1<f64>,
}

impl Centred {
    pub(super) fn new(x: Csr<f32>, moments: Moments) -> Self {
        Self { transposed: OnceCell::new(), x, means: moments.means.into() }
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

    /// The leading components that have variance.
    pub(super) fn found(&self, count: usize, krylov: &KrylovParams) -> Result<Found, CellsError> {
        let (cells, genes) = self.x.shape();
        let by_genes = genes <= cells;
        let eigen = if by_genes {
            largest_eigen(genes, count, krylov, |v| self.apply_transposed(self.apply(v).view()))?
        } else if cells <= HELD {
            let products = self.cell_products();
            largest_eigen(cells, count, krylov, |block| multiply_block(products.view(), block))?
        } else {
            largest_eigen(cells, count, krylov, |u| self.apply(self.apply_transposed(u).view()))?
        };
        let (variance, vectors) = with_variance(eigen, cells);
        let vectors = if by_genes { vectors } else { unit(self.apply_transposed(vectors.view())) };
        let scores = self.apply(vectors.view()).mapv(|value| value as f32);
        Ok(Found { scores, variance, vectors })
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

#[cfg(test)]
mod tests {
    use super::super::tests::made;
    use super::*;

    #[test]
    fn products_held_and_applied_agree() {
        let centred = {
            let x = made(23, 17);
            let moments = sparse::column_moments(&x);
            Centred::new(x, moments)
        };
        let wave =
            |rows: usize| Array2::from_shape_fn((rows, 3), |(i, j)| ((i * 5 + j * 3) % 7) as f64 - 3.0);
        let (v, u) = (wave(17), wave(23));
        let by_genes = centred.apply_transposed(centred.apply(v.view()).view())
            - sparse::centred_gram(&centred.x, &centred.means.to_vec()).dot(&v);
        let by_cells =
            centred.apply(centred.apply_transposed(u.view()).view()) - centred.cell_products().dot(&u);
        assert!(by_genes.iter().chain(&by_cells).all(|error| error.abs() < 1e-9));
    }
}

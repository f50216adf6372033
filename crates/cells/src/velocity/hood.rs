use crate::CellsError;
use crate::error::length;
use lca_numerics::Csr;
use ndarray::{Array2, Axis};
use rayon::prelude::*;

/// The cells around each cell, itself among them, all of one weight: what moments are taken over.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hood {
    starts: Vec<usize>,
    cells: Vec<usize>,
}

impl Hood {
    pub(super) fn new(connectivities: &Csr<f32>) -> Result<Self, CellsError> {
        let count = connectivities.shape().0;
        length("the columns of the connectivities", connectivities.shape().1, count)?;
        let (mut starts, mut cells) = (vec![0], Vec::new());
        for cell in 0..count {
            let (others, weights) = connectivities.row(cell);
            let near = others.iter().zip(weights).filter(|(_, weight)| **weight > 0.0);
            let from = cells.len();
            cells.extend(near.map(|(&other, _)| other as usize));
            if let Err(place) = cells[from..].binary_search(&cell) {
                cells.insert(from + place, cell);
            }
            starts.push(cells.len());
        }
        Ok(Self { starts, cells })
    }

    pub(super) const fn len(&self) -> usize {
        self.starts.len() - 1
    }

    fn around(&self, cell: usize) -> &[usize] {
        &self.cells[self.starts[cell]..self.starts[cell + 1]]
    }

    /// The mean around each cell of a value that each cell has.
    pub(super) fn mean(&self, values: &[f64]) -> Vec<f64> {
        let of = |cell: usize| {
            let around = self.around(cell);
            around.iter().map(|&other| values[other]).sum::<f64>() / around.len() as f64
        };
        (0..self.len()).map(of).collect()
    }

    /// The mean around each cell of a sparse matrix of cells × genes, dense.
    pub(super) fn moments(&self, matrix: &Csr<f32>) -> Array2<f32> {
        let mut into = Array2::<f32>::zeros((self.len(), matrix.shape().1));
        into.axis_iter_mut(Axis(0)).into_par_iter().enumerate().for_each(|(cell, mut row)| {
            let around = self.around(cell);
            let mut sum = vec![0.0_f64; row.len()];
            for &other in around {
                let (genes, values) = matrix.row(other);
                genes.iter().zip(values).for_each(|(&gene, &value)| sum[gene as usize] += f64::from(value));
            }
            row.iter_mut().zip(sum).for_each(|(to, sum)| *to = (sum / around.len() as f64) as f32);
        });
        into
    }
}

/// Entry by entry products of two sparse matrices of one shape.
pub(super) fn products(a: &Csr<f32>, b: &Csr<f32>) -> Result<Csr<f32>, CellsError> {
    let (rows, cols) = a.shape();
    let (mut indptr, mut indices, mut values) = (vec![0_u64], Vec::new(), Vec::new());
    for row in 0..rows {
        let ((left, x), (right, y)) = (a.row(row), b.row(row));
        let mut at = 0;
        for (&column, &value) in left.iter().zip(x) {
            while at < right.len() && right[at] < column {
                at += 1;
            }
            if right.get(at) == Some(&column) {
                indices.push(column);
                values.push(value * y[at]);
            }
        }
        indptr.push(values.len() as u64);
    }
    Ok(Csr::new(rows, cols, indptr, indices, values)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_numerics::sparse::{from_dense, to_dense};
    use ndarray::array;

    #[test]
    fn a_mean_counts_the_cell_itself() {
        let graph = from_dense(array![[0.0_f32, 1.0, 0.0], [1.0, 0.0, 0.5], [0.0, 0.5, 0.0]].view());
        let hood = Hood::new(&graph).unwrap();
        assert_eq!(hood.mean(&[3.0, 0.0, 6.0]), [1.5, 3.0, 3.0]);
        let moments = hood.moments(&from_dense(array![[3.0_f32], [0.0], [6.0]].view()));
        assert_eq!(moments.column(0).to_vec(), [1.5, 3.0, 3.0]);
    }

    #[test]
    fn products_keep_shared_entries() {
        let a = from_dense(array![[1.0_f32, 2.0, 0.0], [0.0, 3.0, 4.0]].view());
        let b = from_dense(array![[0.0_f32, 5.0, 6.0], [7.0, 0.0, 2.0]].view());
        assert_eq!(to_dense(&products(&a, &b).unwrap()), array![[0.0_f32, 10.0, 0.0], [0.0, 0.0, 8.0]]);
    }
}

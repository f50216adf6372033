use super::VelocityGraph;
use crate::CellsError;
use lca_numerics::Csr;

/// How sharply transitions follow cosines: one over the squared width of the kernel.
const SHARPNESS: f64 = 10.0;

impl VelocityGraph {
    /// Probabilities of transitions from each cell to those around it (Bergen et al. 2020, Methods, "Cell-to-cell transition
    /// probabilities"): exp(cos / σ²), of which each row sums to 1. A cell that does not move has none.
    pub(super) fn transitions(&self) -> Result<Csr<f64>, CellsError> {
        let cells = self.graph.shape().0;
        let (mut indptr, mut indices, mut values) = (vec![0_u64], Vec::new(), Vec::new());
        for cell in 0..cells {
            let row = self.weights(cell);
            let sum: f64 = row.iter().map(|(_, weight)| weight).sum();
            for (other, weight) in row {
                indices.push(other);
                values.push(weight / sum);
            }
            indptr.push(values.len() as u64);
        }
        Ok(Csr::new(cells, cells, indptr, indices, values)?)
    }

    fn weights(&self, cell: usize) -> Vec<(u32, f64)> {
        let of = |graph: &Csr<f32>| -> Vec<(u32, f64)> {
            let (others, cosines) = graph.row(cell);
            let weight = |cosine: &f32| (SHARPNESS * f64::from(*cosine)).exp();
            others.iter().copied().zip(cosines.iter().map(weight)).collect()
        };
        let mut row = of(&self.graph);
        row.extend(of(&self.negative));
        row.sort_by_key(|entry| entry.0);
        row
    }
}

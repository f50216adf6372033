use super::Paga;
use lca_numerics::sparse;
use lca_tables::{AnnData, Matrix, Uns};
use ndarray::{Array1, Array2, Axis};

impl Paga {
    /// Writes `uns["paga"]` (connectivities, their tree, and the column of states, `groups`) and `uns["GROUPS_sizes"]`.
    pub fn annotate(&self, part: &mut AnnData, groups: &str) {
        let sparse = |matrix: &Array2<f64>| {
            Uns::Matrix(Matrix::SparseF32(sparse::from_dense(matrix.mapv(|value| value as f32).view())))
        };
        let mut entries = std::collections::BTreeMap::new();
        entries.insert("connectivities".to_owned(), sparse(&self.connectivities));
        entries.insert("connectivities_tree".to_owned(), sparse(&self.tree));
        entries.insert("groups".to_owned(), Uns::Text(groups.to_owned()));
        part.uns.insert("paga".into(), Uns::Map(entries));
        let sizes = self.sizes.iter().map(|&size| size as i64).collect();
        part.uns.insert(format!("{groups}_sizes"), Uns::Ints(sizes));
    }

    /// Where to draw the states: the middle of each one's cells on a map, cells × 2 or more. NaN for a state without cells.
    #[must_use]
    pub fn middles(&self, map: &Array2<f32>, codes: &[Option<u32>]) -> Array2<f64> {
        let mut sum = Array2::<f64>::zeros((self.groups.len(), map.ncols()));
        let mut cells = Array1::<f64>::zeros(self.groups.len());
        for (row, code) in map.rows().into_iter().zip(codes) {
            if let Some(state) = code.map(|code| code as usize).filter(|&code| code < self.groups.len()) {
                sum.row_mut(state).zip_mut_with(&row, |into, value| *into += f64::from(*value));
                cells[state] += 1.0;
            }
        }
        sum / cells.insert_axis(Axis(1))
    }
}

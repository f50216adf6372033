use crate::{DataFrame, Matrix, TableError, Uns};
use std::collections::BTreeMap;

/// An annotated matrix of observations (cells, rows) × variables (genes, columns), with the parts
/// and names of Python's `anndata.AnnData`. Any part may be empty: a step's result may hold only
/// what it adds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AnnData {
    /// The main matrix, observations × variables.
    pub x: Option<Matrix>,
    /// What is known of each observation; its index names them.
    pub obs: DataFrame,
    /// What is known of each variable; its index names them.
    pub var: DataFrame,
    /// Other matrices of the shape of `x`.
    pub layers: BTreeMap<String, Matrix>,
    /// Matrices with a row for each observation, such as `X_pca`.
    pub obsm: BTreeMap<String, Matrix>,
    /// Matrices with a row for each variable, such as `PCs`.
    pub varm: BTreeMap<String, Matrix>,
    /// Observations × observations, such as `connectivities`.
    pub obsp: BTreeMap<String, Matrix>,
    /// Variables × variables.
    pub varp: BTreeMap<String, Matrix>,
    /// Whatever fits nowhere else.
    pub uns: BTreeMap<String, Uns>,
}

impl AnnData {
    /// Checks that every part has the shape that the row and column names ask for.
    ///
    /// # Errors
    /// [`TableError::Length`] with the first part that does not.
    pub fn check(&self) -> Result<(), TableError> {
        let (obs, var) = (self.obs.rows(), self.var.rows());
        let x = self.x.iter().map(|matrix| ("X".to_owned(), matrix, Some(obs), Some(var)));
        let parts = |name: &'static str, map: &BTreeMap<String, Matrix>, rows, cols| {
            map.iter()
                .map(|(key, matrix)| (format!("{name}/{key}"), matrix.shape(), rows, cols))
                .collect::<Vec<_>>()
        };
        let all = x
            .map(|(name, matrix, rows, cols)| (name, matrix.shape(), rows, cols))
            .chain(parts("layers", &self.layers, Some(obs), Some(var)))
            .chain(parts("obsm", &self.obsm, Some(obs), None))
            .chain(parts("varm", &self.varm, Some(var), None))
            .chain(parts("obsp", &self.obsp, Some(obs), Some(obs)))
            .chain(parts("varp", &self.varp, Some(var), Some(var)));
        for (what, (rows, cols), want_rows, want_cols) in all {
            for (found, want) in [(rows, want_rows), (cols, want_cols)] {
                if let Some(expected) = want.filter(|&expected| expected != found) {
                    return Err(TableError::Length { what, found, expected });
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    #[test]
    fn a_part_of_the_wrong_length_is_named() {
        let mut data =
            AnnData { obs: DataFrame::with_rows(3), var: DataFrame::with_rows(2), ..Default::default() };
        data.x = Some(Matrix::DenseF32(Array2::zeros((3, 2))));
        data.check().unwrap();
        data.obsm.insert("X_pca".into(), Matrix::DenseF32(Array2::zeros((2, 2))));
        assert!(data.check().unwrap_err().to_string().contains("obsm/X_pca"));
    }
}

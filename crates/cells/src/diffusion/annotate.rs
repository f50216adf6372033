use super::{Branches, Diffmap, Pseudotime};
use crate::CellsError;
use lca_tables::{AnnData, Column, Matrix, Uns};

impl Diffmap {
    /// Writes `obsm["X_diffmap"]` and `uns["diffmap_evals"]`.
    pub fn annotate(&self, part: &mut AnnData) {
        part.obsm.insert("X_diffmap".into(), Matrix::DenseF32(self.components.mapv(|value| value as f32)));
        part.uns.insert("diffmap_evals".into(), Uns::Floats(self.values.clone()));
    }
}

impl Pseudotime {
    /// Writes `obs["dpt_pseudotime"]` and `uns["iroot"]`.
    ///
    /// # Errors
    /// When the table has another number of cells.
    pub fn annotate(&self, part: &mut AnnData) -> Result<(), CellsError> {
        part.obs.set("dpt_pseudotime", Column::Float(self.values.clone()))?;
        part.uns.insert("iroot".into(), Uns::Int(self.root as i64));
        Ok(())
    }
}

impl Branches {
    /// Writes `obs["dpt_groups"]`.
    ///
    /// # Errors
    /// When the table has another number of cells.
    pub fn annotate(&self, part: &mut AnnData) -> Result<(), CellsError> {
        part.obs.set("dpt_groups", Column::Categorical(self.categorical()))?;
        Ok(())
    }
}

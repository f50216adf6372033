use super::Factors;
use crate::CellsError;
use crate::error::length;
use lca_tables::{AnnData, Matrix, Uns};
use ndarray::Array2;

impl Factors {
    /// What the factors say of every value of a view, missing ones too: samples × features, on the view's scale.
    /// None for a view that is not there.
    #[must_use]
    pub fn reconstruct(&self, view: usize) -> Option<Array2<f64>> {
        let (weights, means) = (self.weights.get(view)?, self.intercepts.get(view)?);
        let mut values = self.scores.dot(&weights.t()) * self.scales[view];
        for (mut row, &group) in values.rows_mut().into_iter().zip(&self.group) {
            row += &means.row(group);
        }
        Some(values)
    }

    /// Writes into the table of one view, or of all views' features side by side in their order, as muon does:
    /// `obsm["X_mofa"]`, `varm["LFs"]` and `uns["mofa"]` (of each group the variance explained).
    ///
    /// # Errors
    /// [`CellsError::Length`] when the table has other numbers of samples or features.
    pub fn annotate(&self, part: &mut AnnData, view: Option<usize>) -> Result<(), CellsError> {
        let chosen: Vec<&Array2<f64>> = match view {
            Some(view) => self.weights.get(view).into_iter().collect(),
            None => self.weights.iter().collect(),
        };
        length("the samples of the table", part.obs.rows(), self.scores.nrows())?;
        length("the features of the table", part.var.rows(), chosen.iter().map(|view| view.nrows()).sum())?;
        let mut loadings = Array2::zeros((part.var.rows(), self.scores.ncols()));
        for (mut into, row) in loadings.rows_mut().into_iter().zip(chosen.iter().flat_map(|view| view.rows()))
        {
            into.assign(&row);
        }
        part.obsm.insert("X_mofa".into(), Matrix::DenseF64(self.scores.clone()));
        part.varm.insert("LFs".into(), Matrix::DenseF64(loadings));
        let shares = self.groups.iter().zip(&self.variance);
        let shares = shares.map(|(name, of)| (name.clone(), Uns::Matrix(Matrix::DenseF64(of.clone()))));
        let entries = [
            ("views".to_owned(), Uns::Texts(self.views.clone())),
            ("groups".to_owned(), Uns::Texts(self.groups.clone())),
            ("variance".to_owned(), Uns::Map(shares.collect())),
            ("variance_total".to_owned(), Uns::Matrix(Matrix::DenseF64(self.variance_total.clone()))),
        ];
        part.uns.insert("mofa".into(), Uns::Map(entries.into()));
        Ok(())
    }
}

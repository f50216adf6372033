use super::Transfer;
use crate::CellsError;
use crate::error::length;
use crate::naming::UNKNOWN;
use lca_tables::{AnnData, Categorical, Column, DataFrame, Matrix, Uns};
use std::collections::BTreeMap;

impl Transfer {
    /// What the cells of each state are: `cell_type` (the type of most cells, [`UNKNOWN`] where that is most or no type
    /// has half of them), its `share`, the share `unknown`, and the mean `confidence`.
    ///
    /// # Errors
    /// [`CellsError::Length`] for states of another number of cells.
    pub fn states(&self, states: &Categorical) -> Result<DataFrame, CellsError> {
        length("the states", states.codes.len(), self.best.len())?;
        let mut table = DataFrame::new(states.categories.clone());
        let (mut names, mut shares, mut unknown, mut sure) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let all = self.names();
        for state in 0..states.categories.len() {
            let cells: Vec<usize> =
                (0..all.len()).filter(|&cell| states.codes[cell] == Some(state as u32)).collect();
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            cells.iter().for_each(|&cell| *counts.entry(all[cell]).or_default() += 1);
            let size = cells.len().max(1) as f64;
            let most =
                counts.iter().fold(("", 0), |best, (&name, &n)| if n > best.1 { (name, n) } else { best });
            let share = most.1 as f64 / size;
            names.push(if share >= 0.5 { most.0 } else { UNKNOWN }.to_owned());
            shares.push(share);
            unknown.push(counts.get(UNKNOWN).copied().unwrap_or(0) as f64 / size);
            sure.push(cells.iter().map(|&cell| self.confidence[cell]).sum::<f64>() / size);
        }
        table.set("cell_type", Column::Text(names))?;
        table.set("share", Column::Float(shares))?;
        table.set("unknown", Column::Float(unknown))?;
        table.set("confidence", Column::Float(sure))?;
        Ok(table)
    }

    /// Writes `obs["cell_type"]`, `obs["cell_type_confidence"]`, `obs["cell_type_familiar"]`, `obsm["cell_type"]` (the
    /// probabilities) and `uns["cell_type_transfer"]`.
    ///
    /// # Errors
    /// [`CellsError::Table`] when `part` has another number of cells.
    pub fn annotate(&self, part: &mut AnnData) -> Result<(), CellsError> {
        part.obs.set("cell_type", Column::Categorical(Categorical::from_texts(&self.names())))?;
        part.obs.set("cell_type_confidence", Column::Float(self.confidence.clone()))?;
        part.obs.set("cell_type_familiar", Column::Float(self.familiar.clone()))?;
        part.obsm.insert("cell_type".into(), Matrix::DenseF64(self.probabilities.clone()));
        let entries = [
            ("types".to_owned(), Uns::Texts(self.types.clone())),
            ("genes".to_owned(), Uns::Int(self.genes as i64)),
            ("sharpness".to_owned(), Uns::Float(self.sharpness)),
            ("accuracy".to_owned(), Uns::Float(self.accuracy)),
            ("calibration_error".to_owned(), Uns::Float(self.calibration_error)),
        ];
        part.uns.insert("cell_type_transfer".into(), Uns::Map(entries.into()));
        Ok(())
    }
}

use super::{LineageTree, MISSING};
use crate::CellsError;
use lca_tables::{AnnData, Column, Matrix, Uns};
use ndarray::Array2;
use std::collections::HashMap;

impl LineageTree {
    /// Writes, for the cells that `obs` names: `obsm["characters"]` (the number of each site's allele; 0
    /// uncut, -1 not read), `obs["lineage_edits"]` (edits since the founder), `obs["lineage_order"]` (place
    /// among the leaves of the drawn tree) and `uns["lineage"]` (the tree in Newick, its edits, the sites).
    /// Cells without barcodes have NaN.
    ///
    /// # Errors
    /// [`CellsError::Table`] when a column does not fit.
    pub fn annotate(&self, part: &mut AnnData) -> Result<(), CellsError> {
        let leaves: HashMap<&str, (f64, f64)> = self.leaves();
        let cells = part.obs.index().to_vec();
        let of = |pick: fn(&(f64, f64)) -> f64| {
            let value = |cell: &String| leaves.get(cell.as_str()).map_or(f64::NAN, pick);
            Column::Float(cells.iter().map(value).collect())
        };
        let (edits, order) = (of(|leaf| leaf.0), of(|leaf| leaf.1));
        part.obs.set("lineage_edits", edits)?;
        part.obs.set("lineage_order", order)?;
        part.obsm.insert("characters".into(), Matrix::DenseF32(self.states(&cells)));
        let newick = self.tree.roots().iter().filter_map(|&root| self.tree.newick(root)).collect();
        let entries = [
            ("newick".to_owned(), Uns::Text(newick)),
            ("edits".to_owned(), Uns::Int(self.parsimony.edits as i64)),
            ("sites".to_owned(), Uns::Texts(self.characters.sites.clone())),
        ];
        part.uns.insert("lineage".into(), Uns::Map(entries.into()));
        Ok(())
    }

    /// Edits since the founder and place of each leaf.
    fn leaves(&self) -> HashMap<&str, (f64, f64)> {
        let mut depth: HashMap<u32, f64> = HashMap::new();
        let mut found = HashMap::new();
        for id in self.tree.roots().iter().flat_map(|&root| self.tree.family(root)) {
            let Some(node) = self.tree.node(id) else { continue };
            let above = node.parent.and_then(|parent| depth.get(&parent)).copied().unwrap_or(0.0);
            let edits = above + node.length.unwrap_or(0.0);
            depth.insert(id, edits);
            if let Some(name) = node.name.as_deref() {
                found.insert(name, (edits, node.x));
            }
        }
        found
    }

    fn states(&self, cells: &[String]) -> Array2<f32> {
        let known = &self.characters;
        let places: HashMap<&str, usize> =
            known.cells.iter().enumerate().map(|(row, cell)| (cell.as_str(), row)).collect();
        let rows: Vec<Option<usize>> = cells.iter().map(|cell| places.get(cell.as_str()).copied()).collect();
        Array2::from_shape_fn((cells.len(), known.sites.len()), |(cell, site)| match rows[cell] {
            None => f32::NAN,
            Some(row) if known.states[[row, site]] == MISSING => -1.0,
            Some(row) => f32::from(known.states[[row, site]]),
        })
    }
}

use super::encoding::{encoding, encoding_with};
use super::frame::write_frame;
use super::matrix::write_matrix;
use super::names::{Rules, on_disk, remember};
use super::uns::write_map;
use crate::Transaction;
use crate::commit::Staged;
use crate::disk::Shelf;
use crate::error::Result;
use crate::zarr::write_group;
use lca_core::{ElementKind, ElementPath};
use lca_tables::{AnnData, Matrix};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) const KINDS: [ElementKind; 2] = [ElementKind::Table, ElementKind::Part];
pub(super) const EXPECTED: &str = "an annotated table";

impl Transaction {
    /// Writes an annotated table. Under `tables/` it opens with `anndata.read_zarr` and as a table
    /// of SpatialData; names that SpatialData forbids are changed on disk, and come back when read
    /// here.
    ///
    /// # Errors
    /// When its parts contradict each other, or it cannot be written.
    pub fn write_table(&self, element: &ElementPath, table: &AnnData) -> Result<()> {
        self.begin_table(element, table, &[])?.finish()
    }
}

/// How a table is laid out, which depends on who reads it there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// What is asked of names on disk.
    pub(super) rules: Rules,
    /// Whether ranked genes are arrays of records, as scanpy keeps them.
    pub(super) records: bool,
}

/// Where each layer lies, by its true name.
pub(super) type Layers = BTreeMap<String, String>;

/// Writes the table's group and all its parts but the layers that come later.
pub(super) fn write_staged(staged: &Staged, table: &AnnData, later: &[&str]) -> Result<Layers> {
    let attributes = encoding_with(
        "anndata",
        "0.1.0",
        json!({ "spatialdata-encoding-type": "ngff:regions_table", "region": null, "region_key": null,
                "instance_key": null, "version": "0.2" }),
    );
    write_group(&staged.shelf, &staged.folder, &attributes.into())?;
    // What a step adds is read here alone.
    let layout = Layout { rules: Rules::SpatialData, records: staged.element.kind() == ElementKind::Table };
    write_parts(&staged.shelf, &staged.folder, table, later, layout)
}

/// Writes all parts of a table below a folder, but the layers that come later.
pub(super) fn write_parts(
    shelf: &Arc<Shelf>,
    folder: &str,
    table: &AnnData,
    later: &[&str],
    Layout { rules, records }: Layout,
) -> Result<Layers> {
    if let Some(x) = &table.x {
        write_matrix(shelf, &format!("{folder}/X"), x)?;
    }
    write_frame(shelf, &format!("{folder}/obs"), &table.obs, rules)?;
    write_frame(shelf, &format!("{folder}/var"), &table.var, rules)?;
    let layers = write_matrices(shelf, &format!("{folder}/layers"), &table.layers, later, rules)?;
    for (name, matrices) in
        [("obsm", &table.obsm), ("varm", &table.varm), ("obsp", &table.obsp), ("varp", &table.varp)]
    {
        write_matrices(shelf, &format!("{folder}/{name}"), matrices, &[], rules)?;
    }
    write_map(shelf, &format!("{folder}/uns"), &table.uns, rules, records)?;
    Ok(layers)
}

/// Writes named matrices as a group, in which there is room for those of other names that come later. Returns where each lies.
fn write_matrices(
    shelf: &Arc<Shelf>,
    group: &str,
    matrices: &BTreeMap<String, Matrix>,
    later: &[&str],
    rules: Rules,
) -> Result<Layers> {
    let mut keys: Vec<&str> = matrices.keys().map(String::as_str).chain(later.iter().copied()).collect();
    keys.sort_unstable();
    keys.dedup();
    let names = on_disk(keys.iter().copied(), rules);
    let mut attributes = encoding("dict", "0.1.0");
    remember(&mut attributes, keys.iter().copied(), &names);
    write_group(shelf, group, &attributes.into())?;
    let mut places = Layers::new();
    for (key, name) in keys.into_iter().zip(names) {
        let place = format!("{group}/{name}");
        if let Some(matrix) = matrices.get(key) {
            write_matrix(shelf, &place, matrix)?;
        }
        places.insert(key.to_owned(), place);
    }
    Ok(places)
}

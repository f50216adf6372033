use super::encoding::{encoding, encoding_with};
use super::frame::write_frame;
use super::matrix::write_matrix;
use super::names::{Rules, on_disk, remember};
use super::uns::write_map;
use crate::commit::Staged;
use crate::error::Result;
use crate::zarr::write_group;
use crate::{StoreError, Transaction};
use lca_core::{ElementKind, ElementPath};
use lca_tables::{AnnData, Matrix};
use serde_json::json;
use std::collections::BTreeMap;

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
        table.check().map_err(|source| StoreError::Table { path: element.to_string(), source })?;
        let staged = self.stage(element, &KINDS, EXPECTED)?;
        write_head(&staged, table)?;
        staged.finish();
        Ok(())
    }
}

/// Writes the table's group and all its parts.
pub(super) fn write_head(staged: &Staged, table: &AnnData) -> Result<()> {
    let attributes = encoding_with(
        "anndata",
        "0.1.0",
        json!({ "spatialdata-encoding-type": "ngff:regions_table", "region": null, "region_key": null,
                "instance_key": null, "version": "0.2" }),
    );
    write_group(&staged.shelf, &staged.folder, &attributes.into())?;
    write_parts(staged, table)
}

fn write_parts(staged: &Staged, table: &AnnData) -> Result<()> {
    let (shelf, folder) = (&staged.shelf, &staged.folder);
    if let Some(x) = &table.x {
        write_matrix(shelf, &format!("{folder}/X"), x)?;
    }
    write_frame(shelf, &format!("{folder}/obs"), &table.obs)?;
    write_frame(shelf, &format!("{folder}/var"), &table.var)?;
    for (name, matrices) in [
        ("layers", &table.layers),
        ("obsm", &table.obsm),
        ("varm", &table.varm),
        ("obsp", &table.obsp),
        ("varp", &table.varp),
    ] {
        write_matrices(staged, name, matrices)?;
    }
    write_map(shelf, &format!("{folder}/uns"), &table.uns, Rules::SpatialData)
}

fn write_matrices(staged: &Staged, name: &str, matrices: &BTreeMap<String, Matrix>) -> Result<()> {
    let group = format!("{}/{name}", staged.folder);
    let keys = || matrices.keys().map(String::as_str);
    let names = on_disk(keys(), Rules::SpatialData);
    let mut attributes = encoding("dict", "0.1.0");
    remember(&mut attributes, keys(), &names);
    write_group(&staged.shelf, &group, &attributes.into())?;
    for (name, matrix) in names.iter().zip(matrices.values()) {
        write_matrix(&staged.shelf, &format!("{group}/{name}"), matrix)?;
    }
    Ok(())
}

use super::encoding::{encoding, encoding_with};
use super::frame::write_frame;
use super::matrix::write_matrix;
use super::names::{Rules, on_disk, remember};
use super::uns::write_map;
use crate::disk::Shelf;
use crate::error::Result;
use crate::zarr::write_group;
use crate::{StoreError, Transaction};
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
        table.check().map_err(|source| StoreError::Table { path: element.to_string(), source })?;
        let staged = self.stage(element, &KINDS, EXPECTED)?;
        let attributes = encoding_with(
            "anndata",
            "0.1.0",
            json!({ "spatialdata-encoding-type": "ngff:regions_table", "region": null, "region_key": null,
                    "instance_key": null, "version": "0.2" }),
        );
        write_group(&staged.shelf, &staged.folder, &attributes.into())?;
        write_parts(
            &staged.shelf,
            &staged.folder,
            table,
            Rules::SpatialData,
            element.kind() == ElementKind::Table,
        )?;
        staged.finish();
        Ok(())
    }
}

/// Writes all parts of a table below a folder.
pub(super) fn write_parts(
    shelf: &Arc<Shelf>,
    folder: &str,
    table: &AnnData,
    rules: Rules,
    records: bool,
) -> Result<()> {
    if let Some(x) = &table.x {
        write_matrix(shelf, &format!("{folder}/X"), x)?;
    }
    write_frame(shelf, &format!("{folder}/obs"), &table.obs, rules)?;
    write_frame(shelf, &format!("{folder}/var"), &table.var, rules)?;
    for (name, matrices) in [
        ("layers", &table.layers),
        ("obsm", &table.obsm),
        ("varm", &table.varm),
        ("obsp", &table.obsp),
        ("varp", &table.varp),
    ] {
        write_matrices(shelf, &format!("{folder}/{name}"), matrices, rules)?;
    }
    write_map(shelf, &format!("{folder}/uns"), &table.uns, rules, records)
}

fn write_matrices(
    shelf: &Arc<Shelf>,
    group: &str,
    matrices: &BTreeMap<String, Matrix>,
    rules: Rules,
) -> Result<()> {
    let keys = || matrices.keys().map(String::as_str);
    let names = on_disk(keys(), rules);
    let mut attributes = encoding("dict", "0.1.0");
    remember(&mut attributes, keys(), &names);
    write_group(shelf, group, &attributes.into())?;
    for (name, matrix) in names.iter().zip(matrices.values()) {
        write_matrix(shelf, &format!("{group}/{name}"), matrix)?;
    }
    Ok(())
}

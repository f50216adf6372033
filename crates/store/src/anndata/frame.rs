use super::column::write_column;
use super::encoding::{encoding, encoding_with};
use super::names::{Rules, on_disk, remember};
use crate::disk::Shelf;
use crate::error::Result;
use crate::zarr::{write_group, write_texts};
use lca_tables::DataFrame;
use serde_json::json;
use std::sync::Arc;

/// The name of the array of row names.
pub(super) const INDEX: &str = "_index";

/// Writes a table of columns with its row names.
pub(super) fn write_frame(shelf: &Arc<Shelf>, group: &str, frame: &DataFrame, rules: Rules) -> Result<()> {
    let names = || frame.columns().iter().map(|(name, _)| name.as_str());
    let disk = on_disk(names(), rules);
    let mut attributes =
        encoding_with("dataframe", "0.2.0", json!({ "column-order": disk, "_index": INDEX }));
    remember(&mut attributes, names(), &disk);
    write_group(shelf, group, &attributes.into())?;
    write_texts(shelf, group, INDEX, frame.index(), encoding("string-array", "0.2.0"))?;
    for (name, (_, column)) in disk.iter().zip(frame.columns()) {
        write_column(shelf, &format!("{group}/{name}"), column)?;
    }
    Ok(())
}

use super::column::write_column;
use super::encoding::{check_name, encoding, encoding_with};
use crate::StoreError;
use crate::commit::Staged;
use crate::error::Result;
use crate::zarr::{write_group, write_texts};
use lca_tables::DataFrame;
use serde_json::json;

/// The name of the array of row names.
pub(super) const INDEX: &str = "_index";

/// Writes a table of columns with its row names.
pub(super) fn write_frame(staged: &Staged, group: &str, frame: &DataFrame) -> Result<()> {
    let names: Vec<&str> = frame.columns().iter().map(|(name, _)| name.as_str()).collect();
    if names.contains(&INDEX) {
        let problem = format!("a column is called `{INDEX}`, which names the rows; rename it");
        return Err(StoreError::refused(&staged.element, problem));
    }
    let attributes = encoding_with("dataframe", "0.2.0", json!({ "column-order": names, "_index": INDEX }));
    write_group(&staged.shelf, group, &attributes)?;
    let attributes = encoding("string-array", "0.2.0");
    write_texts(&staged.shelf, group, INDEX, frame.index(), attributes)?;
    for (name, column) in frame.columns() {
        check_name(&staged.element, group, name)?;
        write_column(&staged.shelf, &format!("{group}/{name}"), column)?;
    }
    Ok(())
}

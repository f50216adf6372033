use crate::command::place::failed;
use crate::failure::Failure;
use lca_tables::{AnnData, Column, TableError};
use std::collections::HashMap;
use std::path::Path;

/// Joins a table of cells to obs by the cells' names. Gives the name of its only column, where it has one, and how many of
/// its cells are not in obs. Cells without a row stay without values; rows of no cell must not be all there are.
pub(super) fn join(table: &mut AnnData, path: &Path) -> Result<(Option<String>, usize), Failure> {
    let file = |why: String| failed("cannot use", path, &why);
    let fault = |source: TableError| failed("cannot use", path, &source);
    let meta = lca_formats::read_table(path)?;
    let (names, others) =
        meta.named_columns().ok_or_else(|| file("its first column must name the cells".to_owned()))?;
    // Without headings the first cell would be taken for one.
    if let Some((head, _)) = meta.columns().first()
        && table.obs.index().contains(head)
    {
        return Err(file(format!("its first line names a cell, `{head}`, where headings should be")));
    }
    let mut rows = HashMap::new();
    for (row, name) in names.iter().enumerate() {
        if rows.insert(name.as_str(), row).is_some() {
            return Err(file(format!("cell `{name}` has two rows; take one out")));
        }
    }
    let cells: Vec<Option<usize>> =
        table.obs.index().iter().map(|cell| rows.get(cell.as_str()).copied()).collect();
    if cells.iter().all(Option::is_none) {
        let (own, theirs) = (table.obs.index().first(), names.first());
        let shown = |name: Option<&String>| name.map_or("none", String::as_str).to_owned();
        return Err(file(format!(
            "none of its cells is in the data: cells are `{}`, … here and `{}`, … there",
            shown(theirs),
            shown(own)
        )));
    }
    for (name, column) in others {
        let texts = column
            .to_labels()
            .ok_or_else(|| file(format!("column `{name}` holds neither texts nor whole numbers")))?;
        let joined = cells.iter().map(|row| row.and_then(|row| texts[row].clone())).collect();
        table.obs.set(name, Column::NullableText(joined)).map_err(fault)?;
    }
    let strangers = names.len() - cells.iter().flatten().count();
    Ok(match others {
        [(only, _)] => (Some(only.clone()), strangers),
        _ => (None, strangers),
    })
}

//! Cells from any file or folder that holds them.

use crate::StepError;
use crate::flow::{Flow, InFile};
use lca_core::{ElementKind, ElementPath};
use lca_formats::{Counts, CountsOptions, Skipped, check_direction, make_unique, open_counts};
use lca_store::{Atlas, OpenTable, is_zarr, read_anndata_part};
use std::collections::HashMap;
use std::path::Path;

/// Stored values of an HDF5 file that are read at once; more of them come in blocks.
const HELD: u64 = 1 << 22;

/// Reads cells × genes from whatever `path` is: an atlas (its table `table`, or the only one, or `cells`), AnnData in
/// Zarr of either version, zipped or not, or h5ad, or any file of counts that [`lca_formats::read_counts`] knows.
///
/// # Errors
/// When it is none of these, is damaged, names a cell or a gene twice or not at all, or leaves open what must be said.
pub fn read_cells(path: &Path, table: Option<&str>, options: &CountsOptions) -> Result<Counts, StepError> {
    let Opened { flow, skipped, renamed } = open_cells(path, table, options)?;
    Ok(Counts { data: flow.whole()?, skipped, renamed })
}

/// Cells of a file, and what is to be said of them.
pub(crate) struct Opened {
    pub(crate) flow: Flow,
    pub(crate) skipped: Vec<Skipped>,
    /// How many genes got a number behind their name.
    pub(crate) renamed: usize,
}

/// As [`read_cells`], but matrices stay in an atlas, and large ones in an HDF5 file.
pub(crate) fn open_cells(
    path: &Path,
    table: Option<&str>,
    options: &CountsOptions,
) -> Result<Opened, StepError> {
    if options.genome.is_some() && (is_zarr(path) || path.join("lca/commit.json").is_file()) {
        let what = format!("{}: only 10x's HDF5 files say of which genome a gene is", path.display());
        return Err(StepError::unfit(what, "leave out `genome`, or give that file"));
    }
    let (flow, skipped, renamed) = if path.join("lca/commit.json").is_file() {
        (Flow::opened(of_atlas(path, table, options.raw)?)?, Vec::new(), 0)
    } else if is_zarr(path) {
        let (mut data, skipped) = read_anndata_part(path, options.raw)?;
        check_direction(path, data.obs.index(), data.var.index())?;
        let mut renamed = 0;
        if options.make_unique {
            (data.var, renamed) = make_unique(path, &data.var)?;
        }
        let left = skipped.into_iter().map(|part| Skipped { part: part.part, why: part.reason });
        (Flow::given(data, None), left.collect(), renamed)
    } else {
        let (counts, rows) = open_counts(path, options, HELD)?;
        (
            Flow::given(counts.data, rows.map(|rows| Box::new(InFile(rows)) as _)),
            counts.skipped,
            counts.renamed,
        )
    };
    for (what, names) in [("cells", flow.table.obs.index()), ("genes", flow.table.var.index())] {
        named(path, what, names)?;
    }
    Ok(Opened { flow, skipped, renamed })
}

/// Names must be there, and each once.
fn named(path: &Path, what: &'static str, names: &[String]) -> Result<(), StepError> {
    let help = if what == "genes" {
        "give each a name of its own, or have those that repeat numbered: --make-unique, in a study `make_unique = true`"
    } else {
        "give each a name of its own"
    };
    let wrong = |why: String| StepError::unfit(format!("{}: {why}", path.display()), help);
    if let Some(row) = names.iter().position(String::is_empty) {
        return Err(wrong(format!("the {what} of row {} have no name", row + 1)));
    }
    let mut seen = HashMap::with_capacity(names.len());
    for (row, name) in names.iter().enumerate() {
        if let Some(first) = seen.insert(name.as_str(), row) {
            return Err(wrong(format!(
                "the {what} of rows {} and {} are both named `{name}`",
                first + 1,
                row + 1
            )));
        }
    }
    Ok(())
}

fn of_atlas(path: &Path, table: Option<&str>, raw: bool) -> Result<OpenTable, StepError> {
    if raw {
        let what = format!("{}: an atlas has no raw matrix", path.display());
        return Err(StepError::unfit(
            what,
            "leave out `raw`: raw counts are the layer `counts`, and are found there",
        ));
    }
    let atlas = Atlas::open(path)?;
    let tables: Vec<String> = atlas
        .elements()
        .into_iter()
        .filter(|one| one.path.kind() == ElementKind::Table)
        .map(|one| one.path.name().to_owned())
        .collect();
    let wanted = table.or_else(|| match tables.as_slice() {
        [only] => Some(only.as_str()),
        several => several.iter().map(String::as_str).find(|name| *name == "cells"),
    });
    let choose = || {
        let what = format!("{}: which of its tables is meant is not said", path.display());
        StepError::unfit(what, format!("name one with `table`; there are: {}", tables.join(", ")))
    };
    Ok(atlas.open_table(&ElementPath::new(ElementKind::Table, wanted.ok_or_else(choose)?)?)?)
}

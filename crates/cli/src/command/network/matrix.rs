//! Matrices of cells or samples × genes, from an atlas, an AnnData or a file of counts.

use super::open::only;
use crate::args::MatrixArgs;
use crate::command::place::failed;
use crate::failure::Failure;
use lca_core::ElementKind;
use lca_formats::CountsOptions;
use lca_store::Atlas;
use lca_tables::{AnnData, Matrix};
use std::path::Path;

/// Whether a path is an atlas or a table with annotations, not a table of text.
pub(super) fn is_annotated(path: &Path) -> bool {
    path.is_dir() || path.extension().is_some_and(|ending| ["h5ad", "h5"].iter().any(|one| ending == *one))
}

/// Reads the annotations of a table and, apart from them, the matrix asked for.
pub(super) fn read(path: &Path, args: &MatrixArgs) -> Result<(AnnData, Matrix), Failure> {
    let mut table = table(path, args)?;
    let layers = || table.layers.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
    let asked = args.layer.as_ref();
    let missing = match asked {
        Some(name) if layers().is_empty() => format!("it has no layer `{name}`, and no other"),
        Some(name) => format!("it has no layer `{name}`; there are: {}", layers()),
        None if layers().is_empty() => "it has neither X nor layers".to_owned(),
        None => format!("it has no X; take one of the layers with --layer: {}", layers()),
    };
    let found = match asked {
        Some(name) => table.layers.remove(name),
        None => table.x.take(),
    };
    let matrix = found.ok_or_else(|| failed("cannot use", path, &missing))?;
    Ok((table, matrix))
}

fn table(path: &Path, args: &MatrixArgs) -> Result<AnnData, Failure> {
    if path.join("lca").join("commit.json").is_file() {
        let atlas = Atlas::open(path)?;
        let (kind, named) = ((ElementKind::Table, "table"), ("--name", args.name.as_deref()));
        return Ok(atlas.read_table(&only(&atlas, path, kind, named)?)?);
    }
    if args.name.is_some() {
        return Err(Failure::Use(format!("--name goes with an atlas; {} is none", path.display())));
    }
    if path.join("zarr.json").is_file() || path.join(".zgroup").is_file() {
        return Ok(lca_store::read_anndata(path)?.0);
    }
    let orientation = match args.genes_in {
        Some(axis) => Some(axis.into()),
        None if is_annotated(path) => None,
        None => {
            let why = "a table of text does not say where its genes stand: give --genes-in rows or columns";
            return Err(failed("cannot use", path, &why));
        }
    };
    Ok(lca_formats::read_counts(path, &CountsOptions { orientation, ..CountsOptions::default() })?.data)
}

use super::{frame, matrix, uns};
use crate::FormatError;
use crate::counts::{Counts, CountsOptions, FileRows, Skipped, check_direction, unique, unique_genes};
use crate::h5::Node;
use hdf5_reader::group::Group;
use lca_tables::{AnnData, DataFrame, Matrix};
use std::collections::BTreeMap;
use std::path::Path;

/// Whether the file holds an `AnnData`.
pub(crate) fn is_h5ad(root: &Group) -> bool {
    Node::child(root, "obs").is_some() && Node::child(root, "var").is_some()
}

/// What is left out so far, and what a matrix may claim.
#[derive(Default)]
pub(super) struct Left {
    skipped: Vec<Skipped>,
    /// As many rows as there are observations or variables, or a million.
    pub(super) most_rows: usize,
}

impl Left {
    pub(super) fn skip(&mut self, part: impl Into<String>, why: impl Into<String>) {
        self.skipped.push(Skipped { part: part.into(), why: why.into() });
    }
}

/// Reads an h5ad file; with `raw`, the raw matrix and its variables in place of X and its own.
///
/// # Errors
/// When `obs`, `var` or `X` cannot be read, names repeat, or parts have the wrong shape. Other parts that cannot
/// be represented are named in the result.
pub(crate) fn read_file(
    path: &Path,
    root: &Group,
    options: &CountsOptions,
    most: Option<u64>,
) -> Result<(Counts, Option<FileRows>), FormatError> {
    let raw = options.raw;
    let broken =
        |part: &'static str| move |why: String| FormatError::broken(path, "h5ad", format!("{part}: {why}"));
    let mut left = Left { most_rows: 1 << 20, ..Left::default() };
    let obs = frame::read(&Node::need(root, "obs").map_err(broken("obs"))?, "obs", &mut left)
        .map_err(broken("obs"))?;
    let mut data = AnnData { obs, ..AnnData::default() };
    let group =
        raw.then(|| root.group("raw")).transpose().map_err(|error| broken("raw")(error.to_string()))?;
    let main = group.as_ref().unwrap_or(root);
    let var = Node::need(main, "var").map_err(broken("var"))?;
    data.var = frame::read(&var, "var", &mut left).map_err(broken("var"))?;
    unique(path, "cell", data.obs.index())?;
    check_direction(path, data.obs.index(), data.var.index())?;
    unique_genes(path, data.var.index(), options.make_unique)?;
    let shape = (data.obs.rows(), data.var.rows());
    left.most_rows = left.most_rows.max(shape.0).max(shape.1);
    let mut rows = None;
    if let Some(node) = Node::child(main, "X").filter(|node| node.encoding() != "null") {
        rows = matrix::open((path, "h5ad"), &node, shape, most).map_err(broken("X"))?;
        if rows.is_none() {
            data.x = Some(matrix::read(&node, Some(shape), left.most_rows).map_err(broken("X"))?);
        }
    }
    data.obsm = matrices(root, "obsm", &mut left);
    data.obsp = matrices(root, "obsp", &mut left);
    if raw {
        leave(root, &["layers", "varm", "varp"], "it belongs to X, and raw was asked for", &mut left);
    } else {
        data.layers = matrices(root, "layers", &mut left);
        data.varm = matrices(root, "varm", &mut left);
        data.varp = matrices(root, "varp", &mut left);
        take_raw(root, &mut data, &mut left);
    }
    data.uns = uns::read(root, &mut left);
    data.check().map_err(FormatError::table(path))?;
    Ok((Counts { data, skipped: left.skipped, ..Counts::default() }, rows))
}

fn leave(root: &Group, parts: &[&str], why: &str, left: &mut Left) {
    for part in parts {
        let names = root.group(part).map_err(|error| error.to_string()).and_then(|group| Node::names(&group));
        for name in names.unwrap_or_default() {
            left.skip(format!("{part}/{name}"), why);
        }
    }
}

/// The matrices of a mapping such as `obsm`.
fn matrices(root: &Group, part: &str, left: &mut Left) -> BTreeMap<String, Matrix> {
    let mut all = BTreeMap::new();
    let Ok(group) = root.group(part) else { return all };
    let names = Node::names(&group).unwrap_or_else(|why| {
        left.skip(part, why);
        Vec::new()
    });
    for name in names {
        match Node::need(&group, &name).and_then(|node| matrix::read(&node, None, left.most_rows)) {
            Ok(matrix) => _ = all.insert(name, matrix),
            Err(why) => left.skip(format!("{part}/{name}"), why),
        }
    }
    all
}

/// `raw` becomes the layer `raw` where it has the same variables; else it is named as left out.
fn take_raw(root: &Group, data: &mut AnnData, left: &mut Left) {
    let Ok(raw) = root.group("raw") else { return };
    let mut ignored = Left::default();
    let var: Result<DataFrame, String> =
        Node::need(&raw, "var").and_then(|node| frame::read(&node, "raw/var", &mut ignored));
    let same = var.as_ref().is_ok_and(|var| var.index() == data.var.index());
    let x = Node::need(&raw, "X")
        .and_then(|node| matrix::read(&node, Some((data.obs.rows(), data.var.rows())), left.most_rows));
    match x {
        Ok(matrix) if same && !data.layers.contains_key("raw") => {
            _ = data.layers.insert("raw".to_owned(), matrix)
        }
        _ => left.skip("raw", "its variables are not those of X; ask for raw to read it instead of X"),
    }
}

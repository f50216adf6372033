//! Counts to cell states.

pub(crate) mod ambient;
pub(crate) mod annotate;
pub(crate) mod calibrate;
pub(crate) mod differential;
pub(crate) mod doublets;
pub(crate) mod droplets;
mod given;
pub(crate) mod hvg;
pub(crate) mod import_counts;
pub(crate) mod integrate;
pub(crate) mod join_samples;
pub(crate) mod kept_biology;
pub(crate) mod leiden;
pub(crate) mod markers;
pub(crate) mod match_states;
pub(crate) mod neighbors;
pub(crate) mod normalize;
pub(crate) mod pca;
pub(crate) mod quality;
pub(crate) mod score_clusters;
pub(crate) mod score_genes;
pub(crate) mod table;
pub(crate) mod umap;

use crate::{Context, StepError, What};
use lca_cells::{CellsError, to_sparse};
use lca_numerics::Csr;
use lca_tables::{AnnData, Categorical, Column, DataFrame, Matrix};
use ndarray::ArrayView2;
use std::borrow::Cow;

/// What a step adds: cells and genes by name, and nothing else yet.
fn part(cells: &AnnData) -> AnnData {
    AnnData {
        obs: DataFrame::new(cells.obs.index().to_vec()),
        var: DataFrame::new(cells.var.index().to_vec()),
        ..AnnData::default()
    }
}

/// The main matrix as compressed rows.
fn main_matrix(cells: &AnnData) -> Result<Cow<'_, Csr<f32>>, StepError> {
    let missing = || StepError::unfit("the cells have no matrix", "take them from a step that keeps counts");
    Ok(to_sparse(cells.x.as_ref().ok_or_else(missing)?))
}

/// The raw counts; an entry that is none is told by the names of its cell and gene, and the file it is of.
fn counts<'a>(context: &Context<'_>, cells: &'a AnnData) -> Result<Cow<'a, Csr<f32>>, StepError> {
    lca_cells::counts_of(cells).map_err(|error| match error {
        CellsError::Value { row, column, value, rule } => {
            let name = |table: &DataFrame, at: usize| table.index().get(at).cloned().unwrap_or_default();
            let (cell, gene) = (name(&cells.obs, row), name(&cells.var, column));
            let files: Vec<String> =
                context.sources().iter().map(|path| path.display().to_string()).collect();
            let of = if files.is_empty() { String::new() } else { format!("{}: ", files.join(", ")) };
            StepError::unfit(
                format!(
                    "{of}cell `{cell}` (row {}), gene `{gene}` (column {}) holds {value}",
                    row + 1,
                    column + 1
                ),
                rule,
            )
        }
        other => other.into(),
    })
}

/// A matrix by name, with what to do when it is not there.
fn named<'a>(
    map: &'a std::collections::BTreeMap<String, Matrix>,
    name: &str,
    kind: &str,
) -> Result<&'a Matrix, StepError> {
    map.get(name).ok_or_else(|| {
        StepError::unfit(
            format!("the cells have no `{name}`"),
            format!("put a step `{kind}` before this one"),
        )
    })
}

/// The principal components, and their name.
fn components(cells: &AnnData) -> Result<(&'static str, ArrayView2<'_, f32>), StepError> {
    representation(cells, "X_pca")
}

/// Where neighbours are sought: the components with the batches brought together where a step
/// `integrate` did so, else as they are.
fn representative(cells: &AnnData) -> Result<(&'static str, ArrayView2<'_, f32>), StepError> {
    let corrected = cells.obsm.contains_key("X_pca_harmony");
    representation(cells, if corrected { "X_pca_harmony" } else { "X_pca" })
}

fn representation<'a>(
    cells: &'a AnnData,
    name: &'static str,
) -> Result<(&'static str, ArrayView2<'a, f32>), StepError> {
    match named(&cells.obsm, name, "pca")? {
        Matrix::DenseF32(points) => Ok((name, points.view())),
        _ => Err(StepError::unfit(format!("`{name}` is not a dense matrix"), "make it with a step `pca`")),
    }
}

/// The states that a step `leiden` found.
fn states(cells: &AnnData) -> Result<&Categorical, StepError> {
    match cells.obs.column("leiden") {
        Ok(Column::Categorical(states)) => Ok(states),
        _ => Err(StepError::unfit("the cells have no states", "put a step `leiden` before this one")),
    }
}

/// The cells a step takes.
fn input(context: &Context<'_>) -> Result<AnnData, StepError> {
    context.one("cells")?.cells()
}

/// Writes what the step adds.
fn give(context: &Context<'_>, part: &AnnData) -> Result<(), StepError> {
    context.write_cells(What::Cells, part)
}

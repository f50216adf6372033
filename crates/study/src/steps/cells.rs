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
pub(crate) mod paga;
pub(crate) mod pca;
pub(crate) mod pseudotime;
pub(crate) mod quality;
pub(crate) mod score_clusters;
pub(crate) mod score_genes;
pub(crate) mod table;
pub(crate) mod trends;
pub(crate) mod umap;
pub(crate) mod velocity;

use crate::{Context, StepError, What};
use lca_cells::{CellsError, gather};
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

/// A matrix by name, with what to do when it is not there.
fn named<'a>(
    map: &'a std::collections::BTreeMap<String, Matrix>,
    name: &str,
    kind: &str,
) -> Result<&'a Matrix, StepError> {
    map.get(name).ok_or_else(|| {
        StepError::unfit(
            format!("the cells have no `{name}`"),
            format!("make it first: `lca cells {kind}`, or a step `{kind}` of a study"),
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
        _ => Err(StepError::unfit(format!("`{name}` is not a dense matrix"), "make it with `pca`")),
    }
}

/// The groups of a column about cells, such as the states that `leiden` found.
fn states<'a>(cells: &'a AnnData, column: &str) -> Result<Cow<'a, Categorical>, StepError> {
    match cells.obs.column(column) {
        Err(_) if column == LEIDEN => Err(StepError::unfit(
            "the cells have no states",
            "find them first (`lca cells leiden`, or a step `leiden` of a study), or name another column as `states`",
        )),
        Ok(Column::Float(_)) => {
            let what = format!("column `{column}` holds measurements, not groups");
            Err(StepError::unfit(what, "name a column of groups as `states`"))
        }
        _ => given::groups(&cells.obs, column),
    }
}

/// The column that `leiden` writes.
const LEIDEN: &str = "leiden";

/// The cells a step takes, without their main matrix and layers.
fn input(context: &Context<'_>) -> Result<AnnData, StepError> {
    Ok(context.flow("cells")?.table)
}

/// The cells a step takes, with all of their matrices in memory.
fn whole(context: &Context<'_>) -> Result<AnnData, StepError> {
    context.one("cells")?.cells()
}

/// The cells a step takes, without their main matrix and layers, and their raw counts in memory.
fn counts(context: &Context<'_>) -> Result<(AnnData, Csr<f32>), StepError> {
    let flow = context.flow("cells")?;
    let counts = gather(&flow.counts()?).map_err(told(context, &flow.table))?;
    Ok((flow.table, counts))
}

/// How an entry that cannot be is told: by the names of its cell and gene, and the file it is of.
fn told(context: &Context<'_>, cells: &AnnData) -> impl Fn(CellsError) -> StepError {
    move |error| match error {
        CellsError::Value { row, column, value, rule } => {
            let name = |table: &DataFrame, at: usize| table.index().get(at).cloned().unwrap_or_default();
            let (cell, gene) = (name(&cells.obs, row), name(&cells.var, column));
            let files: Vec<String> =
                context.sources().iter().map(|path| path.display().to_string()).collect();
            let of = if files.is_empty() { String::new() } else { format!("{}: ", files.join(", ")) };
            let place = format!("cell `{cell}` (row {}), gene `{gene}` (column {})", row + 1, column + 1);
            StepError::unfit(format!("{of}{place} holds {value}"), rule)
        }
        other => other.into(),
    }
}

/// Writes what the step adds.
fn give(context: &Context<'_>, part: &AnnData) -> Result<(), StepError> {
    context.write_cells(What::Cells, part)
}

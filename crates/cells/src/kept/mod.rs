//! What bringing batches together has cost: how well each state is kept.

mod measure;

use crate::CellsError;
use crate::error::{at_least, length, parameter};
use crate::harmony::lisi;
use lca_numerics::stats::{mean, median};
use lca_tables::{Categorical, Column, DataFrame};
use measure::Within;
use ndarray::{ArrayView2, Axis};
use serde::{Deserialize, Serialize};

/// How what is kept is measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KeptParams {
    /// Neighbours within its batch that a cell is held against; in a small batch a third of its cells. Default 30.
    pub k: usize,
}

impl Default for KeptParams {
    fn default() -> Self {
        Self { k: 30 }
    }
}

/// A measure before and after the correction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BeforeAfter {
    /// Before.
    pub before: f64,
    /// After.
    pub after: f64,
}

/// How well one state is kept. All measures but `clisi` look at each batch by itself, where a correction should change
/// nothing, and are means over its cells.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptState {
    /// The state.
    pub state: String,
    /// Its cells.
    pub cells: usize,
    /// Batches in which it has cells.
    pub batches: usize,
    /// Share of a cell's nearest neighbours in its batch that are still among them.
    pub neighbours: f64,
    /// Share of those neighbours that are of the cell's state.
    pub purity: BeforeAfter,
    /// Silhouette by distances to the states' centres (Hruschka et al. 2004): 1 far from all others, 0 between two.
    /// NaN where a batch has no other state.
    pub silhouette: BeforeAfter,
    /// States that a neighbourhood over all batches holds in effect (cLISI, median); NaN with fewer than 91 cells.
    pub clisi: BeforeAfter,
}

/// What a correction has kept.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptBiology {
    /// Each state that has cells.
    pub states: Vec<KeptState>,
    /// All cells together.
    pub all: KeptState,
    /// Share of neighbours that would be kept by chance.
    pub chance: f64,
    /// Of each batch, the share of its coordinates' variance that lies between states.
    pub explained: Vec<(String, BeforeAfter)>,
    /// Batches that a neighbourhood holds in effect (iLISI, median); NaN with fewer than 91 cells.
    pub ilisi: BeforeAfter,
}

/// Holds coordinates before and after a correction of batches against each other: cells × components, both the same
/// cells. The measures of mixing are those of Korsunsky et al. 2019; what is kept follows the benchmark of Luecken et al.
/// 2022 (doi:10.1038/s41592-021-01336-8), but of each state. States that were found after the correction flatter it:
/// give those found in each batch before it, or types known otherwise.
///
/// # Errors
/// [`CellsError::Length`] for parts of other numbers of cells, [`CellsError::TooFew`] without a batch of six cells,
/// [`CellsError::Parameter`] for coordinates that are not finite or a cell without a batch.
pub fn biology_kept(
    before: ArrayView2<f32>,
    after: ArrayView2<f32>,
    batch: &Categorical,
    states: &Categorical,
    params: &KeptParams,
) -> Result<KeptBiology, CellsError> {
    check(before, after, batch, states, params)?;
    let mut within: Vec<(String, Within)> = Vec::new();
    for (code, name) in batch.categories.iter().enumerate() {
        let cells: Vec<usize> =
            (0..batch.codes.len()).filter(|&cell| batch.codes[cell] == Some(code as u32)).collect();
        // A third of the batch as neighbours must be two cells.
        if cells.len() >= 6 {
            let one = [before, after].map(|points| points.select(Axis(0), &cells));
            within.push((name.clone(), Within::new(cells, &one, states, params.k)));
        }
    }
    at_least("batches of 6 cells", within.len(), 1)?;
    let mixed = |points: ArrayView2<f32>, labels: &Categorical| lisi(points, labels, 30.0).ok();
    let pair = |labels: &Categorical| [mixed(before, labels), mixed(after, labels)];
    let (clisi, ilisi) = (pair(states), pair(batch));
    let one = |name: &str, cells: &dyn Fn(usize) -> bool| kept_state(name, cells, &within, &clisi);
    let known = (0..states.categories.len())
        .map(|state| one(&states.categories[state], &|cell| states.codes[cell] == Some(state as u32)));
    let all = one("all", &|cell| states.codes[cell].is_some());
    let states = known.filter(|state| state.cells > 0).collect();
    let chance = mean(&within.iter().map(|(_, of)| of.chance).collect::<Vec<_>>());
    let explained = within.iter().map(|(name, of)| (name.clone(), of.explained)).collect();
    let middle = |of: &Option<Vec<f64>>| of.as_ref().map_or(f64::NAN, |values| median(values));
    let ilisi = BeforeAfter { before: middle(&ilisi[0]), after: middle(&ilisi[1]) };
    Ok(KeptBiology { states, all, chance, explained, ilisi })
}

fn check(
    before: ArrayView2<f32>,
    after: ArrayView2<f32>,
    batch: &Categorical,
    states: &Categorical,
    params: &KeptParams,
) -> Result<(), CellsError> {
    length("the corrected coordinates", after.nrows(), before.nrows())?;
    length("the batches", batch.codes.len(), before.nrows())?;
    length("the states", states.codes.len(), before.nrows())?;
    parameter("k", params.k, "give at least 2", params.k >= 2)?;
    let finite = before.iter().chain(after.iter()).all(|value| value.is_finite());
    parameter("points", "NaN or infinite", "give finite coordinates", finite)?;
    let whole = batch.codes.iter().all(Option::is_some);
    parameter("batch", "none for some cell", "give every cell one", whole)
}

fn kept_state(
    name: &str,
    of: &dyn Fn(usize) -> bool,
    within: &[(String, Within)],
    clisi: &[Option<Vec<f64>>; 2],
) -> KeptState {
    let cells: Vec<(&Within, usize, usize)> = within
        .iter()
        .flat_map(|(_, batch)| batch.cells.iter().enumerate().map(move |(at, &cell)| (batch, at, cell)))
        .filter(|&(_, _, cell)| of(cell))
        .collect();
    let over = |value: &dyn Fn(&Within, usize) -> f64| {
        let values: Vec<f64> = cells.iter().map(|&(batch, at, _)| value(batch, at)).collect();
        let known: Vec<f64> = values.into_iter().filter(|value| !value.is_nan()).collect();
        if known.is_empty() { f64::NAN } else { mean(&known) }
    };
    let middle = |all: &Option<Vec<f64>>| match all {
        Some(all) if !cells.is_empty() => {
            median(&cells.iter().map(|&(_, _, cell)| all[cell]).collect::<Vec<_>>())
        }
        _ => f64::NAN,
    };
    let batches = within.iter().filter(|(_, batch)| batch.cells.iter().any(|&cell| of(cell))).count();
    KeptState {
        state: name.to_owned(),
        cells: cells.len(),
        batches,
        neighbours: over(&|batch, at| batch.kept[at]),
        purity: BeforeAfter {
            before: over(&|batch, at| batch.purity[0][at]),
            after: over(&|batch, at| batch.purity[1][at]),
        },
        silhouette: BeforeAfter {
            before: over(&|batch, at| batch.silhouette[0][at]),
            after: over(&|batch, at| batch.silhouette[1][at]),
        },
        clisi: BeforeAfter { before: middle(&clisi[0]), after: middle(&clisi[1]) },
    }
}

impl KeptBiology {
    /// One row for each state, and one for `all`: `cells`, `batches`, `neighbours_kept`, and of `purity`, `silhouette`
    /// and `clisi` the value before and after.
    ///
    /// # Errors
    /// [`CellsError::Table`] never, as all columns have equally many rows.
    pub fn table(&self) -> Result<DataFrame, CellsError> {
        let rows: Vec<&KeptState> = self.states.iter().chain([&self.all]).collect();
        let int = |of: fn(&KeptState) -> usize| Column::Int(rows.iter().map(|row| of(row) as i64).collect());
        let float = |of: fn(&KeptState) -> f64| Column::Float(rows.iter().map(|row| of(row)).collect());
        let mut table = DataFrame::new(rows.iter().map(|row| row.state.clone()).collect());
        table.set("cells", int(|row| row.cells))?;
        table.set("batches", int(|row| row.batches))?;
        table.set("neighbours_kept", float(|row| row.neighbours))?;
        table.set("purity_before", float(|row| row.purity.before))?;
        table.set("purity_after", float(|row| row.purity.after))?;
        table.set("silhouette_before", float(|row| row.silhouette.before))?;
        table.set("silhouette_after", float(|row| row.silhouette.after))?;
        table.set("clisi_before", float(|row| row.clisi.before))?;
        table.set("clisi_after", float(|row| row.clisi.after))?;
        Ok(table)
    }
}

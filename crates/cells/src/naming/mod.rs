//! States of cells named by the genes that are known to mark types.

mod evidence;
mod sets;

pub use sets::{MarkerSet, marker_sets};

use crate::CellsError;
use crate::error::{length, parameter};
use crate::matrix::LOGGED;
use evidence::Evidence;
use lca_numerics::{Csr, stats};
use lca_tables::{AnnData, Categorical, Column, DataFrame, Uns};
use ndarray::Array2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// What a cell is called whose type is not among those known.
pub const UNKNOWN: &str = "unknown";

/// How states are named by marker genes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NamingParams {
    /// Random sets of genes that each type's are held against. Default 1000.
    pub n_random: usize,
    /// Bins of genes of like mean that random genes come from. Default 25.
    pub n_bins: usize,
    /// False discovery rate above which no type is named. Default 0.05.
    pub alpha: f64,
    /// Confidence below which no type is named. Default 0.5.
    pub min_confidence: f64,
    /// How much more a type's genes must stand out here than on average elsewhere, in standard deviations of single
    /// cells. Default 0.1.
    pub min_effect: f64,
    /// Genes of a type that the data must have for it to be considered. Default 2.
    pub min_genes: usize,
    /// Default 0.
    pub seed: u64,
}

impl Default for NamingParams {
    fn default() -> Self {
        Self {
            n_random: 1000,
            n_bins: 25,
            alpha: 0.05,
            min_confidence: 0.5,
            min_effect: 0.1,
            min_genes: 2,
            seed: 0,
        }
    }
}

/// The names of states.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedStates {
    /// The states, as given.
    pub states: Vec<String>,
    /// The types considered.
    pub types: Vec<String>,
    /// States × types: the mean effect of the type's genes, in standard deviations of single cells.
    pub effects: Array2<f64>,
    /// States × types: that effect in standard deviations of random sets of like genes.
    pub z: Array2<f64>,
    /// States × types: p value against random sets, adjusted over the types of a state (Benjamini-Hochberg).
    pub p_adjusted: Array2<f64>,
    /// The type of the highest z of each state.
    pub best: Vec<usize>,
    /// In which share of 200 resamplings of the types' genes that type has the highest z.
    pub confidence: Vec<f64>,
    /// The type's name, or [`UNKNOWN`].
    pub names: Vec<String>,
    /// Of each type its genes that the data lack; types with too few left are not among `types`.
    pub missing: Vec<(String, Vec<String>)>,
}

/// Resamplings of the types' genes.
const RESAMPLED: usize = 200;

/// Names each state by the type whose marker genes stand out in it. `x` is log1p-transformed, cells × genes.
///
/// A gene's effect in a state is its mean there less the mean of the other states' means, over its standard deviation
/// among all cells. A type's score in a state is the mean effect of its genes, and of the negative of genes it is known
/// to lack; genes that mark fewer types weigh more. Random sets of as many genes of like mean expression (as in Tirosh et
/// al. 2016, doi:10.1126/science.aad0501) say what score arises by chance. The highest z is the best type; its
/// confidence is the share of resamplings (with replacement) of all types' genes in which it stays the best. A state in
/// which no type's genes stand out is [`UNKNOWN`]. Effects are differences between states: a type that all cells have
/// cannot be told.
///
/// # Errors
/// [`CellsError::TooFew`] with fewer than two states with cells or no type with enough genes, [`CellsError::Length`] and
/// [`CellsError::Value`] when the input does not fit, [`CellsError::Parameter`] for parameters out of range.
pub fn name_states(
    x: &Csr<f32>,
    genes: &[String],
    states: &Categorical,
    sets: &[MarkerSet],
    params: &NamingParams,
) -> Result<NamedStates, CellsError> {
    check(x, genes, states, params)?;
    let evidence = Evidence::new(x, states, params.n_bins)?;
    let (found, missing) = sets::found(sets, genes, params.min_genes);
    if found.is_empty() {
        return Err(unmeasured(&missing, genes));
    }
    let count = evidence.states();
    let judged: Vec<Vec<evidence::Judged>> = found
        .par_iter()
        .enumerate()
        .map(|(at, set)| evidence.judge(set, RESAMPLED, params, at as u64))
        .collect();
    let of = |what: &dyn Fn(&evidence::Judged) -> f64| {
        Array2::from_shape_fn((count, found.len()), |(state, set)| what(&judged[set][state]))
    };
    let (effects, z, p) = (of(&|one| one.effect), of(&|one| one.z), of(&|one| one.p));
    let mut p_adjusted = p;
    for mut row in p_adjusted.rows_mut() {
        let adjusted = stats::benjamini_hochberg(&row.to_vec());
        row.iter_mut().zip(adjusted).for_each(|(into, value)| *into = value);
    }
    let best: Vec<usize> = z.rows().into_iter().map(|row| top(row.iter().copied())).collect();
    let confidence: Vec<f64> = (0..count).map(|state| steady(&judged, state, best[state])).collect();
    let name = |state: usize| {
        let at = [state, best[state]];
        let sure = p_adjusted[at] <= params.alpha
            && effects[at] >= params.min_effect
            && confidence[state] >= params.min_confidence;
        if sure { found[best[state]].name.clone() } else { UNKNOWN.to_owned() }
    };
    let names = (0..count).map(name).collect();
    let types = found.iter().map(|set| set.name.clone()).collect();
    Ok(NamedStates {
        states: states.categories.clone(),
        types,
        effects,
        z,
        p_adjusted,
        best,
        confidence,
        names,
        missing,
    })
}

/// Why no type can be told: its genes are named otherwise, or are too few.
fn unmeasured(missing: &[(String, Vec<String>)], genes: &[String]) -> CellsError {
    let Some(gene) = missing.iter().flat_map(|(_, absent)| absent).next() else {
        return CellsError::TooFew { what: "types with `min_genes` genes", found: 0, needed: 1 };
    };
    let such: Vec<String> = genes.iter().take(3).map(|gene| format!("`{gene}`")).collect();
    CellsError::Missing {
        what: "no type has enough genes that are measured; the gene",
        name: gene.clone(),
        present: format!(
            "{} genes, such as {}; name the types' genes as these, or leave fewer genes out of the table",
            genes.len(),
            such.join(", ")
        ),
    }
}

fn check(
    x: &Csr<f32>,
    genes: &[String],
    states: &Categorical,
    params: &NamingParams,
) -> Result<(), CellsError> {
    length("the gene names", genes.len(), x.shape().1)?;
    length("the states", states.codes.len(), x.shape().0)?;
    LOGGED.block(0, x)?;
    parameter("n_bins", params.n_bins, "give at least 2", params.n_bins >= 2)?;
    parameter("n_random", params.n_random, "give at least 20", params.n_random >= 20)?;
    parameter("alpha", params.alpha, "give a share from 0 to 1", (0.0..=1.0).contains(&params.alpha))?;
    let share = (0.0..=1.0).contains(&params.min_confidence);
    parameter("min_confidence", params.min_confidence, "give a share from 0 to 1", share)?;
    parameter("min_effect", params.min_effect, "give a number", params.min_effect.is_finite())?;
    parameter("min_genes", params.min_genes, "give at least 1", params.min_genes >= 1)
}

/// The place of the largest; the first of equal ones.
fn top(values: impl Iterator<Item = f64>) -> usize {
    values
        .enumerate()
        .fold((0, f64::NEG_INFINITY), |best, (at, value)| if value > best.1 { (at, value) } else { best })
        .0
}

/// In which share of resamplings the type `best` has the highest z of a state.
fn steady(judged: &[Vec<evidence::Judged>], state: usize, best: usize) -> f64 {
    let stays = |again: &usize| top(judged.iter().map(|set| set[state].resampled[*again])) == best;
    (0..RESAMPLED).filter(stays).count() as f64 / RESAMPLED as f64
}

impl NamedStates {
    /// One row for each state: `cell_type`, `best`, `confidence`, `effect`, `z` and `p_adjusted` of the best type, and
    /// `second`, the type that comes next.
    ///
    /// # Errors
    /// [`CellsError::Table`] never, as all columns have equally many rows.
    pub fn table(&self) -> Result<DataFrame, CellsError> {
        let of = |values: &Array2<f64>| {
            Column::Float(self.best.iter().enumerate().map(|(state, &best)| values[[state, best]]).collect())
        };
        let second = |state: usize| {
            let others = self.z.row(state).to_vec().into_iter().enumerate();
            let others = others.map(|(at, z)| if at == self.best[state] { f64::NEG_INFINITY } else { z });
            if self.types.len() < 2 { String::new() } else { self.types[top(others)].clone() }
        };
        let mut table = DataFrame::new(self.states.clone());
        table.set("cell_type", Column::Text(self.names.clone()))?;
        table.set("best", Column::Text(self.best.iter().map(|&best| self.types[best].clone()).collect()))?;
        table.set("confidence", Column::Float(self.confidence.clone()))?;
        table.set("effect", of(&self.effects))?;
        table.set("z", of(&self.z))?;
        table.set("p_adjusted", of(&self.p_adjusted))?;
        table.set("second", Column::Text((0..self.states.len()).map(second).collect()))?;
        Ok(table)
    }

    /// Writes `obs["cell_type"]`, `obs["cell_type_confidence"]` and `uns["cell_type"]`, the table of states.
    ///
    /// # Errors
    /// [`CellsError::Length`] when `states` are not those that were named.
    pub fn annotate(&self, part: &mut AnnData, states: &Categorical) -> Result<(), CellsError> {
        length("the states", states.categories.len(), self.names.len())?;
        let of = |code: &Option<u32>| code.map(|code| code as usize).filter(|&code| code < self.names.len());
        let name = |code| of(code).map_or(UNKNOWN, |state| self.names[state].as_str());
        let names: Vec<&str> = states.codes.iter().map(name).collect();
        let confidence = states.codes.iter().map(|code| of(code).map_or(0.0, |state| self.confidence[state]));
        part.obs.set("cell_type", Column::Categorical(Categorical::from_texts(&names)))?;
        part.obs.set("cell_type_confidence", Column::Float(confidence.collect()))?;
        part.uns.insert("cell_type".into(), Uns::DataFrame(self.table()?));
        Ok(())
    }
}

//! Types of cells learnt from a labelled reference, and which cells it does not know.

mod calibrate;
mod classify;
mod novelty;
mod shared;
mod table;

pub use shared::{Align, SharedSpace, shared_space};
pub(crate) use shared::{common, most_variable};

use crate::CellsError;
use crate::error::{at_least, length, parameter};
use crate::matching::{StateMatches, Verdict};
use crate::naming::UNKNOWN;
use lca_numerics::{Csr, rng};
use lca_tables::Categorical;
use ndarray::{Array2, Axis};
use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};

/// How labels pass from the reference to a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TransferMethod {
    /// Shares of types among the nearest cells of the reference.
    #[default]
    Knn,
    /// A multinomial logistic regression on the shared components.
    Logistic,
}

/// How types are transferred.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TransferParams {
    /// Default `knn`.
    pub method: TransferMethod,
    /// Most variable shared genes to use. Default 2000.
    pub n_genes: usize,
    /// Components of the shared space. Default 30.
    pub n_comps: usize,
    /// Nearest cells of the reference that a cell is held against. Default 15.
    pub k: usize,
    /// How the two data sets are brought together. Default `harmony`.
    pub align: Align,
    /// Whether each gene is divided by its standard deviation in its own data set, as two techniques need. Default yes.
    pub scale: bool,
    /// Share of the reference's own cells that would be called unknown for lying far from the others: cells farther than
    /// these are unknown. Default 0, none: it holds for one technique and laboratory alone. Across experiments all
    /// cells lie farther from the reference, and states tell better what is unknown ([`Transfer::unlike`]).
    pub alpha: f64,
    /// Confidence below which a cell is unknown. Default 0.5.
    pub min_confidence: f64,
    /// Parts the reference is cut into for calibration. Default 5.
    pub folds: usize,
    /// Default 0.
    pub seed: u64,
}

impl Default for TransferParams {
    fn default() -> Self {
        Self {
            method: TransferMethod::Knn,
            n_genes: 2000,
            n_comps: 30,
            k: 15,
            align: Align::Harmony,
            scale: true,
            alpha: 0.0,
            min_confidence: 0.5,
            folds: 5,
            seed: 0,
        }
    }
}

/// Types of the cells of a data set.
#[derive(Debug, Clone, PartialEq)]
pub struct Transfer {
    /// The reference's types.
    pub types: Vec<String>,
    /// Cells × types, calibrated; each row sums to 1.
    pub probabilities: Array2<f64>,
    /// The likeliest type of each cell.
    pub best: Vec<usize>,
    /// Its probability.
    pub confidence: Vec<f64>,
    /// The share of the reference's cells that lie as far from their neighbours, for the density there, as the cell:
    /// a p value of the cell being of a type of the reference.
    pub familiar: Vec<f64>,
    /// Whether the cell's type is known: `confidence` and `familiar` are high enough.
    pub known: Vec<bool>,
    /// The power that probabilities were raised to by the calibration; below 1 they were too sure.
    pub sharpness: f64,
    /// Share of the reference's cells whose type was found when a part was left out.
    pub accuracy: f64,
    /// Mean difference between confidence and accuracy there (expected calibration error, ten bins).
    pub calibration_error: f64,
    /// How many genes were used.
    pub genes: usize,
}

/// A data set: log1p-transformed values, cells × genes, and the genes' names.
#[derive(Debug, Clone, Copy)]
pub struct Measured<'a> {
    /// Cells × genes.
    pub x: &'a Csr<f32>,
    /// One for each column.
    pub genes: &'a [String],
}

/// Gives each cell of `query` the likeliest type of `reference`, whose cells' types are `labels` (cells without one are
/// left out), or tells that it is of none of them.
///
/// Both data sets are laid into one space of components; probabilities of types there are calibrated by one power
/// (temperature scaling, Guo et al. 2017, arXiv:1706.04599) on parts of the reference left out in turn. A cell is
/// unfamiliar when its distance to its neighbours in the reference, over the distances of those among themselves (the
/// local outlier factor of Breunig et al. 2000, doi:10.1145/335191.335388), is larger than for all but the share `alpha`
/// of the reference's own cells (a conformal p value, Vovk et al. 2005). Time grows with the product of the numbers of
/// cells. Memory: both data sets' chosen genes, three times.
///
/// # Errors
/// [`CellsError::TooFew`] with too few shared genes, cells or types, [`CellsError::Length`], [`CellsError::Parameter`]
/// and [`CellsError::Value`] when input or parameters do not fit.
pub fn transfer(
    query: Measured<'_>,
    reference: Measured<'_>,
    labels: &Categorical,
    params: &TransferParams,
) -> Result<Transfer, CellsError> {
    check(labels, reference, params)?;
    let (rows, codes, types) = labelled(labels);
    at_least("types of the reference", types.len(), 2)?;
    at_least("labelled cells of the reference", rows.len(), params.folds.max(params.k + 2))?;
    let chosen = reference.x.select_rows(&rows);
    let reference = Measured { x: &chosen, genes: reference.genes };
    let space = shared_space(query, reference, params)?;
    let learn = classify::Learn { codes: &codes, types: types.len(), params };
    let left_out = learn.left_out(&space.reference, &folds(rows.len(), params))?;
    let sharpness = calibrate::sharpness(&left_out, &codes);
    let held = calibrate::sharpened(left_out, sharpness);
    let raw = learn.probabilities(space.reference.view(), &codes, space.query.view())?;
    let probabilities = calibrate::sharpened(raw, sharpness);
    let familiar = novelty::familiar(space.query.view(), space.reference.view(), params.k);
    let (best, confidence) = likeliest(&probabilities);
    let known = confidence.iter().zip(&familiar);
    let known = known.map(|(&sure, &p)| sure >= params.min_confidence && p > params.alpha).collect();
    let (held_best, held_confidence) = likeliest(&held);
    let right: Vec<bool> = held_best.iter().zip(&codes).map(|(best, code)| best == code).collect();
    let accuracy = right.iter().filter(|&&right| right).count() as f64 / right.len() as f64;
    let calibration_error = calibrate::error(&held_confidence, &right);
    let genes = space.genes.len();
    Ok(Transfer {
        types,
        probabilities,
        best,
        confidence,
        familiar,
        known,
        sharpness,
        accuracy,
        calibration_error,
        genes,
    })
}

fn check(labels: &Categorical, reference: Measured<'_>, params: &TransferParams) -> Result<(), CellsError> {
    length("the labels of the reference", labels.codes.len(), reference.x.shape().0)?;
    parameter("k", params.k, "give at least 1", params.k >= 1)?;
    parameter("folds", params.folds, "give at least 2", params.folds >= 2)?;
    parameter("alpha", params.alpha, "give a share from 0 to 1", (0.0..=1.0).contains(&params.alpha))?;
    let share = (0.0..=1.0).contains(&params.min_confidence);
    parameter("min_confidence", params.min_confidence, "give a share from 0 to 1", share)
}

/// The rows that have a label, their labels, and the labels' names; labels without cells are left out.
fn labelled(labels: &Categorical) -> (Vec<usize>, Vec<usize>, Vec<String>) {
    let count = labels.categories.len();
    let code = |row: usize| labels.codes[row].map(|code| code as usize).filter(|&code| code < count);
    let rows: Vec<usize> = (0..labels.codes.len()).filter(|&row| code(row).is_some()).collect();
    let mut seen = vec![false; count];
    rows.iter().filter_map(|&row| code(row)).for_each(|code| seen[code] = true);
    let used: Vec<usize> = (0..count).filter(|&code| seen[code]).collect();
    let place = |code: usize| used.binary_search(&code).unwrap_or_default();
    let codes = rows.iter().filter_map(|&row| code(row)).map(place).collect();
    (rows, codes, used.iter().map(|&code| labels.categories[code].clone()).collect())
}

/// The part of each cell of the reference, at random.
fn folds(cells: usize, params: &TransferParams) -> Vec<usize> {
    let mut folds: Vec<usize> = (0..cells).map(|cell| cell % params.folds).collect();
    folds.shuffle(&mut rng(params.seed, 7));
    folds
}

/// The likeliest type of each row, and its probability.
fn likeliest(probabilities: &Array2<f64>) -> (Vec<usize>, Vec<f64>) {
    let best = |row: ndarray::ArrayView1<'_, f64>| {
        row.iter().enumerate().fold((0, 0.0), |best, (at, &p)| if p > best.1 { (at, p) } else { best })
    };
    probabilities.axis_iter(Axis(0)).map(best).unzip()
}

impl Transfer {
    /// The name of each cell's type, [`UNKNOWN`] where it is not known.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let name = |(&best, &known): (&usize, &bool)| if known { self.types[best].as_str() } else { UNKNOWN };
        self.best.iter().zip(&self.known).map(name).collect()
    }

    /// Calls the cells of each state unknown that is new by `matches`, in which these `states` are the first and the
    /// reference's types the second.
    ///
    /// # Errors
    /// [`CellsError::Length`] when the states are not those matched, or of another number of cells.
    pub fn unlike(&mut self, states: &Categorical, matches: &StateMatches) -> Result<(), CellsError> {
        length("the states", states.codes.len(), self.known.len())?;
        length("the states matched", matches.first.len(), states.categories.len())?;
        for (known, code) in self.known.iter_mut().zip(&states.codes) {
            let state = code.and_then(|code| matches.first.get(code as usize));
            *known &= state.is_none_or(|state| state.verdict != Verdict::New);
        }
        Ok(())
    }
}

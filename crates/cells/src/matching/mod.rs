//! States of two data sets that are the same, and those that one of them alone has.

mod votes;

use crate::CellsError;
use crate::error::{at_least, length, parameter};
use crate::matrix::FINITE;
use crate::transfer::{Measured, common};
use lca_numerics::{Csr, sparse};
use lca_tables::{Categorical, Column, DataFrame};
use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};
use votes::Ranked;

/// How states are matched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MatchParams {
    /// Most variable shared genes to use. Default 2000.
    pub n_genes: usize,
    /// AUROC from which two states may be the same. Default 0.9.
    pub min_auroc: f64,
    /// Correlation of the two states' mean expression from which they may be the same. Default 0.5: of two cell lines in
    /// two experiments equal ones have 0.73 and more, different ones 0.43 and less.
    pub min_correlation: f64,
    /// Cells that a state needs. Default 5.
    pub min_cells: usize,
}

impl Default for MatchParams {
    fn default() -> Self {
        Self { n_genes: 2000, min_auroc: 0.9, min_correlation: 0.5, min_cells: 5 }
    }
}

/// What a state is in the other data set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Each is the other's best, with an AUROC high enough both ways.
    Same,
    /// Its best is high enough, but has a better one: it may be a part of it.
    Part,
    /// No state of the other data set is like it.
    New,
    /// It has too few cells.
    Few,
}

impl Verdict {
    /// In one word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Part => "part",
            Self::New => "new",
            Self::Few => "few",
        }
    }
}

/// A state and its best in the other data set.
#[derive(Debug, Clone, PartialEq)]
pub struct StateMatch {
    /// The state.
    pub state: String,
    /// Its cells.
    pub cells: usize,
    /// Its best among the other's states; none when these all have too few cells.
    pub best: Option<String>,
    /// The mean AUROC of both ways.
    pub auroc: f64,
    /// Spearman's correlation of the two states' mean expression.
    pub correlation: f64,
    /// What it is.
    pub verdict: Verdict,
}

/// States of two data sets held against each other.
#[derive(Debug, Clone, PartialEq)]
pub struct StateMatches {
    /// The first data set's states.
    pub first: Vec<StateMatch>,
    /// The second data set's.
    pub second: Vec<StateMatch>,
    /// First states × second states: the mean of both ways; NaN for states with too few cells.
    pub auroc: Array2<f64>,
    /// How many genes were used.
    pub genes: usize,
}

/// A data set's cells and their states.
#[derive(Debug, Clone, Copy)]
pub struct Stated<'a> {
    /// log1p-transformed values and the genes' names.
    pub measured: Measured<'a>,
    /// The state of each cell.
    pub states: &'a Categorical,
}

/// Matches the states of two data sets by how well a state's cells recognise those of another (MetaNeighbor, Crow et al.
/// 2018, doi:10.1038/s41467-018-03282-0): cells vote by Spearman's correlation over the most variable shared genes, and
/// the AUROC says how surely the votes of one state's cells, among all of the other data set, go to a state. It is taken
/// both ways and averaged. Two states are the same when each is the other's best and the AUROC is high enough; a state
/// whose best is not is new. As the AUROC compares states within a data set, a state may win it for want of better ones;
/// so the states' mean expression must correlate as well. Memory: cells × genes used × 4 bytes.
///
/// # Errors
/// [`CellsError::TooFew`] with fewer than ten shared genes that vary, or a data set with fewer than two states of enough
/// cells; [`CellsError::Length`], [`CellsError::Value`] and [`CellsError::Parameter`] when input or parameters do not fit.
pub fn match_states(
    first: Stated<'_>,
    second: Stated<'_>,
    params: &MatchParams,
) -> Result<StateMatches, CellsError> {
    let share = (0.5..=1.0).contains(&params.min_auroc);
    parameter("min_auroc", params.min_auroc, "give a number from 0.5 to 1", share)?;
    let share = (-1.0..=1.0).contains(&params.min_correlation);
    parameter("min_correlation", params.min_correlation, "give a number from -1 to 1", share)?;
    let [one, two] = chosen(first, second, params.n_genes)?;
    let genes = one.shape().1;
    let one = Ranked::new(&one, first.states, params.min_cells);
    let two = Ranked::new(&two, second.states, params.min_cells);
    for set in [&one, &two] {
        at_least("states with enough cells", set.enough.iter().filter(|&&enough| enough).count(), 2)?;
    }
    let (forth, back) = (one.recognises(&two), two.recognises(&one));
    let auroc = Array2::from_shape_fn(forth.dim(), |(a, b)| 0.5 * (forth[[a, b]] + back[[b, a]]));
    let first = judged(&one, &two, auroc.view(), params);
    let second = judged(&two, &one, auroc.t(), params);
    Ok(StateMatches { first, second, auroc, genes })
}

/// The best of `other` of each of `own` states; `auroc` is own × other.
fn judged(own: &Ranked, other: &Ranked, auroc: ArrayView2<f64>, params: &MatchParams) -> Vec<StateMatch> {
    let one = |state: usize| {
        let best = largest(auroc.row(state).iter().copied());
        let back = best.and_then(|(at, _)| largest(auroc.column(at).iter().copied()));
        let value = best.map_or(f64::NAN, |best| best.1);
        let correlation = best.map_or(f64::NAN, |(at, _)| own.correlation(state, other, at));
        let alike = value >= params.min_auroc && correlation >= params.min_correlation;
        let verdict = match (own.enough[state], alike, back.map(|back| back.0) == Some(state)) {
            (false, _, _) => Verdict::Few,
            (true, true, true) => Verdict::Same,
            (true, true, false) => Verdict::Part,
            (true, false, _) => Verdict::New,
        };
        let best = best.map(|(at, _)| other.names[at].clone());
        let (name, cells) = (own.names[state].clone(), own.sizes[state]);
        StateMatch { state: name, cells, best, auroc: value, correlation, verdict }
    };
    (0..own.names.len()).map(one).collect()
}

/// The largest that is a number, and its place; the first of equal ones.
fn largest(values: impl Iterator<Item = f64>) -> Option<(usize, f64)> {
    values.enumerate().filter(|(_, value)| !value.is_nan()).fold(None, |best, (at, value)| match best {
        Some((_, top)) if value <= top => best,
        _ => Some((at, value)),
    })
}

/// The most variable shared genes of both, in the same columns.
fn chosen(first: Stated<'_>, second: Stated<'_>, count: usize) -> Result<[Csr<f32>; 2], CellsError> {
    for set in [first, second] {
        length("the gene names", set.measured.genes.len(), set.measured.x.shape().1)?;
        length("the states", set.states.codes.len(), set.measured.x.shape().0)?;
        FINITE.block(0, set.measured.x)?;
    }
    let (own, theirs): (Vec<usize>, Vec<usize>) =
        common(first.measured.genes, second.measured.genes).into_iter().unzip();
    let pair = [first.measured.x.select_columns(&own), second.measured.x.select_columns(&theirs)];
    let variances = pair.each_ref().map(|x| sparse::column_moments(x).variances);
    let genes = crate::transfer::most_variable(&variances, count);
    at_least("shared genes that vary in both data sets", genes.len(), 10)?;
    Ok(pair.map(|x| x.select_columns(&genes)))
}

impl StateMatches {
    /// One row for each state of `first` or, where `second` is asked for, of the other: `cells`, `best`, `auroc`,
    /// `correlation` and `verdict`.
    ///
    /// # Errors
    /// [`CellsError::Table`] never, as all columns have equally many rows.
    pub fn table(&self, second: bool) -> Result<DataFrame, CellsError> {
        let rows = if second { &self.second } else { &self.first };
        let mut table = DataFrame::new(rows.iter().map(|row| row.state.clone()).collect());
        table.set("cells", Column::Int(rows.iter().map(|row| row.cells as i64).collect()))?;
        let best = rows.iter().map(|row| row.best.clone().unwrap_or_default());
        table.set("best", Column::Text(best.collect()))?;
        table.set("auroc", Column::Float(rows.iter().map(|row| row.auroc).collect()))?;
        table.set("correlation", Column::Float(rows.iter().map(|row| row.correlation).collect()))?;
        let verdicts = rows.iter().map(|row| row.verdict.word().to_owned());
        table.set("verdict", Column::Text(verdicts.collect()))?;
        Ok(table)
    }
}

//! Factors of several omics of the same samples or cells: the model of MOFA (Argelaguet et al. 2018,
//! doi:10.15252/msb.20178124; with groups of samples: 2020, doi:10.1186/s13059-020-02015-1).
//!
//! Each view (omics) is samples × features; values may be missing, and so may a whole view for some samples. A value is the
//! sum over factors of score × weight, and noise of each feature's own size. Weights are sparse: a whole factor may be
//! silent in a view (ARD), and single features in a factor (spike and slab).

mod annotate;
mod bound;
mod data;
mod lanes;
mod means;
mod noise;
mod params;
mod priors;
mod scores;
mod start;
mod state;
mod variance;
mod varimax;
mod weights;

pub use data::View;
pub use params::{FactorParams, FactorStart};

use crate::CellsError;
use data::Data;
use lca_tables::Categorical;
use ndarray::Array2;
use state::State;

/// Factors, and how much they explain.
#[derive(Debug, Clone, PartialEq)]
pub struct Factors {
    /// Samples × factors: expected scores. Of each factor the weight of largest magnitude over all views is positive.
    pub scores: Array2<f64>,
    /// For each view features × factors: expected weights.
    pub weights: Vec<Array2<f64>>,
    /// For each view groups × features: what was subtracted from each value, the most likely mean.
    pub intercepts: Vec<Array2<f64>>,
    /// For each group views × factors: share of the variance that the factor alone explains.
    pub variance: Vec<Array2<f64>>,
    /// Groups × views: share of the variance that all factors explain together; NaN where a group lacks the view.
    pub variance_total: Array2<f64>,
    /// Names of the views.
    pub views: Vec<String>,
    /// Names of the groups; one, `all`, when there are none.
    pub groups: Vec<String>,
    /// The group of each sample.
    pub group: Vec<usize>,
    /// The lower bound of the log evidence after each round; a dropped factor lets it jump.
    pub bound: Vec<f64>,
    /// Whether the bound had settled when it ended.
    pub converged: bool,
    /// Factors that were dropped because they explained too little.
    pub dropped: usize,
    /// What each view was divided by, after the intercepts were taken off: 1 unless views were scaled.
    scales: Vec<f64>,
}

/// Rounds after which inactive factors may be dropped, and between two of them.
const GRACE: usize = 20;

/// Fits factors to views of the same samples (rows, in the same order), by variational Bayes. `groups` names the
/// group of each sample: each feature has a mean and a noise of its own in each, each factor a size of its own.
///
/// Factors come in the order of how much variance they explain over all views. Time of a round: values ×
/// factors; memory: 16 bytes × values. The same input and seed give the same bits on any number of threads.
///
/// # Errors
/// [`CellsError::TooFew`] with fewer than three samples or no views, [`CellsError::Length`] when views differ in samples,
/// [`CellsError::Feature`] for a value that is infinite, or a feature that does not vary; [`CellsError::Missing`] for a
/// sample without a value or a group; [`CellsError::Parameter`].
pub fn factors(
    views: &[View],
    groups: Option<&Categorical>,
    params: &FactorParams,
) -> Result<Factors, CellsError> {
    params.check()?;
    let mut data = Data::new(views, groups, params)?;
    let mut state = State::new(&data, start::scores(&data, params)?);
    let (mut bound, mut dropped, mut converged, mut since) = (Vec::new(), 0, false, 0);
    while bound.len() < params.max_iter && !converged {
        state.round(&mut data, params);
        let now = bound::bound(&state, &data, params);
        let settled =
            bound.last().is_some_and(|last: &f64| (now - last).abs() < params.tolerance * now.abs());
        bound.push(now);
        since += 1;
        let due = since >= GRACE && (settled || since.is_multiple_of(GRACE));
        let weakest = || variance::inactive(&state, &data, params.min_variance);
        match due.then(weakest).flatten() {
            Some(factor) => {
                state.drop(factor);
                (dropped, since) = (dropped + 1, 0);
            }
            None => converged = settled && since >= GRACE,
        }
    }
    Ok(state.finish(&data, views, (bound, converged, dropped)))
}

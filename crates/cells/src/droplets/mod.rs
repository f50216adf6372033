//! Which droplets held a cell: barcode ranks, and the test of Lun et al. (Genome Biology 2019) against the RNA that
//! floats about.

mod ambient;
mod rank;
mod urn;

use crate::CellsError;
use crate::error::parameter;
use crate::matrix::check_counts;
use lca_numerics::{Csr, sparse, stats};
use lca_tables::{AnnData, Column, Uns};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use rank::{BarcodeRanks, barcode_ranks};

/// How droplets with cells are told; defaults as DropletUtils'.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DropletParams {
    /// Droplets of at most so many counts hold no cell; from them the ambient profile is taken. Default 100.
    pub lower: f64,
    /// Droplets of at least so many counts hold a cell in any case. Default: the knee of the barcode ranks.
    pub retain: Option<f64>,
    /// Draws by which the test is made; a p value is at least 1 in so many. Default 10000.
    pub iterations: usize,
    /// The share of false calls among the called. Default 0.001.
    pub fdr: f64,
    /// Seed of the draws. Default 0.
    pub seed: u64,
}

impl Default for DropletParams {
    fn default() -> Self {
        Self { lower: 100.0, retain: None, iterations: 10_000, fdr: 0.001, seed: 0 }
    }
}

/// Which droplets held a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Droplets {
    /// Knee and inflection of the barcode ranks; none where the droplets are too few or too alike to have one.
    pub ranks: Option<BarcodeRanks>,
    /// Share of each gene in the ambient RNA; sums to 1, and 0 for genes that no droplet has.
    pub ambient: Vec<f64>,
    /// How even droplets are to each other: concentration of the Dirichlet-multinomial; 10000 and above is nearly
    /// multinomial.
    pub alpha: f64,
    /// Droplets that made the ambient profile.
    pub empty: usize,
    /// Per droplet its p value; not a number where it was not tested: too few counts, or kept in any case.
    pub p_values: Vec<f64>,
    /// Per droplet the p value adjusted for the number of tests (Benjamini & Hochberg); 0 where kept in any case.
    pub adjusted: Vec<f64>,
    /// Whether a droplet is called a cell.
    pub is_cell: Vec<bool>,
    /// Droplets that are not called although none of the draws was as far from the ambient profile: with more
    /// `iterations` they might be.
    pub limited: usize,
}

/// Tells droplets (rows of raw counts, all barcodes) with a cell from those with ambient RNA only.
///
/// The ambient profile is that of all droplets of at most `lower` counts, its unseen genes by Good & Turing's
/// estimate. How likely a droplet's counts are under a Dirichlet-multinomial of that profile is compared with draws of
/// the same total. Droplets from `retain` counts on are cells in any case.
///
/// # Errors
/// [`CellsError::Value`] for what is no count, [`CellsError::TooFew`] without droplets of at most `lower` counts (the
/// matrix is filtered already), [`CellsError::Parameter`].
pub fn empty_droplets(counts: &Csr<f32>, params: &DropletParams) -> Result<Droplets, CellsError> {
    check_counts(counts)?;
    parameter("iterations", params.iterations, "give at least 100", params.iterations >= 100)?;
    parameter("fdr", params.fdr, "give more than 0 and less than 1", params.fdr > 0.0 && params.fdr < 1.0)?;
    parameter("lower", params.lower, "give a positive number", params.lower > 0.0)?;
    let totals = sparse::row_sums(counts);
    let ranks = barcode_ranks(&totals, params.lower);
    let empty: Vec<usize> =
        (0..totals.len()).filter(|&at| totals[at] > 0.0 && totals[at] <= params.lower).collect();
    crate::error::at_least("droplets of few counts, as only an unfiltered matrix has them", empty.len(), 10)?;
    let ambient = ambient::profile(counts, &empty);
    let alpha = ambient::concentration(counts, &empty, &ambient);
    let most = params.retain.or_else(|| ranks.map(|ranks| ranks.knee)).unwrap_or(f64::INFINITY);
    let tested: Vec<usize> =
        (0..totals.len()).filter(|&at| totals[at] > params.lower && totals[at] < most).collect();
    let beyond = urn::as_far(counts, &totals, &tested, &ambient, alpha, params);
    Ok(called(&totals, ranks, ambient, alpha, (empty.len(), most), &tested, &beyond, params))
}

#[allow(clippy::too_many_arguments, reason = "the parts of one result")]
fn called(
    totals: &[f64],
    ranks: Option<BarcodeRanks>,
    ambient: Vec<f64>,
    alpha: f64,
    (empty, most): (usize, f64),
    tested: &[usize],
    beyond: &[u32],
    params: &DropletParams,
) -> Droplets {
    let draws = params.iterations as f64;
    let p: Vec<f64> = beyond.iter().map(|&as_far| (f64::from(as_far) + 1.0) / (draws + 1.0)).collect();
    let q = stats::benjamini_hochberg(&p);
    let mut p_values = vec![f64::NAN; totals.len()];
    let mut adjusted = vec![f64::NAN; totals.len()];
    let mut is_cell = vec![false; totals.len()];
    let mut limited = 0;
    for (at, &droplet) in tested.iter().enumerate() {
        p_values[droplet] = p[at];
        adjusted[droplet] = q[at];
        is_cell[droplet] = q[at] <= params.fdr;
        limited += usize::from(!is_cell[droplet] && beyond[at] == 0);
    }
    for (droplet, _) in
        totals.iter().enumerate().filter(|(_, total)| **total >= most && **total > params.lower)
    {
        adjusted[droplet] = 0.0;
        is_cell[droplet] = true;
    }
    Droplets { ranks, ambient, alpha, empty, p_values, adjusted, is_cell, limited }
}

impl Droplets {
    /// Writes `obs["is_cell"]`, `obs["empty_droplet_p"]`, `obs["empty_droplet_fdr"]`, `var["ambient_profile"]` and
    /// `uns["droplets"]`.
    ///
    /// # Errors
    /// [`CellsError::Table`] when `part` has other numbers of droplets or genes.
    pub fn annotate(&self, part: &mut AnnData) -> Result<(), CellsError> {
        part.obs.set("is_cell", Column::Bool(self.is_cell.clone()))?;
        part.obs.set("empty_droplet_p", Column::Float(self.p_values.clone()))?;
        part.obs.set("empty_droplet_fdr", Column::Float(self.adjusted.clone()))?;
        part.var.set("ambient_profile", Column::Float(self.ambient.clone()))?;
        let mut said = BTreeMap::from([
            ("alpha".to_owned(), Uns::Float(self.alpha)),
            ("empty".to_owned(), Uns::Int(self.empty as i64)),
        ]);
        if let Some(ranks) = self.ranks {
            said.insert("knee".to_owned(), Uns::Float(ranks.knee));
            said.insert("inflection".to_owned(), Uns::Float(ranks.inflection));
        }
        part.uns.insert("droplets".to_owned(), Uns::Map(said));
        Ok(())
    }
}

#[cfg(test)]
mod tests;

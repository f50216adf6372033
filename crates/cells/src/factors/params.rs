use crate::CellsError;
use crate::error::parameter;
use serde::{Deserialize, Serialize};

/// Where the fit begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactorStart {
    /// Principal components of all views together, a missing value taken as its feature's mean, turned by varimax.
    #[default]
    Components,
    /// Random scores.
    Random,
}

/// How factors are fitted; names as in mofapy2 where it has them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FactorParams {
    /// Factors to begin with; those that explain too little are dropped. Default 10.
    pub n_factors: usize,
    /// A factor is dropped when it explains less than this share of the variance in every view and group, or rests on
    /// fewer than three features in effect. Default 0.001; 0: none is dropped.
    pub min_variance: f64,
    /// Whether single features may be silent in a factor. Default true.
    pub spikeslab_weights: bool,
    /// Whether the size of weights is each view's and factor's own. Default true.
    pub ard_weights: bool,
    /// Whether each view is divided by the standard deviation of its values, so that all count the same. Default false.
    pub scale_views: bool,
    /// Rounds at most. Default 2000.
    pub max_iter: usize,
    /// Relative change of the lower bound below which it has settled. Default 1e-8: factors that
    /// share features turn slowly, and a looser one ends before they stand.
    pub tolerance: f64,
    /// Where the fit begins. Default `components`.
    pub start: FactorStart,
    /// Seed of the start. Default 0.
    pub seed: u64,
}

impl Default for FactorParams {
    fn default() -> Self {
        Self {
            n_factors: 10,
            min_variance: 0.001,
            spikeslab_weights: true,
            ard_weights: true,
            scale_views: false,
            max_iter: 2000,
            tolerance: 1e-8,
            start: FactorStart::default(),
            seed: 0,
        }
    }
}

impl FactorParams {
    pub(super) fn check(&self) -> Result<(), CellsError> {
        parameter("n_factors", self.n_factors, "give at least 1", self.n_factors > 0)?;
        parameter("max_iter", self.max_iter, "give at least 1", self.max_iter > 0)?;
        let share = (0.0..1.0).contains(&self.min_variance);
        parameter("min_variance", self.min_variance, "give a share from 0 to below 1", share)?;
        let positive = self.tolerance > 0.0 && self.tolerance < 1.0;
        parameter("tolerance", self.tolerance, "give a number above 0 and below 1", positive)
    }
}

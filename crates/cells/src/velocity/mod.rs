//! RNA velocity: from spliced and unspliced counts to where cells go.

mod annotate;
mod confidence;
mod dynamics;
mod embed;
mod graph;
mod hood;
mod latent;
mod prepare;
mod roots;
mod steady;
mod stochastic;
mod transitions;

pub use confidence::{Confidence, velocity_confidence};
pub use dynamics::Kinetics;
pub use embed::velocity_embedding;
pub use graph::{VelocityGraph, velocity_graph};
pub use latent::{LatentTime, latent_time};
pub use prepare::{Spliced, SplicedParams, prepare_spliced};

use crate::CellsError;
use crate::error::{at_least, length, parameter};
use hood::{Hood, products};
use lca_numerics::Csr;
use ndarray::Array2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use steady::{Gene, Steady};
use stochastic::Second;

/// Which model gives velocities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VelocityMode {
    /// The steady-state ratio of unspliced to spliced (La Manno et al. 2018).
    Deterministic,
    /// The same with second moments (Bergen et al. 2020).
    #[default]
    Stochastic,
    /// Rates and times of each gene, steady states or not (Bergen et al. 2020).
    Dynamical,
}

/// How velocities are found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VelocityParams {
    /// The model: `deterministic`, `stochastic` or `dynamical`. Default `stochastic`.
    pub mode: VelocityMode,
    /// The steady-state ratio is taken from cells at or above this quantile of amounts. Default 0.95.
    pub quantile: f64,
    /// A velocity gene's line explains more than this share of its variance. Default 0.01.
    pub min_r2: f64,
    /// A velocity gene's steady-state ratio is larger than this. Default 0.01.
    pub min_ratio: f64,
    /// Of the dynamical model: the course of a velocity gene explains more than this share of the variance of both amounts.
    /// Default 0.5.
    pub min_explained: f64,
    /// Of the dynamical model: the course of a velocity gene comes nearer to cells by more than this share of squared distances
    /// than the best line through the origin does, on which no cell moves. Default 0.1.
    pub min_gain: f64,
    /// Of the dynamical model: how cells get their times. Default `likely`.
    pub times: VelocityTimes,
}

/// How the dynamical model gives cells their times by a gene.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VelocityTimes {
    /// Each cell is shared among all times by how likely they are.
    #[default]
    Likely,
    /// Each cell has the time at which the course comes nearest to it, as Bergen et al. (2020) write.
    Nearest,
}

impl Default for VelocityParams {
    fn default() -> Self {
        Self {
            mode: VelocityMode::default(),
            quantile: 0.95,
            min_r2: 0.01,
            min_ratio: 0.01,
            min_explained: 0.5,
            min_gain: 0.1,
            times: VelocityTimes::default(),
        }
    }
}

/// First moments of amounts: means over each cell and its neighbours.
#[derive(Debug, Clone, PartialEq)]
pub struct Moments {
    /// Cells × genes, spliced.
    pub ms: Array2<f32>,
    /// Cells × genes, unspliced.
    pub mu: Array2<f32>,
}

/// Velocities of all genes.
#[derive(Debug, Clone, PartialEq)]
pub struct Velocity {
    /// The model.
    pub mode: VelocityMode,
    /// Cells × genes: change of spliced amounts; NaN for genes that the dynamical model does not fit.
    pub velocity: Array2<f32>,
    /// Cells × genes, of the stochastic model: change of the second moment.
    pub variance: Option<Array2<f32>>,
    /// Of each gene degradation over splicing: the fitted slope (stochastic), or that of the cells of highest amounts.
    pub gamma: Vec<f64>,
    /// The slope in the cells of highest amounts.
    pub qreg_ratio: Vec<f64>,
    /// Share of the variance of unspliced amounts that the line explains.
    pub r2: Vec<f64>,
    /// Whether the gene tells of velocity.
    pub genes: Vec<bool>,
    /// The dynamical model of the genes it fits.
    pub kinetics: Vec<Option<Kinetics>>,
}

/// Means of amounts over each cell and its neighbours, all of one weight.
///
/// # Errors
/// [`CellsError::Length`] when shapes differ, [`CellsError::Value`] for amounts that are negative or not finite.
pub fn moments(
    spliced: &Csr<f32>,
    unspliced: &Csr<f32>,
    connectivities: &Csr<f32>,
) -> Result<Moments, CellsError> {
    prepare::same_shape(spliced, unspliced)?;
    let hood = Hood::new(connectivities)?;
    length("the cells of the graph", hood.len(), spliced.shape().0)?;
    Ok(Moments { ms: hood.moments(spliced), mu: hood.moments(unspliced) })
}

/// Velocities from the moments of amounts, the amounts themselves (for second moments) and the neighbourhood graph.
///
/// # Errors
/// [`CellsError::Length`] when shapes differ, [`CellsError::TooFew`] with fewer than two cells, or when no gene
/// tells of velocity, [`CellsError::Parameter`] for a quantile outside 0 to 1.
pub fn velocity(
    spliced: &Csr<f32>,
    unspliced: &Csr<f32>,
    moments: &Moments,
    connectivities: &Csr<f32>,
    params: &VelocityParams,
) -> Result<Velocity, CellsError> {
    prepare::same_shape(spliced, unspliced)?;
    let (cells, genes) = moments.ms.dim();
    let hood = Hood::new(connectivities)?;
    at_least("cells", cells, 2)?;
    length("the genes of the unspliced moments", moments.mu.ncols(), genes)?;
    length("the cells of the unspliced moments", moments.mu.nrows(), cells)?;
    length("the cells of the graph", hood.len(), cells)?;
    length("the cells of the spliced amounts", spliced.shape().0, cells)?;
    length("the genes of the spliced amounts", spliced.shape().1, genes)?;
    let in_range = (0.0..=1.0).contains(&params.quantile);
    parameter("quantile", params.quantile, "give a share from 0 to 1", in_range)?;
    let data = Data { moments, params };
    let found = match params.mode {
        VelocityMode::Deterministic => data.steady(None),
        VelocityMode::Stochastic => {
            let second = |other: &Csr<f32>| Ok::<_, CellsError>(hood.moments(&products(spliced, other)?));
            data.steady(Some((second(spliced)?, second(unspliced)?)))
        }
        VelocityMode::Dynamical => data.dynamical(),
    };
    at_least("velocity genes", found.genes.iter().filter(|told| **told).count(), 1)?;
    Ok(found)
}

struct Data<'a> {
    moments: &'a Moments,
    params: &'a VelocityParams,
}

fn column(matrix: &Array2<f32>, gene: usize) -> Vec<f64> {
    matrix.column(gene).iter().map(|&value| f64::from(value)).collect()
}

impl Data<'_> {
    fn gene(&self, gene: usize) -> Gene {
        Gene { s: column(&self.moments.ms, gene), u: column(&self.moments.mu, gene) }
    }

    fn ratios(&self) -> Vec<Steady> {
        let genes = 0..self.moments.ms.ncols();
        genes.into_par_iter().map(|gene| self.gene(gene).steady(self.params)).collect()
    }

    fn steady(&self, second: Option<(Array2<f32>, Array2<f32>)>) -> Velocity {
        let found = self.ratios();
        let fit = |at: usize| {
            let (gene, ratio) = (self.gene(at), found[at].gamma);
            let more = second.as_ref().filter(|_| found[at].chosen).map(|(ss, us)| {
                let second = Second { ss: column(ss, at), us: column(us, at) };
                stochastic::fit(&gene, &second, ratio, self.params.quantile)
            });
            let gamma = more.as_ref().map_or(ratio, |more| more.gamma);
            (gamma, gene.residuals(gamma), more.map(|more| more.variance))
        };
        let fits: Vec<_> = (0..found.len()).into_par_iter().map(fit).collect();
        let shape = self.moments.ms.dim();
        let velocity = Array2::from_shape_fn(shape, |(cell, gene)| fits[gene].1[cell] as f32);
        let variance = second.map(|_| {
            Array2::from_shape_fn(shape, |(cell, gene)| {
                fits[gene].2.as_ref().map_or(0.0, |of| of[cell] as f32)
            })
        });
        Velocity {
            mode: self.params.mode,
            velocity,
            variance,
            gamma: fits.iter().map(|fit| fit.0).collect(),
            qreg_ratio: found.iter().map(|gene| gene.gamma).collect(),
            r2: found.iter().map(|gene| gene.r2).collect(),
            genes: found.iter().map(|gene| gene.chosen).collect(),
            kinetics: Vec::new(),
        }
    }

    fn dynamical(&self) -> Velocity {
        let found = self.ratios();
        let fit = |at: usize| dynamics::recover(&self.gene(at), self.params.times);
        let kinetics: Vec<Option<Kinetics>> = (0..found.len()).into_par_iter().map(fit).collect();
        let velocity = Array2::from_shape_fn(self.moments.ms.dim(), |(cell, gene)| {
            kinetics[gene].as_ref().map_or(f32::NAN, |fit| fit.velocity[cell] as f32)
        });
        Velocity {
            mode: self.params.mode,
            velocity,
            variance: None,
            gamma: kinetics.iter().map(|fit| fit.as_ref().map_or(f64::NAN, |fit| fit.gamma)).collect(),
            qreg_ratio: found.iter().map(|gene| gene.gamma).collect(),
            r2: found.iter().map(|gene| gene.r2).collect(),
            genes: self.told(&kinetics),
            kinetics,
        }
    }

    /// Genes whose cells lie on the course, and not as well on a line: along a line through the origin the ratio of amounts is the
    /// same everywhere, so that cells on it may as well stand still.
    fn told(&self, kinetics: &[Option<Kinetics>]) -> Vec<bool> {
        let fits =
            |fit: &Kinetics| fit.explained > self.params.min_explained && fit.gain > self.params.min_gain;
        kinetics.iter().map(|fit| fit.as_ref().is_some_and(fits)).collect()
    }
}

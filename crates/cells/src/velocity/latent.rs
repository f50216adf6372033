use super::hood::Hood;
use super::roots::roots_and_ends;
use super::{Kinetics, Velocity, VelocityGraph};
use crate::CellsError;
use crate::error::{at_least, length};
use lca_numerics::{Csr, stats};
use rayon::prelude::*;

/// Cells whose share of the walk backwards is at or above this quantile are roots.
const ROOTS: f64 = 0.98;
/// Quantiles, over genes, of the time since a root, that are tried.
const QUANTILES: [f64; 10] = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];
/// A cell farther from the mean around it than so many robust deviations takes that mean.
const FAR: f64 = 3.0;

/// The time that genes share.
#[derive(Debug, Clone, PartialEq)]
pub struct LatentTime {
    /// Of each cell from 0 to 1.
    pub time: Vec<f64>,
    /// Of each cell how often a walk backwards is found there in the long run, as a share of the most.
    pub root_cells: Vec<f64>,
    /// The same of a walk forwards.
    pub end_points: Vec<f64>,
}

/// The time that genes share (Bergen et al. 2020, Methods, "Gene-shared latent time"): cells where the walk backwards comes to
/// rest are roots; the time of a cell since a root is a quantile of what its velocity genes say, at least 0 each; the mean over
/// roots is taken; of several quantiles the one whose times agree best with the means around cells; cells that do not
/// agree take the mean around them.
///
/// # Errors
/// [`CellsError::Length`] when the graphs are of other cells, [`CellsError::TooFew`] when no velocity gene was fitted by the
/// dynamical model.
pub fn latent_time(
    velocity: &Velocity,
    graph: &VelocityGraph,
    connectivities: &Csr<f32>,
) -> Result<LatentTime, CellsError> {
    let cells = velocity.velocity.nrows();
    length("the cells of the velocity graph", graph.graph.shape().0, cells)?;
    let hood = Hood::new(connectivities)?;
    length("the cells of the graph", hood.len(), cells)?;
    let genes: Vec<&Kinetics> = velocity
        .kinetics
        .iter()
        .zip(&velocity.genes)
        .filter_map(|(fit, told)| fit.as_ref().filter(|_| *told))
        .collect();
    at_least("velocity genes of the dynamical model", genes.len(), 1)?;
    let (root_cells, end_points) = roots_and_ends(graph)?;
    let bound = stats::quantile(&root_cells, ROOTS);
    let from: Vec<usize> = (0..cells).filter(|&cell| root_cells[cell] >= bound).collect();
    let since: Vec<[f64; QUANTILES.len()]> =
        (0..cells).into_par_iter().map(|cell| times(&genes, &from, cell)).collect();
    let mut best = (f64::NEG_INFINITY, Vec::new());
    for at in 0..QUANTILES.len() {
        let times: Vec<f64> = since.iter().map(|times| times[at]).collect();
        let agreement = correlation(&times, &hood.mean(&times));
        if agreement > best.0 || best.1.is_empty() {
            best = (agreement, times);
        }
    }
    let time = scaled(smoothed(best.1, &hood));
    Ok(LatentTime { time, root_cells, end_points })
}

/// The time of a cell since the roots, in the mean over these, by each quantile over genes.
fn times(genes: &[&Kinetics], roots: &[usize], cell: usize) -> [f64; QUANTILES.len()] {
    let mut sums = [0.0; QUANTILES.len()];
    for &root in roots {
        let since: Vec<f64> = genes.iter().map(|gene| (gene.t[cell] - gene.t[root]).max(0.0)).collect();
        for (sum, probability) in sums.iter_mut().zip(QUANTILES) {
            *sum += stats::quantile(&since, probability);
        }
    }
    sums.map(|sum| sum / roots.len() as f64)
}

fn smoothed(times: Vec<f64>, hood: &Hood) -> Vec<f64> {
    let around = hood.mean(&times);
    let off: Vec<f64> = times.iter().zip(&around).map(|(time, mean)| (time - mean).abs()).collect();
    // The median distance of a normal variable is 0.6745 deviations.
    let bound = FAR * stats::median(&off) / 0.6745;
    let pairs = times.into_iter().zip(around).zip(off);
    pairs.map(|((time, mean), off)| if off > bound { mean } else { time }).collect()
}

/// From 0 to 1.
fn scaled(mut values: Vec<f64>) -> Vec<f64> {
    let (low, high) =
        values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &v| (l.min(v), h.max(v)));
    let span = if high > low { high - low } else { 1.0 };
    values.iter_mut().for_each(|value| *value = (*value - low) / span);
    values
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let (x, y) = (stats::mean(a), stats::mean(b));
    let sum =
        |p: &[f64], m: f64, q: &[f64], n: f64| p.iter().zip(q).map(|(p, q)| (p - m) * (q - n)).sum::<f64>();
    let spread = (sum(a, x, a, x) * sum(b, y, b, y)).sqrt();
    if spread > 0.0 { sum(a, x, b, y) / spread } else { 0.0 }
}

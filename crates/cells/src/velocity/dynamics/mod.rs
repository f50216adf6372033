//! The dynamical model: rates and times of each gene.

mod course;
mod expect;
mod fit;
mod knots;
mod start;

use super::VelocityTimes;
use super::steady::Gene;
use course::Place;
use expect::{Shares, State, prior, shares};
use knots::{Curve, apart, dot};
use lca_numerics::stats::variance;

/// All genes take this long, so that their rates can be compared: hours, as Bergen et al. (2020) set it.
const SPAN: f64 = 20.0;
/// A gene is fitted when at least so many cells have both unspliced and spliced amounts.
const CELLS: usize = 10;

/// What the dynamical model says of one gene (Bergen et al. 2020). Rates are per hour, if all cells together span 20.
#[derive(Debug, Clone, PartialEq)]
pub struct Kinetics {
    /// Transcription, spliced amounts per hour.
    pub alpha: f64,
    /// Splicing.
    pub beta: f64,
    /// Degradation.
    pub gamma: f64,
    /// When transcription ends, in hours.
    pub switch: f64,
    /// What unspliced amounts are multiplied by when they are measured, compared with spliced ones.
    pub scaling: f64,
    /// Standard deviations of amounts between the cells that have both, by which distances are measured.
    pub std_u: f64,
    /// The same of spliced amounts.
    pub std_s: f64,
    /// The mean squared distance of these cells from the course.
    pub variance: f64,
    /// The likelihood of a cell, in the geometric mean: distances are taken to be normal.
    pub likelihood: f64,
    /// Share of the variance, of both amounts together, that the course explains.
    pub explained: f64,
    /// Share by which the course comes nearer to the cells than the best line through the origin, on which all cells would
    /// stand still.
    pub gain: f64,
    /// Of each cell its time, in hours.
    pub t: Vec<f64>,
    /// Of each cell the change of spliced amounts per hour.
    pub velocity: Vec<f64>,
    /// Of each cell the change of unspliced amounts per hour, as measured.
    pub velocity_u: Vec<f64>,
}

/// Fits the course of a gene; none when too few cells have both amounts, or amounts do not vary.
pub(super) fn recover(gene: &Gene, times: VelocityTimes) -> Option<Kinetics> {
    let both: Vec<(f64, f64)> =
        gene.u.iter().copied().zip(gene.s.iter().copied()).filter(|(u, s)| *u > 0.0 && *s > 0.0).collect();
    if both.len() < CELLS {
        return None;
    }
    let deviation = |values: Vec<f64>| variance(&values).sqrt();
    let std_u = deviation(both.iter().map(|cell| cell.0).collect());
    let std_s = deviation(both.iter().map(|cell| cell.1).collect());
    if !(std_u > 0.0 && std_s > 0.0) {
        return None;
    }
    let cells: Vec<Place> = both.iter().map(|(u, s)| [u / std_u, s / std_s]).collect();
    let found = start::search(&cells, times)?;
    Some(told(gene, &found, &cells, [std_u, std_s]))
}

fn told(gene: &Gene, found: &State, cells: &[Place], std: Place) -> Kinetics {
    let curve = Curve::new(found.at);
    let prior = prior(found, &curve);
    let course = &curve.course;
    let [scale_u, scale_s] = [curve.scale[0] * std[0], curve.scale[1] * std[1]];
    let mut into = Shares { of: Vec::new(), likelihood: 0.0 };
    let mut stand = |cell: Place| {
        shares(cell, &curve, &prior, found, &mut into);
        stand(&curve, &into.of)
    };
    let squares: f64 = cells.iter().map(|&cell| apart(cell, stand(cell).place)).sum();
    let all: Vec<Stand> = gene.u.iter().zip(&gene.s).map(|(u, s)| stand([u / std[0], s / std[1]])).collect();
    let last = all.iter().map(|stand| stand.time).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let beta = last / SPAN;
    let variance = squares / cells.len() as f64;
    Kinetics {
        alpha: beta * scale_s,
        beta,
        gamma: beta * course.ratio,
        switch: course.switch / beta,
        scaling: scale_u / scale_s,
        std_u: std[0],
        std_s: std[1],
        variance,
        likelihood: (-0.5_f64).exp() / (2.0 * std::f64::consts::PI * variance).sqrt(),
        explained: 1.0 - squares / around(cells),
        gain: 1.0 - squares / still(cells),
        velocity: all.iter().map(|stand| stand.speed[1] * scale_s * beta).collect(),
        velocity_u: all.iter().map(|stand| stand.speed[0] * scale_u * beta).collect(),
        t: all.into_iter().map(|stand| stand.time / beta).collect(),
    }
}

/// Where a cell stands, on average over the knots where it may.
struct Stand {
    place: Place,
    speed: Place,
    /// In the stage where it rather is.
    time: f64,
}

fn stand(curve: &Curve, shares: &[f64]) -> Stand {
    let (mut place, mut speed, mut stages) = ([0.0; 2], [0.0; 2], [(0.0, 0.0); 2]);
    for (knot, share) in curve.knots.iter().zip(shares) {
        let change = curve.course.speed(knot.stage.on, knot.bare);
        for part in 0..2 {
            place[part] += share * knot.place[part];
            speed[part] += share * change[part];
        }
        let stage = &mut stages[usize::from(!knot.stage.on)];
        *stage = (stage.0 + share, stage.1 + share * knot.stage.since);
    }
    let on = stages[0].0 >= stages[1].0;
    let (share, since) = stages[usize::from(!on)];
    let time = since / share + if on { 0.0 } else { curve.course.switch };
    Stand { place, speed, time }
}

/// Squared distances from the mean.
fn around(cells: &[Place]) -> f64 {
    let count = cells.len() as f64;
    let mean = [0, 1].map(|part| cells.iter().map(|cell| cell[part]).sum::<f64>() / count);
    cells.iter().map(|cell| [cell[0] - mean[0], cell[1] - mean[1]]).map(|off| dot(off, off)).sum()
}

/// Squared distances from the nearest line through the origin: the smaller eigenvalue of the second moments.
fn still(cells: &[Place]) -> f64 {
    let sum = |a: usize, b: usize| cells.iter().map(|cell| cell[a] * cell[b]).sum::<f64>();
    let (uu, us, ss) = (sum(0, 0), sum(0, 1), sum(1, 1));
    let half = 0.5 * (uu + ss);
    half - (0.25 * (uu - ss).powi(2) + us * us).sqrt()
}

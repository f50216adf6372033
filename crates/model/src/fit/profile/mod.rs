//! Profile likelihoods: at each value of a parameter the least cost over all others.

mod envelope;
mod follow;
mod held;
mod interval;
mod opinion;
mod pace;
mod pool;
mod search;
mod spread;
mod verdict;

pub use verdict::{Identifiability, Profile};

use super::FitResult;
use super::fitter::rough;
use crate::Objective;
use envelope::Envelope;
use held::{GAIN, Held};
use interval::Interval;
use lca_core::{Cancelled, Progress};
use lca_numerics::stats::chi2_quantile;
use pace::Pace;
use pool::Pool;
use rayon::prelude::*;
use search::Round;
use std::sync::atomic::AtomicU64;

/// How profiles are computed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProfileOptions {
    /// Confidence of the interval, such as 0.9.
    pub confidence: f64,
    /// Steps to each side at most.
    pub steps: usize,
}

impl Default for ProfileOptions {
    fn default() -> Self {
        Self { confidence: 0.9, steps: 40 }
    }
}

/// Profiles of parameters, and the best vector that came to light.
#[derive(Debug, Clone, PartialEq)]
pub struct Profiled {
    /// The profiles, in the order asked for.
    pub profiles: Vec<Profile>,
    /// The vector of least cost, on the parameters' scales: the fit's, unless a profile found a better one.
    pub best: Vec<f64>,
    /// Its cost, from which the threshold of all intervals rises.
    pub cost: f64,
    /// How far that is below the best of the fit.
    pub better_by: f64,
}

/// The profiles of all parameters of a fit, in parallel.
///
/// # Errors
/// When stopped.
pub fn profiles(
    objective: &Objective,
    fit: &FitResult,
    options: &ProfileOptions,
    progress: &dyn Progress,
) -> Result<Profiled, Cancelled> {
    let all: Vec<usize> = (0..fit.parameters.len()).collect();
    profiles_of(objective, fit, &all, options, progress)
}

/// The profiles of some parameters of a fit, by their places, in parallel.
///
/// A path is followed from the best fit to both sides. That sees one valley of the cost, so the valleys of the fit's
/// other ends are followed too, as long as they do not lie far above what is known; vectors of other parameters'
/// profiles are taken up wherever they undercut this one; another method descends to each point from the best fit; and
/// races from many points look for what no start found.
/// What comes out is the lower envelope of all, the same for any number of threads. Where all ends of the fit agree
/// only other profiles are asked.
///
/// # Errors
/// When stopped.
pub fn profiles_of(
    objective: &Objective,
    fit: &FitResult,
    which: &[usize],
    options: &ProfileOptions,
    progress: &dyn Progress,
) -> Result<Profiled, Cancelled> {
    let (rough, done) = (rough(objective), AtomicU64::new(0));
    let pace = Pace { progress, done: &done, total: (which.len() * (ROUNDS + 2)) as u64 };
    let rise = 0.5 * chi2_quantile(options.confidence, 1.0);
    let best = fit.best();
    let trace = |&at: &usize| {
        let held = Held::new((objective, &rough), at, rise, pace);
        let envelope = Envelope::trace(held, &best.parameters, options.steps);
        pace.add(1)?;
        envelope
    };
    let mut envelopes = which.par_iter().map(trace).collect::<Result<Vec<_>, Cancelled>>()?;
    let least = refine(&mut envelopes, fit, rise)?;
    let finish = |mut envelope: Envelope<'_>| {
        let interval = envelope.interval(least + rise)?;
        pace.add(1)?;
        Ok(told(&envelope, interval))
    };
    let profiles = envelopes.into_par_iter().map(finish).collect::<Result<Vec<_>, Cancelled>>()?;
    progress.at(pace.total, pace.total)?;
    Ok(with_best(profiles, fit))
}

/// Rounds of search at most.
const ROUNDS: usize = 12;

/// Wide searches of an envelope in a row that must find nothing before it is left alone.
const PATIENCE: usize = 2;

/// Ends of a fit are other valleys up to so many times the rise of the threshold above the best.
const REACH: f64 = 1.5;

/// Searches all envelopes round by round until none improves; each round knows what all found in those before.
/// Gives the least cost of all.
fn refine(envelopes: &mut [Envelope<'_>], fit: &FitResult, rise: f64) -> Result<f64, Cancelled> {
    let mut pool = Pool::new(fit, REACH * rise);
    let settled = pool.settled(fit);
    // How many more rounds each envelope is searched widely if nothing is found.
    let mut patience = vec![if settled { 0 } else { PATIENCE }; envelopes.len()];
    for number in 0..ROUNDS {
        pool.add(envelopes);
        let round = Round { number, pool: &pool, threshold: pool.least + rise };
        let search = |(envelope, patience): (&mut Envelope<'_>, &usize)| {
            let found = envelope.search(&round, *patience > 0)?;
            envelope.held.pace.add(1)?;
            Ok(found)
        };
        let better =
            envelopes.par_iter_mut().zip(&patience).map(search).collect::<Result<Vec<bool>, Cancelled>>()?;
        pool.new.clear();
        for (left, better) in patience.iter_mut().zip(&better).filter(|_| !settled) {
            *left = if *better { PATIENCE } else { left.saturating_sub(1) };
        }
        if !better.contains(&true) && patience.iter().all(|left| *left == 0) {
            break;
        }
    }
    pool.add(envelopes);
    Ok(pool.least)
}

/// What an envelope says.
fn told(envelope: &Envelope<'_>, interval: Interval) -> Profile {
    let Interval { lower, upper, gaps, ends: (first, last) } = interval;
    let verdict = match (lower, upper) {
        (Some(_), Some(_)) => Identifiability::Identifiable,
        (None, None) => Identifiability::NotIdentifiable,
        _ => Identifiability::OnlyBounded,
    };
    let (held, points) = (&envelope.held, &envelope.points);
    let ids: Vec<&str> = held.objective.parameters().iter().map(|one| one.id.as_str()).collect();
    let sure = verdict == Identifiability::Identifiable;
    let along = if sure { Vec::new() } else { along(&ids, held.at, &points[first].x, &points[last].x) };
    Profile {
        parameter: ids[held.at].to_owned(),
        points: points.iter().map(|one| (one.value, one.cost)).collect(),
        vectors: points.iter().map(|one| one.x.clone()).collect(),
        lower,
        upper,
        gaps,
        verdict,
        along,
    }
}

/// Least movement per unit of the profiled parameter that is told.
const MOVES: f64 = 0.2;

/// The parameters that moved between the ends of a profile, those that moved most first.
fn along(ids: &[&str], at: usize, lowest: &[f64], highest: &[f64]) -> Vec<(String, f64)> {
    let moved = highest[at] - lowest[at];
    let others = ids.iter().zip(lowest.iter().zip(highest)).enumerate();
    let mut found: Vec<(String, f64)> = others
        .filter(|(other, _)| *other != at)
        .map(|(_, (id, (low, high)))| ((*id).to_owned(), (high - low) / moved))
        .filter(|(_, by)| by.abs() >= MOVES)
        .collect();
    found.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    found
}

/// Adds the vector of least cost.
fn with_best(profiles: Vec<Profile>, fit: &FitResult) -> Profiled {
    let (mut best, mut cost) = (&fit.best().parameters, fit.best().cost);
    for profile in &profiles {
        for ((_, at), vector) in profile.points.iter().zip(&profile.vectors) {
            if *at < cost - GAIN {
                (best, cost) = (vector, *at);
            }
        }
    }
    let (best, better_by) = (best.clone(), fit.best().cost - cost);
    Profiled { profiles, best, cost, better_by }
}

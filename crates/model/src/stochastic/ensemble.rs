use super::exact::exactly;
use super::leap::{Orders, by_leaps};
use super::moments::{Moments, Running};
use super::select::{Direct, MANY, Rejection, Select};
use super::state::Run;
use super::strata::Strata;
use super::{Method, Sampling, StochasticOptions, StochasticSimulator};
use crate::{ModelError, Simulation};
use lca_core::Progress;
use rayon::prelude::*;

/// Runs whose moments are taken one after the other; sums are over these, in their order.
const BATCH: u64 = 64;

/// Batches that are worked out side by side before they are added up.
const SIDE_BY_SIDE: u64 = 64;

impl StochasticSimulator {
    pub(super) fn one_run(
        &self,
        times: &[f64],
        number: u64,
        options: StochasticOptions,
    ) -> Result<Simulation, ModelError> {
        check(times)?;
        let mut values = Vec::with_capacity(times.len() * self.outputs().len());
        self.follow(times, number, options, &mut values)?;
        let width = self.outputs().len();
        let row = |at: usize| values[at * width..(at + 1) * width].to_vec();
        Ok(Simulation { times: times.to_vec(), values: (0..times.len()).map(row).collect() })
    }

    pub(super) fn moments(
        &self,
        times: &[f64],
        options: StochasticOptions,
        progress: &dyn Progress,
    ) -> Result<Moments, ModelError> {
        check(times)?;
        let numbers = times.len() * self.outputs().len();
        let mut all = Running::new(numbers);
        let batches = options.runs.div_ceil(BATCH);
        for first in (0..batches).step_by(SIDE_BY_SIDE as usize) {
            let side_by_side = first..(first + SIDE_BY_SIDE).min(batches);
            let found: Vec<Result<Running, ModelError>> = (side_by_side.into_par_iter())
                .map(|batch| self.batch(times, batch, options, numbers))
                .collect();
            for batch in found {
                all.merge(&batch?);
            }
            progress.at(((first + SIDE_BY_SIDE) * BATCH).min(options.runs), options.runs)?;
        }
        Ok(all.finish(times, self.outputs().len()))
    }

    fn batch(
        &self,
        times: &[f64],
        batch: u64,
        options: StochasticOptions,
        numbers: usize,
    ) -> Result<Running, ModelError> {
        let mut running = Running::new(numbers);
        let mut values = Vec::with_capacity(numbers);
        for number in batch * BATCH..((batch + 1) * BATCH).min(options.runs) {
            values.clear();
            self.follow(times, number, options, &mut values)?;
            running.add(&values);
        }
        Ok(running)
    }

    /// The outputs of one run, time by time.
    fn follow(
        &self,
        times: &[f64],
        number: u64,
        options: StochasticOptions,
        values: &mut Vec<f64>,
    ) -> Result<(), ModelError> {
        if self.plan.channels.len() < MANY {
            self.follow_with::<Direct>(times, number, options, values)
        } else {
            self.follow_with::<Rejection>(times, number, options, values)
        }
    }

    fn follow_with<S: Select>(
        &self,
        times: &[f64],
        number: u64,
        options: StochasticOptions,
        values: &mut Vec<f64>,
    ) -> Result<(), ModelError> {
        let StochasticOptions { seed, runs, .. } = options;
        let strata = (options.sampling == Sampling::Stratified && number < runs).then_some(Strata {
            seed,
            run: number,
            runs,
            draws: 0,
        });
        let mut run = Run::start(&self.plan, lca_numerics::rng(seed, number), strata)?;
        let mut select = S::new(self.plan.channels.len());
        let orders = match options.method {
            Method::Exact => None,
            Method::Tau => Some(Orders::new(&self.plan)),
        };
        for &time in times {
            match &orders {
                None => exactly(&mut run, &mut select, time, options.max_steps)?,
                Some(orders) => by_leaps(&mut run, &mut select, orders, time, options.max_steps)?,
            }
            let from = values.len();
            values.resize(from + self.outputs().len(), 0.0);
            run.outputs(time, &mut values[from..]);
        }
        Ok(())
    }
}

fn check(times: &[f64]) -> Result<(), ModelError> {
    let rising = times.windows(2).all(|pair| pair[0] <= pair[1]);
    if rising && times.iter().all(|&time| time.is_finite() && time >= 0.0) {
        return Ok(());
    }
    Err(ModelError::Argument { what: "times", why: "must be finite, not negative, and rise".to_owned() })
}

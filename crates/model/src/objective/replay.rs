use super::build::{Experiment, MeasuredRow};
use super::evaluate::Values;
use super::rests::Rests;
use super::visit::{Sum, Visit};
use super::{Evaluation, Objective};
use crate::ModelError;
use crate::solver::Point;

/// The states and tangents of all experiments where they are measured, at one vector of parameters.
/// What only observables and noise depend on can change without solving the equations again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recorded {
    points: Vec<Kept>,
    /// For each row of each period of each experiment, in their order, its point.
    rows: Vec<usize>,
}

/// A point with what it holds.
#[derive(Debug, Clone)]
struct Kept {
    time: f64,
    states: Vec<f64>,
    tangents: Vec<f64>,
    past: Vec<f64>,
}

impl Kept {
    fn point(&self) -> Point<'_> {
        Point { time: self.time, states: &self.states, tangents: &self.tangents, past: &self.past }
    }
}

impl Objective {
    /// For each estimated parameter whether only observables, noise and priors depend on it.
    pub(crate) fn outside_the_dynamics(&self) -> Vec<bool> {
        let mut outside = vec![true; self.estimated.len()];
        let directions = self.experiments.iter().flat_map(|experiment| &experiment.directions);
        directions.for_each(|&at| outside[at] = false);
        outside
    }

    /// Solves the equations of all experiments, with sensitivities.
    pub(crate) fn record(&self, scaled: &[f64]) -> Result<Recorded, ModelError> {
        let values = self.values(scaled)?;
        let (mut recorded, mut rests) = (Recorded::default(), Rests::new(self, &values, true));
        for experiment in &self.experiments {
            self.follow(experiment, &values, &mut rests, &mut recorded)?;
        }
        Ok(recorded)
    }

    /// The objective, where only parameters outside the dynamics differ from those recorded with.
    pub(crate) fn replay(&self, recorded: &Recorded, scaled: &[f64]) -> Result<Evaluation, ModelError> {
        let values: Values = self.values(scaled)?;
        let mut sum = Sum::new(self, &values, true);
        let mut points = recorded.rows.iter().filter_map(|&at| recorded.points.get(at));
        for experiment in &self.experiments {
            for period in std::iter::successors(Some(experiment), |period| period.next.as_deref()) {
                sum.begin(period);
                for row in &period.rows {
                    let Some(kept) = points.next() else { continue };
                    sum.row(period, row, kept.point())?;
                }
            }
        }
        let mut evaluation = sum.evaluation;
        self.add_priors(scaled, &mut evaluation);
        Ok(evaluation)
    }
}

impl Visit for Recorded {
    fn begin(&mut self, _: &Experiment) {}

    fn row(&mut self, _: &Experiment, _: &MeasuredRow, point: Point<'_>) -> Result<(), ModelError> {
        let Point { time, states, tangents, past } = point;
        let known = self.points.last().is_some_and(|kept| {
            kept.time == time && kept.states == states && kept.tangents == tangents && kept.past == past
        });
        if !known {
            let (states, tangents, past) = (states.to_vec(), tangents.to_vec(), past.to_vec());
            self.points.push(Kept { time, states, tangents, past });
        }
        self.rows.push(self.points.len() - 1);
        Ok(())
    }
}

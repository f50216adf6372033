use super::build::{Experiment, MeasuredRow};
use super::evaluate::Values;
use super::visit::{Sum, Visit};
use super::{Evaluation, Objective};
use crate::ModelError;
use crate::solver::Point;

/// The states and tangents of all experiments where they are measured, at one vector of parameters.
/// What only observables and noise depend on can change without solving the equations again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recorded {
    points: Vec<(f64, Vec<f64>, Vec<f64>)>,
    /// For each row of each experiment, in their order, its point.
    rows: Vec<usize>,
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
        let mut recorded = Recorded::default();
        for experiment in &self.experiments {
            self.follow(experiment, &values, true, &mut recorded)?;
        }
        Ok(recorded)
    }

    /// The objective, where only parameters outside the dynamics differ from those recorded with.
    pub(crate) fn replay(&self, recorded: &Recorded, scaled: &[f64]) -> Result<Evaluation, ModelError> {
        let values: Values = self.values(scaled)?;
        let mut sum = Sum::new(self, &values, true);
        let mut points = recorded.rows.iter().filter_map(|&at| recorded.points.get(at));
        for experiment in &self.experiments {
            sum.begin(experiment);
            for (row, (time, states, tangents)) in experiment.rows.iter().zip(points.by_ref()) {
                sum.row(experiment, row, Point { time: *time, states, tangents })?;
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
        let (states, tangents) = (point.states, point.tangents);
        let known = self.points.last().is_some_and(|(time, s, t)| {
            *time == point.time && s.as_slice() == states && t.as_slice() == tangents
        });
        if !known {
            self.points.push((point.time, states.to_vec(), tangents.to_vec()));
        }
        self.rows.push(self.points.len() - 1);
        Ok(())
    }
}

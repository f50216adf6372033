use super::events::Queue;
use super::happening::Before;
use super::{Dynamics, Equations};
use crate::linalg::axpy;
use lca_kinetics::OutputFunction;
use std::collections::BTreeSet;

/// What the tangents after a moment may depend on: the columns of the map that the moment is for them, in the
/// order states, numbers that wait, parameters. The tangent of any other state passes on unchanged.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    states: BTreeSet<usize>,
    waiting: usize,
    /// Sensitivity parameters.
    parameters: BTreeSet<usize>,
}

impl Columns {
    /// Those of what happened.
    pub(super) fn of(dynamics: &mut Dynamics<'_>, before: &Before) -> Self {
        let mut columns = Self { waiting: before.queue.slots(), ..Self::default() };
        columns.add_turns(dynamics, before);
        let system = dynamics.evaluator().system();
        for event in before.touched.iter().map(|&event| &system.events()[event]) {
            // What was in a target does not pass on.
            columns.states.extend(event.targets());
            for function in [event.timing(), event.values(), event.sizes()] {
                columns.add(dynamics, function);
            }
        }
        columns.add_constraints(dynamics);
        columns
    }

    /// Those of the way to where constraints hold.
    pub(super) fn of_constraints(dynamics: &Dynamics<'_>) -> Self {
        let mut columns = Self::default();
        columns.add_constraints(dynamics);
        columns
    }

    fn add_turns(&mut self, dynamics: &mut Dynamics<'_>, before: &Before) {
        if before.turning.is_empty() {
            return;
        }
        let n = before.states.len();
        // Their derivatives are those of where the roots were evaluated last.
        before.switches.at(dynamics, before.time, &before.states);
        for (root, column, _) in dynamics.evaluator().root_derivatives() {
            if before.turning.contains(&root) {
                match column.checked_sub(n + 1) {
                    Some(k) => self.parameters.extend(Some(k)),
                    None => self.states.extend(Some(column).filter(|&state| state < n)),
                }
            }
        }
        self.parameters.retain(|&k| dynamics.seed(k).is_some());
    }

    fn add_constraints(&mut self, dynamics: &Dynamics<'_>) {
        self.add(dynamics, dynamics.system().constraints().residuals());
    }

    fn add(&mut self, dynamics: &Dynamics<'_>, function: &OutputFunction) {
        // The column after the last state is time.
        let states = function.by_state().iter().map(|&(_, state)| state as usize);
        self.states.extend(states.filter(|&state| state < dynamics.dimension()));
        let parameters = function.by_parameter().iter().map(|&(_, k)| k as usize);
        self.parameters.extend(parameters.filter(|&k| dynamics.seed(k).is_some()));
    }

    pub(super) fn width(&self) -> usize {
        self.states.len() + self.waiting + self.parameters.len()
    }

    /// The tangents of the states, each of these along its own column.
    pub(super) fn identity(&self, n: usize) -> Vec<f64> {
        let mut tangents = vec![0.0; n * self.width()];
        for (column, state) in self.states.iter().enumerate() {
            tangents[state * self.width() + column] = 1.0;
        }
        tangents
    }

    /// The events that wait, each number along its own column.
    pub(super) fn spread(&self, queue: &Queue) -> Queue {
        queue.spread(self.states.len(), self.width())
    }

    /// The column and speed of each sensitivity parameter.
    pub(super) fn seeds(&self, parameters: usize) -> Vec<Option<(usize, f64)>> {
        let mut seeds = vec![None; parameters];
        for (&k, column) in self.parameters.iter().zip(self.states.len() + self.waiting..) {
            seeds[k] = Some((column, 1.0));
        }
        seeds
    }

    /// Takes the derivative by the states after a moment to those before it, adds to `by_parameter`, and gives
    /// the derivative by what waited. `rows` are all tangents after the moment, those of the states first, and
    /// `waiting` the derivative by what waits then.
    pub(super) fn pull<'r>(
        &self,
        dynamics: &Dynamics<'_>,
        rows: impl Iterator<Item = &'r [f64]>,
        (states, waiting): (&mut [f64], &[f64]),
        by_parameter: &mut [f64],
    ) -> Vec<f64> {
        let mut sums = vec![0.0; self.width()];
        for (row, &weight) in rows.zip(states.iter().chain(waiting)).filter(|(_, weight)| **weight != 0.0) {
            axpy(weight, row, &mut sums);
        }
        let (by_state, rest) = sums.split_at(self.states.len());
        let (by_waiting, by_own) = rest.split_at(self.waiting);
        self.states.iter().zip(by_state).for_each(|(&state, sum)| states[state] = *sum);
        for (&k, sum) in self.parameters.iter().zip(by_own) {
            if let Some((direction, speed)) = dynamics.seed(k) {
                by_parameter[direction] += sum * speed;
            }
        }
        by_waiting.to_vec()
    }
}

use super::Objective;
use super::build::{Experiment, MeasuredRow, Setup};
use super::evaluate::{Seed, Values};
use super::likelihood::{Evaluation, transformation_slope};
use super::outputs::Outputs;
use super::passed::{End, Passed, Resting};
use super::visit::term;
use crate::ModelError;
use crate::solver::{Adjoint, Dynamics, Point, integrate_recorded, steady_state_recorded};

/// An evaluation of the objective by adjoints under way.
struct Backwards<'o> {
    objective: &'o Objective,
    values: &'o Values,
    outputs: Outputs<'o>,
    /// States of rest that experiments start from.
    starts: Vec<Resting<'o>>,
    evaluation: Evaluation,
}

impl Objective {
    pub(super) fn compute_backwards(&self, scaled: &[f64]) -> Result<Evaluation, ModelError> {
        let values = self.values(scaled)?;
        let mut evaluation = Evaluation::new(scaled.len(), true);
        evaluation.fisher = Vec::new();
        let mut under_way = Backwards {
            objective: self,
            values: &values,
            outputs: Outputs::new(self, &values),
            starts: Vec::new(),
            evaluation,
        };
        for experiment in &self.experiments {
            under_way.experiment(experiment)?;
        }
        let mut evaluation = under_way.finish()?;
        self.add_priors(scaled, &mut evaluation);
        Ok(evaluation)
    }
}

impl<'o> Backwards<'o> {
    fn experiment(&mut self, experiment: &'o Experiment) -> Result<(), ModelError> {
        self.objective.check_differentiable(experiment)?;
        let start =
            experiment.before.as_ref().map(|before| self.start(before, &experiment.name)).transpose()?;
        let mut passed: Vec<Passed<'o>> = Vec::new();
        for period in std::iter::successors(Some(experiment), |period| period.next.as_deref()) {
            let before = passed.last().map(Passed::end);
            let before = before.or_else(|| Some(self.starts[start?].end(period)));
            let mut dynamics = self.objective.mixed(&period.setup, self.values);
            let (mut states, mut mix) = dynamics.initial();
            if let Some(End { setup, dynamics: from, point }) = before {
                self.objective.go_on(from, &mut dynamics);
                let along = (self.values, &self.values.mixed() as Seed<'_>);
                self.objective.enter(period, setup, along, point, (&mut states, &mut mix));
            }
            let begin = Point { time: period.start, states: &states, tangents: &mix, past: &[] };
            passed.push(self.pass(period, dynamics, begin)?);
        }
        self.back(passed, start)
    }

    /// Goes through a period.
    fn pass(
        &mut self,
        period: &'o Experiment,
        mut dynamics: Dynamics<'o>,
        begin: Point<'_>,
    ) -> Result<Passed<'o>, ModelError> {
        let failed = |cause| ModelError::Solver { condition: period.name.clone(), cause };
        self.outputs.begin(period);
        dynamics.end_open(period.next.is_some());
        let n = begin.states.len();
        let mut seen = vec![0.0; period.times.len() * n];
        let (mut rows, mut outcome) = (period.rows.iter().peekable(), Ok(()));
        let mut end = [Vec::new(), Vec::new()];
        let (tolerances, times) = (self.objective.tolerances, &period.times);
        let trail = integrate_recorded(&mut dynamics, tolerances, begin, times, &mut |at, point| {
            while let Some(row) = rows.next_if(|row| row.time == Some(at)) {
                if outcome.is_ok() {
                    outcome = self.row(period, row, point, &mut seen[at * n..(at + 1) * n]);
                }
            }
            if period.next.is_some() && at + 1 == times.len() {
                end = [point.states, point.tangents].map(<[f64]>::to_vec);
            }
        })
        .map_err(failed)?;
        outcome?;
        let rest = rows.peek().is_some().then(|| self.rest(period, rows, &dynamics, begin)).transpose()?;
        Ok(Passed { period, dynamics, trail, seen, end, rest })
    }

    /// Rows measured at rest after an experiment.
    fn rest(
        &mut self,
        period: &'o Experiment,
        mut rows: impl Iterator<Item = &'o MeasuredRow>,
        beside: &Dynamics<'o>,
        begin: Point<'_>,
    ) -> Result<Resting<'o>, ModelError> {
        let mut dynamics = self.objective.mixed(&period.setup, self.values);
        dynamics.remember(beside.memory().cloned());
        let mut start = self.come_to_rest(&period.setup, dynamics, begin, &period.name)?;
        let point = Point { time: f64::INFINITY, states: &start.rest.states, tangents: &[], past: &[] };
        rows.try_for_each(|row| self.row(period, row, point, &mut start.adjoint))?;
        Ok(start)
    }

    /// Goes back through the periods of an experiment, to the rest before if there is one.
    fn back(&mut self, mut passed: Vec<Passed<'o>>, start: Option<usize>) -> Result<(), ModelError> {
        let mut at_end = Adjoint::default();
        while let Some(mut last) = passed.pop() {
            self.turn_back(&mut last.dynamics, &last.period.setup);
            let gradient = &mut self.evaluation.gradient;
            let mut adjoint = last.backwards(at_end, gradient)?;
            let Passed { period, dynamics, .. } = &last;
            let mut by_states = vec![0.0; adjoint.states.len()];
            let before = passed.last().map(Passed::end);
            if let Some(End { setup, point, .. }) = before.or_else(|| Some(self.starts[start?].end(period))) {
                let both = (adjoint.states.as_mut_slice(), by_states.as_mut_slice());
                self.objective.enter_backwards(period, setup, self.values, point, both, gradient);
            }
            pull_start(dynamics, &adjoint.states, gradient);
            adjoint.states = by_states;
            at_end = adjoint;
        }
        if let Some(start) = start {
            let to = self.starts[start].adjoint.iter_mut();
            to.zip(&at_end.states).for_each(|(to, from)| *to += from);
        }
        Ok(())
    }

    /// Turns equations that went forward to all estimated parameters, for the way back.
    fn turn_back(&self, dynamics: &mut Dynamics<'_>, setup: &Setup) {
        let seed = |at: usize| Some((at, self.values.slopes[at]));
        dynamics.turn_back(self.objective.seeds(setup, seed));
    }

    /// The place of the state of rest under a setup, which experiments share.
    fn start(&mut self, setup: &'o Setup, name: &'o str) -> Result<usize, ModelError> {
        if let Some(at) = self.starts.iter().position(|known| known.setup.same(setup)) {
            return Ok(at);
        }
        let dynamics = self.objective.mixed(setup, self.values);
        let (states, mix) = dynamics.initial();
        let begin = Point { time: 0.0, states: &states, tangents: &mix, past: &[] };
        let start = self.come_to_rest(setup, dynamics, begin, name)?;
        self.starts.push(start);
        Ok(self.starts.len() - 1)
    }

    fn come_to_rest(
        &self,
        setup: &'o Setup,
        mut dynamics: Dynamics<'o>,
        begin: Point<'_>,
        name: &'o str,
    ) -> Result<Resting<'o>, ModelError> {
        let failed = |cause| ModelError::Solver { condition: name.to_owned(), cause };
        let rest = steady_state_recorded(&mut dynamics, self.objective.tolerances, begin).map_err(failed)?;
        self.turn_back(&mut dynamics, setup);
        let adjoint = vec![0.0; begin.states.len()];
        Ok(Resting { name, setup, dynamics, rest, adjoint })
    }

    /// Counts a row and adds its derivative by the states to `by_state`.
    fn row(
        &mut self,
        experiment: &Experiment,
        row: &MeasuredRow,
        point: Point<'_>,
        by_state: &mut [f64],
    ) -> Result<(), ModelError> {
        let found = self.outputs.simulated(experiment, row, point);
        let term = term(self.objective, experiment, row, point.time, found)?;
        self.evaluation.count(&term);
        let (by_value, by_noise, _) = term.weights();
        let scale = self.objective.problem.observables[row.observable].transformation;
        let weights = [by_value * transformation_slope(scale, found.value), by_noise];
        self.outputs.pull(experiment, row, weights, by_state, &mut self.evaluation.gradient);
        Ok(())
    }

    fn finish(mut self) -> Result<Evaluation, ModelError> {
        let gradient = &mut self.evaluation.gradient;
        for start in &mut self.starts {
            let adjoint = start.backwards(gradient)?;
            pull_start(&start.dynamics, &adjoint.states, gradient);
        }
        Ok(self.evaluation)
    }
}

/// Adds what the parameters do to the states at the start.
fn pull_start(dynamics: &Dynamics<'_>, adjoint: &[f64], gradient: &mut [f64]) {
    for (state, direction, value) in dynamics.initial_slopes() {
        gradient[direction] += adjoint[state] * value;
    }
}

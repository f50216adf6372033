use super::build::{Experiment, MeasuredRow, Setup};
use super::evaluate::Values;
use super::mapping::Source;
use super::{Objective, Simulated};
use crate::solver::Point;
use lca_kinetics::OutputFunction;

/// Evaluates the observables of one experiment after the other.
pub(super) struct Outputs<'o> {
    pub(super) objective: &'o Objective,
    values: &'o Values,
    /// For each variant and observable.
    registers: Vec<Vec<Vec<f64>>>,
}

impl<'o> Outputs<'o> {
    pub(super) fn new(objective: &'o Objective, values: &'o Values) -> Self {
        let of = |variant: &super::Variant| {
            variant.system.functions().iter().map(OutputFunction::registers).collect::<Vec<_>>()
        };
        Self { objective, values, registers: objective.variants.iter().map(of).collect() }
    }

    /// Sets what is the same for all rows of an experiment.
    pub(super) fn begin(&mut self, experiment: &Experiment) {
        let Setup { variant, sources } = &experiment.setup;
        let system = &self.objective.variants[*variant].system;
        let parameters: Vec<f64> = sources.iter().map(|source| source.value(&self.values.linear)).collect();
        for (function, registers) in system.functions().iter().zip(&mut self.registers[*variant]) {
            function.set_parameters(registers, system.states().len(), &parameters);
        }
    }

    /// Value and noise of a row.
    pub(super) fn simulated(
        &mut self,
        experiment: &Experiment,
        row: &MeasuredRow,
        point: Point<'_>,
    ) -> Simulated {
        let variant = experiment.setup.variant;
        let function = &self.objective.variants[variant].system.functions()[row.observable];
        let registers = &mut self.registers[variant][row.observable];
        for (place, source) in &row.replaced {
            let value = source.value(&self.values.linear);
            function.set_placeholder(registers, point.states.len(), *place, value);
        }
        function.set_past(registers, point.past);
        let mut out = [f64::NAN; 2];
        function.values(registers, point.time, point.states, &mut out);
        Simulated { value: out[0], noise: out[1] }
    }

    /// Adds, at the row last simulated, the derivative of `weights` times value and noise: by the
    /// states to `by_state`, by the scaled parameters at fixed states to `by_parameter`.
    pub(super) fn pull(
        &mut self,
        experiment: &Experiment,
        row: &MeasuredRow,
        weights: [f64; 2],
        by_state: &mut [f64],
        by_parameter: &mut [f64],
    ) {
        let Setup { variant, sources } = &experiment.setup;
        let system = &self.objective.variants[*variant].system;
        let function = &system.functions()[row.observable];
        let mut derivatives = function.derivatives(&mut self.registers[*variant][row.observable]);
        for (&(formula, state), value) in function.by_state().iter().zip(derivatives.by_ref()) {
            by_state[state as usize] += weights[formula as usize] * value;
        }
        for (&(formula, k), value) in function.by_parameter().iter().zip(derivatives) {
            let place = system.sensitivities()[k as usize];
            let replaced = row.replaced.iter().find(|(known, _)| *known == place);
            if let Source::Estimated(at) = replaced.map_or(sources[place], |(_, source)| *source) {
                by_parameter[at] += weights[formula as usize] * value * self.values.slopes[at];
            }
        }
    }

    /// Adds the derivatives at the row last simulated, of value and of noise.
    pub(super) fn derivatives(
        &mut self,
        experiment: &Experiment,
        row: &MeasuredRow,
        point: Point<'_>,
        out: &mut [Vec<f64>; 2],
    ) {
        let Setup { variant, sources } = &experiment.setup;
        let system = &self.objective.variants[*variant].system;
        let function = &system.functions()[row.observable];
        let registers = &mut self.registers[*variant][row.observable];
        let directions = experiment.directions.len();
        let mut derivatives = function.derivatives(registers);
        for (&(formula, state), value) in function.by_state().iter().zip(derivatives.by_ref()) {
            let tangents = &point.tangents[state as usize * directions..(state as usize + 1) * directions];
            for (&at, tangent) in experiment.directions.iter().zip(tangents) {
                out[formula as usize][at] += value * tangent;
            }
        }
        for (&(formula, k), value) in function.by_parameter().iter().zip(derivatives) {
            let place = system.sensitivities()[k as usize];
            let replaced = row.replaced.iter().find(|(known, _)| *known == place);
            if let Source::Estimated(at) = replaced.map_or(sources[place], |(_, source)| *source) {
                out[formula as usize][at] += value * self.values.slopes[at];
            }
        }
    }
}

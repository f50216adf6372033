use super::OdeSystem;

/// Computes the rates of an [`OdeSystem`] and their derivatives. One per thread.
///
/// Matrices are dense and row-major, with as many rows and columns as there are states.
#[derive(Debug, Clone)]
pub struct Evaluator<'s> {
    system: &'s OdeSystem,
    rates: Vec<f64>,
    roots: Vec<f64>,
    initial: Vec<f64>,
    triggers: Vec<f64>,
    runs: u32,
}

/// Evaluations after which they are reported to the tape, which then may become code of the machine.
const REPORT: u32 = 100;

impl<'s> Evaluator<'s> {
    /// An evaluator with all parameters unset.
    #[must_use]
    pub fn new(system: &'s OdeSystem) -> Self {
        let (rates, roots) = (system.rates.registers(), system.roots.registers());
        Self {
            system,
            rates,
            roots,
            initial: system.initial.registers(),
            triggers: system.triggers.registers(),
            runs: 0,
        }
    }

    /// The equations.
    #[must_use]
    pub const fn system(&self) -> &'s OdeSystem {
        self.system
    }

    /// Sets all parameters, in the order of [`OdeSystem::parameters`].
    pub fn set_parameters(&mut self, parameters: &[f64]) {
        let range = 1 + self.system.states.len()..1 + self.system.states.len() + self.system.parameters.len();
        self.rates[range.clone()].copy_from_slice(parameters);
        self.roots[range.clone()].copy_from_slice(parameters);
        self.triggers[range.clone()].copy_from_slice(parameters);
        self.initial[range].copy_from_slice(parameters);
        self.system.triggers.prepare(&mut self.triggers);
        self.system.rates.prepare(&mut self.rates);
        self.system.roots.prepare(&mut self.roots);
        self.system.initial.prepare(&mut self.initial);
    }

    /// The parameters as they were set.
    #[must_use]
    pub fn parameters(&self) -> &[f64] {
        let states = self.system.states.len();
        &self.rates[1 + states..1 + states + self.system.parameters.len()]
    }

    /// Sets the values of the past, in the order of [`OdeSystem::delays`].
    pub fn set_past(&mut self, past: &[f64]) {
        let range = self.system.first_past..self.system.first_past + past.len();
        for registers in [&mut self.rates, &mut self.roots, &mut self.triggers] {
            registers[range.clone()].copy_from_slice(past);
        }
    }

    /// Whether the trigger of each event holds, given the truth values of the frozen comparisons.
    pub fn triggers(&mut self, time: f64, states: &[f64], out: &mut [bool]) {
        self.triggers[0] = time;
        self.triggers[1..=states.len()].copy_from_slice(states);
        self.system.triggers.run(&mut self.triggers);
        for (holds, &at) in out.iter_mut().zip(self.system.triggers.outputs(0)) {
            let value = self.triggers[at as usize];
            *holds = value != 0.0 && !value.is_nan();
        }
    }

    /// Sets the truth value of one frozen comparison.
    pub fn set_switch(&mut self, root: usize, holds: bool) {
        let value = if holds { 1.0 } else { 0.0 };
        self.rates[self.system.first_switch + root] = value;
        self.roots[self.system.first_switch + root] = value;
        self.triggers[self.system.first_switch + root] = value;
    }

    /// The truth value of one frozen comparison.
    #[must_use]
    pub fn switch(&self, root: usize) -> bool {
        self.rates[self.system.first_switch + root] != 0.0
    }

    /// Copies the truth values of the frozen comparisons to registers of the [`super::ConstraintEquations`].
    pub fn copy_switches(&self, registers: &mut [f64]) {
        let range = self.system.first_switch..self.system.first_switch + self.system.roots();
        registers[range.clone()].copy_from_slice(&self.rates[range]);
    }

    /// The states at the start.
    pub fn initial(&self, states: &mut [f64]) {
        for (state, &at) in states.iter_mut().zip(self.system.initial.outputs(0)) {
            *state = self.initial[at as usize];
        }
    }

    /// State, index of sensitivity parameter and value of each derivative of the initial states.
    pub fn initial_derivatives(&self) -> impl Iterator<Item = (usize, usize, f64)> {
        let values = self.system.initial.outputs(1).iter().map(|&at| self.initial[at as usize]);
        self.system.initial_pattern.iter().zip(values).map(|(&(row, k), v)| (row as usize, k as usize, v))
    }

    fn place(&mut self, time: f64, states: &[f64]) {
        self.rates[0] = time;
        self.rates[1..=states.len()].copy_from_slice(states);
    }

    /// The rates.
    pub fn rates(&mut self, time: f64, states: &[f64], out: &mut [f64]) {
        self.place(time, states);
        self.runs += 1;
        if self.runs == REPORT {
            self.system.rates.used(REPORT);
            self.runs = 0;
        }
        self.system.rates.run(&mut self.rates);
        for (rate, &at) in out.iter_mut().zip(self.system.rates.outputs(0)) {
            *rate = self.rates[at as usize];
        }
    }

    /// Row, column and value of each entry of the Jacobian at the point of the last call of
    /// [`Self::rates`]; the column after the last state is time.
    pub fn jacobian(&mut self) -> impl Iterator<Item = (usize, usize, f64)> {
        self.system.rates.run_level(&mut self.rates, 1);
        entries(&self.system.jacobian, self.system.rates.outputs(1), &self.rates)
    }

    /// State, index of sensitivity parameter and value of each derivative of the rates at the point
    /// of the last call of [`Self::jacobian`].
    pub fn parameter_derivatives(&mut self) -> impl Iterator<Item = (usize, usize, f64)> {
        self.system.rates.run_level(&mut self.rates, 2);
        entries(&self.system.parameter_pattern, self.system.rates.outputs(2), &self.rates)
    }

    /// Computes the derivatives of the rates by parameters at the point of the last call of
    /// [`Self::jacobian`], for [`Self::parameter_derivative`].
    pub fn prepare_parameters(&mut self) {
        self.system.rates.run_level(&mut self.rates, 2);
    }

    /// One of [`Self::parameter_derivatives`] after [`Self::prepare_parameters`], by its place in
    /// [`Self::parameter_pattern`].
    #[must_use]
    pub fn parameter_derivative(&self, at: usize) -> f64 {
        self.rates[self.system.rates.outputs(2)[at] as usize]
    }

    /// One of [`Self::parameter_curvature`], by its place in
    /// [`Self::parameter_curvature_pattern`].
    #[must_use]
    pub fn parameter_curved(&self, at: usize) -> f64 {
        self.rates[self.system.rates.outputs(3)[self.system.curvature.len() + at] as usize]
    }

    /// State and index of sensitivity parameter of each of [`Self::parameter_derivatives`].
    #[must_use]
    pub fn parameter_pattern(&self) -> &'s [(u32, u32)] {
        &self.system.parameter_pattern
    }

    /// Entry of the Jacobian and index of sensitivity parameter of each of
    /// [`Self::parameter_curvature`].
    #[must_use]
    pub fn parameter_curvature_pattern(&self) -> &'s [(u32, u32)] {
        &self.system.parameter_curvature
    }

    /// Computes the derivatives of the Jacobian at the point of the last call of
    /// [`Self::parameter_derivatives`], for [`Self::curvature`] and [`Self::parameter_curvature`].
    pub fn prepare_curvature(&mut self) {
        self.system.rates.run_level(&mut self.rates, 3);
    }

    /// Entry of the Jacobian (in its order), column and value of each derivative of the Jacobian by
    /// states and time.
    pub fn curvature(&self) -> impl Iterator<Item = (usize, usize, f64)> {
        entries(&self.system.curvature, self.system.rates.outputs(3), &self.rates)
    }

    /// Entry of the Jacobian, index of sensitivity parameter and value of each derivative of the
    /// Jacobian by a parameter.
    pub fn parameter_curvature(&self) -> impl Iterator<Item = (usize, usize, f64)> {
        let from = self.system.curvature.len();
        entries(&self.system.parameter_curvature, &self.system.rates.outputs(3)[from..], &self.rates)
    }

    /// The pattern of the Jacobian: row and column of each entry.
    #[must_use]
    pub fn jacobian_pattern(&self) -> &'s [(u32, u32)] {
        &self.system.jacobian
    }

    /// The roots: each is positive where its comparison holds.
    pub fn roots(&mut self, time: f64, states: &[f64], out: &mut [f64]) {
        self.roots[0] = time;
        self.roots[1..=states.len()].copy_from_slice(states);
        self.system.roots.run(&mut self.roots);
        for (root, &at) in out.iter_mut().zip(self.system.roots.outputs(0)) {
            *root = self.roots[at as usize];
        }
    }

    /// Root, column (states, then time, then sensitivity parameters) and value of each derivative
    /// at the point of the last call of [`Self::roots`].
    pub fn root_derivatives(&mut self) -> impl Iterator<Item = (usize, usize, f64)> {
        self.system.roots.run_level(&mut self.roots, 1);
        entries(&self.system.root_pattern, self.system.roots.outputs(1), &self.roots)
    }
}

fn entries<'e>(
    pattern: &'e [(u32, u32)],
    outputs: &'e [u32],
    registers: &'e [f64],
) -> impl Iterator<Item = (usize, usize, f64)> + use<'e> {
    pattern.iter().zip(outputs).map(|(&(a, b), &at)| (a as usize, b as usize, registers[at as usize]))
}

use super::compile::{Columns, entries, nodes, pattern};
use crate::dag::{Dag, Id};
use crate::tape::Tape;

/// A compiled group of output formulas with their derivatives by states and sensitivity parameters.
#[derive(Debug, Clone)]
pub struct OutputFunction {
    tape: Tape,
    by_state: Vec<(u32, u32)>,
    by_parameter: Vec<(u32, u32)>,
    first_past: usize,
}

impl OutputFunction {
    /// `states` are the inputs by which it is differentiated beside the parameters.
    pub(super) fn new(dag: &mut Dag, roots: &[Id], states: &[u32], columns: &Columns) -> Self {
        let (by_state, by_parameter) =
            (entries(dag, roots, states), entries(dag, roots, &columns.parameters));
        let derivatives = [nodes(&by_state), nodes(&by_parameter)].concat();
        let changes = |slot: u32| columns.changes(slot) || columns.placeholders.contains(&slot);
        let tape = Tape::new(dag, &[roots.to_vec(), derivatives], changes);
        let first_past = columns.first_past as usize;
        Self { tape, by_state: pattern(&by_state), by_parameter: pattern(&by_parameter), first_past }
    }

    /// How many formulas there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tape.outputs(0).len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Formula and state of each derivative by a state that is not always zero.
    #[must_use]
    pub fn by_state(&self) -> &[(u32, u32)] {
        &self.by_state
    }

    /// Formula and index into [`super::OdeSystem::sensitivities`] of each derivative by a parameter
    /// that is not always zero.
    #[must_use]
    pub fn by_parameter(&self) -> &[(u32, u32)] {
        &self.by_parameter
    }

    /// Registers for the calls below; one set per thread.
    #[must_use]
    pub fn registers(&self) -> Vec<f64> {
        self.tape.registers()
    }

    /// Sets the parameters in `registers`, in the order of [`super::OdeSystem::parameters`];
    /// `states` is how many states there are.
    pub fn set_parameters(&self, registers: &mut [f64], states: usize, parameters: &[f64]) {
        registers[1 + states..1 + states + parameters.len()].copy_from_slice(parameters);
        self.tape.prepare(registers);
    }

    /// Sets one placeholder, by its place among the parameters.
    pub fn set_placeholder(&self, registers: &mut [f64], states: usize, place: usize, value: f64) {
        registers[1 + states + place] = value;
    }

    /// Sets the values of the past, in the order of [`super::OdeSystem::delays`].
    pub fn set_past(&self, registers: &mut [f64], past: &[f64]) {
        registers[self.first_past..self.first_past + past.len()].copy_from_slice(past);
    }

    /// The values of the formulas.
    pub fn values(&self, registers: &mut [f64], time: f64, states: &[f64], out: &mut [f64]) {
        registers[0] = time;
        registers[1..=states.len()].copy_from_slice(states);
        self.tape.run(registers);
        for (value, &at) in out.iter_mut().zip(self.tape.outputs(0)) {
            *value = registers[at as usize];
        }
    }

    /// The derivatives at the point of the last call of [`Self::values`], in the order of
    /// [`Self::by_state`] and then [`Self::by_parameter`].
    pub fn derivatives<'r>(&self, registers: &'r mut [f64]) -> impl Iterator<Item = f64> + use<'r, '_> {
        self.tape.run_level(registers, 1);
        let registers: &'r [f64] = registers;
        self.tape.outputs(1).iter().map(move |&at| registers[at as usize])
    }
}

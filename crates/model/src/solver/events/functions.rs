use crate::solver::{Dynamics, Equations};
use lca_kinetics::OutputFunction;

/// The formulas of an event.
#[derive(Debug, Clone, Copy)]
pub(super) enum Group {
    Timing,
    Values,
    Sizes,
}

/// Registers to compute the formulas of one event.
#[derive(Debug, Clone)]
pub(super) struct EventRegisters {
    event: usize,
    registers: [Vec<f64>; 3],
}

/// A moment that moves with the parameters.
pub(super) struct Moment<'a> {
    pub(super) time: f64,
    pub(super) states: &'a [f64],
    /// Tangents of the states as the moment moves.
    totals: Vec<f64>,
    moves: &'a [f64],
}

impl<'a> Moment<'a> {
    /// `tangents` are those at a fixed time.
    pub(super) fn new(
        time: f64,
        states: &'a [f64],
        tangents: &[f64],
        rates: &[f64],
        moves: &'a [f64],
    ) -> Self {
        let mut totals = tangents.to_vec();
        for (row, rate) in totals.chunks_exact_mut(moves.len().max(1)).zip(rates) {
            row.iter_mut().zip(moves).for_each(|(value, speed)| *value += rate * speed);
        }
        Self { time, states, totals, moves }
    }

    pub(super) fn into_totals(self) -> Vec<f64> {
        self.totals
    }
}

impl EventRegisters {
    pub(super) fn new(event: usize, dynamics: &mut Dynamics<'_>) -> Self {
        let evaluator = dynamics.evaluator();
        let equations = &evaluator.system().events()[event];
        let states = evaluator.system().states().len();
        let set = |function: &OutputFunction| {
            let mut registers = function.registers();
            function.set_parameters(&mut registers, states, evaluator.parameters());
            registers
        };
        Self { event, registers: [equations.timing(), equations.values(), equations.sizes()].map(set) }
    }

    fn values(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        group: Group,
        time: f64,
        states: &[f64],
    ) -> (&'_ mut [f64], Vec<f64>) {
        let function = function(dynamics, self.event, group);
        let registers = &mut self.registers[group as usize];
        function.set_past(registers, dynamics.past(time, states));
        let mut values = vec![f64::NAN; function.len()];
        function.values(registers, time, states, &mut values);
        (registers, values)
    }

    /// The priority; least where it is no number.
    pub(super) fn priority(&mut self, dynamics: &mut Dynamics<'_>, time: f64, states: &[f64]) -> f64 {
        let priority = self.values(dynamics, Group::Timing, time, states).1[1];
        if priority.is_nan() { f64::NEG_INFINITY } else { priority }
    }

    /// The values of a group, and their tangents as the moment moves.
    pub(super) fn compute(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        group: Group,
        moment: &Moment<'_>,
    ) -> (Vec<f64>, Vec<f64>) {
        let event = self.event;
        let (registers, values) = self.values(dynamics, group, moment.time, moment.states);
        let (n, d) = (moment.states.len(), dynamics.directions());
        let mut totals = vec![0.0; values.len() * d];
        if d == 0 {
            return (values, totals);
        }
        let function = function(dynamics, event, group);
        let mut derivatives = function.derivatives(registers);
        for (&(row, column), value) in function.by_state().iter().zip(derivatives.by_ref()) {
            let column = column as usize;
            let along = if column < n { &moment.totals[column * d..(column + 1) * d] } else { moment.moves };
            let row = row as usize * d..(row as usize + 1) * d;
            totals[row].iter_mut().zip(along).for_each(|(total, part)| *total += value * part);
        }
        for (&(row, k), value) in function.by_parameter().iter().zip(derivatives) {
            if let Some((direction, seed)) = dynamics.seed(k as usize) {
                totals[row as usize * d + direction] += value * seed;
            }
        }
        (values, totals)
    }
}

fn function<'s>(dynamics: &mut Dynamics<'s>, event: usize, group: Group) -> &'s OutputFunction {
    let equations = &dynamics.evaluator().system().events()[event];
    match group {
        Group::Timing => equations.timing(),
        Group::Values => equations.values(),
        Group::Sizes => equations.sizes(),
    }
}

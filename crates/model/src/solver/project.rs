use super::{Dynamics, Equations, SolverError};
use crate::linalg::Lu;
use lca_kinetics::ConstraintEquations;

/// Newton steps at most.
const STEPS: usize = 100;

/// Brings states to where the constraints hold, along their directions, by Newton's method with steps
/// short enough that no amount which a fast reaction moves becomes negative; then the tangents.
pub(super) fn project(
    dynamics: &mut Dynamics<'_>,
    time: f64,
    states: &mut [f64],
    tangents: &mut [f64],
) -> Result<(), SolverError> {
    let constraints = dynamics.evaluator().system().constraints();
    if constraints.is_empty() {
        return Ok(());
    }
    for &(state, constraint) in constraints.pattern() {
        if !states[state].is_finite() && !constraints.moves_amounts(constraint) {
            states[state] = 1.0;
        }
    }
    let mut point = Linear::new(dynamics, constraints);
    for _ in 0..STEPS {
        point.at(dynamics, time, states);
        let change = point.solve(&point.residuals).ok_or(SolverError::Constraint(time))?;
        let share = point.longest(states, &change);
        let mut moved = 0.0_f64;
        for (state, change) in states.iter_mut().zip(&change) {
            *state -= share * change;
            moved = moved.max(change.abs() / (state.abs() + 1e-12));
        }
        if moved.is_nan() {
            return Err(SolverError::Constraint(time));
        }
        if share == 1.0 && moved < 1e-11 {
            point.at(dynamics, time, states);
            return point.tangents(dynamics, tangents).ok_or(SolverError::Constraint(time));
        }
    }
    Err(SolverError::Constraint(time))
}

/// The constraints linearised at a point.
struct Linear<'s> {
    constraints: &'s ConstraintEquations,
    n: usize,
    registers: [Vec<f64>; 2],
    residuals: Vec<f64>,
    derivatives: Vec<f64>,
    directions: Vec<f64>,
    lu: Option<Lu>,
}

impl<'s> Linear<'s> {
    fn new(dynamics: &mut Dynamics<'s>, constraints: &'s ConstraintEquations) -> Self {
        let n = dynamics.dimension();
        let evaluator = dynamics.evaluator();
        let registers = [constraints.residuals(), constraints.directions()].map(|function| {
            let mut registers = function.registers();
            function.set_parameters(&mut registers, n, evaluator.parameters());
            registers
        });
        let residuals = vec![0.0; constraints.len()];
        let directions = vec![0.0; constraints.pattern().len()];
        Self { constraints, n, registers, residuals, derivatives: Vec::new(), directions, lu: None }
    }

    fn at(&mut self, dynamics: &mut Dynamics<'_>, time: f64, states: &[f64]) {
        let past = dynamics.past(time, states).to_vec();
        let functions = [self.constraints.residuals(), self.constraints.directions()];
        let outs = [&mut self.residuals, &mut self.directions];
        for ((function, registers), out) in functions.into_iter().zip(&mut self.registers).zip(outs) {
            function.set_past(registers, &past);
            function.values(registers, time, states, out);
        }
        self.derivatives = functions[0].derivatives(&mut self.registers[0]).collect();
        let m = self.constraints.len();
        let mut lu = Lu::new(m);
        for (&(row, state), slope) in self.constraints.residuals().by_state().iter().zip(&self.derivatives) {
            for (&(moved, constraint), change) in self.constraints.pattern().iter().zip(&self.directions) {
                if moved == state as usize {
                    lu.matrix()[row as usize * m + constraint] += slope * change;
                }
            }
        }
        self.lu = lu.factorise().then_some(lu);
    }

    /// How the states must move, in the negative, so that the residuals change by this.
    fn solve(&self, residuals: &[f64]) -> Option<Vec<f64>> {
        let mut extents = residuals.to_vec();
        self.lu.as_ref()?.solve(&mut extents);
        let mut change = vec![0.0; self.n];
        for (&(state, constraint), direction) in self.constraints.pattern().iter().zip(&self.directions) {
            change[state] += direction * extents[constraint];
        }
        Some(change)
    }

    /// The share of a step that leaves amounts positive.
    fn longest(&self, states: &[f64], change: &[f64]) -> f64 {
        let pattern = self.constraints.pattern().iter();
        let guarded = pattern.filter(|(_, constraint)| self.constraints.moves_amounts(*constraint));
        guarded.fold(1.0, |share: f64, &(state, _)| {
            let after = states[state] - change[state];
            let crosses = states[state] > 0.0 && after < -1e-12 * states[state];
            if crosses { share.min(0.9 * states[state] / change[state]) } else { share }
        })
    }

    /// Brings tangents to where the linearised constraints hold.
    fn tangents(&self, dynamics: &Dynamics<'_>, tangents: &mut [f64]) -> Option<()> {
        let (d, m) = (dynamics.directions(), self.constraints.len());
        let function = self.constraints.residuals();
        let mut slopes = vec![0.0; m * d];
        let mut derivatives = self.derivatives.iter();
        for (&(row, state), value) in function.by_state().iter().zip(derivatives.by_ref()) {
            let (row, state) = (row as usize, state as usize);
            if state < self.n {
                for k in 0..d {
                    slopes[row * d + k] += value * tangents[state * d + k];
                }
            }
        }
        for (&(row, k), value) in function.by_parameter().iter().zip(derivatives) {
            if let Some((direction, seed)) = dynamics.seed(k as usize) {
                slopes[row as usize * d + direction] += value * seed;
            }
        }
        for k in 0..d {
            let column: Vec<f64> = (0..m).map(|row| slopes[row * d + k]).collect();
            for (state, change) in self.solve(&column)?.into_iter().enumerate() {
                tangents[state * d + k] -= change;
            }
        }
        Some(())
    }
}

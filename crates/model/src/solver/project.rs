use super::events::Place;
use super::switches::Switches;
use super::{Dynamics, Equations, SolverError};
use crate::linalg::Lu;
use lca_kinetics::ConstraintEquations;

/// Newton steps at most.
const STEPS: usize = 100;

/// Sets comparisons to what they are for states on their way.
pub(super) type Follow<'f> = dyn FnMut(&mut Dynamics<'_>, &[f64]) -> Result<(), SolverError> + 'f;

/// Brings states to where the constraints hold, along their directions, by Newton's method with steps
/// short enough that no amount which a fast reaction moves becomes negative; then the tangents, which are those
/// as the time moves with the parameters by `moves`, one for each direction. Comparisons within the constraints are
/// what `follow` sets them to, which is called wherever the states have moved.
pub(super) fn project(
    dynamics: &mut Dynamics<'_>,
    Place { time, states, tangents }: Place<'_>,
    moves: &[f64],
    follow: &mut Follow<'_>,
) -> Result<(), SolverError> {
    let constraints = dynamics.evaluator().system().constraints();
    if constraints.is_empty() {
        return Ok(());
    }
    // Without a value to start from, any other will do.
    for &(state, constraint) in constraints.pattern() {
        if !states[state].is_finite() && !constraints.moves_amounts(constraint) {
            states[state] = 1.0;
        }
    }
    let mut point = Linear::new(dynamics, constraints);
    let mut pace = Pace { damping: 0.0, last: f64::INFINITY };
    for _ in 0..STEPS {
        follow(dynamics, states)?;
        point.at(dynamics, time, states);
        pace.adapt(&point);
        let change = point.step(pace.damping).ok_or(SolverError::Constraint(time))?;
        let share = point.longest(states, &change);
        let mut moved = 0.0_f64;
        for (state, change) in states.iter_mut().zip(&change) {
            *state -= share * change;
            moved = moved.max(change.abs() / (state.abs() + 1e-12));
        }
        if moved.is_nan() {
            return Err(SolverError::Constraint(time));
        }
        if share == 1.0 && moved < 1e-11 && pace.is_over() {
            point.empty(states);
            follow(dynamics, states)?;
            point.at(dynamics, time, states);
            return point.tangents(dynamics, tangents, moves).ok_or(SolverError::Constraint(time));
        }
    }
    Err(SolverError::Constraint(time))
}

/// Brings states at the start to where the constraints hold. No comparison has turned to anything yet: each is what
/// it is at the states.
pub(super) fn project_first(dynamics: &mut Dynamics<'_>, place: Place<'_>) -> Result<(), SolverError> {
    let (time, moves) = (place.time, vec![0.0; dynamics.directions()]);
    project(dynamics, place, &moves, &mut |dynamics, states| {
        Switches::new(dynamics, time, states);
        Ok(())
    })
}

/// How fast fast reactions are followed to their rest: by implicit steps in a time of their own, which
/// grow as the residuals fall and so become Newton's (switched evolution relaxation; Kelley and Keyes 1998,
/// doi:10.1137/S0036142996304796). They end where the reactions would, not at any zero of their rates.
struct Pace {
    /// The inverse of the step.
    damping: f64,
    last: f64,
}

impl Pace {
    fn adapt(&mut self, point: &Linear<'_>) {
        let norm = point.rates().fold(0.0_f64, |sum, rate| sum.max(rate.abs()));
        let slope = point.slope();
        self.damping = match self.last.is_finite() {
            false if norm > 0.0 => slope.max(f64::MIN_POSITIVE),
            false => 0.0,
            true if norm > 0.0 => self.damping * (norm / self.last).min(0.5),
            true => 0.0,
        };
        if self.damping < 1e-14 * slope {
            self.damping = 0.0;
        }
        self.last = norm;
    }

    fn is_over(&self) -> bool {
        self.damping == 0.0
    }
}

/// The constraints linearised at a point.
struct Linear<'s> {
    constraints: &'s ConstraintEquations,
    n: usize,
    registers: [Vec<f64>; 2],
    residuals: Vec<f64>,
    derivatives: Vec<f64>,
    directions: Vec<f64>,
    matrix: Vec<f64>,
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
        Self { constraints, n, registers, residuals, derivatives: Vec::new(), directions, matrix: Vec::new() }
    }

    fn at(&mut self, dynamics: &mut Dynamics<'_>, time: f64, states: &[f64]) {
        let past = dynamics.past(time, states).to_vec();
        let functions = [self.constraints.residuals(), self.constraints.directions()];
        let outs = [&mut self.residuals, &mut self.directions];
        for ((function, registers), out) in functions.into_iter().zip(&mut self.registers).zip(outs) {
            function.set_past(registers, &past);
            dynamics.evaluator().copy_switches(registers);
            function.values(registers, time, states, out);
        }
        self.derivatives = functions[0].derivatives(&mut self.registers[0]).collect();
        let m = self.constraints.len();
        self.matrix = vec![0.0; m * m];
        for (&(row, state), slope) in self.constraints.residuals().by_state().iter().zip(&self.derivatives) {
            for (&(moved, constraint), change) in self.constraints.pattern().iter().zip(&self.directions) {
                if moved == state as usize {
                    self.matrix[row as usize * m + constraint] += slope * change;
                }
            }
        }
    }

    /// The residuals that are rates of fast reactions.
    fn rates(&self) -> impl Iterator<Item = f64> {
        let all = self.residuals.iter().enumerate();
        all.filter(|(k, _)| self.constraints.moves_amounts(*k)).map(|(_, rate)| *rate)
    }

    /// The largest entry of the matrix for fast reactions, or what takes its place where it has none.
    fn slope(&self) -> f64 {
        let largest = self.matrix.iter().fold(0.0_f64, |most, entry| most.max(entry.abs()));
        if largest > 0.0 { largest } else { 1.0 }
    }

    fn step(&self, damping: f64) -> Option<Vec<f64>> {
        self.solve(&self.residuals, damping)
    }

    /// How the states must move, in the negative, so that the residuals change by this.
    fn solve(&self, residuals: &[f64], damping: f64) -> Option<Vec<f64>> {
        let m = self.constraints.len();
        let mut lu = Lu::new(m);
        lu.matrix().copy_from_slice(&self.matrix);
        for k in (0..m).filter(|&k| self.constraints.moves_amounts(k)) {
            // A fast reaction that rests whatever the amounts are stays where it is.
            let idle =
                residuals[k] == 0.0 && self.matrix[k * m..(k + 1) * m].iter().all(|entry| *entry == 0.0);
            lu.matrix()[k * m + k] -= if idle { 1.0 } else { damping };
        }
        if !lu.factorise() {
            return None;
        }
        let mut extents = residuals.to_vec();
        lu.solve(&mut extents);
        let mut change = vec![0.0; self.n];
        for (&(state, constraint), direction) in self.constraints.pattern().iter().zip(&self.directions) {
            change[state] += direction * extents[constraint];
        }
        Some(change)
    }

    /// Makes amounts zero of which rounding alone is left.
    fn empty(&self, states: &mut [f64]) {
        for constraint in (0..self.constraints.len()).filter(|&k| self.constraints.moves_amounts(k)) {
            let pattern = self.constraints.pattern().iter().filter(|(_, other)| *other == constraint);
            let moved: Vec<usize> = pattern.map(|(state, _)| *state).collect();
            let largest = moved.iter().fold(0.0_f64, |most, &state| most.max(states[state].abs()));
            for state in moved {
                if states[state].abs() <= 1e-13 * largest {
                    states[state] = 0.0;
                }
            }
        }
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
    fn tangents(&self, dynamics: &Dynamics<'_>, tangents: &mut [f64], moves: &[f64]) -> Option<()> {
        let (d, m) = (dynamics.directions(), self.constraints.len());
        let function = self.constraints.residuals();
        let mut slopes = vec![0.0; m * d];
        let mut derivatives = self.derivatives.iter();
        for (&(row, state), value) in function.by_state().iter().zip(derivatives.by_ref()) {
            let (row, state) = (row as usize, state as usize);
            // The column after the last state is time.
            let along = if state < self.n { &tangents[state * d..(state + 1) * d] } else { moves };
            let slopes = &mut slopes[row * d..(row + 1) * d];
            slopes.iter_mut().zip(along).for_each(|(slope, part)| *slope += value * part);
        }
        for (&(row, k), value) in function.by_parameter().iter().zip(derivatives) {
            if let Some((direction, seed)) = dynamics.seed(k as usize) {
                slopes[row as usize * d + direction] += value * seed;
            }
        }
        for k in 0..d {
            let column: Vec<f64> = (0..m).map(|row| slopes[row * d + k]).collect();
            for (state, change) in self.solve(&column, 0.0)?.into_iter().enumerate() {
                tangents[state * d + k] -= change;
            }
        }
        Some(())
    }
}

use super::integrate::Run;
use super::{Dynamics, Equations, Point, SolverError, Tolerances};
use crate::linalg::Lu;

/// The longest a system may take to come to rest, in its own unit of time.
const LONGEST: f64 = 1e14;

/// A slower mode than this share of the largest entry of the Jacobian counts as resting.
const SLOWEST: f64 = 1e-9;

/// Distance to rest at which the last correction is made, relative.
const NEAR: f64 = 1e-6;

/// Follows the system until it rests, with its tangents. Distance to rest is estimated by a Newton
/// step, regularised so that conserved totals stay as they are; when it is small, it is taken.
pub(crate) fn steady_state(
    dynamics: &mut Dynamics<'_>,
    tolerances: Tolerances,
    start: Point<'_>,
) -> Result<(Vec<f64>, Vec<f64>), SolverError> {
    let mut run = Run::new(dynamics, tolerances, start)?;
    loop {
        if let Some(rest) = rest(dynamics, &run, tolerances.absolute) {
            return Ok(rest);
        }
        if run.time >= LONGEST {
            return Err(SolverError::NoSteadyState(run.time));
        }
        run.step(dynamics, LONGEST)?;
        run.settle(dynamics)?;
    }
}

/// The point of rest when it is near.
fn rest(dynamics: &mut Dynamics<'_>, run: &Run, absolute: f64) -> Option<(Vec<f64>, Vec<f64>)> {
    let n = run.states.len();
    let (mut step, mut jacobian, mut by_time) = (vec![0.0; n], vec![0.0; n * n], vec![0.0; n]);
    dynamics.linearise(run.time, &run.states, &mut step, &mut jacobian, &mut by_time);
    let largest = jacobian.iter().fold(0.0_f64, |most, entry| most.max(entry.abs()));
    if by_time.iter().any(|&value| value != 0.0) {
        return None;
    }
    if largest == 0.0 {
        return step.iter().all(|&rate| rate == 0.0).then(|| (run.states.clone(), run.tangents.clone()));
    }
    let mut lu = Lu::new(n);
    for (to, from) in lu.matrix().iter_mut().zip(&jacobian) {
        *to = -from;
    }
    (0..n).for_each(|k| lu.matrix()[k * n + k] += SLOWEST * largest);
    if !lu.factorise() {
        return None;
    }
    lu.solve(&mut step);
    let near = |step: f64, size: f64| step.abs() <= NEAR * size + absolute;
    if !step.iter().zip(&run.states).all(|(&step, &state)| near(step, state.abs())) {
        return None;
    }
    let mut tangents = run.tangents.clone();
    dynamics.prepare_tangents(run.time, &run.states);
    let mut work = vec![0.0; n];
    for (direction, tangent) in tangents.chunks_exact_mut(n).enumerate() {
        dynamics.tangent_rate(direction, tangent, &mut work);
        lu.solve(&mut work);
        for ((value, step), state) in tangent.iter_mut().zip(&work).zip(&run.states) {
            if !near(*step, value.abs() + state.abs()) {
                return None;
            }
            *value += step;
        }
    }
    let states = run.states.iter().zip(&step).map(|(state, step)| state + step).collect();
    Some((states, tangents))
}

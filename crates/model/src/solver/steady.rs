use super::integrate::Run;
use super::trail::Trail;
use super::{Adjoint, Dynamics, Equations, Point, SolverError, Tolerances, backwards};
use crate::linalg::ShiftedLu;
use std::sync::Arc;

/// The longest a system may take to come to rest, in its own unit of time.
const LONGEST: f64 = 1e14;

/// Share of the largest entry of the Jacobian that is added to its diagonal, so that conserved
/// totals, which have no rate of return, stay as they are.
const SLOWEST: f64 = 1e-9;

/// Distance to rest, relative, at which integration ends and corrections begin.
const NEAR: f64 = 1e-6;

/// Corrections at most; each leaves a small share of the distance.
const CORRECTIONS: usize = 10;

/// Follows the system until it rests, with its tangents. The distance to rest is estimated by a
/// regularised Newton step; when it is small, such steps are taken until they no longer matter.
pub(crate) fn steady_state(
    dynamics: &mut Dynamics<'_>,
    tolerances: Tolerances,
    start: Point<'_>,
) -> Result<(Vec<f64>, Vec<f64>), SolverError> {
    let mut run = Run::new(dynamics, tolerances, start, None)?;
    come_to_rest(dynamics, &mut run)?;
    Ok((run.states, run.tangents))
}

fn come_to_rest(dynamics: &mut Dynamics<'_>, run: &mut Run) -> Result<(), SolverError> {
    run.leave(dynamics)?;
    while !approach(dynamics, run, run.tolerances.absolute) {
        if run.time >= LONGEST {
            return Err(SolverError::NoSteadyState(run.time));
        }
        run.step(dynamics, LONGEST)?;
        run.settle(dynamics)?;
    }
    dynamics.remember(Some(run.events.memory_of_rest()));
    Ok(())
}

/// A state of rest and how it was reached.
#[derive(Debug, Clone)]
pub(crate) struct Rest {
    pub(crate) states: Vec<f64>,
    pub(crate) tangents: Vec<f64>,
    time: f64,
    trail: Trail,
}

/// As [`steady_state`], and keeps the way for [`Rest::backwards`].
pub(crate) fn steady_state_recorded(
    dynamics: &mut Dynamics<'_>,
    tolerances: Tolerances,
    start: Point<'_>,
) -> Result<Rest, SolverError> {
    let mut run = Run::new(dynamics, tolerances, start, Some(Trail::default()))?;
    come_to_rest(dynamics, &mut run)?;
    Ok(Rest {
        states: run.states,
        tangents: run.tangents,
        time: run.time,
        trail: run.trail.unwrap_or_default(),
    })
}

impl Rest {
    /// Takes the derivative of a result by the states at rest to the start, and adds what it gathers
    /// on the way to `by_parameter`.
    ///
    /// With `M = ε - J` a correction takes tangents `s` to `M⁻¹ (ε s + f_p)`. Its transpose, applied
    /// again and again, leaves of the adjoint what belongs to conserved totals; where there are
    /// none, the way to rest does not matter.
    pub(crate) fn backwards(
        &self,
        dynamics: &mut Dynamics<'_>,
        adjoint: &mut Adjoint,
        by_parameter: &mut [f64],
    ) -> Result<(), SolverError> {
        let states = &mut adjoint.states;
        let largest = greatest(states);
        let Some((mut lu, added, _)) = regularised(dynamics, self.time, &self.states) else {
            return backwards(dynamics, &self.trail, &[], adjoint, by_parameter);
        };
        dynamics.prepare_tangents(self.time, &self.states);
        let mut ignored = vec![0.0; states.len()];
        for _ in 0..CORRECTIONS {
            let before = states.clone();
            lu.solve_transposed(states);
            dynamics.pull_rates(states, &mut ignored, by_parameter);
            states.iter_mut().for_each(|value| *value *= added);
            let moved = before.iter().zip(&*states).fold(0.0_f64, |most, (b, a)| most.max((b - a).abs()));
            if moved <= 1e-12 * largest {
                break;
            }
        }
        if greatest(states) > 1e-14 * largest {
            return backwards(dynamics, &self.trail, &[], adjoint, by_parameter);
        }
        states.fill(0.0);
        Ok(())
    }
}

fn greatest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |most, value| most.max(value.abs()))
}

/// The factors of `ε - J`, `ε`, and the rates. None where time moves the rates or there are no
/// factors.
fn regularised(dynamics: &mut Dynamics<'_>, time: f64, states: &[f64]) -> Option<(ShiftedLu, f64, Vec<f64>)> {
    let n = states.len();
    let (mut rates, mut jacobian, mut by_time) =
        (vec![0.0; n], vec![0.0; dynamics.pattern().len()], vec![0.0; n]);
    dynamics.linearise(time, states, &mut rates, &mut jacobian, &mut by_time);
    if by_time.iter().any(|&value| value != 0.0) {
        return None;
    }
    let largest = greatest(&jacobian);
    let mut lu = ShiftedLu::new(Arc::clone(dynamics.structure()));
    // Without any return rate only what does not change at all rests.
    let added = if largest > 0.0 { SLOWEST * largest } else { f64::MIN_POSITIVE };
    lu.factorise(added, &jacobian).then_some((lu, added, rates))
}

/// Goes to rest when it is near; otherwise stays and says no.
fn approach(dynamics: &mut Dynamics<'_>, run: &mut Run, absolute: f64) -> bool {
    let Some(mut correction) = Correction::new(dynamics, run) else { return false };
    if correction.distance(run, absolute) > 1.0 {
        return false;
    }
    for _ in 0..CORRECTIONS {
        let before = correction.distance(run, absolute);
        correction.take(run);
        match Correction::new(dynamics, run) {
            Some(next) if next.distance(run, absolute) < 0.9 * before => correction = next,
            _ => break,
        }
    }
    true
}

/// A step towards rest.
struct Correction {
    states: Vec<f64>,
    tangents: Vec<f64>,
}

impl Correction {
    /// None where time moves the rates or the step cannot be computed.
    fn new(dynamics: &mut Dynamics<'_>, run: &Run) -> Option<Self> {
        let (mut lu, _, mut states) = regularised(dynamics, run.time, &run.states)?;
        lu.solve(&mut states);
        let mut tangents = vec![0.0; run.tangents.len()];
        dynamics.prepare_tangents(run.time, &run.states);
        dynamics.tangent_rates(&run.tangents, &mut tangents);
        lu.solve_many(&mut tangents, dynamics.directions());
        Some(Self { states, tangents })
    }

    /// The largest part of the step over what counts as near.
    fn distance(&self, run: &Run, absolute: f64) -> f64 {
        // What is small beside the largest state is near enough; the corrections do the rest.
        let largest = run.states.iter().fold(0.0_f64, |most, state| most.max(state.abs()));
        let absolute = absolute.max(1e-3 * NEAR * largest);
        let directions = (run.tangents.len() / run.states.len().max(1)).max(1);
        let states = self.states.iter().zip(&run.states).map(|(step, state)| (step, state.abs()));
        let tangents = self.tangents.iter().zip(&run.tangents).enumerate();
        let tangents =
            tangents.map(|(at, (step, value))| (step, value.abs() + run.states[at / directions].abs()));
        states.chain(tangents).fold(0.0, |most, (step, size)| {
            let share = step.abs() / (NEAR * size + absolute);
            if share > most || share.is_nan() { share } else { most }
        })
    }

    fn take(&self, run: &mut Run) {
        run.states.iter_mut().zip(&self.states).for_each(|(value, step)| *value += step);
        run.tangents.iter_mut().zip(&self.tangents).for_each(|(value, step)| *value += step);
    }
}

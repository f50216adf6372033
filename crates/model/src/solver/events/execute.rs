use super::functions::{Group, Moment};
use super::queue::Pending;
use super::{Dynamics, Events, Place, SolverError, Switches, rates};
use crate::solver::Equations;

impl Events {
    /// Lets one event happen: all its assignments at once, then the comparisons that they touch.
    pub(super) fn execute(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        switches: &mut Switches,
        place: &mut Place<'_>,
        pending: &Pending,
    ) -> Result<(), SolverError> {
        let equations = &dynamics.evaluator().system().events()[pending.event];
        let registers = &mut self.registers[pending.event];
        let time = place.time;
        let roots = switches.at(dynamics, time, place.states);
        let before = rates(dynamics, time, place.states);
        let moment = Moment::new(time, place.states, place.tangents, &before, &pending.moves);
        let (values, slopes) = match &pending.values {
            Some(values) => values.clone(),
            None => registers.compute(dynamics, Group::Values, &moment),
        };
        // An amount is a concentration times the size that the compartment has until now.
        let (sizes, growths) = registers.compute(dynamics, Group::Sizes, &moment);
        let (d, mut totals) = (dynamics.directions(), moment.into_totals());
        for (k, &state) in equations.targets().iter().enumerate() {
            place.states[state] = values[k] * sizes[k];
            let parts = slopes[k * d..].iter().zip(&growths[k * d..]);
            for (total, (slope, growth)) in totals[state * d..(state + 1) * d].iter_mut().zip(parts) {
                *total = slope * sizes[k] + values[k] * growth;
            }
        }
        switches.renew(dynamics, &roots, time, place.states)?;
        let after = rates(dynamics, time, place.states);
        place.tangents.copy_from_slice(&totals);
        for (row, rate) in place.tangents.chunks_exact_mut(d.max(1)).zip(&after) {
            row.iter_mut().zip(&pending.moves).for_each(|(value, speed)| *value -= rate * speed);
        }
        Ok(())
    }
}

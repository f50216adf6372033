use super::functions::{Group, Moment};
use super::{Dynamics, Events, Pending, Place, SolverError, Switches, rates};
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
        let (d, mut totals) = (dynamics.directions(), moment.into_totals());
        let targets: Vec<(usize, usize)> = equations.targets().iter().copied().enumerate().collect();
        // Sizes of compartments come before the amounts that they are factors of.
        let plain = targets.iter().filter(|(k, _)| !equations.is_scaled(*k));
        for &(k, state) in plain.chain(targets.iter().filter(|(k, _)| equations.is_scaled(*k))) {
            let scaled = equations.is_scaled(k);
            let (mut size, mut growth) = (1.0, vec![0.0; d]);
            if scaled {
                let moment = Moment::with(time, place.states, totals, &pending.moves);
                let (sizes, slopes) = registers.compute(dynamics, Group::Sizes, &moment);
                totals = moment.into_totals();
                (size, growth) = (sizes[k], slopes[k * d..(k + 1) * d].to_vec());
            }
            place.states[state] = values[k] * size;
            let row = totals[state * d..(state + 1) * d].iter_mut();
            for (total, (slope, growth)) in row.zip(slopes[k * d..].iter().zip(&growth)) {
                *total = slope * size + values[k] * growth;
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

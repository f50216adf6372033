//! Events: when they are triggered, wait and happen (SBML Level 3 Version 2, section 4.12).

mod execute;
mod functions;
mod memory;

pub(crate) use memory::Memory;

use super::switches::{Switches, rates};
use super::{Dynamics, SolverError};
use functions::{EventRegisters, Group, Moment};

/// So many events at one time are taken for a circle without end.
const MOST: usize = 10_000;

/// Whether two times differ by no more than rounding.
pub(super) fn same_moment(a: f64, b: f64) -> bool {
    (a - b).abs() <= 4.0 * f64::EPSILON * a.abs().max(b.abs())
}

/// The events of a run.
#[derive(Debug, Clone)]
pub(super) struct Events {
    registers: Vec<EventRegisters>,
    holds: Vec<bool>,
    pending: Vec<Pending>,
    triggered: usize,
    last: f64,
    executed: usize,
}

/// An event that was triggered and has not yet happened.
#[derive(Debug, Clone)]
struct Pending {
    event: usize,
    time: f64,
    /// The derivative of its time along each direction.
    moves: Vec<f64>,
    /// The new values and their tangents, where those of the time of the trigger count.
    values: Option<(Vec<f64>, Vec<f64>)>,
    /// Events of one priority happen in the order of these, those without a priority in the order in which
    /// they were triggered.
    number: usize,
    lot: u64,
}

/// A number that looks drawn at random, the same in each run (the finaliser of SplitMix64; Steele, Lea and
/// Flood 2014, doi:10.1145/2660193.2660195): equal priorities must not always favour the same event.
const fn lot(number: usize) -> u64 {
    let mixed = (number as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// Time, states and tangents that events change.
pub(super) struct Place<'a> {
    pub(super) time: f64,
    pub(super) states: &'a mut [f64],
    pub(super) tangents: &'a mut [f64],
}

impl Events {
    pub(super) fn new(dynamics: &mut Dynamics<'_>) -> Self {
        let equations = dynamics.evaluator().system().events();
        Self {
            registers: (0..equations.len()).map(|event| EventRegisters::new(event, dynamics)).collect(),
            holds: equations.iter().map(lca_kinetics::EventEquations::initial_value).collect(),
            pending: Vec::new(),
            triggered: 0,
            last: f64::NEG_INFINITY,
            executed: 0,
        }
    }

    /// When the next of those already triggered happens.
    pub(super) fn due(&self) -> Option<f64> {
        self.pending.iter().map(|pending| pending.time).min_by(f64::total_cmp)
    }

    /// Triggers what the truth values now trigger and lets all happen that is due, one after the other by
    /// priority. `moves` is how the time moves along each direction. Says whether any happened.
    pub(super) fn happen(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        switches: &mut Switches,
        place: &mut Place<'_>,
        moves: &[f64],
    ) -> Result<bool, SolverError> {
        let mut any = false;
        if self.registers.is_empty() {
            return Ok(any);
        }
        self.trigger(dynamics, place, moves)?;
        while let Some(at) = self.first(dynamics, place) {
            self.executed = if place.time > self.last { 0 } else { self.executed + 1 };
            self.last = place.time;
            if self.executed > MOST {
                return Err(SolverError::Chattering(place.time));
            }
            let pending = self.pending.remove(at);
            self.execute(dynamics, switches, place, &pending)?;
            self.trigger(dynamics, place, &pending.moves)?;
            any = true;
        }
        Ok(any)
    }

    fn trigger(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        place: &Place<'_>,
        moves: &[f64],
    ) -> Result<(), SolverError> {
        let before = self.holds.clone();
        dynamics.triggers(place.time, place.states, &mut self.holds);
        let changes = before.iter().zip(&self.holds).enumerate();
        let changed: Vec<(usize, bool)> = changes
            .filter(|(_, (before, now))| before != now)
            .map(|(event, (_, &now))| (event, now))
            .collect();
        for (event, rises) in changed {
            if rises {
                let pending = self.triggered(dynamics, event, place, moves)?;
                self.pending.push(pending);
            } else if !dynamics.evaluator().system().events()[event].persistent() {
                self.pending.retain(|pending| pending.event != event);
            }
        }
        Ok(())
    }

    fn triggered(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        event: usize,
        place: &Place<'_>,
        moves: &[f64],
    ) -> Result<Pending, SolverError> {
        let equations = &dynamics.evaluator().system().events()[event];
        let rates = rates(dynamics, place.time, place.states);
        let moment = Moment::new(place.time, place.states, place.tangents, &rates, moves);
        let number = self.triggered;
        let mut pending = Pending {
            event,
            time: place.time,
            moves: moves.to_vec(),
            values: None,
            number,
            lot: lot(number),
        };
        self.triggered += 1;
        let registers = &mut self.registers[event];
        if equations.delayed() {
            let (timing, tangents) = registers.compute(dynamics, Group::Timing, &moment);
            if timing[0].is_nan() || timing[0] < 0.0 {
                return Err(SolverError::Delay(place.time));
            }
            pending.time += timing[0];
            pending.moves.iter_mut().zip(&tangents).for_each(|(speed, delay)| *speed += delay);
        }
        if equations.values_at_trigger() {
            pending.values = Some(registers.compute(dynamics, Group::Values, &moment));
        }
        Ok(pending)
    }

    /// Which of those waiting comes first of all that are due.
    fn first(&mut self, dynamics: &mut Dynamics<'_>, place: &Place<'_>) -> Option<usize> {
        let is_due = |pending: &Pending| pending.time <= place.time || same_moment(pending.time, place.time);
        let due: Vec<usize> = (0..self.pending.len()).filter(|&at| is_due(&self.pending[at])).collect();
        if due.len() < 2 {
            return due.first().copied();
        }
        let mut best: Option<(f64, usize)> = None;
        for at in due {
            let registers = &mut self.registers[self.pending[at].event];
            let priority = registers.priority(dynamics, place.time, place.states);
            let order = |at: usize| match self.pending.get(at) {
                Some(pending) if priority > f64::NEG_INFINITY => (pending.lot, pending.number),
                Some(pending) => (0, pending.number),
                None => (0, 0),
            };
            let earlier = |other: usize| order(at) < order(other);
            if best.is_none_or(|(most, other)| priority > most || (priority == most && earlier(other))) {
                best = Some((priority, at));
            }
        }
        best.map(|(_, at)| at)
    }
}

//! Events: when they are triggered, wait and happen (SBML Level 3 Version 2, section 4.12).

mod execute;
mod functions;
mod memory;
mod queue;

pub(crate) use memory::Memory;
pub(super) use queue::Queue;

use super::switches::{Switches, rates};
use super::{Dynamics, SolverError};
use functions::{EventRegisters, Group, Moment};
use queue::Pending;

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
    pub(super) queue: Queue,
    /// Those that were triggered or happened at the last moment, for the adjoint.
    touched: Vec<usize>,
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
            queue: Queue::new(equations.iter().map(lca_kinetics::EventEquations::initial_value).collect()),
            touched: Vec::new(),
        }
    }

    /// When the next of those already triggered happens.
    pub(super) fn due(&self) -> Option<f64> {
        self.queue.pending.iter().map(|pending| pending.time).min_by(f64::total_cmp)
    }

    /// Whether one of those already triggered happens at a time.
    pub(super) fn is_due(&self, time: f64) -> bool {
        self.queue.pending.iter().any(|pending| pending.is_due(time))
    }

    /// Whether nothing is triggered or happens at a point.
    pub(super) fn are_quiet(&self, dynamics: &mut Dynamics<'_>, time: f64, states: &[f64]) -> bool {
        if self.registers.is_empty() {
            return true;
        }
        let mut holds = self.queue.holds.clone();
        dynamics.triggers(time, states, &mut holds);
        holds == self.queue.holds && !self.is_due(time)
    }

    /// The events that were triggered or happened at the last moment.
    pub(super) fn touched(&self) -> &[usize] {
        &self.touched
    }

    /// Triggers what the truth values now trigger and lets all happen that is due, one after the other by
    /// priority. `moves` is how the time moves along each direction. Gives how the time of the last that
    /// happened moves.
    pub(super) fn happen(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        switches: &mut Switches,
        place: &mut Place<'_>,
        moves: &[f64],
    ) -> Result<Option<Vec<f64>>, SolverError> {
        let mut last = None;
        self.touched.clear();
        if self.registers.is_empty() {
            return Ok(last);
        }
        self.trigger(dynamics, place, moves)?;
        while let Some(at) = self.first(dynamics, place) {
            if self.queue.count(place.time) > MOST {
                return Err(SolverError::Chattering(place.time));
            }
            let pending = self.queue.pending.remove(at);
            self.touched.push(pending.event);
            self.execute(dynamics, switches, place, &pending)?;
            self.trigger(dynamics, place, &pending.moves)?;
            last = Some(pending.moves);
        }
        Ok(last)
    }

    fn trigger(
        &mut self,
        dynamics: &mut Dynamics<'_>,
        place: &Place<'_>,
        moves: &[f64],
    ) -> Result<(), SolverError> {
        let before = self.queue.holds.clone();
        dynamics.triggers(place.time, place.states, &mut self.queue.holds);
        let changes = before.iter().zip(&self.queue.holds).enumerate();
        let changed: Vec<(usize, bool)> = changes
            .filter(|(_, (before, now))| before != now)
            .map(|(event, (_, &now))| (event, now))
            .collect();
        for (event, rises) in changed {
            if rises {
                let pending = self.triggered(dynamics, event, place, moves)?;
                self.queue.pending.push(pending);
                self.touched.push(event);
            } else if !dynamics.evaluator().system().events()[event].persistent() {
                self.queue.pending.retain(|pending| pending.event != event);
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
        let number = self.queue.triggered;
        let mut pending = Pending {
            event,
            time: place.time,
            moves: moves.to_vec(),
            values: None,
            number,
            lot: lot(number),
        };
        self.queue.triggered += 1;
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
        let waiting = &self.queue.pending;
        let due: Vec<usize> = (0..waiting.len()).filter(|&at| waiting[at].is_due(place.time)).collect();
        if due.len() < 2 {
            return due.first().copied();
        }
        let mut best: Option<(f64, usize)> = None;
        for at in due {
            let registers = &mut self.registers[waiting[at].event];
            let priority = registers.priority(dynamics, place.time, place.states);
            let order = |at: usize| match waiting.get(at) {
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

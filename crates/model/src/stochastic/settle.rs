use super::state::{Clock, Pending, Run};
use crate::ModelError;
use rand::RngExt;

/// Events at one time; more is taken for a circle of events that trigger each other.
const MAX_EVENTS: usize = 100_000;

impl Run<'_> {
    /// After a jump or at a crossing: turns switches and clocks, and lets the events happen that are due
    /// (SBML Level 3 Version 2, section 4.11).
    pub(super) fn settle(&mut self) -> Result<(), ModelError> {
        if self.plan.events.is_empty() && self.plan.system.switches().is_empty() && self.clocks.is_empty() {
            return Ok(());
        }
        self.at(self.time);
        for _ in 0..MAX_EVENTS {
            self.turn_switches();
            self.set_clocks();
            self.trigger()?;
            match self.next_due() {
                Some(at) => self.happen(at)?,
                None => return self.find_crossing(),
            }
        }
        let what = "events trigger each other without end; give one of them a delay".to_owned();
        Err(self.failed("an event".to_owned(), what))
    }

    fn turn_switches(&mut self) {
        let plan = self.plan;
        for switch in plan.system.switches() {
            let margin = self.value(switch.margin);
            let holds = f64::from(u8::from(margin > 0.0 || (margin == 0.0 && switch.inclusive)));
            let register = &mut self.registers[switch.slot as usize];
            self.stale |= *register != holds;
            *register = holds;
        }
    }

    /// Sets the clocks' rates from now on.
    fn set_clocks(&mut self) {
        let plan = self.plan;
        for (at, &(slot, rate)) in plan.system.clocks().iter().enumerate() {
            let value = self.registers[slot as usize];
            self.clocks[at] = Clock { since: self.time, value, rate: self.value(rate) };
        }
    }

    fn trigger(&mut self) -> Result<(), ModelError> {
        let plan = self.plan;
        for (at, event) in plan.events.iter().enumerate() {
            let holds = self.value(event.trigger) != 0.0;
            let held = std::mem::replace(&mut self.triggers[at], holds);
            if holds && !held {
                let pending = self.triggered(at)?;
                self.pending.push(pending);
            } else if !holds && held && !event.persistent {
                self.pending.retain(|pending| pending.event != at);
            }
        }
        Ok(())
    }

    fn triggered(&mut self, at: usize) -> Result<Pending, ModelError> {
        let event = self.event(at);
        let delay = match &event.delay {
            Some(delay) => self.timed(delay, &event.name)?,
            None => 0.0,
        };
        if delay.is_nan() || delay < 0.0 {
            return Err(
                self.failed(event.name.clone(), format!("its delay is {delay}; it must not be negative"))
            );
        }
        let values = if event.early { Some(self.new_values(at)?) } else { None };
        Ok(Pending { event: at, due: self.time + delay, values })
    }

    fn new_values(&mut self, at: usize) -> Result<Vec<f64>, ModelError> {
        let event = self.event(at);
        event.assignments.iter().map(|assignment| self.timed(&assignment.value, &event.name)).collect()
    }

    /// The pending event that happens next at this time: of the highest priority, at random among equals
    /// that state one.
    fn next_due(&mut self) -> Option<usize> {
        let mut best: Vec<usize> = Vec::new();
        let mut highest = f64::NEG_INFINITY;
        for at in (0..self.pending.len()).filter(|&at| self.pending[at].due <= self.time).collect::<Vec<_>>()
        {
            let event = self.event(self.pending[at].event);
            let priority = event.priority.as_ref().map(|priority| self.value(priority.value));
            match priority {
                Some(priority) if priority > highest => (highest, best) = (priority, vec![at]),
                Some(priority) if priority == highest => best.push(at),
                None if best.is_empty() => best.push(at),
                _ => {}
            }
        }
        match best.as_slice() {
            [] => None,
            [one] => Some(*one),
            many if highest > f64::NEG_INFINITY => Some(many[self.rng.random_range(0..many.len())]),
            [first, ..] => Some(*first),
        }
    }

    fn happen(&mut self, at: usize) -> Result<(), ModelError> {
        let pending = self.pending.remove(at);
        let event = self.event(pending.event);
        let values = match pending.values {
            Some(values) => values,
            None => self.new_values(pending.event)?,
        };
        for (assignment, value) in event.assignments.iter().zip(values) {
            let name = || format!("{}, which sets `{}`,", event.name, assignment.symbol);
            self.set(assignment.slot, value).map_err(|what| self.failed(name(), what))?;
        }
        self.stale = true;
        Ok(())
    }

    fn find_crossing(&mut self) -> Result<(), ModelError> {
        self.crossing = self.pending.iter().map(|pending| pending.due).fold(f64::INFINITY, f64::min);
        self.crosses = None;
        for at in 0..self.plan.system.switches().len() {
            let when = self.turns_at(at);
            if when < self.crossing {
                (self.crossing, self.crosses) = (when, Some(at));
            }
        }
        self.at(self.time);
        Ok(())
    }

    /// The first representable time after now at which a switch stands the other way.
    fn turns_at(&mut self, at: usize) -> f64 {
        let switch = self.plan.system.switches()[at];
        let holds = self.registers[switch.slot as usize] != 0.0;
        let (now, step) = (self.time, self.time.abs().max(1.0));
        let margin = self.margin(at, now);
        let slope = (self.margin(at, now + step) - margin) / step;
        let root = now - margin / slope;
        if !root.is_finite() || (slope < 0.0) != holds {
            return f64::INFINITY;
        }
        let mut turned = |time: f64| {
            let margin = self.margin(at, time);
            (margin > 0.0 || (margin == 0.0 && switch.inclusive)) != holds
        };
        // Rounding puts the root a little aside.
        let mut time = root.max(now.next_up());
        let mut further = time.next_up() - time;
        while !turned(time) && further < step {
            (time, further) = (time + further, 2.0 * further);
        }
        for _ in 0..8 {
            let before = time.next_down();
            if before <= now || !turned(before) {
                break;
            }
            time = before;
        }
        time
    }

    fn margin(&mut self, switch: usize, time: f64) -> f64 {
        self.at(time);
        self.value(self.plan.system.switches()[switch].margin)
    }
}

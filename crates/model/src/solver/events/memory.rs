use super::Events;
use super::queue::Pending;
use crate::solver::Dynamics;

/// What events carry from one period of an experiment to the next: which triggers hold, and what
/// was triggered and has not yet happened.
#[derive(Debug, Clone)]
pub(crate) struct Memory {
    holds: Vec<bool>,
    pending: Vec<Pending>,
}

impl Events {
    /// The events as they were at the end of the period before, if there was one.
    pub(in crate::solver) fn resume(mut self, dynamics: &Dynamics<'_>) -> Self {
        if let Some(memory) = dynamics.memory()
            && memory.holds.len() == self.queue.holds.len()
        {
            let queue = &mut self.queue;
            queue.triggered = memory.pending.iter().map(|pending| pending.number + 1).max().unwrap_or(0);
            queue.holds.clone_from(&memory.holds);
            queue.pending.clone_from(&memory.pending);
        }
        self
    }

    /// What the next period needs to know.
    pub(in crate::solver) fn memory(&self) -> Memory {
        Memory { holds: self.queue.holds.clone(), pending: self.queue.pending.clone() }
    }

    /// The same after rest, of whose time nothing is left: what still waits never happens.
    pub(in crate::solver) fn memory_of_rest(&self) -> Memory {
        Memory { pending: Vec::new(), ..self.memory() }
    }
}

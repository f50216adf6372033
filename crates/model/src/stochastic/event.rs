use super::derive::is_amount;
use super::request::{Requests, Timed, TimedRequest};
use crate::ModelError;
use lca_kinetics::{Event, Expr, JumpSystem, Network, Program, Rule};

/// A compiled event.
#[derive(Debug, Clone)]
pub(super) struct EventPlan {
    pub(super) name: String,
    pub(super) trigger: Program,
    pub(super) initial_value: bool,
    pub(super) persistent: bool,
    /// Whether new values are computed when it is triggered.
    pub(super) early: bool,
    pub(super) delay: Option<Timed>,
    pub(super) priority: Option<Timed>,
    pub(super) assignments: Vec<Assignment>,
}

/// What an event sets.
#[derive(Debug, Clone)]
pub(super) struct Assignment {
    pub(super) symbol: String,
    pub(super) slot: u32,
    pub(super) value: Timed,
}

/// An event whose formulas are to be compiled.
pub(super) struct EventRequest {
    at: usize,
    pub(super) trigger: usize,
    delay: Option<TimedRequest>,
    priority: Option<TimedRequest>,
    assignments: Vec<(String, TimedRequest)>,
}

/// What messages call an event.
pub(super) fn name(network: &Network, at: usize) -> String {
    match network.events.get(at).and_then(|event| event.id.as_ref()) {
        Some(id) => format!("event `{id}`"),
        None => format!("event number {}", at + 1),
    }
}

/// Asks for the formulas of all events that can happen.
pub(super) fn request(
    network: &Network,
    requests: &mut Requests<'_>,
) -> Result<Vec<EventRequest>, ModelError> {
    let mut found = Vec::new();
    for (at, event) in network.events.iter().enumerate() {
        let Some(trigger) = &event.trigger else { continue };
        let name = name(network, at);
        let trigger = requests.steady(&format!("trigger of {name}"), trigger.clone());
        let mut timed = |what: &str, formula: &Option<Expr>| {
            let place = format!("{what} of {name}");
            formula.as_ref().map(|formula| requests.timed(&place, formula)).transpose()
        };
        let delay = timed("delay", &event.delay)?;
        let priority = timed("priority", &event.priority)?;
        let mut assignments = Vec::new();
        for (symbol, value) in &event.assignments {
            let place = format!("assignment to `{symbol}` in {name}");
            let value = requests.timed(&place, &as_variable(network, symbol, value))?;
            assignments.push((symbol.clone(), value));
        }
        found.push(EventRequest { at, trigger, delay, priority, assignments });
    }
    Ok(found)
}

/// The value as the variable holds it: amounts for concentrations, but under a rate rule.
fn as_variable(network: &Network, symbol: &str, value: &Expr) -> Expr {
    let ruled = matches!(network.rule(symbol), Some(Rule::Rate { .. }));
    match network.species(symbol) {
        Some(species) if !ruled && !is_amount(network, species) => {
            Expr::product([value.clone(), Expr::symbol(&species.compartment)])
        }
        _ => value.clone(),
    }
}

impl EventRequest {
    pub(super) fn compiled(self, network: &Network, system: &JumpSystem, free: &[String]) -> EventPlan {
        let event: &Event = &network.events[self.at];
        let slot = |symbol: &str| {
            let at = system.variables().iter().position(|known| known == symbol).unwrap_or(0);
            1 + at as u32
        };
        let assignment = |(symbol, value): (String, TimedRequest)| Assignment {
            slot: slot(&symbol),
            symbol,
            value: value.compiled(system, free),
        };
        EventPlan {
            name: name(network, self.at),
            trigger: system.steady()[self.trigger],
            initial_value: event.initial_value,
            persistent: event.persistent,
            early: event.use_values_from_trigger_time,
            delay: self.delay.map(|delay| delay.compiled(system, free)),
            priority: self.priority.map(|priority| priority.compiled(system, free)),
            assignments: self.assignments.into_iter().map(assignment).collect(),
        }
    }
}

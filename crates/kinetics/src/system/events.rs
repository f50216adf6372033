use super::OutputFunction;
use super::compile::Columns;
use super::inputs::Kind;
use super::lower::Lowering;
use super::scope::When;
use crate::dag::{Dag, Id};
use crate::{Event, Expr, KineticsError};

/// An event of compiled equations. What it needs is computed by [`OutputFunction`]s, which are also
/// differentiated by time (the column after the last state).
#[derive(Debug, Clone)]
pub struct EventEquations {
    pub(super) name: String,
    pub(super) initial_value: bool,
    pub(super) persistent: bool,
    pub(super) values_at_trigger: bool,
    pub(super) delayed: bool,
    pub(super) targets: Vec<usize>,
    pub(super) timing: OutputFunction,
    pub(super) values: OutputFunction,
    pub(super) sizes: OutputFunction,
}

impl EventEquations {
    /// Its identifier, or which one it is.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The trigger's value before the start.
    #[must_use]
    pub const fn initial_value(&self) -> bool {
        self.initial_value
    }

    /// Whether it still happens when the trigger turns false before it did.
    #[must_use]
    pub const fn persistent(&self) -> bool {
        self.persistent
    }

    /// Whether the new values are those at the time of the trigger.
    #[must_use]
    pub const fn values_at_trigger(&self) -> bool {
        self.values_at_trigger
    }

    /// Whether it has a delay.
    #[must_use]
    pub const fn delayed(&self) -> bool {
        self.delayed
    }

    /// The states it sets.
    #[must_use]
    pub fn targets(&self) -> &[usize] {
        &self.targets
    }

    /// Delay (0 without one) and priority (minus infinity without one).
    #[must_use]
    pub const fn timing(&self) -> &OutputFunction {
        &self.timing
    }

    /// The new value of the symbol of each target.
    #[must_use]
    pub const fn values(&self) -> &OutputFunction {
        &self.values
    }

    /// For each target the factor between the value of its symbol and the state: the size that a
    /// species' compartment has before the event, or 1.
    #[must_use]
    pub const fn sizes(&self) -> &OutputFunction {
        &self.sizes
    }
}

/// What messages call an event.
pub(super) fn place(event: &Event, at: usize) -> String {
    match &event.id {
        Some(id) => format!("event `{id}`"),
        None => format!("event number {}", at + 1),
    }
}

/// The formulas of an event as nodes.
pub(super) struct Lowered<'n> {
    event: &'n Event,
    name: String,
    pub(super) trigger: Id,
    timing: Vec<Id>,
    targets: Vec<usize>,
    values: Vec<Id>,
    sizes: Vec<Id>,
}

pub(super) fn lower<'n>(
    lowering: &mut Lowering<'n>,
    dag: &mut Dag,
) -> Result<Vec<Lowered<'n>>, KineticsError> {
    let network = lowering.network;
    let mut found = Vec::new();
    for (at, event) in network.events.iter().enumerate() {
        if let Some(trigger) = &event.trigger {
            found.push(one(lowering, dag, event, trigger, place(event, at))?);
        }
    }
    Ok(found)
}

fn one<'n>(
    lowering: &mut Lowering<'n>,
    dag: &mut Dag,
    event: &'n Event,
    trigger: &Expr,
    name: String,
) -> Result<Lowered<'n>, KineticsError> {
    let mut formula = |dag: &mut Dag, expr: &Option<Expr>, what: &str, none: f64| match expr {
        Some(expr) => lowering.formula(dag, When::Now, expr, &format!("{what} of {name}"), None),
        None => Ok(dag.constant(none)),
    };
    let delay = formula(dag, &event.delay, "delay", 0.0)?;
    let priority = formula(dag, &event.priority, "priority", f64::NEG_INFINITY)?;
    let trigger = lowering.formula(dag, When::Now, trigger, &format!("trigger of {name}"), None)?;
    let (mut targets, mut values, mut sizes) = (Vec::new(), Vec::new(), Vec::new());
    for (id, value) in &event.assignments {
        let place = format!("assignment to `{id}` of {name}");
        let value = lowering.formula(dag, When::Now, value, &place, None)?;
        // What an algebraic rule determines is no state: the rule sets it at once.
        let Some(target) = lowering.inputs.state_place(id) else { continue };
        let size = match (lowering.inputs.states[target].1, lowering.network.species(id)) {
            (Kind::Amount, Some(species)) => lowering.factor(dag, When::Now, species)?,
            _ => dag.constant(1.0),
        };
        targets.push(target);
        values.push(value);
        sizes.push(size);
    }
    Ok(Lowered { event, name, trigger, timing: vec![delay, priority], targets, values, sizes })
}

impl Lowered<'_> {
    pub(super) fn compile(self, dag: &mut Dag, columns: &Columns) -> EventEquations {
        let mut function = |roots: &[Id]| OutputFunction::new(dag, roots, &columns.variables, columns);
        EventEquations {
            name: self.name,
            initial_value: self.event.initial_value,
            persistent: self.event.persistent,
            values_at_trigger: self.event.use_values_from_trigger_time,
            delayed: self.event.delay.is_some(),
            targets: self.targets,
            timing: function(&self.timing),
            values: function(&self.values),
            sizes: function(&self.sizes),
        }
    }
}

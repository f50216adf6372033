use crate::dag::{Dag, Id};
use crate::{CompileOptions, Initial, KineticsError, Network, Rule, Species};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// How a state stands for its symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The amount of a species; its symbol may be a concentration.
    Amount,
    /// The symbol itself.
    Symbol,
}

/// The symbols that algebraic rules determine, in the order of the rules.
#[derive(Debug, Clone)]
pub(super) enum Determined {
    /// By a formula.
    ByFormula(Vec<String>),
    /// As states which constraints hold.
    ByConstraint(Vec<String>),
}

impl Determined {
    fn ids(&self) -> impl Iterator<Item = &String> {
        let (Self::ByFormula(ids) | Self::ByConstraint(ids)) = self;
        ids.iter()
    }
}

/// The inputs of the equations, in the order of their registers: time, states, parameters.
#[derive(Debug)]
pub(super) struct Inputs {
    pub(super) time: Id,
    pub(super) states: Vec<(String, Kind, Id)>,
    pub(super) parameters: Vec<(String, f64, Id)>,
    by_state: BTreeMap<String, usize>,
    by_parameter: BTreeMap<String, usize>,
}

impl Inputs {
    /// `determined` are the symbols that algebraic rules determine.
    pub(super) fn new(
        dag: &mut Dag,
        network: &Network,
        options: &CompileOptions,
        determined: &Determined,
    ) -> Self {
        let time = dag.input();
        let mut states: Vec<(String, Kind, Id)> = Vec::new();
        for (id, kind) in states_of(network, determined) {
            states.push((id, kind, dag.input()));
        }
        let settable = settable(network, options);
        let parameters: Vec<_> = settable.into_iter().map(|(id, value)| (id, value, dag.input())).collect();
        let by_state = states.iter().enumerate().map(|(at, state)| (state.0.clone(), at)).collect();
        let by_parameter = parameters.iter().enumerate().map(|(at, p)| (p.0.clone(), at)).collect();
        Self { time, states, parameters, by_state, by_parameter }
    }

    /// The place of a state.
    pub(super) fn state_place(&self, id: &str) -> Option<usize> {
        self.by_state.get(id).copied()
    }

    pub(super) fn state(&self, id: &str) -> Option<(Kind, Id)> {
        self.by_state.get(id).map(|&at| (self.states[at].1, self.states[at].2))
    }

    pub(super) fn place(&self, id: &str) -> Option<usize> {
        self.by_parameter.get(id).copied()
    }

    pub(super) fn parameter(&self, id: &str) -> Option<Id> {
        self.place(id).map(|at| self.parameters[at].2)
    }
}

/// Species whose amounts reactions change.
pub(super) fn reacting(network: &Network) -> impl Iterator<Item = &Species> {
    let mut changed = BTreeSet::new();
    for reaction in network.reactions.iter().filter(|reaction| reaction.rate.is_some()) {
        changed.extend(reaction.reactants.iter().chain(&reaction.products).map(|r| r.species.as_str()));
    }
    (network.species.iter())
        .filter(move |s| changed.contains(s.id.as_str()) && !s.boundary_condition && !s.constant)
}

/// What reactions change, then what rate rules change, then what only events change, then what constraints
/// determine.
fn states_of(network: &Network, determined: &Determined) -> Vec<(String, Kind)> {
    let ruled = |id: &str| network.rule(id).is_some();
    let mut states: Vec<(String, Kind)> =
        reacting(network).filter(|s| !ruled(&s.id)).map(|s| (s.id.clone(), Kind::Amount)).collect();
    let set: Vec<&str> =
        network.events.iter().flat_map(|event| &event.assignments).map(|(id, _)| id.as_str()).collect();
    states.extend(network.rules.iter().filter_map(|rule| match rule {
        // Amounts stay when an event changes the size of the compartment.
        Rule::Rate { variable, .. } => match network.species(variable) {
            Some(species) if set.contains(&species.compartment.as_str()) => {
                Some((variable.clone(), Kind::Amount))
            }
            _ => Some((variable.clone(), Kind::Symbol)),
        },
        Rule::Assignment { .. } => None,
    }));
    for id in set {
        if !states.iter().any(|(known, _)| known == id)
            && !determined.ids().any(|known| known == id)
            && !ruled(id)
        {
            let kind = if network.species(id).is_some() { Kind::Amount } else { Kind::Symbol };
            states.push((id.to_owned(), kind));
        }
    }
    if let Determined::ByConstraint(ids) = determined {
        states.extend(ids.iter().map(|id| (id.clone(), Kind::Symbol)));
    }
    states
}

/// Identifiers and values of all that can be set.
fn settable(network: &Network, options: &CompileOptions) -> Vec<(String, f64)> {
    let overrides: HashSet<&str> = options.overrides.iter().map(String::as_str).collect();
    let given: HashSet<&str> = (network.initial_assignments.iter().map(|(id, _)| id.as_str()))
        .chain(network.rules.iter().filter_map(|rule| match rule {
            Rule::Assignment { variable, .. } => Some(variable.as_str()),
            Rule::Rate { .. } => None,
        }))
        .filter(|id| !overrides.contains(id))
        .collect();
    let mut list = Vec::new();
    let mut push = |id: &str, value: f64| {
        if !given.contains(id) {
            list.push((id.to_owned(), if overrides.contains(id) { f64::NAN } else { value }));
        }
    };
    for compartment in &network.compartments {
        push(&compartment.id, compartment.size.unwrap_or(f64::NAN));
    }
    for species in &network.species {
        push(
            &species.id,
            match species.initial {
                Initial::Amount(value) | Initial::Concentration(value) => value,
                Initial::Unknown => f64::NAN,
            },
        );
    }
    for parameter in &network.parameters {
        push(&parameter.id, parameter.value.unwrap_or(f64::NAN));
    }
    for reaction in &network.reactions {
        for local in &reaction.local_parameters {
            list.push((format!("{}.{}", reaction.id, local.id), local.value.unwrap_or(f64::NAN)));
        }
    }
    list.extend(options.extra.iter().map(|id| (id.clone(), f64::NAN)));
    list
}

/// Checks that each identifier names one thing and that each value is determined once.
pub(super) fn check(network: &Network, options: &CompileOptions) -> Result<(), KineticsError> {
    let mut seen = HashSet::new();
    for id in network.symbols().chain(options.extra.iter().map(String::as_str)) {
        if !seen.insert(id) {
            return Err(KineticsError::Duplicate(id.to_owned()));
        }
    }
    let mut ruled = HashSet::new();
    for rule in &network.rules {
        if !ruled.insert(rule.variable()) {
            return Err(overdetermined(rule.variable(), "by one rule", "by another"));
        }
        if !seen.contains(rule.variable()) {
            let place = format!("rule for `{}`", rule.variable());
            return Err(KineticsError::UnknownSymbol { symbol: rule.variable().to_owned(), place });
        }
    }
    let mut assigned = HashSet::new();
    for (id, _) in &network.initial_assignments {
        if !assigned.insert(id.as_str()) {
            return Err(overdetermined(id, "by one initial assignment", "by another"));
        }
        if !seen.contains(id.as_str()) {
            let place = format!("initial assignment for `{id}`");
            return Err(KineticsError::UnknownSymbol { symbol: id.clone(), place });
        }
        if matches!(network.rule(id), Some(Rule::Assignment { .. })) {
            return Err(overdetermined(id, "by an initial assignment", "by an assignment rule"));
        }
    }
    let ruled = |id: &&String| matches!(network.rule(id), Some(Rule::Assignment { .. }));
    if let Some(id) = options.overrides.iter().find(ruled) {
        return Err(KineticsError::NotSettable(id.clone()));
    }
    events(network, &seen)?;
    reacting_and_ruled(network)
}

fn events(network: &Network, known: &HashSet<&str>) -> Result<(), KineticsError> {
    for (at, event) in network.events.iter().enumerate() {
        let mut assigned = HashSet::new();
        for (id, _) in &event.assignments {
            if !known.contains(id.as_str()) {
                let place = super::events::place(event, at);
                return Err(KineticsError::UnknownSymbol { symbol: id.clone(), place });
            }
            if !assigned.insert(id.as_str()) {
                return Err(overdetermined(id, "by one assignment of an event", "by another of that event"));
            }
            if matches!(network.rule(id), Some(Rule::Assignment { .. })) {
                return Err(overdetermined(id, "by an event", "by an assignment rule"));
            }
        }
    }
    Ok(())
}

fn reacting_and_ruled(network: &Network) -> Result<(), KineticsError> {
    for reaction in &network.reactions {
        for reference in reaction.reactants.iter().chain(&reaction.products) {
            let Some(species) = network.species(&reference.species) else {
                let place = format!("reaction `{}`", reaction.id);
                return Err(KineticsError::UnknownSymbol { symbol: reference.species.clone(), place });
            };
            if !species.boundary_condition && network.rule(&species.id).is_some() {
                return Err(overdetermined(&species.id, "by a rule", "by a reaction"));
            }
        }
    }
    Ok(())
}

fn overdetermined(symbol: &str, first: &'static str, second: &'static str) -> KineticsError {
    KineticsError::Overdetermined { symbol: symbol.to_owned(), first, second }
}

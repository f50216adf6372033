use super::delays::Delay;
use super::inputs::{Inputs, Kind};
use super::rates::Flows;
use super::scope::{FormulaScope, When};
use crate::dag::{Dag, Id, import};
use crate::{CompileOptions, Expr, Initial, KineticsError, Network, Reaction, Rule, Species, Stoichiometry};
use std::collections::{BTreeMap, HashMap};

/// What an identifier stands for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Item<'n> {
    Quantity,
    Species(&'n Species),
    Reaction(&'n Reaction),
    Reference(&'n Stoichiometry),
}

/// Turns the formulas of a network into nodes, each symbol once for the start and once for any
/// later time.
pub(super) struct Lowering<'n> {
    pub(super) network: &'n Network,
    pub(super) inputs: Inputs,
    overrides: &'n [String],
    pub(super) start: f64,
    pub(super) items: BTreeMap<&'n str, Item<'n>>,
    /// Node of each symbol; none while it is being worked out.
    pub(super) known: HashMap<(When, &'n str), Option<Id>>,
    pub(super) called: HashMap<(When, &'n str, Vec<Id>), Id>,
    pub(super) flows: Flows<'n>,
    pub(super) delays: Vec<Delay>,
    depth: usize,
}

impl<'n> Lowering<'n> {
    pub(super) fn new(network: &'n Network, inputs: Inputs, options: &'n CompileOptions) -> Self {
        let (overrides, start) = (options.overrides.as_slice(), options.start);
        let mut items = BTreeMap::new();
        for id in network.symbols() {
            items.insert(id, Item::Quantity);
        }
        items.extend(network.species.iter().map(|s| (s.id.as_str(), Item::Species(s))));
        for reaction in &network.reactions {
            items.insert(&reaction.id, Item::Reaction(reaction));
            for reference in reaction.reactants.iter().chain(&reaction.products) {
                if let Some(id) = &reference.id {
                    items.insert(id, Item::Reference(reference));
                }
            }
        }
        Self {
            network,
            inputs,
            overrides,
            start,
            items,
            known: HashMap::new(),
            called: HashMap::new(),
            flows: Flows::new(network),
            delays: Vec::new(),
            depth: 0,
        }
    }

    /// The node of a formula that belongs to `place`.
    pub(super) fn formula(
        &mut self,
        dag: &mut Dag,
        when: When,
        expr: &Expr,
        place: &str,
        local: Option<&'n Reaction>,
    ) -> Result<Id, KineticsError> {
        let mut scope = FormulaScope::new(self, when, place, local);
        import(dag, &mut scope, expr)
    }

    /// The node of a symbol, or none when nothing has that identifier.
    pub(super) fn symbol(
        &mut self,
        dag: &mut Dag,
        when: When,
        id: &str,
        place: &str,
    ) -> Result<Option<Id>, KineticsError> {
        let Some((&id, &item)) = self.items.get_key_value(id) else {
            return Ok(self.inputs.parameter(id));
        };
        match self.known.get(&(when, id)) {
            Some(Some(node)) => return Ok(Some(*node)),
            Some(None) => {
                return Err(KineticsError::Circular { symbol: id.to_owned(), place: place.to_owned() });
            }
            None => {}
        }
        if self.depth > 400 {
            let what = format!("`{id}` depends on too long a chain of other values");
            return Err(KineticsError::Formula { place: place.to_owned(), what });
        }
        self.known.insert((when, id), None);
        self.depth += 1;
        let node = match when {
            When::Now => self.now(dag, id, item)?,
            When::Start | When::Before => self.start(dag, when, id, item)?,
        };
        self.depth -= 1;
        self.known.insert((when, id), Some(node));
        Ok(Some(node))
    }

    pub(super) fn required(
        &mut self,
        dag: &mut Dag,
        when: When,
        id: &str,
        place: &str,
    ) -> Result<Id, KineticsError> {
        self.symbol(dag, when, id, place)?
            .ok_or_else(|| KineticsError::UnknownSymbol { symbol: id.to_owned(), place: place.to_owned() })
    }

    fn now(&mut self, dag: &mut Dag, id: &'n str, item: Item<'n>) -> Result<Id, KineticsError> {
        if let Some(Rule::Assignment { value, .. }) = self.network.rule(id) {
            return self.formula(dag, When::Now, value, &format!("assignment rule for `{id}`"), None);
        }
        match (self.inputs.state(id), item) {
            (Some((Kind::Amount, amount)), Item::Species(species)) => {
                self.per_size(dag, When::Now, species, amount)
            }
            (Some((_, node)), _) => Ok(node),
            (None, Item::Species(species)) if self.is_amount(species) => {
                self.required(dag, When::Start, &species.id, id)
            }
            (None, Item::Species(species)) => {
                let amount = self.initial_amount(dag, When::Start, species)?;
                let constant = self.required(dag, When::Start, id, id)?;
                let (size_now, size_start) =
                    (self.size(dag, When::Now, species)?, self.size(dag, When::Start, species)?);
                if size_now == size_start {
                    Ok(constant)
                } else {
                    self.per_size(dag, When::Now, species, amount)
                }
            }
            (None, Item::Reaction(reaction)) => self.flux(dag, When::Now, reaction),
            (None, Item::Reference(reference)) if !self.assigned(id) => {
                let place = format!("stoichiometry of `{}`", reference.species);
                self.formula(dag, When::Now, &reference.number, &place, None)
            }
            (None, _) => self.required(dag, When::Start, id, id),
        }
    }

    fn start(&mut self, dag: &mut Dag, when: When, id: &'n str, item: Item<'n>) -> Result<Id, KineticsError> {
        if self.overrides.iter().any(|known| known == id) {
            return self.input(id);
        }
        if let Some((_, value)) = self.network.initial_assignments.iter().find(|(known, _)| known == id) {
            return self.formula(dag, when, value, &format!("initial assignment for `{id}`"), None);
        }
        if let Some(Rule::Assignment { value, .. }) = self.network.rule(id) {
            return self.formula(dag, when, value, &format!("assignment rule for `{id}`"), None);
        }
        match item {
            Item::Quantity => self.input(id),
            Item::Reaction(reaction) => self.flux(dag, when, reaction),
            Item::Reference(reference) => {
                let place = format!("stoichiometry of `{}`", reference.species);
                self.formula(dag, when, &reference.number, &place, None)
            }
            Item::Species(species) => {
                let given = self.input(id)?;
                match (species.initial, self.is_amount(species)) {
                    (Initial::Amount(_), false) => self.per_size(dag, when, species, given),
                    (Initial::Concentration(_), true) => {
                        let size = self.size(dag, when, species)?;
                        Ok(dag.mul(given, size))
                    }
                    _ => Ok(given),
                }
            }
        }
    }

    /// Whether something gives the symbol's initial value in place of its own.
    fn assigned(&self, id: &str) -> bool {
        self.overrides.iter().any(|known| known == id)
            || self.network.initial_assignments.iter().any(|(known, _)| known == id)
    }

    fn input(&self, id: &str) -> Result<Id, KineticsError> {
        self.inputs.parameter(id).ok_or_else(|| KineticsError::NotSettable(id.to_owned()))
    }

    pub(super) fn size(
        &mut self,
        dag: &mut Dag,
        when: When,
        species: &'n Species,
    ) -> Result<Id, KineticsError> {
        let place = format!("species `{}`", species.id);
        self.required(dag, when, &species.compartment, &place)
    }

    /// Whether the species' symbol is an amount, as it always is in a compartment without size.
    pub(super) fn is_amount(&self, species: &Species) -> bool {
        let point = |id: &str| self.network.compartments.iter().any(|c| c.id == id && c.dimensions == 0.0);
        species.has_only_substance_units || point(&species.compartment)
    }

    /// The compartment by whose size a state is divided to give its symbol.
    pub(super) fn divisor(&self, at: usize) -> Option<String> {
        let (id, kind, _) = &self.inputs.states[at];
        let species = self.network.species(id).filter(|species| !self.is_amount(species))?;
        (*kind == Kind::Amount).then(|| species.compartment.clone())
    }

    /// The factor between the value of a species' symbol and its amount.
    pub(super) fn factor(
        &mut self,
        dag: &mut Dag,
        when: When,
        species: &'n Species,
    ) -> Result<Id, KineticsError> {
        if self.is_amount(species) {
            return Ok(dag.constant(1.0));
        }
        self.size(dag, when, species)
    }

    fn per_size(
        &mut self,
        dag: &mut Dag,
        when: When,
        species: &'n Species,
        amount: Id,
    ) -> Result<Id, KineticsError> {
        if self.is_amount(species) {
            return Ok(amount);
        }
        let size = self.size(dag, when, species)?;
        Ok(dag.div(amount, size))
    }

    /// The amount of a species at the start.
    pub(super) fn initial_amount(
        &mut self,
        dag: &mut Dag,
        when: When,
        species: &'n Species,
    ) -> Result<Id, KineticsError> {
        let assigned = self.assigned(&species.id)
            || self.network.rule(&species.id).is_some_and(|rule| matches!(rule, Rule::Assignment { .. }));
        if !assigned && matches!(species.initial, Initial::Amount(_)) {
            return self.input(&species.id);
        }
        let symbol = self.required(dag, when, &species.id, &species.id)?;
        if self.is_amount(species) {
            return Ok(symbol);
        }
        let size = self.size(dag, when, species)?;
        Ok(dag.mul(symbol, size))
    }

    fn flux(&mut self, dag: &mut Dag, when: When, reaction: &'n Reaction) -> Result<Id, KineticsError> {
        match &reaction.rate {
            Some(rate) => {
                let place = format!("kinetic law of reaction `{}`", reaction.id);
                self.formula(dag, when, rate, &place, Some(reaction))
            }
            None => Ok(dag.constant(0.0)),
        }
    }

    /// The value of a state at the start.
    pub(super) fn initial_state(
        &mut self,
        dag: &mut Dag,
        when: When,
        at: usize,
    ) -> Result<Id, KineticsError> {
        let (id, kind, _) = self.inputs.states[at].clone();
        match (kind, self.network.species(&id)) {
            (Kind::Amount, Some(species)) => self.initial_amount(dag, when, species),
            _ => self.required(dag, when, &id, &id),
        }
    }
}

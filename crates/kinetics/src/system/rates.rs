use super::freeze::rebuild;
use super::inputs::Kind;
use super::lower::Lowering;
use super::scope::When;
use crate::dag::{Bin, Dag, Id, Node};
use crate::{Expr, KineticsError, Network, Reaction, Rule, Species, Stoichiometry};
use std::collections::{BTreeMap, HashMap};

/// Which reactions change a species, and the rates known so far.
pub(super) struct Flows<'n> {
    changes: BTreeMap<&'n str, Vec<(&'n Reaction, Bin, &'n Stoichiometry)>>,
    /// Rate of each state; none while it is being worked out.
    known: HashMap<usize, Option<Id>>,
}

impl<'n> Flows<'n> {
    pub(super) fn new(network: &'n Network) -> Self {
        let mut changes: BTreeMap<&'n str, Vec<_>> = BTreeMap::new();
        for reaction in &network.reactions {
            for (side, op) in [(&reaction.reactants, Bin::Sub), (&reaction.products, Bin::Add)] {
                for reference in side {
                    changes.entry(&reference.species).or_default().push((reaction, op, reference));
                }
            }
        }
        Self { changes, known: HashMap::new() }
    }
}

impl<'n> Lowering<'n> {
    /// The change per time of each state.
    pub(super) fn rates(&mut self, dag: &mut Dag) -> Result<Vec<Id>, KineticsError> {
        (0..self.inputs.states.len()).map(|at| self.rate(dag, at)).collect()
    }

    fn rate(&mut self, dag: &mut Dag, at: usize) -> Result<Id, KineticsError> {
        let (id, kind, _) = self.inputs.states[at].clone();
        match self.flows.known.get(&at) {
            Some(Some(node)) => return Ok(*node),
            Some(None) => {
                return Err(KineticsError::Circular { place: format!("rate of `{id}`"), symbol: id });
            }
            None => {}
        }
        self.flows.known.insert(at, None);
        let network = self.network;
        let node = match (network.rule(&id), kind, network.species(&id)) {
            (Some(Rule::Rate { rate, .. }), Kind::Amount, Some(species)) => {
                self.rate_of_amount(dag, species, rate)?
            }
            (Some(Rule::Rate { rate, .. }), ..) => self.ruled(dag, &id, rate)?,
            (_, _, Some(species)) if !species.boundary_condition && !species.constant => {
                self.reacted(dag, species)?
            }
            _ => dag.constant(0.0),
        };
        self.flows.known.insert(at, Some(node));
        Ok(node)
    }

    fn ruled(&mut self, dag: &mut Dag, id: &str, rate: &Expr) -> Result<Id, KineticsError> {
        self.formula(dag, When::Now, rate, &format!("rate rule for `{id}`"), None)
    }

    /// The rate of an amount from that of its symbol.
    fn rate_of_amount(
        &mut self,
        dag: &mut Dag,
        species: &'n Species,
        rate: &Expr,
    ) -> Result<Id, KineticsError> {
        let place = format!("species `{}`", species.id);
        let rate = self.ruled(dag, &species.id, rate)?;
        let size = self.factor(dag, When::Now, species)?;
        let symbol = self.required(dag, When::Now, &species.id, &place)?;
        let growth = self.rate_of(dag, size, &place)?;
        let (first, second) = (dag.mul(rate, size), dag.mul(symbol, growth));
        Ok(dag.add(first, second))
    }

    fn reacted(&mut self, dag: &mut Dag, species: &'n Species) -> Result<Id, KineticsError> {
        let mut sum = dag.constant(0.0);
        for (reaction, op, reference) in
            self.flows.changes.get(species.id.as_str()).cloned().unwrap_or_default()
        {
            if reaction.rate.is_some() && !reaction.fast {
                let flux = self.required(dag, When::Now, &reaction.id, &reaction.id)?;
                let change = self.change(dag, species, reference, flux)?;
                sum = dag.bin(op, sum, change);
            }
        }
        Ok(sum)
    }

    fn change(
        &mut self,
        dag: &mut Dag,
        species: &Species,
        reference: &'n Stoichiometry,
        flux: Id,
    ) -> Result<Id, KineticsError> {
        let place = format!("stoichiometry of `{}`", reference.species);
        let number = match &reference.id {
            Some(id) => self.required(dag, When::Now, id, &place)?,
            None => self.formula(dag, When::Now, &reference.number, &place, None)?,
        };
        let change = dag.mul(number, flux);
        match species.conversion_factor.as_deref().or(self.network.conversion_factor.as_deref()) {
            Some(factor) => {
                let factor = self.required(dag, When::Now, factor, &place)?;
                Ok(dag.mul(change, factor))
            }
            None => Ok(change),
        }
    }

    /// The change per time of a node along the solution.
    pub(super) fn rate_of(&mut self, dag: &mut Dag, node: Id, place: &str) -> Result<Id, KineticsError> {
        let needed = dag.reachable(&[node]);
        let uses = |id: Id| needed.get(id.index()).copied().unwrap_or(false);
        if self.delays.iter().any(|delay| uses(delay.input)) {
            let what = "`rateOf` what depends on a `delay` is not supported".to_owned();
            return Err(KineticsError::Formula { place: place.to_owned(), what });
        }
        let used: Vec<(usize, Id)> = self.inputs.states.iter().map(|s| s.2).enumerate().collect();
        let mut sum = self.along(dag, node, self.inputs.time);
        for (at, input) in used.into_iter().filter(|(_, input)| uses(*input)) {
            let slope = self.along(dag, node, input);
            if !dag.is(slope, 0.0) {
                let rate = self.rate(dag, at)?;
                let term = dag.mul(slope, rate);
                sum = dag.add(sum, term);
            }
        }
        Ok(sum)
    }

    /// How much a state changes when a reaction runs once.
    pub(super) fn extent(
        &mut self,
        dag: &mut Dag,
        id: &str,
        reaction: &Reaction,
    ) -> Result<Id, KineticsError> {
        let (mut sum, one) = (dag.constant(0.0), dag.constant(1.0));
        let network = self.network;
        let Some(species) = network.species(id).filter(|s| !s.boundary_condition && !s.constant) else {
            return Ok(sum);
        };
        for (other, op, reference) in self.flows.changes.get(id).cloned().unwrap_or_default() {
            if std::ptr::eq(other, reaction) {
                let change = self.change(dag, species, reference, one)?;
                sum = dag.bin(op, sum, change);
            }
        }
        Ok(sum)
    }

    pub(super) fn along(&self, dag: &mut Dag, node: Id, input: Id) -> Id {
        match dag.node(input) {
            Node::Input(slot) => dag.derivatives(&[node], slot)[0],
            _ => dag.constant(0.0),
        }
    }

    /// A node of the current time as it is at the start.
    pub(super) fn at_start(&mut self, dag: &mut Dag, node: Id) -> Result<Id, KineticsError> {
        let needed = dag.reachable(&[node]);
        let used: Vec<(usize, Id)> = (self.inputs.states.iter().map(|state| state.2).enumerate())
            .filter(|(_, input)| needed.get(input.index()).copied().unwrap_or(false))
            .collect();
        let mut replaced = HashMap::from([(self.inputs.time, dag.constant(0.0))]);
        for (at, input) in used {
            replaced.insert(input, self.initial_state(dag, When::Start, at)?);
        }
        Ok(rebuild(dag, &[node], &replaced)[0])
    }
}

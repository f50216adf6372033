use super::values::{Values, number};
use crate::NetworkError;
use lca_kinetics::{Expr, FluxBalance, GeneAssociation, GeneProduct, Network, Rule};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The linear program over the fluxes of a network at steady state: bounds of reactions, balances of species,
/// what is to be best, and which genes each reaction needs.
#[derive(Debug, Clone)]
pub struct FluxModel {
    pub(super) objective: String,
    pub(super) maximize: bool,
    pub(super) reactions: Vec<String>,
    pub(super) places: HashMap<String, usize>,
    /// Least and greatest flux of each reaction.
    pub(super) bounds: Vec<(f64, f64)>,
    /// Factor of each reaction in the objective.
    pub(super) costs: Vec<f64>,
    pub(super) rows: Vec<Row>,
    pub(super) genes: Vec<GeneProduct>,
    /// Of each reaction.
    pub(super) associations: Vec<Option<GeneAssociation>>,
    objectives: Vec<(String, bool, Vec<f64>)>,
}

/// A combination of fluxes, by their places, between two values.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) terms: Vec<(usize, f64)>,
    pub(super) lower: f64,
    pub(super) upper: f64,
    pub(super) of: RowOf,
}

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RowOf {
    /// The balance of a species.
    Species(String),
    /// A constraint of the model.
    Constraint(String),
}

impl FluxModel {
    /// The program of a network, with its active objective.
    ///
    /// # Errors
    /// When the network has no objective, or a bound or stoichiometry has no value; each is named.
    pub fn of(network: &Network) -> Result<Self, NetworkError> {
        let missing = |what: &str| NetworkError::Argument {
            what: "flux balance",
            why: format!("model `{}` has no {what}; add them with the SBML package fbc", network.id),
        };
        let flux = network.flux.as_ref().ok_or_else(|| missing("bounds and objectives of fluxes"))?;
        let active = flux.objective().ok_or_else(|| missing("objective"))?.id.clone();
        let values = Values::of(network, &formulas(network, flux))?;
        let reactions: Vec<String> = network.reactions.iter().map(|reaction| reaction.id.clone()).collect();
        let places: HashMap<String, usize> =
            reactions.iter().enumerate().map(|(at, id)| (id.clone(), at)).collect();
        if let Some((at, id)) = reactions.iter().enumerate().find(|(at, id)| places[*id] != *at) {
            let why =
                format!("reactions {} and {} are both called `{id}`; rename one", at + 1, places[id] + 1);
            return Err(NetworkError::Argument { what: "flux balance", why });
        }
        let mut rows = balances(network, &values)?;
        rows.extend(constraints(flux, &values, &places)?);
        let mut model = Self {
            objective: String::new(),
            maximize: true,
            bounds: bounds(flux, &values, &places, reactions.len())?,
            costs: vec![0.0; reactions.len()],
            rows,
            genes: flux.gene_products.clone(),
            associations: associations(flux, &places)?,
            objectives: objectives(flux, &places)?,
            reactions,
            places,
        };
        model.set_objective(&active)?;
        Ok(model)
    }

    /// Seeks the best of another objective: one of the model's, or the greatest flux of a reaction.
    ///
    /// # Errors
    /// When there is neither of that name.
    pub fn set_objective(&mut self, id: &str) -> Result<(), NetworkError> {
        match self.objectives.iter().find(|(known, ..)| known == id) {
            Some((_, maximize, costs)) => (self.maximize, self.costs) = (*maximize, costs.clone()),
            None => {
                let at = self.place(id, || "the objective".to_owned())?;
                self.maximize = true;
                self.costs.fill(0.0);
                self.costs[at] = 1.0;
            }
        }
        self.objective = id.to_owned();
        Ok(())
    }

    /// Sets the least and the greatest flux of a reaction.
    ///
    /// # Errors
    /// When there is no such reaction, or a bound is not a number.
    pub fn set_bounds(&mut self, reaction: &str, lower: f64, upper: f64) -> Result<(), NetworkError> {
        let at = self.place(reaction, || "a change of bounds".to_owned())?;
        if lower.is_nan() || upper.is_nan() {
            let why = format!("reaction `{reaction}` is given {lower} to {upper}; give two numbers");
            return Err(NetworkError::Argument { what: "bounds", why });
        }
        self.bounds[at] = (lower, upper);
        Ok(())
    }

    /// What is sought to be best.
    #[must_use]
    pub fn objective(&self) -> &str {
        &self.objective
    }

    /// The reactions, in the network's order.
    #[must_use]
    pub fn reactions(&self) -> &[String] {
        &self.reactions
    }

    /// The least and the greatest flux of a reaction.
    #[must_use]
    pub fn bounds(&self, reaction: &str) -> Option<(f64, f64)> {
        self.places.get(reaction).map(|&at| self.bounds[at])
    }

    /// What genes make.
    #[must_use]
    pub fn genes(&self) -> &[GeneProduct] {
        &self.genes
    }

    fn place(&self, reaction: &str, who: impl Fn() -> String) -> Result<usize, NetworkError> {
        place(&self.places, reaction, who)
    }
}

/// Every formula whose value the program needs.
fn formulas(network: &Network, flux: &FluxBalance) -> Vec<Expr> {
    let bounds = flux.bounds.iter().flat_map(|bounds| [&bounds.lower, &bounds.upper].into_iter().flatten());
    let constraints = flux.constraints.iter().flat_map(|one| {
        [&one.lower, &one.upper].into_iter().chain(one.terms.iter().map(|(_, factor)| factor))
    });
    let references = network.reactions.iter().flat_map(|r| r.reactants.iter().chain(&r.products));
    bounds.chain(constraints).cloned().chain(references.map(number)).collect()
}

fn place(
    places: &HashMap<String, usize>,
    reaction: &str,
    who: impl Fn() -> String,
) -> Result<usize, NetworkError> {
    places.get(reaction).copied().ok_or_else(|| NetworkError::Reference {
        place: who(),
        id: reaction.to_owned(),
        what: "which is no reaction of the model",
        instead: like(places, reaction),
    })
}

fn value(values: &Values<'_>, formula: &Expr) -> Result<f64, NetworkError> {
    let value = values.get(formula).filter(|value| !value.is_nan());
    value.ok_or_else(|| NetworkError::Reference {
        place: "flux balance".to_owned(),
        id: formula.to_string(),
        what: "which has no value",
        instead: "give it one in the model".to_owned(),
    })
}

fn bounds(
    flux: &FluxBalance,
    values: &Values<'_>,
    places: &HashMap<String, usize>,
    count: usize,
) -> Result<Vec<(f64, f64)>, NetworkError> {
    let mut all = vec![(f64::NEG_INFINITY, f64::INFINITY); count];
    for one in &flux.bounds {
        let at = place(places, &one.reaction, || "a flux bound".to_owned())?;
        let or =
            |bound: &Option<Expr>, free: f64| bound.as_ref().map_or(Ok(free), |bound| value(values, bound));
        all[at] = (or(&one.lower, f64::NEG_INFINITY)?, or(&one.upper, f64::INFINITY)?);
    }
    Ok(all)
}

/// One row for each species that reactions change and that nothing else determines.
fn balances(network: &Network, values: &Values<'_>) -> Result<Vec<Row>, NetworkError> {
    let ruled: HashSet<&str> = network.rules.iter().map(Rule::variable).collect();
    let free = network.species.iter().filter(|species| {
        !species.boundary_condition && !species.constant && !ruled.contains(species.id.as_str())
    });
    let mut sums: BTreeMap<usize, BTreeMap<usize, f64>> = BTreeMap::new();
    let names: Vec<&str> = free.map(|species| species.id.as_str()).collect();
    let rows: HashMap<&str, usize> = names.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    for (at, reaction) in network.reactions.iter().enumerate() {
        let sides = [(&reaction.reactants, -1.0), (&reaction.products, 1.0)];
        for (reference, sign) in
            sides.into_iter().flat_map(|(side, sign)| side.iter().map(move |one| (one, sign)))
        {
            let Some(&row) = rows.get(reference.species.as_str()) else { continue };
            *sums.entry(row).or_default().entry(at).or_default() += sign * value(values, &number(reference))?;
        }
    }
    let row = |(at, terms): (usize, BTreeMap<usize, f64>)| {
        let terms = terms.into_iter().filter(|(_, factor)| *factor != 0.0).collect();
        Row { terms, lower: 0.0, upper: 0.0, of: RowOf::Species(names[at].to_owned()) }
    };
    Ok(sums.into_iter().map(row).filter(|row| !row.terms.is_empty()).collect())
}

fn constraints(
    flux: &FluxBalance,
    values: &Values<'_>,
    places: &HashMap<String, usize>,
) -> Result<Vec<Row>, NetworkError> {
    let mut rows = Vec::new();
    for (at, one) in flux.constraints.iter().enumerate() {
        let name = one.id.clone().unwrap_or_else(|| format!("number {}", at + 1));
        let mut terms = BTreeMap::new();
        for (reaction, factor) in &one.terms {
            let place = place(places, reaction, || format!("flux constraint `{name}`"))?;
            *terms.entry(place).or_insert(0.0) += value(values, factor)?;
        }
        let (lower, upper) = (value(values, &one.lower)?, value(values, &one.upper)?);
        rows.push(Row { terms: terms.into_iter().collect(), lower, upper, of: RowOf::Constraint(name) });
    }
    Ok(rows)
}

fn objectives(
    flux: &FluxBalance,
    places: &HashMap<String, usize>,
) -> Result<Vec<(String, bool, Vec<f64>)>, NetworkError> {
    let mut all = Vec::new();
    for one in &flux.objectives {
        let mut costs = vec![0.0; places.len()];
        for (reaction, factor) in &one.terms {
            costs[place(places, reaction, || format!("objective `{}`", one.id))?] += factor;
        }
        all.push((one.id.clone(), one.maximize, costs));
    }
    Ok(all)
}

fn associations(
    flux: &FluxBalance,
    places: &HashMap<String, usize>,
) -> Result<Vec<Option<GeneAssociation>>, NetworkError> {
    let mut all = vec![None; places.len()];
    for (reaction, association) in &flux.associations {
        all[place(places, reaction, || "a gene association".to_owned())?] = Some(association.clone());
    }
    Ok(all)
}

/// What may be meant: a reaction that contains the name, or that it contains.
fn like(places: &HashMap<String, usize>, reaction: &str) -> String {
    let wanted = reaction.to_lowercase();
    let like = |id: &&String| {
        let id = id.to_lowercase();
        !wanted.is_empty() && (id.contains(&wanted) || wanted.contains(&id))
    };
    match places.keys().filter(like).min_by_key(|id| (id.len().abs_diff(reaction.len()), *id)) {
        Some(near) => format!("is `{near}` meant?"),
        None => "name a reaction by its identifier in the file".to_owned(),
    }
}

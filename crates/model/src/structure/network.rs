use super::ratio::Ratio;
use super::space::{kernel, rank, transpose};
use crate::ModelError;
use lca_kinetics::{Expr, Network, Reaction, Rule};
use std::collections::{BTreeMap, BTreeSet};

/// What a reaction network is but for its numbers: which reactions take and make how much of which
/// species, and which species each rate depends on. All answers are exact.
///
/// Species are those whose amount reactions change; what is constant, at a boundary or ruled is not
/// among them. Factors that convert extents to amounts do not enter.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkStructure {
    pub(super) species: Vec<String>,
    pub(super) reactions: Vec<String>,
    /// Species × reactions.
    pub(super) stoichiometry: Vec<Vec<Ratio>>,
    /// For each reaction the species its rate depends on.
    pub(super) depends: Vec<BTreeSet<usize>>,
}

impl NetworkStructure {
    /// Reads a network's structure; reactions without a rate do not run and are left out.
    ///
    /// # Errors
    /// When a stoichiometry varies or is not a fraction of small whole numbers.
    pub fn new(network: &Network) -> Result<Self, ModelError> {
        let running: Vec<&Reaction> = network.reactions.iter().filter(|r| r.rate.is_some()).collect();
        let touched: BTreeSet<&str> = running
            .iter()
            .flat_map(|r| r.reactants.iter().chain(&r.products))
            .map(|s| s.species.as_str())
            .collect();
        let changed = network.species.iter().filter(|s| {
            touched.contains(s.id.as_str())
                && !s.boundary_condition
                && !s.constant
                && network.rule(&s.id).is_none()
        });
        let species: Vec<String> = changed.map(|s| s.id.clone()).collect();
        let place: BTreeMap<&str, usize> =
            species.iter().enumerate().map(|(at, id)| (id.as_str(), at)).collect();
        let mut stoichiometry = vec![vec![Ratio::ZERO; running.len()]; species.len()];
        for (column, reaction) in running.iter().enumerate() {
            let taken = reaction.reactants.iter().map(|one| (one, false));
            for (one, made) in taken.chain(reaction.products.iter().map(|one| (one, true))) {
                let number = number(network, reaction, &one.number, one.id.as_deref())?;
                if let Some(&row) = place.get(one.species.as_str()) {
                    let known = stoichiometry[row][column];
                    let change = if made { number.negate() } else { number };
                    stoichiometry[row][column] = known.subtract(change).ok_or_else(too_large)?;
                }
            }
        }
        let depends = running.iter().map(|reaction| dependence(network, reaction, &place)).collect();
        let reactions = running.iter().map(|reaction| reaction.id.clone()).collect();
        Ok(Self { species, reactions, stoichiometry, depends })
    }

    /// Identifiers of the species.
    #[must_use]
    pub fn species(&self) -> &[String] {
        &self.species
    }

    /// Identifiers of the reactions.
    #[must_use]
    pub fn reactions(&self) -> &[String] {
        &self.reactions
    }

    /// The rank of the stoichiometric matrix.
    ///
    /// # Errors
    /// When whole numbers grow too large for exact arithmetic, as in all methods.
    pub fn rank(&self) -> Result<usize, ModelError> {
        rank(self.stoichiometry.clone()).ok_or_else(too_large)
    }

    /// A basis of steady fluxes, over the reactions.
    pub(super) fn cycles(&self) -> Result<Vec<Vec<Ratio>>, ModelError> {
        kernel(self.stoichiometry.clone(), self.reactions.len()).ok_or_else(too_large)
    }

    /// A basis of what no reaction changes, over the species.
    pub(super) fn conserved(&self) -> Result<Vec<Vec<Ratio>>, ModelError> {
        let transposed = transpose(&self.stoichiometry, self.reactions.len());
        kernel(transposed, self.species.len()).ok_or_else(too_large)
    }
}

pub(super) fn too_large() -> ModelError {
    let why = "the whole numbers in it grow too large for exact arithmetic".to_owned();
    ModelError::Argument { what: "stoichiometric matrix", why }
}

fn number(
    network: &Network,
    reaction: &Reaction,
    number: &Expr,
    id: Option<&str>,
) -> Result<Ratio, ModelError> {
    let varies = id.is_some_and(|id| {
        network.rule(id).is_some() || network.initial_assignments.iter().any(|(known, _)| known == id)
    });
    match number {
        Expr::Number(value) if !varies => Ratio::from_f64(*value).ok_or_else(|| {
            let why =
                format!("{value} in reaction `{}` is not a fraction of small whole numbers", reaction.id);
            ModelError::Argument { what: "stoichiometry", why }
        }),
        _ => Err(ModelError::Unsupported {
            place: format!("reaction `{}`", reaction.id),
            what: "a stoichiometry given by a formula, in the analysis of structure,",
        }),
    }
}

/// The species that a rate depends on, through assignment rules and other rates too.
fn dependence(network: &Network, reaction: &Reaction, place: &BTreeMap<&str, usize>) -> BTreeSet<usize> {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut found = BTreeSet::new();
    let mut open: Vec<String> = rate_symbols(reaction);
    while let Some(symbol) = open.pop() {
        if !seen.insert(symbol.clone()) {
            continue;
        }
        if let Some(&at) = place.get(symbol.as_str()) {
            found.insert(at);
        } else if let Some(Rule::Assignment { value, .. }) = network.rule(&symbol) {
            open.extend(value.symbols().into_iter().map(str::to_owned));
        } else if let Some(other) = network.reactions.iter().find(|other| other.id == symbol) {
            open.extend(rate_symbols(other));
        }
    }
    found
}

/// Symbols of a rate but those that mean a local parameter.
fn rate_symbols(reaction: &Reaction) -> Vec<String> {
    let symbols = reaction.rate.iter().flat_map(Expr::symbols);
    let local = |id: &str| reaction.local_parameters.iter().any(|p| p.id == id);
    symbols.filter(|id| !local(id)).map(str::to_owned).collect()
}

use crate::Expr;
use std::collections::BTreeSet;

/// What constrains the fluxes of a network at steady state, and what they are to achieve: the SBML
/// package Flux Balance Constraints (Version 3, section 3).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FluxBalance {
    /// Bounds of fluxes; a reaction not named here has none.
    pub bounds: Vec<FluxBounds>,
    /// Linear combinations of fluxes that stay between bounds.
    pub constraints: Vec<FluxConstraint>,
    /// What may be optimised.
    pub objectives: Vec<FluxObjective>,
    /// The identifier of the objective to optimise.
    pub active_objective: Option<String>,
    /// Whether every reaction has finite stoichiometries and bounds that never change.
    pub strict: bool,
    /// What genes make.
    pub gene_products: Vec<GeneProduct>,
    /// Reactions and the gene products they need.
    pub associations: Vec<(String, GeneAssociation)>,
}

/// The range of a reaction's flux.
#[derive(Debug, Clone, PartialEq)]
pub struct FluxBounds {
    /// The reaction.
    pub reaction: String,
    /// The least flux; none: no bound.
    pub lower: Option<Expr>,
    /// The greatest flux; none: no bound.
    pub upper: Option<Expr>,
}

/// A linear combination of fluxes between bounds.
#[derive(Debug, Clone, PartialEq)]
pub struct FluxConstraint {
    /// Its identifier.
    pub id: Option<String>,
    /// The least value.
    pub lower: Expr,
    /// The greatest value.
    pub upper: Expr,
    /// Reactions and their factors.
    pub terms: Vec<(String, Expr)>,
}

/// A linear combination of fluxes that is to be as large or as small as can be.
#[derive(Debug, Clone, PartialEq)]
pub struct FluxObjective {
    /// Its identifier.
    pub id: String,
    /// A name for people.
    pub name: Option<String>,
    /// Whether it is to be large; otherwise small.
    pub maximize: bool,
    /// Reactions and their factors.
    pub terms: Vec<(String, f64)>,
}

/// What a gene makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneProduct {
    /// Its identifier.
    pub id: String,
    /// The gene's name in the literature.
    pub label: String,
    /// A name for people.
    pub name: Option<String>,
    /// The species that stands for it.
    pub species: Option<String>,
}

/// Which gene products a reaction needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GeneAssociation {
    /// This one.
    Product(String),
    /// All of these, as in a complex.
    And(Vec<GeneAssociation>),
    /// One of these, as with isoenzymes.
    Or(Vec<GeneAssociation>),
}

impl FluxBalance {
    /// The objective to optimise: the active one, or the first where none is named.
    #[must_use]
    pub fn objective(&self) -> Option<&FluxObjective> {
        match &self.active_objective {
            Some(id) => self.objectives.iter().find(|objective| objective.id == *id),
            None => self.objectives.first(),
        }
    }

    /// The bounds of a reaction's flux.
    #[must_use]
    pub fn bounds(&self, reaction: &str) -> Option<&FluxBounds> {
        self.bounds.iter().find(|bounds| bounds.reaction == reaction)
    }
}

impl GeneAssociation {
    /// The gene products it names, each once, in order of their identifiers.
    #[must_use]
    pub fn products(&self) -> BTreeSet<&str> {
        match self {
            Self::Product(id) => BTreeSet::from([id.as_str()]),
            Self::And(inside) | Self::Or(inside) => inside.iter().flat_map(Self::products).collect(),
        }
    }

    /// Whether the reaction still runs without the gene products that `missing` names.
    #[must_use]
    pub fn holds(&self, missing: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Self::Product(id) => !missing(id),
            Self::And(all) => all.iter().all(|one| one.holds(missing)),
            Self::Or(any) => any.iter().any(|one| one.holds(missing)),
        }
    }
}

mod event;
mod flux;
mod quantity;
mod reaction;
mod unit;

pub use event::Event;
pub use flux::{FluxBalance, FluxBounds, FluxConstraint, FluxObjective, GeneAssociation, GeneProduct};
pub use quantity::{Compartment, Initial, Parameter, Species};
pub use reaction::{Reaction, Stoichiometry};
pub use unit::{UnitDefinition, UnitFactor, Units};

use crate::Expr;

/// A reaction network: an SBML core model (Level 3 Version 2, section 4). Identifiers are unique across compartments, species, parameters, reactions and
/// named stoichiometries; a symbol in a formula means the value of what has that identifier.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Network {
    /// Its identifier.
    pub id: String,
    /// A name for people.
    pub name: Option<String>,
    /// The unit of time, where the model states one of the usual ones.
    pub time_unit: Option<String>,
    /// Units that the model defines, and those that hold where nothing else is stated.
    pub units: Units,
    /// The factor between the extent of reactions and amounts, for species without their own.
    pub conversion_factor: Option<String>,
    /// Places with a size.
    pub compartments: Vec<Compartment>,
    /// Molecules.
    pub species: Vec<Species>,
    /// Global parameters.
    pub parameters: Vec<Parameter>,
    /// Functions that formulas may call.
    pub functions: Vec<Function>,
    /// Formulas that give the value of a symbol at the start, instead of its own initial value.
    pub initial_assignments: Vec<(String, Expr)>,
    /// What holds all the time.
    pub rules: Vec<Rule>,
    /// Formulas that are zero all the time; each determines one symbol that nothing else does.
    pub algebraic_rules: Vec<Expr>,
    /// Reactions.
    pub reactions: Vec<Reaction>,
    /// Sudden changes.
    pub events: Vec<Event>,
    /// What constrains its fluxes at steady state, where it says.
    pub flux: Option<FluxBalance>,
}

/// A function of the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// Its identifier.
    pub id: String,
    /// Names of its arguments.
    pub arguments: Vec<String>,
    /// Its value; the arguments are the only symbols in it.
    pub body: Expr,
}

/// What holds for a symbol all the time.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// Its value is this.
    Assignment {
        /// The symbol.
        variable: String,
        /// Its value.
        value: Expr,
    },
    /// Its change per time is this.
    Rate {
        /// The symbol.
        variable: String,
        /// Its change per time.
        rate: Expr,
    },
}

impl Rule {
    /// The symbol the rule is about.
    #[must_use]
    pub fn variable(&self) -> &str {
        match self {
            Self::Assignment { variable, .. } | Self::Rate { variable, .. } => variable,
        }
    }
}

impl Network {
    /// An empty network.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self { id: id.to_owned(), ..Self::default() }
    }

    /// Every identifier that a formula may use as a symbol, in order of the lists.
    pub fn symbols(&self) -> impl Iterator<Item = &str> {
        let references = self.reactions.iter().flat_map(|reaction| {
            let sides = reaction.reactants.iter().chain(&reaction.products);
            sides.filter_map(|reference| reference.id.as_deref())
        });
        (self.compartments.iter().map(|c| c.id.as_str()))
            .chain(self.species.iter().map(|s| s.id.as_str()))
            .chain(self.parameters.iter().map(|p| p.id.as_str()))
            .chain(self.reactions.iter().map(|r| r.id.as_str()))
            .chain(references)
    }

    /// The species of that identifier.
    #[must_use]
    pub fn species(&self, id: &str) -> Option<&Species> {
        self.species.iter().find(|species| species.id == id)
    }

    /// The rule about a symbol.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.variable() == id)
    }
}

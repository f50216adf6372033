use super::Setting;
use crate::Expr;

/// Something that happens: a reaction and the template of its rate law.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The identifier of the reaction; empty: one is made of its verb and participants.
    pub id: String,
    /// The verb it was written with, in its plain form (`phosphorylate`); empty for an equation.
    pub verb: String,
    /// What it takes.
    pub reactants: Vec<Term>,
    /// What it makes.
    pub products: Vec<Term>,
    /// Who does it and is not used up: an enzyme, a transcript that is translated, transcription factors.
    pub actors: Vec<String>,
    /// How several actors combine.
    pub logic: Logic,
    /// Further species without which it does not run.
    pub activators: Vec<String>,
    /// Species that slow it.
    pub inhibitors: Vec<Inhibitor>,
    /// Whether it runs backwards too.
    pub reversible: bool,
    /// The template.
    pub law: Law,
    /// From where to where its reactants move: compartments, for transport.
    pub route: Option<(String, String)>,
    /// Values of the parameters of its rate law, by their role.
    pub values: Vec<Setting>,
    /// The line it stands in, from 1; 0 where there is none.
    pub line: u64,
}

/// How many of a species a reaction takes or makes.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// The species.
    pub species: String,
    /// How many.
    pub number: f64,
}

impl Term {
    /// One of a species.
    #[must_use]
    pub fn one(species: &str) -> Self {
        Self { species: species.to_owned(), number: 1.0 }
    }
}

/// The template of a rate law. Its formula is given at [`Step`]'s compilation.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Law {
    /// `kf Π actors Π reactants − kr Π products`.
    #[default]
    MassAction,
    /// `kcat E S / (Km + S)`, or `Vmax S / (Km + S)` without an enzyme.
    MichaelisMenten,
    /// `Vmax h(actors)` where nothing is taken; `kcat E S^n / (K^n + S^n)` where something is.
    Hill,
    /// A formula of the user's own.
    Formula(Expr),
}

/// How several regulators act together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Logic {
    /// All are needed: `Π h`.
    #[default]
    Product,
    /// One is enough: `1 − Π (1 − h)`.
    Sum,
}

/// How an inhibitor acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inhibition {
    /// It takes the substrate's place: `Km (1 + I / Ki)`.
    Competitive,
    /// It slows the reaction however much substrate there is: the rate over `1 + I / Ki`.
    Noncompetitive,
    /// It binds the enzyme with its substrate: `S (1 + I / Ki)` in the denominator.
    Uncompetitive,
    /// It keeps a gene from being read: the rate over `1 + (I / Ki)^n`.
    Repression,
}

/// A species that slows a reaction.
#[derive(Debug, Clone, PartialEq)]
pub struct Inhibitor {
    /// The species.
    pub species: String,
    /// How.
    pub kind: Inhibition,
}

impl Step {
    /// A mass-action step of these reactants and products, which runs one way.
    #[must_use]
    pub fn new(verb: &str, reactants: &[&str], products: &[&str]) -> Self {
        let terms = |list: &[&str]| list.iter().map(|one| Term::one(one)).collect();
        Self {
            id: String::new(),
            verb: verb.to_owned(),
            reactants: terms(reactants),
            products: terms(products),
            actors: Vec::new(),
            logic: Logic::Product,
            activators: Vec::new(),
            inhibitors: Vec::new(),
            reversible: false,
            law: Law::MassAction,
            route: None,
            values: Vec::new(),
            line: 0,
        }
    }

    /// Every species it names, each once, in order.
    #[must_use]
    pub fn species(&self) -> Vec<&str> {
        let sides = self.reactants.iter().chain(&self.products).map(|term| term.species.as_str());
        let others = self.actors.iter().chain(&self.activators).map(String::as_str);
        let all = sides.chain(others).chain(self.inhibitors.iter().map(|one| one.species.as_str()));
        let mut found = Vec::new();
        all.for_each(|id| {
            if !found.contains(&id) {
                found.push(id);
            }
        });
        found
    }
}

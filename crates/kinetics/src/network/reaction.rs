use super::Parameter;
use crate::Expr;

/// A reaction: what it takes, what it makes, and how fast.
#[derive(Debug, Clone, PartialEq)]
pub struct Reaction {
    /// Its identifier; as a symbol, its rate.
    pub id: String,
    /// A name for people.
    pub name: Option<String>,
    /// Whether it may run backwards (says nothing of the rate law).
    pub reversible: bool,
    /// Whether it is so fast that it is always at equilibrium (Level 2, and Level 3 Version 1).
    pub fast: bool,
    /// What it takes.
    pub reactants: Vec<Stoichiometry>,
    /// What it makes.
    pub products: Vec<Stoichiometry>,
    /// Species that the rate depends on and that it neither takes nor makes.
    pub modifiers: Vec<String>,
    /// Parameters that only its rate law sees.
    pub local_parameters: Vec<Parameter>,
    /// Its rate in substance per time; none: it does not run.
    pub rate: Option<Expr>,
}

impl Reaction {
    /// A reaction with whole stoichiometries: `("A", 2.0)` takes or makes two `A`.
    #[must_use]
    pub fn new(id: &str, reactants: &[(&str, f64)], products: &[(&str, f64)], rate: Expr) -> Self {
        let side = |list: &[(&str, f64)]| {
            list.iter().map(|(species, number)| Stoichiometry::new(species, *number)).collect()
        };
        Self {
            id: id.to_owned(),
            name: None,
            reversible: false,
            fast: false,
            reactants: side(reactants),
            products: side(products),
            modifiers: Vec::new(),
            local_parameters: Vec::new(),
            rate: Some(rate),
        }
    }
}

/// How many molecules of a species a reaction takes or makes.
#[derive(Debug, Clone, PartialEq)]
pub struct Stoichiometry {
    /// An identifier by which assignments and rules can set `number`.
    pub id: Option<String>,
    /// The species.
    pub species: String,
    /// How many.
    pub number: Expr,
}

impl Stoichiometry {
    /// A fixed number of molecules.
    #[must_use]
    pub fn new(species: &str, number: f64) -> Self {
        Self { id: None, species: species.to_owned(), number: Expr::Number(number) }
    }
}

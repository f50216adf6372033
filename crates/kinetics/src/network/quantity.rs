/// A place with a size.
#[derive(Debug, Clone, PartialEq)]
pub struct Compartment {
    /// Its identifier.
    pub id: String,
    /// A name for people.
    pub name: Option<String>,
    /// Spatial dimensions, 0 to 3.
    pub dimensions: f64,
    /// Its size; none: given by an assignment.
    pub size: Option<f64>,
    /// Its unit, by name.
    pub unit: Option<String>,
    /// Whether it never changes.
    pub constant: bool,
}

impl Compartment {
    /// A constant compartment of three dimensions.
    #[must_use]
    pub fn new(id: &str, size: f64) -> Self {
        Self { id: id.to_owned(), name: None, dimensions: 3.0, size: Some(size), unit: None, constant: true }
    }
}

/// How much of a species there is at the start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Initial {
    /// In substance.
    Amount(f64),
    /// In substance per size of the compartment.
    Concentration(f64),
    /// Given by an assignment or from outside.
    Unknown,
}

/// A kind of molecule in a compartment.
#[derive(Debug, Clone, PartialEq)]
pub struct Species {
    /// Its identifier.
    pub id: String,
    /// A name for people.
    pub name: Option<String>,
    /// The compartment it is in.
    pub compartment: String,
    /// How much there is at the start.
    pub initial: Initial,
    /// Its unit of substance, by name.
    pub unit: Option<String>,
    /// Whether its symbol means an amount; otherwise a concentration.
    pub has_only_substance_units: bool,
    /// Whether reactions do not change it.
    pub boundary_condition: bool,
    /// Whether it never changes.
    pub constant: bool,
    /// The parameter that converts the extent of reactions to its amount.
    pub conversion_factor: Option<String>,
}

impl Species {
    /// A species that reactions change, with an initial concentration.
    #[must_use]
    pub fn new(id: &str, compartment: &str, concentration: f64) -> Self {
        Self {
            id: id.to_owned(),
            name: None,
            compartment: compartment.to_owned(),
            initial: Initial::Concentration(concentration),
            unit: None,
            has_only_substance_units: false,
            boundary_condition: false,
            constant: false,
            conversion_factor: None,
        }
    }
}

/// A global parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its identifier.
    pub id: String,
    /// A name for people.
    pub name: Option<String>,
    /// Its value; none: given by an assignment or from outside.
    pub value: Option<f64>,
    /// Its unit, by name.
    pub unit: Option<String>,
    /// Whether it never changes.
    pub constant: bool,
}

impl Parameter {
    /// A constant parameter.
    #[must_use]
    pub fn new(id: &str, value: f64) -> Self {
        Self { id: id.to_owned(), name: None, value: Some(value), unit: None, constant: true }
    }
}

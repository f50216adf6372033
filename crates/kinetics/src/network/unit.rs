/// Units that need no definition (SBML Level 3, section 4.4.2).
const KINDS: [&str; 33] = [
    "ampere",
    "avogadro",
    "becquerel",
    "candela",
    "coulomb",
    "dimensionless",
    "farad",
    "gram",
    "gray",
    "henry",
    "hertz",
    "item",
    "joule",
    "katal",
    "kelvin",
    "kilogram",
    "litre",
    "lumen",
    "lux",
    "metre",
    "mole",
    "newton",
    "ohm",
    "pascal",
    "radian",
    "second",
    "siemens",
    "sievert",
    "steradian",
    "tesla",
    "volt",
    "watt",
    "weber",
];

/// The units of a network. They are kept for those who read the model next: nothing is converted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Units {
    /// Units that the model defines.
    pub definitions: Vec<UnitDefinition>,
    /// The unit of amounts of species that state none, by name.
    pub substance: Option<String>,
    /// The unit of time, by name; see also [`super::Network::time_unit`].
    pub time: Option<String>,
    /// The unit of compartments of three dimensions that state none, by name.
    pub volume: Option<String>,
    /// The unit of compartments of two dimensions that state none, by name.
    pub area: Option<String>,
    /// The unit of compartments of one dimension that state none, by name.
    pub length: Option<String>,
    /// The unit of the extent of reactions, by name.
    pub extent: Option<String>,
}

impl Units {
    /// Whether a name is that of a unit: one that needs no definition, or one of the model's own.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        Self::is_kind(name) || self.definitions.iter().any(|definition| definition.id == name)
    }

    /// Whether a unit of that name needs no definition.
    #[must_use]
    pub fn is_kind(name: &str) -> bool {
        KINDS.contains(&name)
    }
}

/// A unit that a model defines: the product of its factors.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitDefinition {
    /// Its identifier, which is none of a symbol.
    pub id: String,
    /// A name for people.
    pub name: Option<String>,
    /// What it is made of.
    pub factors: Vec<UnitFactor>,
}

/// A part of a unit: `(multiplier 10^scale kind)^exponent`.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitFactor {
    /// A unit that needs no definition.
    pub kind: String,
    /// Its exponent.
    pub exponent: f64,
    /// The power of ten before it.
    pub scale: i32,
    /// The number before it.
    pub multiplier: f64,
}

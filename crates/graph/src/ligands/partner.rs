use serde::{Deserialize, Serialize};

/// A gene product that is, or is part of, a ligand or a receptor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subunit {
    /// The gene's symbol.
    pub symbol: String,
    /// Other identifiers of the gene, such as those of Ensembl; a gene may have several.
    pub accessions: Vec<String>,
}

impl Subunit {
    /// A subunit that is known by its symbol alone.
    #[must_use]
    pub fn new(symbol: &str) -> Self {
        Self { symbol: symbol.to_owned(), accessions: Vec::new() }
    }
}

/// A ligand or a receptor: one gene product or several that act as one. Of a small molecule the
/// subunits are the enzymes that make it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// Its name in the resource: an accession, the name of a complex, or symbols joined by `_`.
    pub name: String,
    /// What it is made of; all are needed.
    pub subunits: Vec<Subunit>,
    /// Whether it acts as several in one.
    pub complex: bool,
    /// Whether cells give it off, where that is stated.
    pub secreted: Option<bool>,
    /// Whether it is a receptor, where that is stated.
    pub receptor: Option<bool>,
    /// Whether it is an integrin, where that is stated.
    pub integrin: Option<bool>,
}

impl Partner {
    /// A partner made of these genes, named by them.
    #[must_use]
    pub fn of_symbols<S: AsRef<str>>(symbols: &[S]) -> Self {
        let name: Vec<&str> = symbols.iter().map(AsRef::as_ref).collect();
        Self {
            name: name.join("_"),
            subunits: name.iter().map(|symbol| Subunit::new(symbol)).collect(),
            complex: symbols.len() > 1,
            ..Self::default()
        }
    }

    /// The name of the gene of a single one, the name of the complex of several.
    #[must_use]
    pub fn label(&self) -> &str {
        match &self.subunits[..] {
            [one] if !self.complex => &one.symbol,
            _ => &self.name,
        }
    }
}

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// What sort of thing a node of a network is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    /// A gene.
    Gene,
    /// A transcript.
    Transcript,
    /// A protein.
    Protein,
    /// Several proteins that act as one.
    Complex,
    /// A site of a protein that is phosphorylated.
    PhosphoSite,
    /// A metabolite or another small molecule.
    Metabolite,
    /// A reaction, where a network draws it as a node.
    Reaction,
    /// A type of cell.
    CellType,
    /// What the file does not say.
    #[default]
    Unstated,
}

/// A text that names no layer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "`{0}` is no layer: use gene, transcript, protein, complex, phospho-site, metabolite, reaction, cell-type or unstated"
)]
pub struct UnknownLayer(String);

impl Layer {
    /// Every layer, from genes to types of cells.
    pub const ALL: [Self; 9] = [
        Self::Gene,
        Self::Transcript,
        Self::Protein,
        Self::Complex,
        Self::PhosphoSite,
        Self::Metabolite,
        Self::Reaction,
        Self::CellType,
        Self::Unstated,
    ];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Gene => "gene",
            Self::Transcript => "transcript",
            Self::Protein => "protein",
            Self::Complex => "complex",
            Self::PhosphoSite => "phospho-site",
            Self::Metabolite => "metabolite",
            Self::Reaction => "reaction",
            Self::CellType => "cell-type",
            Self::Unstated => "unstated",
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Layer {
    type Err = UnknownLayer;

    fn from_str(text: &str) -> Result<Self, UnknownLayer> {
        let found = Self::ALL.into_iter().find(|layer| layer.word() == text);
        found.ok_or_else(|| UnknownLayer(text.to_owned()))
    }
}

use super::{Evidence, Sign};
use serde::{Deserialize, Serialize};

/// A directed interaction of two molecules of a network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Interaction {
    /// The place of the molecule that acts, among the network's molecules.
    pub source: usize,
    /// The place of the molecule that is acted on.
    pub target: usize,
    /// What it does to its target.
    pub sign: Sign,
    /// What kind of act it is, in the words of where it comes from: `phosphorylation`, `binding`.
    pub kind: Option<String>,
    /// Why it is believed, in the order in which it became known; may be empty.
    pub evidence: Vec<Evidence>,
}

impl Interaction {
    /// An interaction without kind and evidence.
    #[must_use]
    pub const fn new(source: usize, target: usize, sign: Sign) -> Self {
        Self { source, target, sign, kind: None, evidence: Vec::new() }
    }
}

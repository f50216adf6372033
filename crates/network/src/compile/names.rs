//! Identifiers of reactions and parameters.

use lca_kinetics::sketch::Step;
use std::collections::HashSet;

/// Identifiers that are in use.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// Takes a name, which is not to be used again; false where it is in use already.
    pub(super) fn take(&mut self, name: &str) -> bool {
        self.taken.insert(name.to_owned())
    }

    /// A name that is not in use yet: this one, or this one with a number.
    pub(super) fn free(&mut self, name: String) -> String {
        let mut found = name.clone();
        let mut number = 2;
        while !self.take(&found) {
            found = format!("{name}_{number}");
            number += 1;
        }
        found
    }
}

/// The identifier of a reaction that has none: its verb and those who take part, `bind_EGF_EGFR`.
pub(super) fn of_step(step: &Step) -> String {
    let verb = if step.verb.is_empty() { "react" } else { step.verb.as_str() };
    let side = if step.reactants.is_empty() { &step.products } else { &step.reactants };
    let actors = step.actors.iter().map(String::as_str);
    let names: Vec<&str> = actors.chain(side.iter().map(|term| term.species.as_str())).collect();
    format!("{verb}_{}", names.join("_"))
}

/// An identifier made of any text: other letters become `_`.
pub(super) fn identifier(text: &str) -> String {
    let legal = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let plain: String = text.chars().map(legal).collect();
    if plain.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') { plain } else { format!("_{plain}") }
}

//! Which genes a reaction needs, as models from before the package `fbc` say it: in its notes, as
//! `GENE_ASSOCIATION: (b0001 and b0002) or b0003`.

use super::File;
use super::element::{Element, Origin};
use crate::FormatError;
use lca_kinetics::{FluxBalance, GeneAssociation, GeneProduct};
use std::collections::HashSet;

/// What it stands as at the reaction.
const NOTED: &str = "GENE_ASSOCIATION";
/// How deep brackets may nest.
const MAX_DEPTH: usize = 100;

/// The line of notes that names genes, as an attribute of the reaction.
pub(super) fn noted(notes: &str) -> Option<(Origin, String, String)> {
    let value = notes.lines().find_map(|line| {
        let (key, value) = line.trim().split_once(':')?;
        matches!(key.trim(), "GENE_ASSOCIATION" | "GENE ASSOCIATION").then(|| value.trim().to_owned())
    })?;
    (!value.is_empty()).then(|| (Origin::Fbc, NOTED.to_owned(), value))
}

impl File<'_> {
    /// Adds what notes say of genes to a model that says nothing of them elsewhere.
    pub(super) fn noted_genes(&self, model: &Element, flux: &mut FluxBalance) -> Result<(), FormatError> {
        if !flux.gene_products.is_empty() || !flux.associations.is_empty() {
            return Ok(());
        }
        let mut known = HashSet::new();
        for reaction in model.listed("listOfReactions", "reaction") {
            let Some(text) = reaction.package(Origin::Fbc, NOTED) else { continue };
            let association = association(text).ok_or_else(|| {
                let what = format!(
                    "the gene association in its notes is `{text}`; write genes joined by `and` and `or`, with all brackets closed"
                );
                self.wrong(reaction, what)
            })?;
            learn(&association, &mut known, &mut flux.gene_products);
            flux.associations.push((self.id(reaction)?, association));
        }
        Ok(())
    }
}

fn learn(association: &GeneAssociation, known: &mut HashSet<String>, products: &mut Vec<GeneProduct>) {
    match association {
        GeneAssociation::Product(id) if known.insert(id.clone()) => {
            products.push(GeneProduct { id: id.clone(), label: id.clone(), name: None, species: None });
        }
        GeneAssociation::Product(_) => {}
        GeneAssociation::And(inside) | GeneAssociation::Or(inside) => {
            inside.iter().for_each(|one| learn(one, known, products));
        }
    }
}

/// `(a and b) or c`; `and` binds more tightly.
fn association(text: &str) -> Option<GeneAssociation> {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, at: 0, depth: 0 };
    let found = reader.any()?;
    (reader.at == words.len()).then_some(found)
}

struct Reader<'w> {
    words: &'w [&'w str],
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn any(&mut self) -> Option<GeneAssociation> {
        self.joined("or", Self::all, GeneAssociation::Or)
    }

    fn all(&mut self) -> Option<GeneAssociation> {
        self.joined("and", Self::one, GeneAssociation::And)
    }

    fn joined(
        &mut self,
        word: &str,
        part: fn(&mut Self) -> Option<GeneAssociation>,
        join: fn(Vec<GeneAssociation>) -> GeneAssociation,
    ) -> Option<GeneAssociation> {
        let first = part(self)?;
        let mut parts = vec![first];
        while self.words.get(self.at).is_some_and(|next| next.eq_ignore_ascii_case(word)) {
            self.at += 1;
            parts.push(part(self)?);
        }
        if parts.len() == 1 { parts.pop() } else { Some(join(parts)) }
    }

    fn one(&mut self) -> Option<GeneAssociation> {
        let word = *self.words.get(self.at)?;
        self.at += 1;
        if word == "(" {
            self.depth += 1;
            let inside = if self.depth > MAX_DEPTH { None } else { self.any() };
            self.depth -= 1;
            let closed = self.words.get(self.at) == Some(&")");
            self.at += 1;
            return inside.filter(|_| closed);
        }
        let joins = word == ")" || word.eq_ignore_ascii_case("and") || word.eq_ignore_ascii_case("or");
        (!joins).then(|| GeneAssociation::Product(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]
    use super::*;

    #[test]
    fn and_binds_more_tightly_and_brackets_are_kept() {
        let gene = |id: &str| GeneAssociation::Product(id.to_owned());
        let found = association("a and b OR (c or d) and e").unwrap();
        let right = GeneAssociation::And(vec![GeneAssociation::Or(vec![gene("c"), gene("d")]), gene("e")]);
        let left = GeneAssociation::And(vec![gene("a"), gene("b")]);
        assert_eq!(found, GeneAssociation::Or(vec![left, right]));
    }

    #[test]
    fn what_is_no_association_is_none() {
        for text in ["a and", "(a or b", "a)", "or a", "a b", "()", &"(".repeat(10_000)] {
            assert_eq!(association(text), None, "{text}");
        }
    }
}

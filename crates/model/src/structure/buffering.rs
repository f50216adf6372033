use super::moieties::fractions;
use super::network::{NetworkStructure, too_large};
use super::ratio::Ratio;
use super::space::{rank, transpose};
use crate::ModelError;
use std::collections::BTreeSet;

/// A part of a network that keeps to itself what is changed in it: no change of the rate of one of
/// its reactions, or of a conserved sum within it, moves a steady-state amount or flux outside
/// (Okada & Mochizuki 2016, doi:10.1103/PhysRevLett.117.048101).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BufferingStructure {
    /// Its species, in the network's order.
    pub species: Vec<String>,
    /// Its reactions, all that depend on its species among them.
    pub reactions: Vec<String>,
}

impl BufferingStructure {
    /// Whether all of it lies in another.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.species.iter().all(|id| other.species.contains(id))
            && self.reactions.iter().all(|id| other.reactions.contains(id))
    }
}

impl NetworkStructure {
    /// The buffering structures from which all others come by union: for each reaction, and each
    /// conserved sum, the smallest that holds it, small ones first. None where the structure allows
    /// no isolated steady state. The whole network is among them where something moves all of it.
    ///
    /// The smallest is what responds to the change, with every reaction that depends on it: the
    /// responses to one reaction hold those to each reaction that depends on what responds. Each is
    /// checked by the law of localization.
    ///
    /// # Errors
    /// As [`Self::rank`].
    pub fn buffering_structures(&self) -> Result<Option<Vec<BufferingStructure>>, ModelError> {
        let Some(sensitivity) = self.sensitivity()? else { return Ok(None) };
        let conserved = self.conserved_by_species()?;
        let mut found: BTreeSet<(usize, Vec<usize>, Vec<usize>)> = BTreeSet::new();
        for (cause, responds) in sensitivity.species.iter().enumerate() {
            let species: Vec<usize> = (0..responds.len()).filter(|&at| responds[at]).collect();
            let depends = |at: &usize| *at == cause || species.iter().any(|s| self.depends[*at].contains(s));
            let reactions: Vec<usize> = (0..self.reactions.len()).filter(depends).collect();
            if !species.is_empty() && self.index_of(&species, &reactions, &conserved)? == 0 {
                found.insert((species.len() + reactions.len(), species, reactions));
            }
        }
        let named = found.into_iter().map(|(_, species, reactions)| BufferingStructure {
            species: species.iter().map(|&at| self.species[at].clone()).collect(),
            reactions: reactions.iter().map(|&at| self.reactions[at].clone()).collect(),
        });
        Ok(Some(named.collect()))
    }

    /// The index `χ = -species + reactions - cycles + conserved sums` of a part of the network, which
    /// is 0 for a buffering structure when every reaction that depends on its species is in it.
    /// Cycles are independent steady fluxes of its reactions alone; conserved sums count by what of
    /// them lies in its species. None where an identifier is not in the network or such a reaction
    /// is missing.
    ///
    /// # Errors
    /// As [`Self::rank`].
    pub fn index(&self, species: &[&str], reactions: &[&str]) -> Result<Option<i64>, ModelError> {
        let places = |all: &[String], ids: &[&str]| -> Option<Vec<usize>> {
            ids.iter().map(|id| all.iter().position(|known| known == id)).collect()
        };
        let (Some(species), Some(reactions)) =
            (places(&self.species, species), places(&self.reactions, reactions))
        else {
            return Ok(None);
        };
        let outside = (0..self.reactions.len()).filter(|at| !reactions.contains(at));
        if outside.into_iter().any(|at| species.iter().any(|s| self.depends[at].contains(s))) {
            return Ok(None);
        }
        self.index_of(&species, &reactions, &self.conserved_by_species()?).map(Some)
    }

    /// For each species its coefficients in the conserved sums.
    fn conserved_by_species(&self) -> Result<Vec<Vec<Ratio>>, ModelError> {
        Ok(transpose(&fractions(&self.moiety_rows()?), self.species.len()))
    }

    fn index_of(
        &self,
        species: &[usize],
        reactions: &[usize],
        conserved: &[Vec<Ratio>],
    ) -> Result<i64, ModelError> {
        let part: Vec<Vec<Ratio>> =
            self.stoichiometry.iter().map(|row| reactions.iter().map(|&at| row[at]).collect()).collect();
        let cycles = reactions.len() - rank(part).ok_or_else(too_large)?;
        let part: Vec<Vec<Ratio>> = species.iter().map(|&at| conserved[at].clone()).collect();
        let conserved = rank(part).ok_or_else(too_large)?;
        Ok(reactions.len() as i64 - species.len() as i64 - cycles as i64 + conserved as i64)
    }
}

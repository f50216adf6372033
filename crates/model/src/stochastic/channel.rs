use super::refuse::not;
use super::request::Requests;
use crate::ModelError;
use lca_kinetics::{Expr, JumpSystem, Network, Program, Reaction, Stoichiometry};
use std::collections::BTreeMap;

/// A compiled reaction.
#[derive(Debug, Clone)]
pub(super) struct Channel {
    pub(super) id: String,
    pub(super) law: Program,
    /// Registers its rate reads.
    pub(super) reads: Vec<u32>,
    /// Registers of the variables it changes, and by how much.
    pub(super) changes: Vec<(u32, f64)>,
    /// What it takes: how many there must be at least.
    pub(super) takes: Vec<(u32, f64)>,
    /// Those of `takes` without which its rate is not known to vanish.
    pub(super) guards: Vec<(u32, f64)>,
}

/// A reaction whose formulas are to be compiled.
pub(super) struct ChannelRequest {
    at: usize,
    pub(super) law: usize,
    /// Species, the number of its stoichiometry among the formulas of moments, and whether it is made.
    sides: Vec<(String, usize, bool)>,
}

/// Asks for the formulas of all reactions that have a rate.
pub(super) fn request(network: &Network, requests: &mut Requests<'_>) -> Vec<ChannelRequest> {
    let mut found = Vec::new();
    for (at, reaction) in network.reactions.iter().enumerate().filter(|(_, r)| r.rate.is_some()) {
        let law = requests.steady(&format!("rate of reaction `{}`", reaction.id), Expr::symbol(&reaction.id));
        let made = |made: bool| move |reference| (reference, made);
        let sides =
            reaction.reactants.iter().map(made(false)).chain(reaction.products.iter().map(made(true)));
        let sides = sides
            .filter(|(reference, _)| changes(network, &reference.species))
            .map(|(reference, made)| {
                let place = place(reaction, &reference.species);
                (reference.species.clone(), requests.moment(&place, number(network, reference)), made)
            })
            .collect();
        found.push(ChannelRequest { at, law, sides });
    }
    found
}

/// Whether reactions change a species.
pub(super) fn changes(network: &Network, id: &str) -> bool {
    let free = |species: &lca_kinetics::Species| !species.boundary_condition && !species.constant;
    network.species(id).is_some_and(free) && network.rule(id).is_none()
}

fn place(reaction: &Reaction, species: &str) -> String {
    format!("stoichiometry of `{species}` in reaction `{}`", reaction.id)
}

/// The molecules a reference stands for each time the reaction happens.
fn number(network: &Network, reference: &Stoichiometry) -> Expr {
    let number = reference.id.as_ref().map_or_else(|| reference.number.clone(), |id| Expr::symbol(id));
    let own = network.species(&reference.species).and_then(|species| species.conversion_factor.as_ref());
    match own.or(network.conversion_factor.as_ref()) {
        Some(factor) => Expr::product([number, Expr::symbol(factor)]),
        None => number,
    }
}

impl ChannelRequest {
    pub(super) fn compiled(self, network: &Network, system: &JumpSystem) -> Result<Channel, ModelError> {
        let reaction = &network.reactions[self.at];
        let law = system.steady()[self.law];
        let (mut net, mut takes) = (BTreeMap::<u32, f64>::new(), BTreeMap::<u32, f64>::new());
        for (species, formula, made) in self.sides {
            let Some(at) = system.variables().iter().position(|known| *known == species) else { continue };
            let slot = 1 + at as u32;
            let number = whole(system.moments()[formula].constant())
                .map_err(|why| not(place(reaction, &species), &why))?;
            if made {
                *net.entry(slot).or_default() += number;
            } else {
                *net.entry(slot).or_default() -= number;
                *takes.entry(slot).or_default() += number;
            }
        }
        let takes: Vec<(u32, f64)> = takes.into_iter().filter(|&(_, number)| number > 0.0).collect();
        let guarded = |&&(slot, number): &&(u32, f64)| f64::from(law.vanishes_below(slot)) < number;
        Ok(Channel {
            id: reaction.id.clone(),
            law,
            reads: system.steady_reads()[self.law].clone(),
            guards: takes.iter().filter(guarded).copied().collect(),
            changes: net.into_iter().filter(|&(_, number)| number != 0.0).collect(),
            takes,
        })
    }
}

fn whole(number: Option<f64>) -> Result<f64, String> {
    match number {
        None => {
            Err("it changes during the simulation; only fixed whole numbers of molecules react".to_owned())
        }
        Some(number) if number >= 0.0 && number.fract() == 0.0 && number < 1e9 => Ok(number),
        Some(number) => Err(format!("it is {number}; molecules react in whole numbers, so multiply it out")),
    }
}

use super::channel::{self, Channel};
use super::derive::derived;
use super::draws::Draws;
use super::event::{self, EventPlan};
use super::refuse::{not, refuse};
use super::request::{Draw, Requests, start_draws};
use crate::ModelError;
use lca_kinetics::{Expr, JumpFormulas, JumpSystem, Network, Program};
use std::collections::HashMap;

/// A network compiled for stochastic simulation.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) system: JumpSystem,
    pub(super) channels: Vec<Channel>,
    /// For each reaction those whose propensity it may change.
    pub(super) dependents: Vec<Vec<u32>>,
    /// For each reaction whether it may turn a trigger or switch, or change a clock's rate.
    pub(super) settles: Vec<bool>,
    pub(super) draws: Vec<Draw>,
    pub(super) events: Vec<EventPlan>,
    pub(super) outputs: Vec<Program>,
    /// Whether an output depends on time or clocks.
    pub(super) outputs_move: bool,
    /// Registers that count molecules which react, and so are whole and not negative.
    pub(super) counts: Vec<u32>,
}

impl Plan {
    pub(super) fn new(network: &Network, outputs: &[(String, Expr)]) -> Result<Self, ModelError> {
        refuse(network)?;
        let mut derived = derived(network)?;
        let mut requests = Requests { formulas: JumpFormulas::default(), draws: Draws::new(network) };
        let channels = channel::request(network, &mut requests);
        let events = event::request(network, &mut requests)?;
        let mut starts = Vec::new();
        for (id, value) in &mut derived.initial_assignments {
            let (place, mut found) = (format!("initial assignment to `{id}`"), Vec::new());
            *value = requests.draws.extract(&place, value, &mut found)?;
            for drawn in found {
                starts.push((place.clone(), requests.start_draw(&place, drawn)));
            }
        }
        let first_output = requests.formulas.moments.len();
        for (name, formula) in outputs {
            requests.moment(&format!("output `{name}`"), formula.clone());
        }
        derived.parameters.append(&mut requests.draws.parameters);
        let formulas = requests.formulas;
        let system = JumpSystem::compile(&derived, &formulas)?;
        let settling = settling(&system, &events);
        let channels =
            channels.into_iter().map(|one| one.compiled(network, &system)).collect::<Result<Vec<_>, _>>()?;
        let (places, starts): (Vec<String>, Vec<_>) = starts.into_iter().unzip();
        let draws = start_draws(starts, &system, &formulas.free)
            .map_err(|at| not(places[at].clone(), "its draws depend on each other in a circle"))?;
        let changing: Vec<u32> = system.clocks().iter().map(|clock| clock.0).chain([0]).collect();
        let moves = |reads: &Vec<u32>| reads.iter().any(|slot| changing.contains(slot));
        let settled = |channel: &Channel| {
            channel.changes.iter().any(|change| settling.binary_search(&change.0).is_ok())
        };
        Ok(Self {
            dependents: dependents(&channels),
            settles: channels.iter().map(settled).collect(),
            draws,
            events: events.into_iter().map(|one| one.compiled(network, &system, &formulas.free)).collect(),
            outputs: system.moments()[first_output..].to_vec(),
            outputs_move: system.moment_reads()[first_output..].iter().any(moves),
            counts: counts(&channels),
            channels,
            system,
        })
    }
}

fn counts(channels: &[Channel]) -> Vec<u32> {
    let sides = channels.iter().flat_map(|channel| channel.changes.iter().chain(&channel.takes));
    let mut found: Vec<u32> = sides.map(|side| side.0).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The reactions whose propensities change with each reaction.
fn dependents(channels: &[Channel]) -> Vec<Vec<u32>> {
    let mut readers: HashMap<u32, Vec<u32>> = HashMap::new();
    for (at, channel) in channels.iter().enumerate() {
        for &slot in channel.reads.iter().chain(channel.guards.iter().map(|guard| &guard.0)) {
            readers.entry(slot).or_default().push(at as u32);
        }
    }
    let of = |channel: &Channel| {
        let changed = channel.changes.iter().filter_map(|change| readers.get(&change.0));
        let mut found: Vec<u32> = changed.flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    channels.iter().map(of).collect()
}

/// Registers that triggers, switches and clocks read.
fn settling(system: &JumpSystem, events: &[event::EventRequest]) -> Vec<u32> {
    let triggers = events.iter().map(|event| &system.steady_reads()[event.trigger]);
    let all = triggers.chain(system.switch_reads()).chain(system.clock_reads());
    let mut settling: Vec<u32> = all.flatten().copied().collect();
    settling.sort_unstable();
    settling.dedup();
    settling
}

use crate::args::FvsArgs;
use crate::command::Result;
use crate::output::Answer;
use lca_core::NoProgress;
use lca_graph::MolecularNetwork;
use lca_network::Digraph;
use lca_network::fvs::{FvsOptions, feedback_vertex_sets};
use serde_json::json;
use std::fmt::Write;

/// Lists the minimum feedback vertex sets of a network, with the proof that none is smaller.
pub(crate) fn fvs(args: &FvsArgs) -> Result {
    let network = super::open::open(&args.file, args.name.as_deref())?;
    let sets = if args.all { 1_000_000 } else { 100 };
    let options = FvsOptions { self_loops: args.self_loops.into(), sets, branches: args.branches };
    let found = feedback_vertex_sets(&Digraph::of(&network), &options, &NoProgress)?;
    let named = |sets: &[Vec<usize>]| -> Vec<Vec<String>> {
        sets.iter().map(|set| set.iter().map(|&node| name(&network, node)).collect()).collect()
    };
    let (sets, cycles) = (named(&found.sets), named(&found.proof.cycles));
    let method = if cycles.len() == found.minimum { "disjoint cycles" } else { "branch and bound" };
    let mut text = format!("minimum {}\n", found.minimum);
    let _ = writeln!(text, "{}", how_many(found.count, sets.len()));
    sets.iter().for_each(|set| text.push_str(&format!("  {}\n", set.join(", "))));
    let _ = writeln!(
        text,
        "proof: {method}; {} disjoint cycles, {} branches",
        cycles.len(),
        found.proof.branches
    );
    cycles.iter().for_each(|cycle| text.push_str(&format!("  {}\n", cycle.join(" -> "))));
    Ok(Answer::new(
        text,
        json!({
            "minimum": found.minimum, "sets": sets, "complete": found.is_complete(),
            // Beyond what a number holds exactly, as text.
            "count": found.count.map(|count| u64::try_from(count).map_or_else(|_| json!(count.to_string()), |n| json!(n))),
            "proof": {
                "method": method, "lower_bound": found.minimum, "disjoint_cycles": cycles,
                "branches": found.proof.branches,
            },
        }),
    ))
}

fn how_many(count: Option<u128>, listed: usize) -> String {
    match count {
        Some(count) if count == listed as u128 => format!("{count} sets, all listed"),
        Some(count) => {
            format!("{count} sets, the first {listed} found are listed; --all lists up to a million")
        }
        None => format!(
            "more than {listed} sets, the first {listed} found are listed; --all lists up to a million"
        ),
    }
}

/// What a node is called: with its layer where another layer has one of the same identifier.
pub(super) fn name(network: &MolecularNetwork, node: usize) -> String {
    let Some(molecule) = network.molecules().get(node) else { return String::new() };
    if network.places(&molecule.id).len() > 1 {
        format!("{} ({})", molecule.id, molecule.layer)
    } else {
        molecule.id.clone()
    }
}

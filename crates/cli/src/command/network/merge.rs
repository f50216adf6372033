use super::open::named;
use crate::args::NetworkMergeArgs;
use crate::command::Result;
use crate::output::Answer;
use lca_formats::write_network;
use lca_graph::MolecularNetwork;
use serde_json::{Value, json};
use std::fmt::Write;

/// As many conflicts as people read.
const LINES: usize = 20;

/// Joins networks and writes the whole.
pub(crate) fn merge(args: &NetworkMergeArgs) -> Result {
    let files = named(&args.files)?;
    let networks: Vec<(&str, &MolecularNetwork)> =
        files.iter().map(|(name, file)| (name.as_str(), &file.network)).collect();
    let merged = lca_network::merge(&networks);
    write_network(&args.out, &merged.network)?;
    let all = merged.network.molecules();
    let (molecules, interactions) = (all.len(), merged.network.interactions().len());
    let mut text = format!(
        "{molecules:>6} molecules, {} in more than one network\n{interactions:>6} interactions, {} pairs in more than one network\n{:>6} pairs with both signs\n",
        merged.shared_molecules,
        merged.shared_pairs,
        merged.conflicts.len()
    );
    let mut list: Vec<Value> = Vec::new();
    for (at, one) in merged.conflicts.iter().enumerate() {
        let (source, target) = (&all[one.source].id, &all[one.target].id);
        let (positive, negative) = (one.positive.join(", "), one.negative.join(", "));
        if at < LINES {
            let _ = writeln!(text, "       {source} on {target}: + by {positive}; - by {negative}");
        }
        list.push(json!({
            "source": source, "target": target, "positive": one.positive, "negative": one.negative,
        }));
    }
    if list.len() > LINES {
        let _ = writeln!(text, "       … {} more: --json tells all", list.len() - LINES);
    }
    let _ = writeln!(text, "written to {}", args.out.display());
    let told = json!({
        "molecules": molecules, "interactions": interactions, "shared_molecules": merged.shared_molecules,
        "shared_pairs": merged.shared_pairs, "conflicts": list, "out": args.out,
    });
    Ok(Answer::new(text, told))
}

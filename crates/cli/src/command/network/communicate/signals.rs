use super::data::Data;
use crate::args::CommunicateArgs;
use crate::failure::Failure;
use lca_graph::LigandReceptor;
use lca_network::communicate::{Downstream, downstream};
use serde_json::{Value, json};
use std::fmt::Write;

/// Fewer targets say nothing of a factor (decoupler's customary five).
const LEAST: usize = 5;

/// The signals that arrive, surest first, where a prior network was given.
pub(super) fn of(
    args: &CommunicateArgs,
    data: &Data,
    resource: &LigandReceptor,
) -> Result<Vec<Downstream>, Failure> {
    let Some(path) = &args.prior else { return Ok(Vec::new()) };
    let prior = lca_formats::read_network(path)?;
    let mut found = downstream(&data.cells(), resource, &prior, LEAST)?;
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    Ok(found)
}

/// Lines for people; none without signals.
pub(super) fn in_words(found: &[Downstream], resource: &LigandReceptor) -> String {
    let mut text = String::new();
    if !found.is_empty() {
        text.push_str("\nSignals that arrive (receptor -> factor, targets raised as it would do)\n");
    }
    for one in found.iter().take(super::LISTED) {
        let (receptor, factor) = (resource.partners[one.receptor].label(), &one.factor);
        let (score, rate, cell, targets) = (one.score, one.false_discovery, &one.target, one.targets);
        let _ = writeln!(
            text,
            "{score:>10.2}  {rate:>10.2e}  {cell}: {receptor} -> {factor} ({targets} targets)"
        );
    }
    text
}

/// All of them for machines.
pub(super) fn json(found: &[Downstream], resource: &LigandReceptor) -> Vec<Value> {
    let one = |one: &Downstream| {
        json!({
            "type": one.target, "receptor": resource.partners[one.receptor].label(), "factor": one.factor,
            "targets": one.targets, "score": one.score, "false_discovery": one.false_discovery,
        })
    };
    found.iter().map(one).collect()
}

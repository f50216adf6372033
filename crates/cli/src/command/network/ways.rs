use crate::args::NetworkShowArgs;
use crate::failure::Failure;
use lca_graph::{MolecularNetwork, Sign};
use lca_network::{Path, lookup, shortest_paths, simple_paths};
use serde_json::{Value, json};
use std::fmt::Write;

/// How long loops may be where nothing is said.
const LOOP: usize = 6;

/// The ways that are asked for, for people and for machines; none where none are.
pub(super) fn ways(
    network: &MolecularNetwork,
    args: &NetworkShowArgs,
) -> Result<Option<(String, Value)>, Failure> {
    let (Some(from), Some(to)) = (&args.from, &args.to) else { return Ok(None) };
    if args.longest == Some(0) {
        return Err(Failure::Use("--longest 0 leaves no way; give at least 1".to_owned()));
    }
    let (sources, targets) = (lookup(network, from)?, lookup(network, to)?);
    let count = args.paths as usize;
    let (mut found, mut more) = (Vec::new(), false);
    for &source in &sources {
        for &target in &targets {
            if let (None, false) = (args.longest, source == target) {
                found.extend(shortest_paths(network, source, target, count)?);
            } else {
                let longest = args.longest.unwrap_or(LOOP);
                let (ways, left) = simple_paths(network, source, target, longest, count)?;
                found.extend(ways);
                more |= left;
            }
        }
    }
    found.sort_by_key(|path| (path.molecules.len(), path.molecules.clone()));
    more |= found.len() > count;
    found.truncate(count);
    let mut text = String::new();
    for path in &found {
        let _ = writeln!(text, "{:<9} {}", path.sign.word(), line(network, path));
    }
    if found.is_empty() {
        let _ = writeln!(text, "no way leads from {from} to {to}");
    }
    if more {
        let _ = writeln!(text, "… there are more: raise --paths");
    }
    let list: Vec<Value> = found.iter().map(|path| told(network, path)).collect();
    Ok(Some((text, json!({ "from": from, "to": to, "paths": list, "more": more }))))
}

fn name(network: &MolecularNetwork, place: usize) -> &str {
    let one = &network.molecules()[place];
    one.name.as_deref().unwrap_or(&one.id)
}

fn line(network: &MolecularNetwork, path: &Path) -> String {
    let mut text = String::new();
    for (at, place) in path.molecules.iter().enumerate() {
        let step = at.checked_sub(1).and_then(|before| path.signs.get(before)).map(|sign| match sign {
            Sign::Positive => " -> ",
            Sign::Negative => " -| ",
            Sign::Dual => " -± ",
            Sign::Unknown => " -? ",
        });
        text.push_str(step.unwrap_or_default());
        text.push_str(name(network, *place));
    }
    text
}

fn told(network: &MolecularNetwork, path: &Path) -> Value {
    let molecules: Vec<&str> =
        path.molecules.iter().map(|place| network.molecules()[*place].id.as_str()).collect();
    let signs: Vec<&str> = path.signs.iter().map(|sign| sign.word()).collect();
    json!({ "molecules": molecules, "signs": signs, "sign": path.sign.word() })
}

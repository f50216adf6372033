use crate::FormatError;
use crate::network::sign;
use lca_graph::{Interaction, MolecularNetwork, Sign};
use std::collections::HashSet;
use std::fmt::Write;
use std::path::Path;

/// A network in the simple interaction format: `source`, kind or sign, `target`, with tabs. Layers, names
/// and evidence cannot be told. A kind is told where its sign follows from it and no
/// target is a number that could be a weight; else the sign is.
pub(in crate::network) fn text(path: &Path, network: &MolecularNetwork) -> Result<String, FormatError> {
    let molecules = network.molecules();
    let mut seen = HashSet::new();
    for molecule in molecules {
        let id = molecule.id.as_str();
        let odd = id.is_empty() || id.starts_with('#') || id.trim() != id || id.contains(['\t', '\n', '\r']);
        let what = if odd {
            format!("SIF has no way to write the name `{}`; write .graphml or .csv", id.escape_debug())
        } else if !seen.insert(id) {
            format!("`{id}` stands in several layers, which SIF cannot tell apart; write .graphml or .csv")
        } else {
            continue;
        };
        return Err(FormatError::Unwritable { path: path.to_owned(), what });
    }
    let name = |place: usize| molecules.get(place).map_or("", |one| one.id.as_str());
    let mut out = String::new();
    let mut joined = vec![false; molecules.len()];
    for one in network.interactions() {
        for end in [one.source, one.target] {
            if let Some(there) = joined.get_mut(end) {
                *there = true;
            }
        }
        let _ = writeln!(
            out,
            "{}\t{}\t{}",
            name(one.source),
            word(one, is_swapped(network, one)),
            name(one.target)
        );
    }
    let alone = molecules.iter().zip(joined).filter(|(_, joined)| !joined).map(|(one, _)| one.id.as_str());
    let alone: Vec<&str> = alone.collect();
    if network.interactions().is_empty() && alone.iter().any(|id| id.contains(char::is_whitespace)) {
        let what = "SIF has no way to write names with blanks where no molecule acts on another".to_owned();
        return Err(FormatError::Unwritable { path: path.to_owned(), what });
    }
    alone.iter().for_each(|id| out.push_str(&format!("{id}\n")));
    Ok(out)
}

/// Whether a reader would take a kind between these two for the target, and the target for a weight.
fn is_swapped(network: &MolecularNetwork, one: &Interaction) -> bool {
    let number =
        |place: usize| network.molecules().get(place).is_some_and(|one| one.id.parse::<f64>().is_ok());
    number(one.target) && !number(one.source)
}

fn word(one: &Interaction, swapped: bool) -> &str {
    let sign = match one.sign {
        Sign::Positive => "1",
        Sign::Negative => "-1",
        other => other.word(),
    };
    match &one.kind {
        Some(kind) if !swapped && tells(kind, one.sign) => kind,
        _ => sign,
    }
}

/// Whether a reader of the kind finds this sign and this kind.
fn tells(kind: &str, is: Sign) -> bool {
    let whole = !kind.is_empty() && kind.trim() == kind && !kind.contains(['\t', '\n', '\r']);
    let plain = kind.parse::<f64>().is_err() && sign::pure(kind).is_none();
    whole && plain && sign::implied(kind).unwrap_or(Sign::Unknown) == is
}

use crate::FormatError;
use crate::table::{open_text, unreadable, utf8};
use lca_graph::{Interaction, Layer, MolecularNetwork, Molecule, Sign};
use std::io::BufRead;
use std::path::Path;

/// Reads Cytoscape's simple interaction format: `source interaction target [target …]`, with tabs where
/// the file has any, else with blanks; a line of one name is a molecule without interactions, a line of
/// two names an interaction of unknown sign. Lines that begin with `#` and empty ones are passed over.
pub(super) fn read(path: &Path) -> Result<MolecularNetwork, FormatError> {
    let mut network = MolecularNetwork::default();
    for (number, line) in (1..).zip(open_text(path)?.split(b'\n')) {
        let line = line.map_err(unreadable(path))?;
        let line = utf8(path, number, &line)?.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        take(&mut network, &fields(line)).map_err(|what| FormatError::line(path, number, what))?;
    }
    Ok(network)
}

fn fields(line: &str) -> Vec<&str> {
    if line.contains('\t') {
        line.split('\t').map(str::trim).collect()
    } else {
        line.split_whitespace().collect()
    }
}

fn take(network: &mut MolecularNetwork, fields: &[&str]) -> Result<(), String> {
    if fields.iter().any(|field| field.is_empty()) {
        return Err("a field is empty: write `source interaction target`".to_owned());
    }
    let mut place = |id: &str| network.molecule(Molecule::new(id, Layer::Unstated));
    match fields {
        [] => {}
        [alone] => {
            place(alone);
        }
        [source, target] => {
            let ends = (place(source), place(target));
            network.interaction(Interaction::new(ends.0, ends.1, Sign::Unknown));
        }
        [source, kind, targets @ ..] => {
            let sign = sign(kind)?;
            let source = place(source);
            let targets: Vec<usize> = targets.iter().map(|target| place(target)).collect();
            for target in targets {
                let kind = Some((*kind).to_owned());
                network.interaction(Interaction { kind, ..Interaction::new(source, target, sign) });
            }
        }
    }
    Ok(())
}

/// The sign that a word for an interaction has. Words that say nothing of it, such as `pp`, are of
/// unknown sign; numbers other than 1, −1 and 0 are refused, because something else is meant by them.
fn sign(kind: &str) -> Result<Sign, String> {
    if let Ok(number) = kind.parse::<f64>() {
        return match number {
            1.0 => Ok(Sign::Positive),
            -1.0 => Ok(Sign::Negative),
            0.0 => Ok(Sign::Unknown),
            _ => Err(format!("`{kind}` is no sign: use 1, -1 or 0")),
        };
    }
    Ok(match kind.to_ascii_lowercase().as_str() {
        "+" | "->" | "-->" | "activates" | "activation" | "stimulates" | "stimulation" | "positive" => {
            Sign::Positive
        }
        "-" | "-|" | "--|" | "inhibits" | "inhibition" | "represses" | "repression" | "negative" => {
            Sign::Negative
        }
        "dual" | "+-" | "±" => Sign::Dual,
        _ => Sign::Unknown,
    })
}

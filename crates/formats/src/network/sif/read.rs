use crate::FormatError;
use crate::network::entry::Entries;
use crate::network::sign;
use lca_graph::{Interaction, Layer, Molecule, Sign};
use std::path::Path;

/// Reads Cytoscape's simple interaction format: `source interaction target [target …]`, with tabs where
/// the file has any, else with blanks; a line of one name is a molecule without interactions, a line of
/// two names an interaction of unknown sign. Lines that begin with `#` and empty ones are passed over.
/// Where `strict` is not set, as for files that are not called `.sif`, a line of blanks may hold no
/// more than three names: else any prose would be a network.
pub(in crate::network) fn parse(path: &Path, text: &str, strict: bool) -> Result<Entries, FormatError> {
    let mut entries = Entries::default();
    let tabs = text.contains('\t');
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim_end();
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let fields = fields(line, tabs);
        if !strict && !tabs && fields.len() > 3 {
            return Err(FormatError::Unknown { path: path.to_owned(), what: prose(number) });
        }
        take(&mut entries, &fields).map_err(|what| FormatError::line(path, number, what))?;
    }
    Ok(entries)
}

fn prose(line: u64) -> String {
    format!(
        "line {line} is no edge of two or three names; networks are SIF (call the file .sif), tables whose header names source and target, GraphML, GEXF, CX2, SBML with package qual, or Boolean rules"
    )
}

fn fields(line: &str, tabs: bool) -> Vec<&str> {
    if tabs { line.split('\t').map(str::trim).collect() } else { line.split_whitespace().collect() }
}

fn take(entries: &mut Entries, fields: &[&str]) -> Result<(), String> {
    if fields.iter().any(|field| field.is_empty()) {
        return Err("a field is empty: write `source interaction target`".to_owned());
    }
    let unstated = |id: &str| Molecule::new(id, Layer::Unstated);
    match fields {
        [] => {}
        [alone] => {
            entries.molecule(unstated(alone));
        }
        [source, word] if is_sign(word) => {
            return Err(format!("`{source} {word}` names no target: write `source interaction target`"));
        }
        [source, target] => {
            let ends = (entries.molecule(unstated(source)), entries.molecule(unstated(target)));
            entries.interaction(Interaction::new(ends.0, ends.1, Sign::Unknown));
        }
        [source, kind, targets @ ..] => {
            let (sign, kind) = meaning(kind)?;
            swapped(source, &kind, targets)?;
            let source = entries.molecule(unstated(source));
            for target in targets {
                let target = entries.molecule(unstated(target));
                let kind = kind.clone();
                entries.interaction(Interaction { kind, ..Interaction::new(source, target, sign) });
            }
        }
    }
    Ok(())
}

/// Whether a word can only say what an interaction does.
fn is_sign(word: &str) -> bool {
    let number = word.parse().is_ok_and(|number| sign::of_number(number).is_some());
    number || sign::pure(word).is_some() || sign::implied(word).is_some()
}

/// The sign and the kind that the word between two names has. Words that say nothing of a sign, such
/// as `pp`, are of unknown sign; numbers other than 1, −1 and 0 are refused, because something else is
/// meant by them.
fn meaning(word: &str) -> Result<(Sign, Option<String>), String> {
    if let Ok(number) = word.parse::<f64>() {
        let sign = sign::of_number(number).map(|sign| (sign, None));
        return sign.ok_or_else(|| format!("`{word}` is no sign: use 1, -1 or 0"));
    }
    Ok(match sign::pure(word) {
        Some(sign) => (sign, None),
        None => (sign::implied(word).unwrap_or(Sign::Unknown), Some(word.to_owned())),
    })
}

/// Lists of `source target weight`, which would be read with the target for the kind, are refused.
fn swapped(source: &str, kind: &Option<String>, targets: &[&str]) -> Result<(), String> {
    let number = |text: &str| text.parse::<f64>().is_ok();
    let odd = targets.iter().find(|target| number(target));
    match odd {
        Some(odd) if kind.is_some() && !number(source) => Err(format!(
            "`{odd}` stands where a target is expected: of a table of source, target and weight give the header `source target weight`, with tabs"
        )),
        _ => Ok(()),
    }
}

use super::open::{element, named};
use crate::args::NetworkImportArgs;
use crate::command::Result;
use crate::failure::Failure;
use crate::output::Answer;
use lca_core::Hasher;
use lca_formats::{NetworkFile, write_boolean, write_network};
use lca_graph::MolecularNetwork;
use lca_network::summary;
use lca_store::Atlas;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;

/// Reads networks and keeps them as one, in an atlas, in a file, or in both.
pub(crate) fn import(args: &NetworkImportArgs) -> Result {
    if args.atlas.is_none() && args.out.is_none() {
        let why = "say where the network goes: --atlas ATLAS --name NAME, or --out FILE; `lca network show` only looks";
        return Err(Failure::Use(why.to_owned()));
    }
    let files = named(&args.files)?;
    let (mut text, mut list) = (String::new(), Vec::new());
    for (name, file) in &files {
        let (line, told) = describe(name, file);
        text.push_str(&line);
        list.push(told);
    }
    let (network, conflicts) = match files.as_slice() {
        [(_, only)] => (only.network.clone(), 0),
        all => {
            let all: Vec<(&str, &MolecularNetwork)> =
                all.iter().map(|(name, file)| (name.as_str(), &file.network)).collect();
            let merged = lca_network::merge(&all);
            (merged.network, merged.conflicts.len())
        }
    };
    let (molecules, interactions) = (network.molecules().len(), network.interactions().len());
    if files.len() > 1 {
        let _ = writeln!(text, "together {molecules} molecules, {interactions} interactions");
    }
    if conflicts > 0 {
        let _ = writeln!(text, "{conflicts} pairs have both signs: `lca network merge` lists them");
    }
    if let (Some(atlas), Some(name)) = (&args.atlas, &args.name) {
        keep(atlas, name, &network, &list)?;
        let _ = writeln!(text, "written to {} as lca/networks/{name}", atlas.display());
    }
    if let Some(out) = &args.out {
        write(out, &files, &network)?;
        let _ = writeln!(text, "written to {}", out.display());
    }
    let told = json!({
        "files": list, "molecules": molecules, "interactions": interactions, "conflicts": conflicts,
        "atlas": args.atlas, "name": args.name, "out": args.out,
    });
    Ok(Answer::new(text, told))
}

/// Converts: rules of one Boolean network stay rules where the other format has them too.
fn write(
    out: &Path,
    files: &[(String, NetworkFile)],
    network: &MolecularNetwork,
) -> std::result::Result<(), Failure> {
    let has_rules =
        out.extension().is_some_and(|ending| ["sbml", "xml", "bnet", "txt"].iter().any(|one| ending == *one));
    match files {
        [(_, NetworkFile { rules: Some(rules), .. })] if has_rules => Ok(write_boolean(out, rules)?),
        _ => Ok(write_network(out, network)?),
    }
}

/// What a file held: what it states, and what became of it.
fn describe(name: &str, file: &NetworkFile) -> (String, Value) {
    let (molecules, interactions) = (file.network.molecules().len(), file.network.interactions().len());
    let (stated, loops) = (file.stated, summary(&file.network).self_loops);
    let text = format!(
        "{name}: {}, {stated} interactions stated; {molecules} molecules, {interactions} interactions, {loops} on itself\n",
        file.format
    );
    let told = json!({
        "file": name, "format": file.format, "stated": stated, "molecules": molecules,
        "interactions": interactions, "self_loops": loops,
    });
    (text, told)
}

/// Puts a network into an atlas; the run's key is a hash of what was imported.
fn keep(
    atlas: &Path,
    name: &str,
    network: &MolecularNetwork,
    files: &[Value],
) -> std::result::Result<(), Failure> {
    let element = element(name)?;
    let changes = Atlas::open_or_create(atlas)?.begin()?;
    changes.write_network(&element, network)?;
    let mut hasher = Hasher::new();
    hasher.part(b"network import").part(name.as_bytes());
    for one in network.molecules() {
        hasher.part(format!("{one:?}").as_bytes());
    }
    for one in network.interactions() {
        hasher.part(format!("{one:?}").as_bytes());
    }
    let record = json!({
        "command": "network import", "files": files, "software": concat!("lca ", env!("CARGO_PKG_VERSION")),
    });
    changes.commit(hasher.finish().as_str(), &record)?;
    Ok(())
}

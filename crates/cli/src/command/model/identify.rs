use super::given;
use crate::args::IdentifyArgs;
use crate::command::Result;
use crate::failure::Failure;
use crate::output::Answer;
use lca_kinetics::Network;
use lca_model::{BufferingStructure, Identification, NetworkStructure, Objective};
use serde_json::{Value, json};
use std::fmt::Write;

/// What the structure decides, and for a problem what its measurements do.
pub(crate) fn identify(args: &IdentifyArgs) -> Result {
    if !given::is_problem(&args.problem.file) {
        let (text, json) = structure(&lca_formats::read_sbml(&args.problem.file)?)?;
        return Ok(Answer::new(text, json!({ "structure": json })));
    }
    let problem = given::problem(&args.problem)?;
    let objective = Objective::new(&problem)?;
    let point = given::point(&objective, &args.problem)?;
    let found = lca_model::identify(&objective, &point, args.confidence)?;
    let (structure_text, structure) = structure(&problem.network)?;
    let text = format!("{}\n{structure_text}", measured(&found));
    let direction = |one: &lca_model::Direction| {
        let large = one.components.iter().filter(|(_, part)| part.abs() > 0.05);
        let components: serde_json::Map<_, _> = large.map(|(id, part)| (id.clone(), json!(part))).collect();
        json!({
            "eigenvalue": one.eigenvalue, "half_width": finite(one.spread), "determined": one.determined,
            "components": components,
        })
    };
    let parameters: serde_json::Map<_, _> = (found.parameters.iter())
        .map(|p| (p.parameter.clone(), json!({ "half_width": finite(p.spread), "determined": p.determined })))
        .collect();
    let json = json!({
        "verdict": found.verdict(),
        "open": found.open,
        "condition_number": finite(found.condition_number),
        "directions": found.directions.iter().map(direction).collect::<Vec<_>>(),
        "parameters": parameters,
        "structure": structure,
    });
    Ok(Answer::new(text, json))
}

/// Infinite numbers have no JSON.
fn finite(value: f64) -> Value {
    if value.is_finite() { json!(value) } else { Value::Null }
}

fn measured(found: &Identification) -> String {
    let mut text = format!("{}\ncondition number {:.3e}\n", found.verdict(), found.condition_number);
    if !found.open.is_empty() {
        text.push_str("\nOpen\n");
    }
    found.open.iter().for_each(|words| text.push_str(&format!("  {words}\n")));
    text.push_str("\nParameters, half width of the interval on their scale\n");
    for one in &found.parameters {
        let word = if one.determined { "" } else { "  not determined" };
        let _ = writeln!(text, "  {:<24} {:>10.3}{word}", one.parameter, one.spread);
    }
    text
}

fn structure(network: &Network) -> std::result::Result<(String, Value), Failure> {
    let structure = match NetworkStructure::new(network) {
        Ok(structure) => structure,
        // A network may be sound and yet have no such structure.
        Err(error) => return Ok((format!("Structure: {error}\n"), json!({ "error": error.to_string() }))),
    };
    let (species, reactions) = (structure.species().len(), structure.reactions().len());
    let (rank, moieties) = (structure.rank()?, structure.moieties()?);
    let mut text = format!("Structure: {species} species, {reactions} reactions, rank {rank}\n");
    for one in &moieties {
        let _ = writeln!(text, "  conserved, in amounts: {}", one.formula());
    }
    let buffering = structure.buffering_structures()?;
    match &buffering {
        Some(found) => found.iter().for_each(|one| nested(&mut text, one, found)),
        None => {
            text.push_str("  no isolated steady state follows from the structure: no buffering structures\n")
        }
    }
    let part = |one: &BufferingStructure| json!({ "species": one.species, "reactions": one.reactions });
    let json = json!({
        "species": species, "reactions": reactions, "rank": rank,
        "conserved": moieties.iter().map(|m| json!({
            "formula": m.formula(), "non_negative": m.is_non_negative(),
            "species": m.species.iter().map(|(id, n)| json!([id, n.to_string()])).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "buffering_structures": buffering.map(|found| found.iter().map(part).collect::<Vec<_>>()),
    });
    Ok((text, json))
}

/// A buffering structure by what it adds to the largest one within it.
fn nested(text: &mut String, one: &BufferingStructure, all: &[BufferingStructure]) {
    let inner =
        all.iter().filter(|other| *other != one && other.is_within(one)).max_by_key(|o| o.species.len());
    let known: &[String] = inner.map_or(&[], |inner| inner.species.as_slice());
    let added: Vec<&str> = one.species.iter().filter(|id| !known.contains(id)).map(String::as_str).collect();
    let within = inner.map_or_else(String::new, |inner| format!(" and {}", inner.species.join(", ")));
    let _ = writeln!(
        text,
        "  buffered: changes within {}{within} move the steady state of nothing else ({} reactions)",
        added.join(", "),
        one.reactions.len()
    );
}

mod boolean;
mod model;

use crate::args::ControlArgs;
use crate::command::Result;
use crate::command::place::short;
use crate::failure::Failure;
use crate::output::Answer;
use lca_core::NoProgress;
use lca_network::control::{Control, Rest};
use lca_network::control::{ControlOptions, Dynamics, Held, control as search, verify};
use serde_json::{Value, json};

/// Finds or verifies nodes that drive a system from one attractor to another.
pub(crate) fn control(args: &ControlArgs) -> Result {
    let is_sbml = args.file.extension().is_some_and(|ending| ending == "xml" || ending == "sbml");
    match lca_formats::read_boolean(&args.file) {
        Ok(network) => boolean::control(args, &network),
        // SBML without rules of package qual is a model.
        Err(_) if is_sbml => model::control(args),
        Err(error) => Err(error.into()),
    }
}

/// The search or the check, once the attractors are known.
fn answer(
    args: &ControlArgs,
    system: &dyn Dynamics,
    (from, to): (&Rest, &Rest),
    fallback: &[usize],
) -> Result {
    let names = system.names();
    if let Some(nodes) = &args.verify {
        return verified(system, (from, to), nodes, &names);
    }
    let options = ControlOptions { trials: args.trials };
    let found = search(system, from, to, fallback, &options, &NoProgress)?;
    let mut text = match (found.sets.first(), found.is_minimal()) {
        (None, _) if found.exhausted_below > names.len() => "no set of nodes does it\n".to_owned(),
        (None, _) => format!(
            "no set found; none of fewer than {} nodes does it; allow more with --trials\n",
            found.exhausted_below
        ),
        (Some(set), true) => {
            format!("{} nodes, the fewest there are; {} sets\n", set.len(), found.sets.len())
        }
        (Some(set), false) => format!(
            "{} nodes, perhaps not the fewest: all sets of fewer than {} were tried before the trials were used up\n",
            set.len(),
            found.exhausted_below
        ),
    };
    found.sets.iter().for_each(|set| text.push_str(&format!("  hold {}\n", in_words(set, &names))));
    text.push_str(&format!("checked by simulation, {} sets tried\n", found.trials));
    let sets: Vec<Value> = found.sets.iter().map(|set| machine(set, &names)).collect();
    let answer = json!({
        "sets": sets, "size": found.sets.first().map(Vec::len), "minimal": found.is_minimal(),
        "exhausted_below": found.exhausted_below, "trials": found.trials,
    });
    Ok(Answer { text, json: answer, well: !found.sets.is_empty() })
}

fn verified(system: &dyn Dynamics, (from, to): (&Rest, &Rest), nodes: &[String], names: &[String]) -> Result {
    let places = nodes.iter().map(|id| place(names, id)).collect::<std::result::Result<Vec<_>, _>>()?;
    let verdict = verify(system, from, to, &places)?;
    let held = if nodes.is_empty() { "nothing".to_owned() } else { nodes.join(", ") };
    let text = if verdict.reaches {
        format!("holding {held} drives it to the target, where it stays\n")
    } else {
        let when = if verdict.while_held { "while they are held" } else { "after they are let go" };
        let ends: Vec<String> =
            verdict.ends.iter().take(4).map(|state| state_in_words(state, names)).collect();
        format!("refused: holding {held} does not do it; {when} it ends at\n  {}\n", ends.join("\n  "))
    };
    let answer = json!({
        "reaches": verdict.reaches, "while_held": verdict.while_held, "ends": verdict.ends, "nodes": names,
    });
    Ok(Answer { text, json: answer, well: verdict.reaches })
}

fn place(names: &[String], id: &str) -> std::result::Result<usize, Failure> {
    let found = names.iter().position(|name| name == id.trim());
    found.ok_or_else(|| Failure::Use(format!("`{id}` is no node; the nodes are {}", names.join(", "))))
}

/// `NODE=VALUE,…` as places and values.
fn conditions(text: &str, names: &[String]) -> std::result::Result<Vec<(usize, f64)>, Failure> {
    let one = |part: &str| {
        let wrong =
            || Failure::Use(format!("`{part}` is not NODE=VALUE, nor `{text}` a number of an attractor"));
        let (id, value) = part.split_once('=').ok_or_else(wrong)?;
        let value = value.trim().parse::<f64>().ok().filter(|value| value.is_finite()).ok_or_else(wrong)?;
        Ok((place(names, id)?, value))
    };
    text.split(',').map(one).collect()
}

/// States of Boolean networks are 0 and 1, those of models any number.
fn plain(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { short(value) }
}

fn in_words(set: &Control, names: &[String]) -> String {
    if set.is_empty() {
        return "nothing: it goes there by itself".to_owned();
    }
    let one = |held: &Held| {
        let course: Vec<String> = held.course.iter().map(|value| plain(*value)).collect();
        format!("{} = {}", names[held.node], course.join(" then "))
    };
    set.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn state_in_words(state: &[f64], names: &[String]) -> String {
    let parts = names.iter().zip(state).filter(|(_, value)| **value != 0.0);
    let parts: Vec<String> = parts.map(|(name, value)| format!("{name} = {}", plain(*value))).collect();
    if parts.is_empty() { "all 0".to_owned() } else { parts.join(", ") }
}

fn machine(set: &Control, names: &[String]) -> Value {
    let one = |held: &Held| match held.course.as_slice() {
        [value] => json!({ "node": names[held.node], "value": value }),
        course => json!({ "node": names[held.node], "course": course }),
    };
    set.iter().map(one).collect()
}

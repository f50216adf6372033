use crate::args::AttractorsArgs;
use crate::command::Result;
use crate::command::plot;
use crate::output::Answer;
use lca_core::NoProgress;
use lca_graph::BooleanNetwork;
use lca_network::attractors::{AttractorOptions, BooleanAttractor};
use lca_report::{Heatmap, heatmap};
use serde_json::{Value, json};

/// Lists the attractors of a Boolean network.
pub(crate) fn attractors(args: &AttractorsArgs) -> Result {
    let network = lca_formats::read_boolean(&args.file)?;
    let options = AttractorOptions { update: args.update.into(), ..AttractorOptions::default() };
    let found = lca_network::attractors::attractors(&network, &options, &NoProgress)?;
    let mut text = format!("{} attractors, all there are\n{}", found.len(), unruled(&network));
    for (number, one) in (1..).zip(&found) {
        text.push_str(&format!("{number:>4}  {}\n", in_words(&network, one)));
    }
    plot::save(&heatmap(&figure(&network, &found))?, args.plot.as_ref())?;
    let all: Vec<Value> = found.iter().map(|one| machine(&network, one)).collect();
    let inputs: Vec<&str> = network.inputs().iter().map(|&at| network.nodes()[at].name.as_str()).collect();
    Ok(Answer::new(text, json!({ "attractors": all, "complete": true, "inputs": inputs })))
}

/// A line on nodes that nothing changes: signals from outside, or names misspelt in a rule.
fn unruled(network: &BooleanNetwork) -> String {
    let names: Vec<&str> = network.inputs().iter().map(|&at| network.nodes()[at].name.as_str()).collect();
    if names.is_empty() {
        return String::new();
    }
    format!(
        "nothing changes these, so they keep their value (inputs, or names misspelt in a rule): {}\n",
        names.join(", ")
    )
}

/// `fixed point, basin 12.5 %: on A, B; changing C`.
pub(super) fn in_words(network: &BooleanNetwork, one: &BooleanAttractor) -> String {
    let with = |wanted: Option<bool>| {
        let own = network.nodes().iter().zip(&one.values).filter(|(_, value)| **value == wanted);
        own.map(|(node, _)| node.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let (on, changing) = (with(Some(true)), with(None));
    let kind = if one.size == 1.0 { "fixed point".to_owned() } else { format!("{} states", one.size) };
    let on = if on.is_empty() { "nothing on".to_owned() } else { format!("on {on}") };
    let changing = if changing.is_empty() { changing } else { format!("; changing {changing}") };
    format!("{kind}, basin {:.3} %: {on}{changing}", 100.0 * one.basin)
}

fn machine(network: &BooleanNetwork, one: &BooleanAttractor) -> Value {
    let values: serde_json::Map<_, _> = network
        .nodes()
        .iter()
        .zip(&one.values)
        .map(|(node, value)| (node.name.clone(), json!(value)))
        .collect();
    let states: Vec<Vec<u8>> =
        one.states.iter().map(|state| state.iter().map(|value| u8::from(*value)).collect()).collect();
    json!({ "size": one.size, "basin": one.basin, "values": values, "states": states })
}

fn figure(network: &BooleanNetwork, found: &[BooleanAttractor]) -> Heatmap {
    let mut values = ndarray::Array2::zeros((network.len(), found.len()));
    for (column, one) in found.iter().enumerate() {
        for (row, value) in one.values.iter().enumerate() {
            values[[row, column]] = value.map_or(0.5, |value| f64::from(u8::from(value)));
        }
    }
    Heatmap {
        title: "Attractors".to_owned(),
        caption: "1 is on, 0 off, 0.5 changing.".to_owned(),
        rows: network.nodes().iter().map(|node| node.name.clone()).collect(),
        columns: (1..=found.len()).map(|number| number.to_string()).collect(),
        value: "state".to_owned(),
        values,
        written: false,
        signed: false,
    }
}

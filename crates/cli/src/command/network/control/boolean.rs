use super::super::attractors::in_words;
use super::{answer, conditions};
use crate::args::ControlArgs;
use crate::command::Result;
use crate::failure::Failure;
use lca_core::NoProgress;
use lca_graph::{BooleanNetwork, Layer};
use lca_network::Digraph;
use lca_network::attractors::{AttractorOptions, BooleanAttractor, attractors};
use lca_network::control::BooleanDynamics;
use lca_network::control::Rest;
use lca_network::fvs::{FvsOptions, feedback_vertex_sets};

/// How many states are followed from one state.
const STATES: usize = 100_000;

/// Control of a Boolean network between two of its attractors.
pub(super) fn control(args: &ControlArgs, network: &BooleanNetwork) -> Result {
    let options = AttractorOptions { update: args.update.into(), ..AttractorOptions::default() };
    let found = attractors(network, &options, &NoProgress)?;
    let (from, to) = (chosen(network, &found, &args.from)?, chosen(network, &found, &args.to)?);
    let graph = Digraph::of(&network.influences(Layer::Gene));
    let one = FvsOptions { sets: 1, ..FvsOptions::default() };
    let fallback = feedback_vertex_sets(&graph, &one, &NoProgress)?.sets.into_iter().next();
    let system = BooleanDynamics::new(network, args.update.into(), STATES);
    // A node that keeps its value is not in the graph's cycles, but decides states all the same.
    let mut fallback = fallback.unwrap_or_default();
    fallback.extend(network.inputs());
    fallback.sort_unstable();
    answer(args, &system, (&from, &to), &fallback)
}

/// The attractor of this number, or the only one with these values.
fn chosen(
    network: &BooleanNetwork,
    found: &[BooleanAttractor],
    text: &str,
) -> std::result::Result<Rest, Failure> {
    let one = match text.trim().parse::<usize>() {
        Ok(number) => number.checked_sub(1).and_then(|at| found.get(at)).ok_or_else(|| {
            Failure::Use(format!("there is no attractor {number}; there are {}, from 1", found.len()))
        })?,
        Err(_) => with_values(network, found, text)?,
    };
    if one.states.is_empty() {
        return Err(Failure::Use(format!(
            "attractor `{text}` has {} states, too many to start from each",
            one.size
        )));
    }
    Ok(BooleanDynamics::rest(one))
}

fn with_values<'a>(
    network: &BooleanNetwork,
    found: &'a [BooleanAttractor],
    text: &str,
) -> std::result::Result<&'a BooleanAttractor, Failure> {
    let names: Vec<String> = network.nodes().iter().map(|node| node.name.clone()).collect();
    let wanted = conditions(text, &names)?;
    if let Some((node, value)) = wanted.iter().find(|(_, value)| *value != 0.0 && *value != 1.0) {
        return Err(Failure::Use(format!(
            "`{}` cannot be {value}: of a Boolean network it is 0 or 1",
            names[*node]
        )));
    }
    let fits = |one: &&BooleanAttractor| {
        wanted
            .iter()
            .all(|(node, value)| one.values[*node].map(|value| f64::from(u8::from(value))) == Some(*value))
    };
    let fitting: Vec<&BooleanAttractor> = found.iter().filter(fits).collect();
    if let [one] = fitting.as_slice() {
        return Ok(one);
    }
    let all: Vec<String> =
        (1..).zip(found).map(|(number, one)| format!("  {number}  {}", in_words(network, one))).collect();
    Err(Failure::Use(format!(
        "{} attractors have `{text}`; name one of them by number:\n{}",
        fitting.len(),
        all.join("\n")
    )))
}

use super::place::exact;
use super::show::valueless;
use crate::args::SimulateArgs;
use crate::command::Result;
use crate::failure::Failure;
use crate::output::Answer;
use lca_kinetics::Network;
use lca_model::{Simulation, Simulator};
use serde_json::json;
use std::fmt::Write;

/// More rows than anyone reads, and few enough for memory.
const MOST_POINTS: u32 = 1_000_000;

/// Simulates a model and tabulates its species, or what rate rules change where it has none.
pub(crate) fn simulate(args: &SimulateArgs) -> Result {
    if !(args.end.is_finite() && args.end > 0.0) {
        return Err(Failure::Use(format!("--end is {}; give a time after 0", args.end)));
    }
    if args.points > MOST_POINTS {
        return Err(Failure::Use(format!("--points is {}; it may be {MOST_POINTS} at most", args.points)));
    }
    let network = lca_formats::read_sbml(&args.file)?;
    let species = network.species.iter().map(|species| species.id.as_str());
    let ruled = network.rules.iter().map(|rule| rule.variable());
    let outputs: Vec<&str> =
        species.clone().chain(ruled.filter(|id| network.species(id).is_none())).collect();
    let last = f64::from(args.points - 1);
    let times: Vec<f64> = (0..args.points).map(|at| args.end * f64::from(at) / last).collect();
    let sets: Vec<(&str, f64)> = args.sets.iter().map(|(id, value)| (id.as_str(), *value)).collect();
    if args.ssa {
        return super::ssa::simulate(args, &network, &outputs, &sets, &times)
            .map_err(|error| missing(args, &network).unwrap_or(error));
    }
    let simulator = Simulator::new(&network, &outputs)?;
    let run = simulator
        .run(&sets, &times)
        .map_err(|error| missing(args, &network).unwrap_or_else(|| error.into()))?;
    let undefined = run.values.iter().flatten().any(|value| value.is_nan());
    if let Some(failure) = missing(args, &network).filter(|_| undefined) {
        return Err(failure);
    }
    let columns: serde_json::Map<_, _> = (outputs.iter().enumerate())
        .map(|(at, id)| ((*id).to_owned(), run.values.iter().map(|row| row[at]).collect()))
        .collect();
    Ok(Answer::new(table(&outputs, &run), json!({ "time": run.times, "values": columns })))
}

/// What has no value, as the cause of a simulation that came to nothing.
fn missing(args: &SimulateArgs, network: &Network) -> Option<Failure> {
    let mut missing = valueless(network);
    missing.retain(|id| !args.sets.iter().any(|(set, _)| set == id));
    let first = missing.first()?;
    let all = missing.join(", ");
    Some(Failure::Use(format!(
        "the model gives no value to {all}; give it in the file, or here: --set {first}=VALUE"
    )))
}

/// Tab-separated text: time, then one column for each output.
pub(super) fn table(outputs: &[&str], run: &Simulation) -> String {
    let mut text = format!("time\t{}\n", outputs.join("\t"));
    for (time, row) in run.times.iter().zip(&run.values) {
        let _ = write!(text, "{}", exact(*time));
        row.iter().for_each(|value| {
            let _ = write!(text, "\t{}", exact(*value));
        });
        text.push('\n');
    }
    text
}

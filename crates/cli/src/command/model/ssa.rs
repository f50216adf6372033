use crate::args::{SimulateArgs, SsaMethod};
use crate::command::Result;
use crate::output::Answer;
use lca_kinetics::Network;
use lca_model::{Method, Moments, Simulation, StochasticOptions, StochasticSimulator};
use serde_json::{Map, Value, json};

/// Simulates molecule by molecule and tabulates mean and standard deviation of each output, or the values
/// of a single run.
pub(super) fn simulate(
    args: &SimulateArgs,
    network: &Network,
    outputs: &[&str],
    sets: &[(&str, f64)],
    times: &[f64],
) -> Result {
    let method = match args.method {
        SsaMethod::Exact => Method::Exact,
        SsaMethod::Tau => Method::Tau,
    };
    let options = StochasticOptions {
        runs: args.runs,
        seed: args.seed,
        method,
        sampling: args.sampling.into(),
        ..StochasticOptions::default()
    };
    let simulator = StochasticSimulator::with_values(network, sets, outputs)?;
    if args.runs == 1 {
        let run = simulator.run(times, 0, options)?;
        let json = json!({ "time": run.times, "runs": 1, "seed": args.seed, "values": columns(outputs, &run.values) });
        return Ok(Answer::new(super::simulate::table(outputs, &run), json));
    }
    let moments = simulator.ensemble(times, options)?;
    let json = json!({
        "time": moments.times,
        "runs": moments.runs,
        "seed": args.seed,
        "mean": columns(outputs, &moments.mean),
        "sd": columns(outputs, &moments.sd),
    });
    Ok(Answer::new(table(outputs, moments), json))
}

fn columns(outputs: &[&str], rows: &[Vec<f64>]) -> Map<String, Value> {
    let column = |at: usize| rows.iter().map(|row| row[at]).collect();
    outputs.iter().enumerate().map(|(at, id)| ((*id).to_owned(), column(at))).collect()
}

/// Tab-separated text: time, then mean and standard deviation of each output.
fn table(outputs: &[&str], moments: Moments) -> String {
    let names: Vec<String> =
        outputs.iter().flat_map(|id| [format!("{id}-mean"), format!("{id}-sd")]).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let pairs =
        |(mean, sd): (&Vec<f64>, &Vec<f64>)| mean.iter().zip(sd).flat_map(|(m, s)| [*m, *s]).collect();
    let values = moments.mean.iter().zip(&moments.sd).map(pairs).collect();
    super::simulate::table(&names, &Simulation { times: moments.times, values })
}

//! Times loading and simulating an SBML model, for the benchmark against libRoadRunner:
//! `trajectory MODEL.xml END POINTS RELATIVE ABSOLUTE`. Prints one JSON object.
#![allow(clippy::print_stdout, reason = "an example prints")]

use lca_formats::read_sbml;
use lca_model::{Simulator, Tolerances};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

type Answer<T> = Result<T, Box<dyn Error>>;

fn main() -> Answer<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, end, points, relative, absolute] = &arguments[..] else {
        return Err("use: trajectory MODEL.xml END POINTS RELATIVE ABSOLUTE".into());
    };
    let (end, points): (f64, usize) = (end.parse()?, points.parse()?);
    let tolerances =
        Tolerances { relative: relative.parse()?, absolute: absolute.parse()?, ..Tolerances::default() };
    let load = |file: &str| -> Answer<Simulator> {
        let network = read_sbml(Path::new(file))?;
        let species: Vec<&str> = network.species.iter().map(|species| species.id.as_str()).collect();
        Ok(Simulator::new(&network, &species)?.with_tolerances(tolerances))
    };
    let simulator = load(file)?;
    let load_s = median(|| load(file).map(|_| ()))?;
    let times: Vec<f64> = (0..points).map(|k| end * k as f64 / (points.max(2) - 1) as f64).collect();
    let found = simulator.run(&[], &times)?;
    let cpu_s = median(|| Ok(simulator.run(&[], &times).map(|_| ())?))?;
    let printed = serde_json::json!({
        "load_s": load_s, "cpu_s": cpu_s, "species": simulator.outputs(), "values": found.values,
    });
    println!("{printed}");
    Ok(())
}

/// Median time of a call that neither waits nor starts a thread. The clock is that of the wall: it
/// counts in the peer's favour.
fn median(mut call: impl FnMut() -> Answer<()>) -> Answer<f64> {
    let begin = Instant::now();
    let mut each = Vec::new();
    while each.len() < 5 || (begin.elapsed().as_secs_f64() < 1.0 && each.len() < 1000) {
        let start = Instant::now();
        call()?;
        each.push(start.elapsed().as_secs_f64());
    }
    each.sort_by(f64::total_cmp);
    Ok(each[each.len() / 2])
}

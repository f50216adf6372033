use lca_kinetics::{Compartment, Initial, Network, Parameter, Reaction, Species, parse_math};
use lca_model::{Method, Moments, StochasticOptions, StochasticSimulator};

/// A network in a cell of size 1 of species with so many molecules.
pub(crate) fn network(species: &[(&str, f64)], parameters: &[(&str, f64)]) -> Network {
    let mut network = Network::new("test");
    network.compartments.push(Compartment::new("cell", 1.0));
    for &(id, number) in species {
        network.species.push(Species {
            initial: Initial::Amount(number),
            has_only_substance_units: true,
            ..Species::new(id, "cell", 0.0)
        });
    }
    for &(id, value) in parameters {
        network.parameters.push(Parameter { constant: false, ..Parameter::new(id, value) });
    }
    network
}

pub(crate) fn react(
    network: &mut Network,
    id: &str,
    reactants: &[(&str, f64)],
    products: &[(&str, f64)],
    rate: &str,
) {
    network.reactions.push(Reaction::new(id, reactants, products, parse_math(rate).unwrap()));
}

pub(crate) fn options(runs: u64, seed: u64, method: Method) -> StochasticOptions {
    StochasticOptions { runs, seed, method, ..StochasticOptions::default() }
}

pub(crate) fn moments(network: &Network, outputs: &[&str], times: &[f64], method: Method) -> Moments {
    let simulator = StochasticSimulator::new(network, outputs).unwrap();
    simulator.ensemble(times, options(10_000, 7, method)).unwrap()
}

/// Means within 4.5 standard errors of theory, and variances within 4.5 of theirs by the fourth moment
/// of a normal distribution.
pub(crate) fn assert_close(found: &Moments, at: usize, output: usize, mean: f64, sd: f64) {
    let runs = found.runs as f64;
    let (m, s) = (found.mean[at][output], found.sd[at][output]);
    let z = runs.sqrt() * (m - mean) / sd;
    let y = (0.5 * runs).sqrt() * ((s / sd).powi(2) - 1.0);
    assert!(z.abs() < 4.5, "mean {m} against {mean}: Z = {z}");
    assert!(y.abs() < 4.5, "sd {s} against {sd}: Y = {y}");
}

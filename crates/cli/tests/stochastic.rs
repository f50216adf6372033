//! `lca model simulate --ssa`.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{json, run};
use lca_kinetics::{Compartment, Initial, Network, Reaction, Species, parse_math};

fn decay(folder: &std::path::Path) -> String {
    let mut network = Network::new("decay");
    network.compartments.push(Compartment::new("cell", 1.0));
    let initial = Initial::Amount(100.0);
    network.species.push(Species {
        initial,
        has_only_substance_units: true,
        ..Species::new("A", "cell", 0.0)
    });
    network.reactions.push(Reaction::new("gone", &[("A", 1.0)], &[], parse_math("0.5 * A").unwrap()));
    let path = folder.join("decay.xml");
    lca_formats::write_sbml(&path, &network).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn stochastic_runs_are_tabulated_and_do_not_depend_on_threads() {
    let folder = tempfile::tempdir().unwrap();
    let file = decay(folder.path());
    let command = ["model", "simulate", &file, "--end", "2", "--points", "3", "--ssa", "--seed", "5"];
    let one = json(&[&command[..], &["--runs", "400", "--threads", "1"]].concat());
    let two = json(&[&command[..], &["--runs", "400", "--threads", "2"]].concat());
    assert_eq!(one, two);
    let (mean, sd) = (one["mean"]["A"][2].as_f64().unwrap(), one["sd"]["A"][2].as_f64().unwrap());
    let left = (-1f64).exp();
    assert!((mean - 100.0 * left).abs() < 1.2, "{mean}");
    assert!((sd - (100.0 * left * (1.0 - left)).sqrt()).abs() < 0.8, "{sd}");
    let text = String::from_utf8(run(&command, 0).stdout).unwrap();
    assert!(text.starts_with("time\tA-mean\tA-sd\n0\t100\t0\n"), "{text}");
    let single = json(&[&command[..], &["--runs", "1"]].concat());
    assert_eq!(single["values"]["A"][0], 100.0);
    let leaps = json(&[&command[..], &["--set", "A=100000", "--method", "tau"]].concat());
    let mean = leaps["mean"]["A"][2].as_f64().unwrap();
    assert!((mean / (1e5 * left) - 1.0).abs() < 0.03, "{mean}");
}

#[test]
fn options_of_stochastic_runs_need_ssa() {
    let folder = tempfile::tempdir().unwrap();
    let file = decay(folder.path());
    run(&["model", "simulate", &file, "--end", "2", "--runs", "4"], 2);
    run(&["model", "simulate", &file, "--end", "2", "--ssa", "--set", "nothing=1"], 1);
}

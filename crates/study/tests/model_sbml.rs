//! The semantic SBML test suite: every case that uses only what is supported.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod data;

use lca_formats::{FormatError, parse_sbml, read_sbml, sbml_text};
use lca_kinetics::Network;
use lca_model::{Simulator, Tolerances};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn number(text: &str) -> f64 {
    match text.trim() {
        "INF" => f64::INFINITY,
        "-INF" => f64::NEG_INFINITY,
        text => text.parse().unwrap(),
    }
}

struct Settings(String);

impl Settings {
    fn get(&self, key: &str) -> &str {
        let line = self.0.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix(':'));
        line.unwrap_or("").trim()
    }

    fn list(&self, key: &str) -> Vec<&str> {
        self.get(key).split(',').map(str::trim).filter(|id| !id.is_empty()).collect()
    }
}

/// The formula of a variable in the unit that the case asks for.
fn output(network: &Network, settings: &Settings, id: &str) -> String {
    let Some(species) = network.species(id) else { return id.to_owned() };
    let point = network.compartments.iter().any(|c| c.id == species.compartment && c.dimensions == 0.0);
    let amount = species.has_only_substance_units || point;
    if settings.list("amount").contains(&id) && !amount {
        format!("{id} * {}", species.compartment)
    } else if settings.list("concentration").contains(&id) && amount {
        format!("{id} / {}", species.compartment)
    } else {
        id.to_owned()
    }
}

/// What is wrong with the simulation of a case by the suite's own rule, if anything.
fn judge(folder: &Path, case: &str, network: &Network) -> Result<(), String> {
    let settings = Settings(fs::read_to_string(folder.join(format!("{case}-settings.txt"))).unwrap());
    let table = fs::read_to_string(folder.join(format!("{case}-results.csv"))).unwrap();
    let mut lines = table.lines().filter(|line| !line.trim().is_empty());
    let header: Vec<&str> = lines.next().unwrap().split(',').map(str::trim).collect();
    let rows: Vec<Vec<f64>> = lines.map(|line| line.split(',').map(number).collect()).collect();
    let variables = settings.list("variables");
    let outputs: Vec<String> = variables.iter().map(|id| output(network, &settings, id)).collect();
    let names: Vec<&str> = outputs.iter().map(String::as_str).collect();
    let tight = Tolerances { relative: 1e-9, absolute: 1e-13, max_steps: 200_000 };
    let times: Vec<f64> = rows.iter().map(|row| row[0]).collect();
    let simulator =
        Simulator::new(network, &names).map_err(|error| error.to_string())?.with_tolerances(tight);
    let run = simulator.run(&[], &times).map_err(|error| error.to_string())?;
    let (absolute, relative) = (number(settings.get("absolute")), number(settings.get("relative")));
    for (k, id) in variables.iter().enumerate() {
        // The first column is time; a variable may have that name too.
        let column = 1 + header[1..].iter().position(|name| name == id).unwrap();
        for (row, found) in rows.iter().zip(&run.values) {
            let (expected, found) = (row[column], found[k]);
            let same = expected == found || (expected.is_nan() && found.is_nan());
            let close = (expected - found).abs() <= absolute + relative * expected.abs();
            if !same && !close {
                return Err(format!("{id} at {}: {found} against {expected}", row[0]));
            }
        }
    }
    Ok(())
}

fn model(folder: &Path) -> PathBuf {
    let mut files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .find(|path| {
            path.to_string_lossy().contains("-sbml-l") && path.extension().is_some_and(|e| e == "xml")
        })
        .unwrap()
}

#[test]
fn cases_with_supported_features_pass_and_others_are_refused() {
    let Some(root) = data::folder("model/sbml_test_suite/semantic") else { return };
    let mut folders: Vec<PathBuf> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let mut refused: BTreeMap<String, usize> = BTreeMap::new();
    let (mut passed, mut failed) = (0, Vec::new());
    for folder in folders {
        let case = folder.file_name().unwrap().to_string_lossy().into_owned();
        let about = fs::read_to_string(folder.join(format!("{case}-model.m"))).unwrap_or_default();
        if about.contains("FluxBalanceSteadyState") {
            continue;
        }
        match read_sbml(&model(&folder)) {
            Err(FormatError::Unsupported { what, .. }) => {
                let feature = what.split(" (").next().unwrap_or(&what).to_owned();
                *refused.entry(feature).or_default() += 1;
            }
            Err(error) => failed.push(format!("{case}: {error}")),
            Ok(network) => {
                let again = parse_sbml(sbml_text(&network).as_bytes(), Path::new("written.xml")).unwrap();
                match judge(&folder, &case, &network).and_then(|()| judge(&folder, &case, &again)) {
                    Ok(()) => passed += 1,
                    Err(what) => failed.push(format!("{case}: {what}")),
                }
            }
        }
    }
    println!("{passed} passed, {} failed; refused: {refused:#?}", failed.len());
    assert!(failed.is_empty(), "{failed:#?}");
    assert!(passed >= 998, "{passed}");
}

//! The analyses of models, from the files to what the commands say.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{json, run, text};
use lca_kinetics::petab::{Condition, Measurement, Observable, Parameter, Problem};
use lca_kinetics::{Compartment, Network, Parameter as Constant, Reaction, Species, parse_math};
use std::path::{Path, PathBuf};

/// A dose `L` turns on Raf, and that Mek.
fn cascade() -> Network {
    let mut network = Network::new("cascade");
    network.compartments.push(Compartment::new("cell", 1.0));
    for (id, start) in [("Raf", 1.0), ("RafP", 0.0), ("Mek", 1.0), ("MekP", 0.0)] {
        network.species.push(Species::new(id, "cell", start));
    }
    for (id, value) in [("L", 1.0), ("k1", 0.8), ("d1", 0.5), ("k2", 1.5), ("d2", 0.7)] {
        network.parameters.push(Constant::new(id, value));
    }
    for (id, from, to, rate) in [
        ("raf_on", "Raf", "RafP", "cell * k1 * L * Raf"),
        ("raf_off", "RafP", "Raf", "cell * d1 * RafP"),
        ("mek_on", "Mek", "MekP", "cell * k2 * RafP * Mek"),
        ("mek_off", "MekP", "Mek", "cell * d2 * MekP"),
    ] {
        network.reactions.push(Reaction::new(id, &[(from, 1.0)], &[(to, 1.0)], parse_math(rate).unwrap()));
    }
    network
}

fn model(folder: &Path) -> PathBuf {
    let path = folder.join("cascade.xml");
    lca_formats::write_sbml(&path, &cascade()).unwrap();
    path
}

/// The cascade's end measured through a scale that only acts together with another.
fn problem(folder: &Path) -> PathBuf {
    let mut network = cascade();
    for id in ["scale", "gain"] {
        network.parameters.push(Constant::new(id, 2.0));
    }
    let free = |id: &str, nominal: f64| Parameter { nominal, ..Parameter::log10(id, 1e-3, 1e3) };
    let values = [("k1", 0.8), ("d1", 0.5), ("k2", 1.5), ("d2", 0.7), ("scale", 2.0), ("gain", 2.0)];
    let mut problem = Problem {
        parameters: values.map(|(id, value)| free(id, value)).into(),
        conditions: vec![Condition { id: "stimulated".into(), ..Condition::default() }],
        observables: vec![
            Observable::new("mek", parse_math("scale * gain * MekP").unwrap(), 0.05.into()),
            Observable::new("raf", parse_math("RafP").unwrap(), 0.02.into()),
        ],
        ..Problem::new(network)
    };
    for at in 0..12 {
        for id in ["mek", "raf"] {
            problem.measurements.push(Measurement::new(id, "stimulated", 0.5 * f64::from(at), 0.1));
        }
    }
    lca_formats::write_petab(folder, "cascade", &problem).unwrap()
}

#[test]
fn structure_and_measurements_say_what_is_determined() {
    let folder = tempfile::tempdir().unwrap();
    let found = json(&["model", "identify", text(&model(folder.path()))]);
    let formulas: Vec<&str> = found["structure"]["conserved"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["formula"].as_str().unwrap())
        .collect();
    assert_eq!(formulas, ["Raf + RafP", "Mek + MekP"]);
    assert_eq!(found["structure"]["buffering_structures"][0]["species"], serde_json::json!(["Mek", "MekP"]));
    let said = run(&["model", "identify", text(&problem(folder.path()))], 0);
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.contains("the data fix the product of gain and scale, not each"), "{said}");
}

#[test]
fn sensitivities_of_a_model_and_of_a_problem() {
    let folder = tempfile::tempdir().unwrap();
    let (xml, plot) = (model(folder.path()), folder.path().join("figure.svg"));
    let base = ["model", "sensitivity", text(&xml), "--output", "RafP", "--end", "20", "--plot", text(&plot)];
    let local = json(&base);
    let last = local["outputs"].as_array().unwrap().last().unwrap();
    let at = |id: &str| local["parameters"].as_array().unwrap().iter().position(|p| p == id).unwrap();
    // Near rest RafP = k L / (k L + d), so d ln RafP / d ln k = d / (k L + d).
    let found = last["scaled"][at("k1")].as_f64().unwrap();
    assert!((found - 0.5 / 1.3).abs() < 1e-5, "{found}");
    assert_eq!(last["scaled"][at("k2")].as_f64().unwrap(), 0.0);
    assert!(std::fs::read_to_string(&plot).unwrap().starts_with("<svg"));
    // Without a dose nothing is active, and what is 0 is named.
    let none = json(&[base.as_slice(), &["--set", "L=0"]].concat());
    assert_eq!(none["left_out"].as_array().unwrap().iter().filter(|id| *id == "L").count(), 1, "{none}");
    run(&[base.as_slice(), &["--set", "nothing=1"]].concat(), 1);
    let sobol = json(&[base.as_slice(), &["--method", "sobol", "--samples", "64"]].concat());
    assert_eq!(sobol["indices"][0]["parameter"], "Raf");
    let yaml = problem(folder.path());
    let morris = json(&["model", "sensitivity", text(&yaml), "--output", "raf", "--method", "morris"]);
    let effects = morris["effects"].as_array().unwrap();
    let small = |one: &serde_json::Value| one["mean_magnitude"].as_f64().unwrap() < 1e-4;
    assert!(effects.iter().any(|one| one["parameter"] == "k2" && small(one)));
    run(&["model", "sensitivity", text(&yaml), "--output", "nothing"], 2);
}

#[test]
fn doses_and_combinations_have_their_analytic_curves() {
    let folder = tempfile::tempdir().unwrap();
    let xml = model(folder.path());
    let found = json(&["model", "dose-response", text(&xml), "--target", "L", "--output", "RafP"]);
    let curve = |key: &str| found["curve"][key].as_f64().unwrap();
    assert!((curve("half") - 0.625).abs() < 1e-5 && (curve("hill") - 1.0).abs() < 1e-5, "{found}");
    let plot = folder.path().join("grid.svg");
    let args = [
        "model",
        "combine",
        text(&xml),
        "--first",
        "inhibitor:raf_on,ic50=1",
        "--second",
        "inhibitor:mek_on,ic50=2",
    ];
    let args =
        [args.as_slice(), &["--doses", "0,0.3,1,3,10", "--output", "MekP", "--plot", text(&plot)]].concat();
    let found = json(&args);
    assert_eq!(found["cells"].as_array().unwrap().len(), 16);
    assert!(plot.exists());
    let args = [
        "model",
        "perturb",
        text(&xml),
        "--perturb",
        "pulse:L=2,start=1,end=3",
        "--end",
        "4",
        "--points",
        "5",
    ];
    let found = json(&[args.as_slice(), &["--output", "L"]].concat());
    assert_eq!(found["values"]["L"], serde_json::json!([1.0, 2.0, 2.0, 1.0, 1.0]));
    run(&["model", "dose-response", text(&xml), "--target", "knock-down:Mek", "--output", "MekP"], 2);
    run(&["model", "perturb", text(&xml), "--perturb", "push:L=2", "--end", "4"], 2);
    run(&["model", "perturb", text(&xml), "--perturb", "dose:Nobody=2", "--end", "4"], 1);
}

#[test]
fn candidates_are_ranked_and_a_resolution_is_planned() {
    let folder = tempfile::tempdir().unwrap();
    let yaml = problem(folder.path());
    let table = folder.path().join("candidates.tsv");
    let rows = "observableId\tsimulationConditionId\ttime\nraf\tstimulated\t0\nraf\tstimulated\t1\nmek\tstimulated\t5\n";
    std::fs::write(&table, rows).unwrap();
    let plot = folder.path().join("gain.svg");
    let args = [
        "model",
        "design",
        text(&yaml),
        "--candidates",
        text(&table),
        "--choose",
        "2",
        "--plot",
        text(&plot),
    ];
    let found = json(&args);
    let ranked = found["ranked"].as_array().unwrap();
    assert_eq!(ranked[2]["experiment"], "raf in stimulated at 0");
    assert!(ranked[2]["information"].as_f64().unwrap() < 1e-9 && plot.exists());
    assert_eq!(found["chosen"].as_array().unwrap().len(), 2);
    let values = folder.path().join("values.tsv");
    std::fs::write(&values, "parameterId\tvalue\nk1\t0\nd1\t-0.3\nk2\t0.2\nd2\t-0.1\nscale\t0\ngain\t0\n")
        .unwrap();
    let args =
        ["model", "plan", text(&yaml), "--parameters", text(&values), "--within", "20%", "--parameter"];
    let found = json(&[args.as_slice(), &["k1"]].concat());
    assert!(
        found["rows"].as_array().unwrap().iter().all(|row| row["replicates"].as_u64().is_some()),
        "{found}"
    );
    let said = String::from_utf8(run(&[args.as_slice(), &["gain"]].concat(), 0).stdout).unwrap();
    assert!(said.contains("No resolution tried determines it"), "{said}");
    std::fs::write(&table, "observableId\tsimulationConditionId\ttime\nnone\tstimulated\t0\n").unwrap();
    let said = run(&["model", "design", text(&yaml), "--candidates", text(&table)], 1);
    assert!(String::from_utf8(said.stderr).unwrap().contains("`none`"));
    for command in ["identify", "sensitivity", "perturb", "dose-response", "combine", "design", "plan"] {
        let help = String::from_utf8(run(&["model", command, "--help"], 0).stdout).unwrap();
        assert!(help.contains("Example:") && help.contains(&format!("lca model {command}")), "{help}");
    }
}

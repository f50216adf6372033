//! The commands on PEtab problems.

#![allow(clippy::unwrap_used, reason = "a test's helpers may")]

mod common;

use common::{json, run};
use lca_formats::{read_petab, write_petab};
use lca_kinetics::petab::{Condition, Measurement, Observable, Parameter, Problem, Scale};
use lca_kinetics::{Expr, Network, Parameter as Constant};
use std::f64::consts::TAU;
use std::fs;
use std::path::Path;

/// Four measurements of a constant with standard deviation 2.
fn constant(folder: &Path) -> String {
    let mut network = Network::new("line");
    network.parameters.push(Constant::new("a", 0.0));
    let problem = Problem {
        parameters: vec![Parameter { scale: Scale::Log, nominal: 3.0, ..Parameter::log10("a", 0.1, 100.0) }],
        conditions: vec![Condition { id: "c".into(), ..Condition::default() }],
        observables: vec![Observable::new("y", Expr::symbol("a"), 2.0.into())],
        measurements: [1.0, 2.0, 4.0, 5.0].map(|v| Measurement::new("y", "c", 0.0, v)).to_vec(),
        ..Problem::new(network)
    };
    write_petab(folder, "line", &problem).unwrap().to_str().unwrap().to_owned()
}

#[test]
fn the_objective_is_that_of_the_textbook() {
    let folder = tempfile::tempdir().unwrap();
    let yaml = constant(folder.path());
    let found = json(&["model", "objective", &yaml, "--gradient", "forward", "--repeat", "3"]);
    let near = |key: &str, expected: f64| {
        assert!((found[key].as_f64().unwrap() - expected).abs() < 1e-9, "{key}: {found}");
    };
    near("chi2", 2.5);
    near("llh", -2.0 * (TAU * 4.0).ln() - 1.25);
    near("log_prior", 0.0);
    near("objective", 2.0 * (TAU * 4.0).ln() + 1.25);
    assert_eq!(found["n"], 4);
    assert!(found["gradient"]["a"].as_f64().unwrap().abs() < 1e-12, "{found}");
    assert!(found["load_s"].as_f64().unwrap() > 0.0 && found["cpu_s_median"].as_f64().unwrap() >= 0.0);
    let plain = json(&["model", "objective", &yaml]);
    assert!(plain["gradient"].as_object().unwrap().is_empty());
}

#[test]
fn values_come_from_a_table_and_results_go_to_tables() {
    let folder = tempfile::tempdir().unwrap();
    let yaml = constant(folder.path());
    let table = folder.path().join("values.tsv");
    fs::write(&table, format!("parameterId\tvalue\na\t{}\n", 2f64.ln())).unwrap();
    let (table, out) = (table.to_str().unwrap(), folder.path().join("out"));
    let found = json(&["model", "objective", &yaml, "--parameters", table, "--out", out.to_str().unwrap()]);
    assert!((found["chi2"].as_f64().unwrap() - (1.0 + 0.0 + 4.0 + 9.0) / 4.0).abs() < 1e-9, "{found}");
    let fitted = read_petab(&out.join("line.yaml")).unwrap();
    assert!((fitted.parameters[0].nominal - 2.0).abs() < 1e-12);
    let simulations = fs::read_to_string(out.join("line_simulations.tsv")).unwrap();
    assert!(simulations.lines().next().unwrap().contains("\tsimulation\t"), "{simulations}");
    assert_eq!(simulations.lines().count(), 5);
    fs::write(folder.path().join("values.tsv"), "parameterId\tvalue\nb\t1\n").unwrap();
    let error = run(&["model", "objective", &yaml, "--parameters", table], 2);
    assert!(String::from_utf8_lossy(&error.stderr).contains("`b`"));
    run(&["model", "objective", &yaml, "--atol", "0"], 2);
}

#[test]
fn the_linter_answers_with_its_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let yaml = constant(folder.path());
    assert_eq!(json(&["model", "lint", &yaml])["errors"], 0);
    let table = folder.path().join("line_measurements.tsv");
    let text = fs::read_to_string(&table).unwrap();
    fs::write(&table, text.replacen("y\t", "z\t", 1)).unwrap();
    let output = run(&["model", "lint", &yaml], 1);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("line 2, column `observableId`: there is no observable `z`"), "{said}");
    assert!(said.contains("1 errors"), "{said}");
}

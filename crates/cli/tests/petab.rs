//! The commands on PEtab problems.

#![allow(clippy::unwrap_used, reason = "a test's helpers may")]

mod common;

use common::{json, run};
use lca_formats::{read_petab, write_petab};
use lca_kinetics::petab::{Condition, Measurement, Observable, Parameter, Problem, Scale};
use lca_kinetics::{Compartment, Expr, Network, Parameter as Constant, Reaction, Species, parse_math};
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
    let adjoint = json(&["model", "objective", &yaml, "--gradient", "adjoint"]);
    assert!(adjoint["gradient"]["a"].as_f64().unwrap().abs() < 1e-12, "{adjoint}");
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
    assert!(said.contains("1 error, 0 warnings"), "{said}");
}

/// Falling amounts with a rate and a start to be found.
fn decay(folder: &Path) -> String {
    let mut network = Network::new("decay");
    network.compartments.push(Compartment::new("cell", 1.0));
    network.species.push(Species::new("A", "cell", 1.0));
    network.parameters.extend(["a", "k"].map(|id| Constant::new(id, 1.0)));
    network.reactions.push(Reaction::new("fall", &[("A", 1.0)], &[], parse_math("cell * k * A").unwrap()));
    let parameters = ["a", "k"].map(|id| Parameter { nominal: 1.0, ..Parameter::log10(id, 1e-2, 1e2) });
    let mut problem = Problem {
        parameters: parameters.into(),
        conditions: vec![Condition { id: "control".into(), ..Condition::default() }],
        observables: vec![Observable::new("y", parse_math("a * A").unwrap(), 0.1.into())],
        ..Problem::new(network)
    };
    for at in 0..10 {
        let time = 0.4 * f64::from(at);
        problem.measurements.push(Measurement::new("y", "control", time, 3.0 * (-0.7 * time).exp()));
    }
    lca_formats::write_petab(folder, "decay", &problem).unwrap().to_str().unwrap().to_owned()
}

#[test]
fn a_fit_that_was_stopped_goes_on_to_the_same_result() {
    let folder = tempfile::tempdir().unwrap();
    let yaml = decay(folder.path());
    let (whole, halved) = (folder.path().join("whole"), folder.path().join("halved"));
    let fit = |out: &Path, seed: &'static str, threads: &'static str, code: i32| {
        let out = out.to_str().unwrap();
        let options = ["--starts", "12", "--seed", seed, "--draws", "4", "--threads", threads, "--out", out];
        run(&[&["model", "fit", &yaml], options.as_slice()].concat(), code)
    };
    fit(&whole, "3", "1", 0);
    fit(&halved, "3", "2", 0);
    // As a kill in the second generation would leave it: some starts, and half a line.
    let log = fs::read_to_string(halved.join("starts.jsonl")).unwrap();
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 13);
    fs::remove_dir_all(&halved).unwrap();
    fs::create_dir(&halved).unwrap();
    let half = &lines[10][..lines[10].len() / 2];
    fs::write(halved.join("starts.jsonl"), format!("{}\n{half}", lines[..10].join("\n"))).unwrap();
    fit(&halved, "3", "2", 0);
    for name in ["parameters.tsv", "simulated.tsv", "waterfall.svg", "history.svg", "fit.svg"] {
        let read = |folder: &Path| fs::read_to_string(folder.join(name)).unwrap();
        assert_eq!(read(&whole), read(&halved), "{name}");
    }
    let log = fs::read_to_string(halved.join("starts.jsonl")).unwrap();
    assert_eq!(log.lines().collect::<Vec<_>>()[..10], lines[..10], "finished starts are kept");
    let error = fit(&halved, "4", "1", 1);
    assert!(String::from_utf8_lossy(&error.stderr).contains("--seed 3, and this is --seed 4"));
}

/// Replaces text in a file, which must be there.
fn change(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from} is not in {text}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// A quick fit of a problem, and what it says on the error stream.
fn fit(yaml: &str, out: &Path, more: &[&str], code: i32) -> String {
    let options = ["model", "fit", yaml, "--out", out.to_str().unwrap(), "--starts", "2", "--draws", "2"];
    String::from_utf8(run(&[&options, more].concat(), code).stderr).unwrap()
}

#[test]
fn a_fit_of_another_problem_is_taken_by_no_command() {
    let folder = tempfile::tempdir().unwrap();
    let yaml = decay(folder.path());
    let out = folder.path().join("fit");
    fit(&yaml, &out, &[], 0);
    let profile = |code| {
        let args = ["model", "profile", &yaml, "--fit", out.to_str().unwrap(), "--parameters", "k"];
        String::from_utf8(run(&args, code).stderr).unwrap()
    };
    profile(0);
    // Nominal values are no part of it.
    let parameters = folder.path().join("decay_parameters.tsv");
    let text = fs::read_to_string(&parameters).unwrap();
    fs::write(&parameters, text.replace("\t1.0\t1\t", "\t2.5\t1\t")).unwrap();
    assert_ne!(fs::read_to_string(&parameters).unwrap(), text);
    fit(&yaml, &out, &[], 0);
    let sbml = folder.path().join("decay.xml");
    let (law, table) = (fs::read_to_string(&sbml).unwrap(), folder.path().join("decay_measurements.tsv"));
    change(&sbml, "<ci>k</ci>", "<ci>k</ci><cn>2</cn>");
    assert!(fit(&yaml, &out, &[], 1).contains("another problem: the model has changed"));
    assert!(
        profile(1).contains("this fit is of another problem: the model has changed; fit this problem again")
    );
    let identify = ["model", "identify", &yaml, "--fit", out.to_str().unwrap()];
    assert!(String::from_utf8(run(&identify, 1).stderr).unwrap().contains("the model has changed"));
    fs::write(&sbml, law).unwrap();
    run(&identify, 0);
    change(&table, "\t0.4\t", "\t0.5\t");
    assert!(fit(&yaml, &out, &[], 1).contains("the measurements have changed"));
    assert!(profile(1).contains("the measurements have changed"));
    change(&table, "\t0.5\t", "\t0.4\t");
    assert!(fit(&yaml, &out, &["--optimizer", "lbfgsb"], 1).contains("--optimizer trust-region, and this"));
}

#[test]
fn more_starts_are_other_starts_and_the_message_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let yaml = decay(folder.path());
    let out = folder.path().join("fit");
    fit(&yaml, &out, &[], 0);
    let out = out.to_str().unwrap();
    let more = ["model", "fit", &yaml, "--out", out, "--starts", "3", "--draws", "2"];
    let said = String::from_utf8(run(&more, 1).stderr).unwrap();
    assert!(said.contains("Latin hypercube") && said.contains("or --starts 2"), "{said}");
}

#[test]
fn a_fit_that_cannot_be_says_why_and_goes_on_once_mended() {
    let folder = tempfile::tempdir().unwrap();
    let yaml = decay(folder.path());
    let out = folder.path().join("fit");
    assert!(fit(&yaml, &out, &["--max-seconds", "0"], 1).contains("no start was begun within 0 s"));
    let observables = folder.path().join("decay_observables.tsv");
    change(&observables, "\t0.1\t", "\t-0.2\t");
    let said = fit(&yaml, &out, &[], 1);
    assert!(
        said.contains("none of 2 starts could be simulated") && said.contains("with noise -0.2"),
        "{said}"
    );
    change(&observables, "\t-0.2\t", "\t0.1\t");
    fit(&yaml, &out, &[], 0);
    let measurements = folder.path().join("decay_measurements.tsv");
    let text = fs::read_to_string(&measurements).unwrap();
    fs::write(&measurements, text.lines().next().unwrap()).unwrap();
    assert!(fit(&yaml, &out, &[], 1).contains("there is no measurement"));
    assert_eq!(json(&["model", "objective", &yaml])["n"], 0);
    run(&["model", "lint", &yaml], 1);
    fs::write(&measurements, text).unwrap();
    let parameters = folder.path().join("decay_parameters.tsv");
    let text = fs::read_to_string(&parameters).unwrap();
    fs::write(&parameters, text.replace("\t1.0\t1\t", "\t1.0\t0\t")).unwrap();
    assert!(fit(&yaml, &out, &[], 1).contains("no parameter is estimated"));
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    fs::write(&parameters, &text).unwrap();
    assert!(fit(&yaml, &file, &[], 1).contains("cannot make the folder"));
    // Nor is a problem written over by its own fit.
    assert!(fit(&yaml, folder.path(), &[], 1).contains("its tables would be written over"));
    let objective = ["model", "objective", &yaml, "--out", folder.path().to_str().unwrap()];
    run(&objective, 1);
    assert_eq!(fs::read_to_string(&parameters).unwrap(), text);
}

#[test]
fn what_a_fit_has_seen_is_no_test_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let yaml = decay(folder.path());
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (out, training) = (path("fit"), path("decay_measurements.tsv"));
    fit(&yaml, Path::new(&out), &[], 0);
    let predict = |more: &[&str], code| {
        let args = ["model", "predict", &yaml, "--fit", &out, "--steps", "40", "--size", "10"];
        let output = run(&[&args, more].concat(), code);
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    let said = predict(&["--measurements", &training], 0);
    assert!(said.contains("remark: 10 of 10 measurements were used in the fit"), "{said}");
    let (held, conditions) = (path("held.tsv"), path("new.tsv"));
    fs::write(&held, "observableId\tsimulationConditionId\ttime\tmeasurement\ny\tthird\t1\t2\n").unwrap();
    assert!(predict(&["--measurements", &held], 1).contains("`third`; give it with --conditions"));
    fs::write(&conditions, "conditionId\tA\nthird\t2\n").unwrap();
    let said = predict(&["--measurements", &held, "--conditions", &conditions], 0);
    assert!(!said.contains("remark") && said.contains("log-likelihood"), "{said}");
    // What nobody has measured is predicted all the same, and held against nothing.
    for line in ["measurement\ny\tthird\t1\t\n", "replicateId\ny\tthird\t1\ta\n"] {
        fs::write(&held, format!("observableId\tsimulationConditionId\ttime\t{line}")).unwrap();
        let said = predict(&["--measurements", &held, "--conditions", &conditions], 0);
        assert!(said.contains("nothing was measured there") && !said.contains("R²"), "{said}");
        let table = fs::read_to_string(Path::new(&out).join("prediction.tsv")).unwrap();
        let row: Vec<&str> = table.lines().nth(1).unwrap().split('\t').collect();
        assert!(row[3].is_empty() && row[4..].iter().all(|cell| cell.parse::<f64>().is_ok()), "{table}");
    }
    fs::write(&conditions, "conditionId\tA\nthird\t2\ncontrol\t9\n").unwrap();
    let said = predict(&["--measurements", &held, "--conditions", &conditions], 2);
    assert!(said.contains("`control` other values than the problem"), "{said}");
    let left = run(&["model", "leave-out", &yaml, "--no-change", "nix"], 2);
    assert!(String::from_utf8_lossy(&left.stderr).contains("there are control"));
}

#[test]
fn fitted_values_go_into_a_model_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let yaml = decay(folder.path());
    let out = folder.path().join("fit");
    fit(&yaml, &out, &[], 0);
    let model = out.join("fitted.xml");
    let table = fs::read_to_string(out.join("parameters.tsv")).unwrap();
    let k: f64 = table.lines().find_map(|line| line.strip_prefix("k\t")).unwrap().parse().unwrap();
    let network = lca_formats::read_sbml(&model).unwrap();
    let found = network.parameters.iter().find(|one| one.id == "k").unwrap().value.unwrap();
    assert!((found - 10f64.powf(k)).abs() < 1e-12 * found);
    let perturb = ["--perturb", "knock-down:k=0.5", "--end", "1", "--points", "2"];
    run(&[&["model", "perturb", model.to_str().unwrap()], perturb.as_slice()].concat(), 0);
}

#[test]
fn values_that_nothing_gives_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.xml");
    let mut network = Network::new("m");
    network.compartments.push(Compartment::new("cell", 1.0));
    network
        .species
        .push(Species { initial: lca_kinetics::Initial::Unknown, ..Species::new("A", "cell", 1.0) });
    network.parameters.push(Constant { value: None, ..Constant::new("k1", 1.0) });
    network.reactions.push(Reaction::new("fall", &[("A", 2.0)], &[], parse_math("cell * k1 * A").unwrap()));
    lca_formats::write_sbml(&path, &network).unwrap();
    let file = path.to_str().unwrap();
    let said = String::from_utf8(run(&["model", "show", file], 0).stdout).unwrap();
    for words in ["no value: A, k1", "fall: 2 A ->, rate cell * k1 * A", "1 compartment\n", "cell = 1 (size)"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    let simulate = ["model", "simulate", file, "--end", "1", "--points", "2"];
    let said = String::from_utf8(run(&simulate, 2).stderr).unwrap();
    assert!(said.contains("gives no value to A, k1"), "{said}");
    let set = ["--set", "A=1e-56", "--set", "k1=1"];
    let said = String::from_utf8(run(&[simulate.as_slice(), &set].concat(), 0).stdout).unwrap();
    assert!(said.contains("0\t1e-56"), "{said}");
    run(&["model", "simulate", file, "--end", "1", "--points", "4294967295"], 2);
    run(&["model", "fit", file, "--out", folder.path().to_str().unwrap()], 1);
}

#[test]
fn a_suite_without_cases_is_not_passed() {
    let folder = tempfile::tempdir().unwrap();
    run(&["conformance", "sbml-semantic", folder.path().to_str().unwrap()], 1);
}

//! PEtab: what is read, written and refused.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use lca_formats::{parse_petab, petab_files, read_petab, sbml_text, write_petab};
use lca_kinetics::petab::{
    Condition, Experiment, Measurement, NoiseDistribution, Observable, Override, Parameter, Prior, PriorKind,
    Problem, Scale,
};
use lca_kinetics::{Compartment, Network, Parameter as Constant, Species, parse_math};
use std::collections::BTreeMap;

fn problem() -> Problem {
    let formula = |text: &str| parse_math(text).unwrap();
    let mut network = Network::new("m");
    network.compartments.push(Compartment::new("c", 1.0));
    network.species.push(Species::new("A", "c", 2.0));
    network.parameters.push(Constant::new("k", 0.1));
    let prior = Prior::new(PriorKind::Normal, [1.0, 0.5]);
    let mut measurement = Measurement {
        observable_parameters: vec![Override::Number(2.0), Override::Parameter("scale".into())],
        noise_parameters: vec![Override::Parameter("sd".into())],
        dataset: Some("one".into()),
        replicate: Some("r1".into()),
        ..Measurement::new("y", "high", 1.5, 0.123_456_789_012_345_67)
    };
    let first = measurement.clone();
    (measurement.time, measurement.value) = (f64::INFINITY, 1e-30);
    Problem {
        parameters: vec![
            Parameter { nominal: 0.3, objective_prior: Some(prior), ..Parameter::log10("k", 1e-5, 1e5) },
            Parameter {
                scale: Scale::Lin,
                initialization_prior: Some(prior),
                ..Parameter::log10("scale", -5.0, 5.0)
            },
            Parameter { name: Some("noise".into()), scale: Scale::Log, ..Parameter::log10("sd", 0.1, 9.0) },
        ],
        conditions: vec![
            Condition { id: "rest".into(), name: Some("at rest".into()), changes: vec![] },
            Condition {
                id: "high".into(),
                name: None,
                changes: vec![
                    ("A".into(), Override::Number(7.0)),
                    ("c".into(), Override::Parameter("scale".into())),
                ],
            },
        ],
        observables: vec![Observable {
            transformation: Scale::Log,
            noise_distribution: NoiseDistribution::Laplace,
            ..Observable::new(
                "y",
                formula("observableParameter2_y * A + observableParameter1_y"),
                formula("noiseParameter1_y * y"),
            )
        }],
        experiments: vec![Experiment::after_rest("high", "rest", "high")],
        measurements: vec![first, measurement],
        ..Problem::new(network)
    }
}

/// NaN is not equal to itself, so nominal values are compared by their text.
fn text(problem: &Problem) -> String {
    format!("{problem:?}")
}

#[test]
fn what_is_written_reads_back() {
    let problem = problem();
    let files = petab_files("p", &problem).unwrap();
    let names = [
        "p.xml",
        "p.yaml",
        "p_conditions.tsv",
        "p_measurements.tsv",
        "p_observables.tsv",
        "p_parameters.tsv",
    ];
    assert_eq!(files.keys().collect::<Vec<_>>(), names);
    let back = parse_petab("p.yaml", &files).unwrap();
    let written = problem.observables[0].formula.to_string();
    assert_eq!(back.observables[0].formula.to_string(), written);
    assert_eq!(text(&back), text(&problem));
    let folder = tempfile::tempdir().unwrap();
    let yaml = write_petab(&folder.path().join("new"), "p", &problem).unwrap();
    assert_eq!(text(&read_petab(&yaml).unwrap()), text(&problem));
}

fn with(name: &str, change: impl Fn(&str) -> String) -> String {
    let mut files: BTreeMap<String, Vec<u8>> = petab_files("p", &problem()).unwrap();
    let file = files.get_mut(name).unwrap();
    *file = change(std::str::from_utf8(file).unwrap()).into_bytes();
    parse_petab("p.yaml", &files).unwrap_err().to_string()
}

#[test]
fn faults_are_named_with_file_and_line() {
    let cases = [
        (
            "p_measurements.tsv",
            "measurement\ttime",
            "value\ttime",
            "`p_measurements.tsv`, line 1: the column `measurement` is missing",
        ),
        ("p_measurements.tsv", "1e-30", "NaN", "line 3: `measurement` is empty or not a number"),
        ("p_measurements.tsv", "1e-30", "abc", "line 3: `measurement` is `abc`"),
        ("p_measurements.tsv", "y\trest", "z\trest", "there is no observable `z`"),
        ("p_measurements.tsv", "\thigh\t", "\thi\t", "there is no condition `hi`"),
        ("p_measurements.tsv", "\tsd\t", "\tsdd\t", "`sdd` is neither a number nor a parameter"),
        ("p_measurements.tsv", "2.0;scale", "2.0", "needs 2 `observableParameters` but 1 are given"),
        ("p_parameters.tsv", "log10", "log2", "`parameterScale` is `log2`"),
        ("p_parameters.tsv", "1e-5", "-1", "its lower bound must be positive"),
        ("p_parameters.tsv", "100000.0", "1e-9", "finite bounds"),
        ("p_parameters.tsv", "normal", "triangular", "`triangular` is not a prior"),
        ("p_parameters.tsv", "sd\tnoise", "k\tnoise", "`k` occurs more than once"),
        ("p_observables.tsv", "* A", "* Q", "`Q` is not in the model"),
        ("p_observables.tsv", "laplace", "cauchy", "`noiseDistribution` is `cauchy`"),
        ("p_conditions.tsv", "7.0", "zeta", "`zeta` is neither a number nor a parameter"),
        ("p_conditions.tsv", "\tA\t", "\tAX\t", "`p_conditions.tsv`, line 3: `AX` is neither in the model"),
        ("p.yaml", "format_version: 1", "<sbml/>", "it is an SBML model; give the problem's YAML file"),
        ("p.yaml", "format_version: 1", "\u{1f}x", "PEtab YAML"),
        ("p_measurements.tsv", "1e-30", "0", "line 3: `measurement` is 0, which has no logarithm"),
        ("p_conditions.tsv", "\t7.0\t", "\t7.0\t1\t2\t", "more cells than the header"),
        ("p.yaml", "format_version: 1", "format_version: 3.0.0", "PEtab version 3.0.0"),
        ("p.yaml", "parameter_file", "parameters", "PEtab YAML"),
        ("p.yaml", "p_conditions.tsv", "absent.tsv", "cannot read `absent.tsv`"),
    ];
    for (file, from, to, expected) in cases {
        let error = with(file, |text| {
            assert!(text.contains(from), "{file} holds no {from:?}: {text}");
            text.replace(from, to)
        });
        assert!(error.contains(expected), "{expected}: {error}");
    }
}

#[test]
fn texts_that_a_table_cannot_hold_are_not_written() {
    let mut problem = problem();
    problem.conditions[0].name = Some("a\tb".into());
    assert!(petab_files("p", &problem).unwrap_err().to_string().contains("holds a tab"));
}

#[test]
fn empty_cells_and_visualisation_are_passed_over() {
    let mut files = petab_files("p", &problem()).unwrap();
    let yaml = String::from_utf8(files["p.yaml"].clone()).unwrap() + "  visualization_files:\n  - none.tsv\n";
    files.insert("p.yaml".into(), yaml.into_bytes());
    let conditions = "conditionId\tA\tc\nrest\t\tNaN\nhigh\tnan\tscale\n\n";
    files.insert("p_conditions.tsv".into(), conditions.as_bytes().to_vec());
    files.insert("p.xml".into(), sbml_text(&problem().network).into_bytes());
    let read = parse_petab("p.yaml", &files).unwrap();
    assert_eq!(read.conditions[0].changes, []);
    assert_eq!(read.conditions[1].changes, [("c".to_owned(), Override::Parameter("scale".into()))]);
}

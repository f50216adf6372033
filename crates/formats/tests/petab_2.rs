//! PEtab 2.0: what is read, written and refused, and what the linter says of both versions.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use lca_formats::{
    Finding, Severity, lint_petab, parse_petab, petab_files, petab_results, read_parameter_values,
    write_petab,
};
use lca_kinetics::petab::{
    Condition, Experiment, Measurement, NoiseDistribution, Observable, Override, Parameter, Period, Prior,
    PriorKind, Problem, Scale, Version,
};
use lca_kinetics::{Compartment, Network, Parameter as Constant, Rule, Species, parse_math};
use std::collections::BTreeMap;
use std::fs;

fn problem() -> Problem {
    let formula = |text: &str| parse_math(text).unwrap();
    let mut network = Network::new("m");
    network.compartments.push(Compartment::new("c", 1.0));
    network.species.push(Species::new("A", "c", 2.0));
    network.parameters.push(Constant::new("k", 0.1));
    let linear = |id: &str, lower: f64, upper: f64, nominal: f64| Parameter {
        scale: Scale::Lin,
        nominal,
        ..Parameter::log10(id, lower, upper)
    };
    let prior =
        |kind, parameters, bounds| Some(Prior { truncation: Some(bounds), ..Prior::new(kind, parameters) });
    let whole = [0.0, f64::INFINITY];
    Problem {
        version: Version::V2,
        parameters: vec![
            Parameter {
                objective_prior: prior(PriorKind::Gamma, [3.0, 5.0], whole),
                ..linear("k", 0.0, f64::INFINITY, 0.3)
            },
            Parameter {
                objective_prior: prior(PriorKind::Uniform, [1.0, 9.0], [1.0, 9.0]),
                ..linear("scale", 1.0, 9.0, 2.0)
            },
            Parameter { lower: f64::NAN, upper: f64::NAN, ..Parameter::fixed("sd", 0.2) },
        ],
        conditions: vec![
            Condition { id: "rest".into(), name: None, changes: vec![("A".into(), Override::Number(7.0))] },
            Condition {
                id: "high".into(),
                name: None,
                changes: vec![
                    ("A".into(), Override::Formula(formula("A + 2 * time"))),
                    ("c".into(), Override::Parameter("scale".into())),
                ],
            },
        ],
        experiments: vec![Experiment {
            id: "e".into(),
            periods: vec![
                Period::new(f64::NEG_INFINITY, "rest"),
                Period { time: 0.0, conditions: vec![] },
                Period::new(2.5, "high"),
            ],
        }],
        observables: vec![Observable {
            transformation: Scale::Log,
            noise_distribution: NoiseDistribution::Laplace,
            placeholders: vec!["factor".into(), "offset".into()],
            noise_placeholders: vec!["noise".into()],
            ..Observable::new("y", formula("factor * A + offset"), formula("noise * y"))
        }],
        measurements: ["e", ""]
            .iter()
            .map(|experiment| Measurement {
                observable_parameters: vec![Override::Number(2.0), Override::Parameter("scale".into())],
                noise_parameters: vec![Override::Parameter("sd".into())],
                replicate: Some("r1".into()),
                ..Measurement::new("y", experiment, 3.5, 0.123_456_789_012_345_67)
            })
            .collect(),
        ..Problem::new(network)
    }
}

/// NaN is not equal to itself, so problems are compared by their text.
fn text(problem: &Problem) -> String {
    format!("{problem:?}")
}

#[test]
fn what_is_written_reads_back() {
    let problem = problem();
    let files = petab_files("p", &problem).unwrap();
    assert_eq!(files.len(), 7, "{:?}", files.keys());
    assert_eq!(text(&parse_petab("p.yaml", &files).unwrap()), text(&problem));
}

#[test]
fn each_version_writes_only_what_it_can_say() {
    let second = problem();
    let error = petab_files("p", &Problem { version: Version::V1, ..second.clone() }).unwrap_err();
    assert!(error.to_string().contains("write 2.0") || error.to_string().contains("no prior"), "{error}");
    let mut scaled = second.clone();
    scaled.parameters[0].scale = Scale::Log10;
    assert!(petab_files("p", &scaled).unwrap_err().to_string().contains("scale"));
    let mut log10 = second;
    log10.observables[0].transformation = Scale::Log10;
    assert!(petab_files("p", &log10).unwrap_err().to_string().contains("log10"));
}

#[test]
fn results_are_a_problem_and_a_table_of_simulations() {
    let problem = problem();
    let files = petab_results("p", &problem, &[0.4, 3.0], &[1.5, 2.5]).unwrap();
    let fitted = parse_petab("p.yaml", &files).unwrap();
    let nominal: Vec<f64> = fitted.parameters.iter().map(|parameter| parameter.nominal).collect();
    assert_eq!(nominal, [0.4, 3.0, 0.2]);
    assert_eq!(fitted.measurements, problem.measurements);
    let table = String::from_utf8(files["p_simulations.tsv"].clone()).unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert!(lines[0].starts_with("observableId\texperimentId\tsimulation\ttime"), "{}", lines[0]);
    assert!(lines[1].starts_with("y\te\t1.5\t3.5") && lines[2].starts_with("y\t\t2.5\t3.5"), "{table}");
    assert!(petab_results("p", &problem, &[0.4], &[1.5, 2.5]).is_err());
    assert!(petab_results("p", &problem, &[0.4, 3.0], &[1.5]).is_err());
}

fn with(name: &str, from: &str, to: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = petab_files("p", &problem()).unwrap();
    let file = files.get_mut(name).unwrap();
    let text = String::from_utf8(file.clone()).unwrap();
    assert!(text.contains(from), "{name} holds no {from:?}: {text}");
    *file = text.replacen(from, to, 1).into_bytes();
    files
}

/// File, what is replaced by what, the line and column of the finding, and part of its words.
const FAULTS: [(&str, &str, &str, u64, &str, &str); 20] = [
    ("p_parameters.tsv", "\ttrue\t", "\tTrue\t", 2, "estimate", "use true or false"),
    ("p_parameters.tsv", "k\t\t0.0", "k\t\t", 2, "lowerBound", "needs bounds"),
    (
        "p_parameters.tsv",
        "1.0\t9.0\t2.0",
        "9.0\t1.0\t2.0",
        3,
        "upperBound",
        "`lowerBound` below `upperBound`",
    ),
    ("p_parameters.tsv", "\t0.2\tfalse", "\t\tfalse", 4, "nominalValue", "needs `nominalValue`"),
    ("p_parameters.tsv", "gamma", "logNormal", 2, "priorDistribution", "not a prior of PEtab 2.0"),
    ("p_parameters.tsv", "3.0;5.0", "3.0", 2, "priorParameters", "two numbers"),
    ("p_parameters.tsv", "3.0;5.0", "-3.0;5.0", 2, "priorParameters", "must be positive"),
    ("p_parameters.tsv", "\nscale", "\n2scale", 3, "parameterId", "no digit first"),
    ("p_conditions.tsv", "rest\tA", "rest\tk", 2, "targetId", "the parameter table sets"),
    ("p_conditions.tsv", "high\tc", "high\tA", 4, "targetId", "occurs twice"),
    ("p_conditions.tsv", "\t7.0", "\t7.0 +", 2, "targetValue", "formula"),
    ("p_conditions.tsv", "\t7.0", "\t7.0 + zz", 2, "targetValue", "`zz` is neither"),
    ("p_experiments.tsv", "2.5\thigh", "2.5\tlow", 2, "conditionId", "no condition `low`"),
    ("p_experiments.tsv", "2.5", "inf", 4, "time", "finite time"),
    ("p_observables.tsv", "factor * A", "factor * Q", 2, "observableFormula", "`Q` is not in the model"),
    ("p_observables.tsv", "log-laplace", "log10-laplace", 2, "noiseDistribution", "log-laplace"),
    ("p_measurements.tsv", "y\te", "z\te", 2, "observableId", "no observable `z`"),
    ("p_measurements.tsv", "y\te", "y\tf", 2, "experimentId", "no experiment `f`"),
    ("p_measurements.tsv", "2.0;scale", "2.0", 2, "observableParameters", "needs 2"),
    ("p_measurements.tsv", "\t3.5", "\t-3.5", 2, "time", "begins at 0"),
];

#[test]
fn faults_are_named_with_file_line_and_column() {
    for (file, from, to, line, column, words) in FAULTS {
        let files = with(file, from, to);
        let error = parse_petab("p.yaml", &files).unwrap_err().to_string();
        assert!(error.contains(words) && error.contains(column), "{words}: {error}");
        assert!(error.contains(&format!("`{file}`, line {line}")), "{line}: {error}");
        let folder = tempfile::tempdir().unwrap();
        files.iter().for_each(|(name, bytes)| fs::write(folder.path().join(name), bytes).unwrap());
        let found = lint_petab(&folder.path().join("p.yaml")).unwrap();
        let here = |one: &&Finding| {
            one.severity == Severity::Error && one.line == Some(line) && one.column.as_deref() == Some(column)
        };
        assert!(found.iter().any(|one| here(&one) && one.message.contains(words)), "{words}: {found:#?}");
    }
}

#[test]
fn yaml_files_of_version_2_are_checked() {
    let error =
        |from: &str, to: &str| parse_petab("p.yaml", &with("p.yaml", from, to)).unwrap_err().to_string();
    assert!(error("language: sbml", "language: pysb").contains("`pysb`"));
    assert!(error("parameter_files", "parameters").contains("`parameter_files` is missing"));
    assert!(
        error(
            "format_version: 2.0.0",
            "format_version: 2.0.0\nextensions:\n  x:\n    version: 1\n    required: true"
        )
        .contains("extension `x`")
    );
    assert!(error("p_conditions.tsv", "absent.tsv").contains("cannot read `absent.tsv`"));
}

#[test]
fn mapped_names_mean_what_the_model_calls_so() {
    let mut files = with("p_observables.tsv", "factor * A", "factor * protein");
    let yaml = String::from_utf8(files["p.yaml"].clone()).unwrap() + "mapping_files:\n- m.tsv\n";
    files.insert("p.yaml".into(), yaml.into_bytes());
    files.insert(
        "m.tsv".into(),
        b"petabEntityId\tmodelEntityId\tname\nprotein\tA\tthe protein\nhigh\t\tonly a note\n".to_vec(),
    );
    assert_eq!(text(&parse_petab("p.yaml", &files).unwrap()), text(&problem()));
}

#[test]
fn the_linter_warns_of_what_is_probably_not_meant() {
    let mut problem = problem();
    problem.parameters[1].nominal = 20.0;
    problem.parameters.push(Parameter { scale: Scale::Lin, ..Parameter::log10("idle", 1.0, 2.0) });
    problem.observables.push(Observable::new("unseen", 1.0.into(), (-0.5).into()));
    problem.conditions.push(Condition {
        id: "never".into(),
        name: None,
        changes: vec![("A".into(), Override::Number(1.0))],
    });
    problem.experiments.push(Experiment { id: "unused".into(), periods: vec![Period::new(0.0, "never")] });
    problem.measurements.push(problem.measurements[0].clone());
    problem.measurements[1].value = -1.0;
    let unit = |unit: &str| Some(unit.to_owned());
    problem.network.parameters.push(Constant { unit: unit("second"), ..Constant::new("age", 1.0) });
    problem.network.parameters.push(Constant {
        unit: unit("metre"),
        constant: false,
        ..Constant::new("length", 1.0)
    });
    let sum = parse_math("age + k").unwrap();
    problem.network.rules.push(Rule::Assignment { variable: "length".into(), value: sum });
    let folder = tempfile::tempdir().unwrap();
    let yaml = write_petab(folder.path(), "p", &problem).unwrap();
    let found = lint_petab(&yaml).unwrap();
    let is_error = |one: &Finding| one.message.contains("which has no logarithm");
    let severity = |one| if is_error(one) { Severity::Error } else { Severity::Warning };
    assert!(found.iter().all(|one| one.severity == severity(one)), "{found:#?}");
    for words in [
        "outside its bounds 1 to 9",
        "`idle` is used by nothing",
        "`idle` has no nominal value",
        "`k` has bounds without end",
        "`unseen` was never measured",
        "the noise of `unseen` is -0.5",
        "nothing was measured in `unused`",
        "nothing was measured under `never`",
        "the same measurement twice",
        "units clash",
        "which has no logarithm",
    ] {
        assert!(found.iter().any(|one| one.message.contains(words)), "{words}: {found:#?}");
    }
}

#[test]
fn causes_are_told_and_what_follows_from_them_is_not() {
    let lint = |file: &str, from: &str, to: &str| {
        let folder = tempfile::tempdir().unwrap();
        let files = with(file, from, to);
        files.iter().for_each(|(name, bytes)| fs::write(folder.path().join(name), bytes).unwrap());
        lint_petab(&folder.path().join("p.yaml")).unwrap()
    };
    let found = lint("p_observables.tsv", "factor * A", "factor * (A");
    assert_eq!(found.iter().filter(|one| one.severity == Severity::Error).count(), 1, "{found:#?}");
    assert!(found[0].message.contains("observableFormula"), "{found:#?}");
    let found = lint("p_conditions.tsv", "\tA\t", "\t2A\t");
    assert_eq!(found.iter().filter(|one| one.severity == Severity::Error).count(), 1, "{found:#?}");
    assert!(found[0].message.contains("`targetId` is `2A`"), "{found:#?}");
    let found = lint("p_parameters.tsv", "nominalValue", "nominalVale");
    assert!(found.iter().any(|one| one.message.contains("is `nominalValue` meant?")), "{found:#?}");
    let found = lint("p.yaml", "experiment_files", "experiment_fils");
    assert!(found.iter().any(|one| one.message.contains("is `experiment_files` meant?")), "{found:#?}");
    let found = lint("p_parameters.tsv", "nominalValue", "parameterScale");
    assert!(found.iter().any(|one| one.message.contains("is a column of PEtab 1.0")), "{found:#?}");
    let found = lint("p_observables.tsv", "noiseFormula", "noise");
    assert!(found[0].message.contains("the column `noiseFormula` is missing"), "{found:#?}");
    assert_eq!(found.iter().filter(|one| one.severity == Severity::Error).count(), 1, "{found:#?}");
}

#[test]
fn a_table_without_measurements_is_an_error_for_the_linter() {
    let folder = tempfile::tempdir().unwrap();
    let empty = Problem { measurements: Vec::new(), ..problem() };
    let found = lint_petab(&write_petab(folder.path(), "p", &empty).unwrap()).unwrap();
    let one = found.iter().find(|one| one.severity == Severity::Error).unwrap();
    assert!(one.file.ends_with("p_measurements.tsv") && one.message.contains("no measurement"), "{one:?}");
}

#[test]
fn values_of_parameters_are_read_from_a_table() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.tsv");
    let read = |text: &str| {
        fs::write(&path, text).unwrap();
        read_parameter_values(&path).map_err(|error| error.to_string())
    };
    let values = read("parameterId\tvalue\tnote\na\t1.5\tx\nb\t-2e-3\t\n").unwrap();
    assert_eq!(values, BTreeMap::from([("a".to_owned(), 1.5), ("b".to_owned(), -2e-3)]));
    assert!(
        read("parameterId\tvalue\na\t1\na\t2\n").unwrap_err().contains("line 3: `parameterId`: `a` occurs")
    );
    assert!(read("parameterId\tvalue\na\tx\n").unwrap_err().contains("`value` is `x`"));
    assert!(read("parameterId\tvalue\na\tinf\n").unwrap_err().contains("not finite"));
    assert!(read("id\tvalue\na\t1\n").unwrap_err().contains("the column `parameterId` is missing"));
}

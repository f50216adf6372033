//! The model room on published problems and on PEtab's own test suite.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod data;

use lca_core::NoProgress;
use lca_formats::{parse_petab, petab_files, read_petab};
use lca_kinetics::parse_math;
use lca_kinetics::petab::Problem;
use lca_model::{FitOptions, Objective, Tolerances, fit};
use std::fs;
use std::path::Path;

fn benchmark(name: &str) -> Option<Problem> {
    let folder = data::folder("model/petab_benchmark")?;
    Some(read_petab(&folder.join(name).join(format!("{name}.yaml"))).unwrap())
}

/// Log-likelihoods at nominal parameters, recomputed by others from the same files.
const NOMINAL: [(&str, f64, f64); 7] = [
    ("Boehm_JProteomeRes2014", -138.2220, 1e-3),
    ("Fujita_SciSignal2010", 53.0838, 1e-3),
    ("Bachmann_MSB2011", 418.4057, 1e-3),
    ("Brannmark_JBC2010", -141.889, 2e-3),
    ("Elowitz_Nature2000", 63.2028, 1e-3),
    ("Crauste_CellSystems2017", -190.964, 2e-3),
    ("Perelson_Science1996", -432.0385, 1e-3),
];

#[test]
fn nominal_likelihoods_are_those_of_the_catalogue() {
    for (name, expected, tolerance) in NOMINAL {
        let Some(problem) = benchmark(name) else { return };
        let objective = Objective::new(&problem).unwrap();
        let found = objective.value(&objective.nominal()).unwrap();
        assert!((found.llh - expected).abs() < tolerance, "{name}: {} against {expected}", found.llh);
        if name == "Bachmann_MSB2011" {
            assert!((found.llh + found.log_prior - 419.1295).abs() < 1e-3, "{}", found.log_prior);
        }
    }
}

#[test]
fn problems_written_as_petab_read_back_with_the_same_likelihood() {
    for (name, ..) in NOMINAL {
        let Some(problem) = benchmark(name) else { return };
        let files = petab_files("copy", &problem).unwrap();
        let copy = parse_petab("copy.yaml", &files).unwrap();
        assert_eq!(copy.measurements, problem.measurements, "{name}");
        let value = |problem: &Problem| {
            let objective = Objective::new(problem).unwrap();
            objective.value(&objective.nominal()).unwrap().llh
        };
        let (there, back) = (value(&problem), value(&copy));
        assert!((there - back).abs() < 1e-9 * there.abs(), "{name}: {there} became {back}");
    }
}

#[test]
fn gradients_of_benchmarks_equal_differences() {
    for name in ["Boehm_JProteomeRes2014", "Brannmark_JBC2010", "Elowitz_Nature2000"] {
        let Some(problem) = benchmark(name) else { return };
        let tight = Tolerances { relative: 1e-10, absolute: 1e-14, max_steps: 100_000 };
        let objective = Objective::new(&problem).unwrap().with_tolerances(tight);
        let shift = |(k, v): (usize, &f64)| v + 0.1 * ((k as f64 * 1.7).sin());
        let x: Vec<f64> = objective.nominal().iter().enumerate().map(shift).collect();
        let exact = objective.evaluate(&x).unwrap().gradient;
        let largest = exact.iter().fold(0.0_f64, |most, g| most.max(g.abs()));
        for (at, g) in exact.iter().enumerate().filter(|(_, g)| g.abs() > 1e-3 * largest) {
            let cost = |h: f64| {
                let mut moved = x.clone();
                moved[at] += h;
                objective.value(&moved).unwrap().llh
            };
            let h = 1e-3;
            let found = (8.0 * (cost(h) - cost(-h)) - (cost(2.0 * h) - cost(-2.0 * h))) / (12.0 * h);
            assert!((g - found).abs() < 1e-4 * g.abs(), "{name} {at}: {g} against {found}");
        }
    }
}

#[test]
fn boehm_is_fitted_from_starts_within_its_bounds() {
    let Some(problem) = benchmark("Boehm_JProteomeRes2014") else { return };
    let fast = Tolerances { relative: 1e-6, absolute: 1e-9, max_steps: 20_000 };
    let objective = Objective::new(&problem).unwrap().with_tolerances(fast);
    let found = fit(&objective, &FitOptions { starts: 50, ..FitOptions::default() }, &NoProgress).unwrap();
    let best = &found.best().parameters;
    let llh = Objective::new(&problem).unwrap().value(best).unwrap().llh;
    println!("Boehm: {llh:.4}, {} of 50 starts within 0.1 of the best", found.hits(0.1));
    assert!(llh >= -138.23, "{llh}");
    assert!(found.hits(0.1) >= 2, "{:?}", found.waterfall());
}

fn solution(path: &Path, key: &str) -> f64 {
    let text = fs::read_to_string(path).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix(key).and_then(|rest| rest.strip_prefix(':')));
    line.unwrap().trim().parse().unwrap()
}

#[test]
fn the_petab_test_suite_passes() {
    let Some(folder) = data::folder("model/petab_test_suite/v1.0.0/sbml") else { return };
    for case in 1..=20 {
        let case = format!("{case:04}");
        let folder = folder.join(&case);
        let problem = read_petab(&folder.join(format!("_{case}.yaml"))).unwrap();
        let objective = Objective::new(&problem).unwrap();
        let found = objective.evaluate(&objective.nominal()).unwrap();
        let expected = folder.join(format!("_{case}_solution.yaml"));
        assert!((found.llh - solution(&expected, "llh")).abs() < 1e-3, "{case}: llh {}", found.llh);
        assert!((found.chi2 - solution(&expected, "chi2")).abs() < 1e-3, "{case}: chi2 {}", found.chi2);
        let table = fs::read_to_string(folder.join("_simulations.tsv")).unwrap();
        let column = table.lines().next().unwrap().split('\t').position(|name| name == "simulation").unwrap();
        let simulated = objective.simulate(&objective.nominal()).unwrap();
        for (line, row) in table.lines().skip(1).zip(&simulated) {
            let value: f64 = line.split('\t').nth(column).unwrap().parse().unwrap();
            assert!((row.value - value).abs() < 1e-3, "{case}: {} against {value}", row.value);
        }
        assert_eq!(simulated.len(), table.lines().count() - 1);
    }
}

#[test]
fn the_math_of_the_petab_test_suite_has_its_values() {
    let Some(folder) = data::folder("model/petab_test_suite/v2.0.0/math") else { return };
    let text = fs::read_to_string(folder.join("math_tests.yaml")).unwrap();
    let mut cases = 0;
    let lines: Vec<&str> = text.lines().collect();
    for pair in lines.windows(2) {
        let Some(formula) = pair[0].trim().strip_prefix("- expression:") else { continue };
        let expected = pair[1].trim().strip_prefix("expected:").unwrap().trim();
        let formula = parse_math(formula.trim().trim_matches('"')).unwrap();
        cases += 1;
        if expected == "a * b" {
            assert_eq!(formula, parse_math("a * b").unwrap());
            continue;
        }
        let found = formula.value(&|_| None).unwrap();
        let expected: f64 = expected.parse().unwrap();
        assert!(
            found == expected || (found - expected).abs() < 1e-12,
            "{formula}: {found} against {expected}"
        );
    }
    assert_eq!(cases, 98);
}

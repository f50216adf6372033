//! The model room on published problems.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod data;

use lca_core::NoProgress;
use lca_formats::{parse_petab, petab_files, read_petab};
use lca_kinetics::petab::Problem;
use lca_model::{FitOptions, Objective, Tolerances, fit};

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

//! Gradients of published problems: by sensitivities, by the adjoint, and by differences.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod data;

use lca_formats::read_petab;
use lca_kinetics::petab::Problem;
use lca_model::{Gradient, Objective, Tolerances};

const PROBLEMS: [&str; 6] = [
    "Boehm_JProteomeRes2014",
    "Fujita_SciSignal2010",
    "Brannmark_JBC2010",
    "Elowitz_Nature2000",
    "Crauste_CellSystems2017",
    "Perelson_Science1996",
];

const LARGEST: &str = "Bachmann_MSB2011";

fn benchmark(name: &str) -> Option<Problem> {
    let folder = data::folder("model/petab_benchmark")?;
    Some(read_petab(&folder.join(name).join(format!("{name}.yaml"))).unwrap())
}

/// Numbers of a standard normal distribution, the same on every run (Box and Muller, on Knuth's MMIX
/// generator).
fn normal(seed: u64, count: usize) -> Vec<f64> {
    let mut state = seed;
    let mut uniform = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) as f64 + 0.5) / 2_147_483_648.0
    };
    (0..count + 9)
        .map(|_| (-2.0 * uniform().ln()).sqrt() * (std::f64::consts::TAU * uniform()).cos())
        .skip(9)
        .collect()
}

/// Vectors about the nominal one at which there is a likelihood. For some, Crauste's pathogen grows beyond
/// all bounds in finite time, at the same time at any tolerance.
fn points(objective: &Objective, count: usize) -> Vec<Vec<f64>> {
    let nominal = objective.nominal();
    let moved =
        |seed| nominal.iter().zip(normal(seed, nominal.len())).map(|(value, z)| value + 0.1 * z).collect();
    let points: Vec<Vec<f64>> =
        (0..25).map(moved).filter(|x: &Vec<f64>| objective.value(x).is_ok()).take(count).collect();
    assert_eq!(points.len(), count);
    points
}

/// The derivative of the log-likelihood and prior by one parameter, from values at six points.
fn difference(objective: &Objective, x: &[f64], at: usize) -> f64 {
    let value = |h: f64| {
        let mut moved = x.to_vec();
        moved[at] += h;
        -objective.value(&moved).unwrap().cost()
    };
    let h = 2e-3;
    let across = |k: f64| value(k * h) - value(-k * h);
    (45.0 * across(1.0) - 9.0 * across(2.0) + across(3.0)) / (60.0 * h)
}

/// Checks the gradients of a problem at some vectors, and says how far they are apart.
fn check(name: &str, vectors: usize) -> String {
    let Some(problem) = benchmark(name) else { return String::new() };
    let tight = Tolerances { relative: 1e-11, absolute: 1e-13, max_steps: 1_000_000 };
    let objective = Objective::new(&problem).unwrap().with_tolerances(tight);
    let (mut apart, mut wrong) = (0.0_f64, 0.0_f64);
    for x in points(&objective, vectors) {
        let forward = objective.evaluate_with(&x, Gradient::Forward).unwrap().gradient;
        let adjoint = objective.evaluate_with(&x, Gradient::Adjoint).unwrap().gradient;
        let largest = forward.iter().fold(0.0_f64, |most, g| most.max(g.abs()));
        for (at, g) in forward.iter().enumerate().filter(|(_, g)| g.abs() > 1e-3 * largest) {
            apart = apart.max((g - adjoint[at]).abs() / g.abs());
            wrong = wrong.max((g - difference(&objective, &x, at)).abs() / g.abs());
        }
    }
    assert!(apart < 1e-6, "{name}: forward and adjoint are apart by {apart}");
    assert!(wrong < 1e-4, "{name}: gradients are off differences by {wrong}");
    format!("{name}: forward and adjoint apart by {apart:.1e}, from differences by {wrong:.1e}")
}

#[test]
fn gradients_of_benchmarks_equal_differences() {
    PROBLEMS.iter().for_each(|name| println!("{}", check(name, 5)));
    println!("{}", check(LARGEST, 1));
}

#[test]
#[ignore = "differences by 113 parameters take minutes; run it in a release build"]
fn gradients_of_the_largest_benchmark_equal_differences_at_five_vectors() {
    println!("{}", check(LARGEST, 5));
}

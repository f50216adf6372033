//! Many events drawn at random, in several periods: both gradients must agree.

use crate::events::{event, math};
use crate::periods::{JUMPS, chain, problem};
use lca_kinetics::Event;
use lca_model::{Gradient, ModelError, Objective, Tolerances};
use lca_numerics::rng;
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt};

const TRIGGERS: [&str; 8] = [
    "x < c",
    "y > 1.2 * x",
    "x + y > 2.1 + d",
    "time > 1.1 + d",
    "time >= 3",
    "x > y && time > 0.5",
    "x - m * time < 0.9",
    "sin(2 * time) * y > 0.3 * k",
];

const VALUES: [(&str, &str); 6] = [
    ("x", "x + d"),
    ("x", "0.5 * x + k * y"),
    ("y", "y * exp(-m)"),
    ("y", "y + 0.2 * x * time"),
    ("x", "1.5 * c"),
    ("y", "0.3 + x - 0.1 * y^2"),
];

const DELAYS: [&str; 4] = ["0.3 * x + 0.2 * d", "0", "1.4 * c", "2.1"];

fn drawn(random: &mut impl Rng) -> Event {
    let mut assignments = vec![*VALUES.choose(random).unwrap()];
    let other = *VALUES.choose(random).unwrap();
    if other.0 != assignments[0].0 {
        assignments.push(other);
    }
    let one = event(TRIGGERS.choose(random).unwrap(), &assignments);
    Event {
        delay: random.random_bool(0.6).then(|| math(DELAYS.choose(random).unwrap())),
        priority: random.random_bool(0.5).then(|| math(["1", "x", "2 - y"].choose(random).unwrap())),
        use_values_from_trigger_time: random.random_bool(0.5),
        persistent: random.random_bool(0.7),
        initial_value: random.random_bool(0.7),
        ..one
    }
}

#[test]
fn gradients_agree_whatever_happens() {
    let (mut agreed, mut failed) = (0, 0);
    let periods = [
        vec![(0.0, "rest")],
        vec![(f64::NEG_INFINITY, "rest"), (0.5, "first"), (3.0, "second")],
        vec![(0.0, "rest"), (0.7, "first"), (2.3, "second"), (3.1, "third")],
    ];
    for seed in 0..150 {
        let mut random = rng(seed, 7);
        let events = (0..random.random_range(1..5)).map(|_| drawn(&mut random)).collect();
        let times = [0.9, 1.7, 2.3, 3.9, 5.3, if seed % 4 == 0 { f64::INFINITY } else { 6.1 }];
        let problem = problem(chain(events), &JUMPS, periods.choose(&mut random).unwrap(), &times);
        match compare(&problem) {
            Ok(apart) => {
                assert!(apart < 1e-9, "seed {seed}: apart by {apart:e} of {:#?}", problem.network.events);
                agreed += 1;
            }
            // Some never rest, or set each other off without end.
            Err(ModelError::Solver { .. }) => failed += 1,
            Err(error) => panic!("seed {seed}: {error}"),
        }
    }
    assert!(agreed > 100, "{agreed} agreed, {failed} failed");
}

/// How far both gradients are apart, beside the largest derivative.
fn compare(problem: &lca_kinetics::petab::Problem) -> Result<f64, ModelError> {
    let tolerances = Tolerances { relative: 1e-9, absolute: 1e-12, max_steps: 3000 };
    let objective = Objective::new(problem)?.with_tolerances(tolerances);
    let x = objective.nominal();
    let forward = objective.evaluate(&x)?.gradient;
    let adjoint = objective
        .evaluate_with(&x, Gradient::Adjoint)
        .expect("where forward gets, so does the adjoint")
        .gradient;
    let largest = forward.iter().fold(1e-3_f64, |most, g| most.max(g.abs()));
    let apart = forward.iter().zip(&adjoint).map(|(f, a)| (f - a).abs() / largest);
    Ok(apart.fold(0.0, |most: f64, one| if one > most || one.is_nan() { one } else { most }))
}

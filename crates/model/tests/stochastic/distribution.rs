use crate::network::{assert_close, moments, network, options, react};
use lca_kinetics::{Function, parse_math};
use lca_model::{Method, Sampling, StochasticOptions, StochasticSimulator};

/// Parameters that differ between runs: a draw whose mean is itself drawn, through a function.
#[test]
fn initial_assignments_draw_for_each_run() {
    let mut network = network(&[("X", 0.0)], &[("mean", 0.0), ("value", 0.0), ("twice", 0.0)]);
    let body = parse_math("normal(m, 2)").unwrap();
    network.functions.push(Function { id: "around".into(), arguments: vec!["m".into()], body });
    for (id, value) in [("twice", "2 * value"), ("value", "around(mean)"), ("mean", "uniform(1, 3)")] {
        network.initial_assignments.push((id.into(), parse_math(value).unwrap()));
    }
    let found = moments(&network, &["mean", "value", "twice - 2 * value"], &[0.0, 1.0], Method::Exact);
    for at in 0..2 {
        assert_close(&found, at, 1, 2.0, (4.0 + 1.0 / 3.0f64).sqrt());
        assert_eq!((found.mean[at][2], found.sd[at][2]), (0.0, 0.0));
    }
}

/// Rates that differ between runs make numbers more than Poisson distributed.
#[test]
fn drawn_rates_widen_the_distribution() {
    let mut network = network(&[("X", 0.0)], &[("b", 0.0)]);
    network.initial_assignments.push(("b".into(), parse_math("gamma(4, 0.5)").unwrap()));
    react(&mut network, "birth", &[], &[("X", 1.0)], "b");
    let found = moments(&network, &["X"], &[10.0], Method::Exact);
    // Variance: mean + t² Var b.
    let sd = (20.0f64 + 100.0).sqrt();
    assert!((found.mean[0][0] - 20.0).abs() < 4.5 * sd / 100.0);
    assert!((found.sd[0][0] / sd - 1.0).abs() < 0.05, "{}", found.sd[0][0]);
}

#[test]
fn circles_of_draws_and_empty_bounds_are_errors() {
    let mut circle = network(&[("X", 0.0)], &[("a", 0.0), ("b", 0.0)]);
    for (id, value) in [("a", "normal(b, 1)"), ("b", "normal(a, 1)")] {
        circle.initial_assignments.push((id.into(), parse_math(value).unwrap()));
    }
    let error = StochasticSimulator::new(&circle, &["a"]).unwrap_err().to_string();
    assert!(error.contains("circle") && error.contains("`a`"), "{error}");
    let mut empty = network(&[("X", 0.0)], &[("a", 0.0)]);
    empty.initial_assignments.push(("a".into(), parse_math("exponential(1, -3, -2)").unwrap()));
    let simulator = StochasticSimulator::new(&empty, &["a"]).unwrap();
    let error = simulator.run(&[1.0], 0, options(1, 1, Method::Exact)).unwrap_err().to_string();
    assert!(error.contains("leave nothing"), "{error}");
}

/// Draws spread evenly over the runs give nearly the moments of the distribution itself; independent ones
/// stray as they should.
#[test]
fn stratified_draws_have_nearly_exact_moments() {
    let mut network = network(&[("X", 0.0)], &[("a", 0.0), ("b", 0.0)]);
    for (id, value) in [("a", "normal(3, 2)"), ("b", "exponential(0.5)")] {
        network.initial_assignments.push((id.into(), parse_math(value).unwrap()));
    }
    let simulator = StochasticSimulator::new(&network, &["a", "b", "a * b"]).unwrap();
    let error = |sampling: Sampling| {
        let errors = (1..=20).map(|seed| {
            let options = StochasticOptions { runs: 1000, seed, sampling, ..StochasticOptions::default() };
            let mean = &simulator.ensemble(&[0.0], options).unwrap().mean[0];
            [(mean[0] - 3.0).powi(2), (mean[1] - 2.0).powi(2), (mean[2] - 6.0).powi(2)]
        });
        errors.fold([0.0; 3], |sum, one| [sum[0] + one[0], sum[1] + one[1], sum[2] + one[2]])
    };
    let (even, independent) = (error(Sampling::Stratified), error(Sampling::Independent));
    // Variances of independent means: 4/1000, 4/1000 and 68/1000, twenty times.
    for (sum, expected) in independent.iter().zip([0.08, 0.08, 1.36]) {
        assert!((0.4..2.1).contains(&(sum / expected)), "{sum} against {expected}");
    }
    assert!(even[0] < 1e-3 * independent[0] && even[1] < 1e-3 * independent[1], "{even:?}");
    // What is left for the product is that draws are independent of each other.
    assert!((0.05..0.8).contains(&(even[2] / independent[2])), "{even:?} {independent:?}");
}

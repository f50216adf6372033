use crate::master::{Jump, master};
use crate::network::{assert_close, moments, network, options, react};
use lca_kinetics::{Compartment, Initial, Network, Rule, Species, parse_math};
use lca_model::{Method, StochasticSimulator};

fn immigration(birth: f64, death: f64, start: f64) -> Network {
    let mut network = network(&[("X", start)], &[("b", birth), ("d", death)]);
    react(&mut network, "birth", &[], &[("X", 1.0)], "b");
    react(&mut network, "death", &[("X", 1.0)], &[], "d * X");
    network
}

/// From 0 the number is Poisson distributed with mean b/d (1 - exp(-d t)).
#[test]
fn immigration_and_death_is_a_poisson_process() {
    let times = [0.0, 3.0, 10.0, 40.0];
    let found = moments(&immigration(2.0, 0.1, 0.0), &["X"], &times, Method::Exact);
    assert_eq!((found.mean[0][0], found.sd[0][0]), (0.0, 0.0));
    for (at, time) in times.iter().enumerate().skip(1) {
        let mean = 20.0 * (1.0 - (-0.1 * time).exp());
        assert_close(&found, at, 0, mean, mean.sqrt());
    }
}

#[test]
fn dimerisation_follows_the_master_equation() {
    let mut network = network(&[("P", 20.0), ("D", 0.0)], &[("k1", 0.02), ("k2", 0.1)]);
    react(&mut network, "bind", &[("P", 2.0)], &[("D", 1.0)], "k1 * P * (P - 1) / 2");
    react(&mut network, "part", &[("D", 1.0)], &[("P", 2.0)], "k2 * D");
    let bind = |n: &[i64]| 0.02 * (n[0] * (n[0] - 1)) as f64 / 2.0;
    let part = |n: &[i64]| 0.1 * n[1] as f64;
    let jumps: [Jump<'_>; 2] = [(vec![-2, 1], &bind), (vec![2, -1], &part)];
    let times = [1.0, 5.0, 30.0];
    let found = moments(&network, &["P", "D"], &times, Method::Exact);
    for (at, &time) in times.iter().enumerate() {
        for (output, (mean, sd)) in master(&[20, 0], &jumps, time).into_iter().enumerate() {
            assert_close(&found, at, output, mean, sd);
        }
    }
}

/// Few enzymes, with rates as concentrations in a cell of size 2.
#[test]
fn an_enzyme_with_few_molecules_follows_the_master_equation() {
    let mut network = network(&[], &[("k1", 0.6), ("k2", 0.3), ("k3", 0.8)]);
    network.compartments[0] = Compartment::new("cell", 2.0);
    for (id, number) in [("S", 6.0), ("E", 3.0), ("C", 0.0), ("P", 0.0)] {
        let initial = Initial::Concentration(number / 2.0);
        network.species.push(Species { initial, ..Species::new(id, "cell", 0.0) });
    }
    react(&mut network, "bind", &[("S", 1.0), ("E", 1.0)], &[("C", 1.0)], "cell * k1 * S * E");
    react(&mut network, "part", &[("C", 1.0)], &[("S", 1.0), ("E", 1.0)], "cell * k2 * C");
    react(&mut network, "make", &[("C", 1.0)], &[("P", 1.0), ("E", 1.0)], "cell * k3 * C");
    let bind = |n: &[i64]| 0.6 * (n[0] * n[1]) as f64 / 2.0;
    let (part, make) = (|n: &[i64]| 0.3 * n[2] as f64, |n: &[i64]| 0.8 * n[2] as f64);
    let jumps: [Jump<'_>; 3] =
        [(vec![-1, -1, 1, 0], &bind), (vec![1, 1, -1, 0], &part), (vec![0, 1, -1, 1], &make)];
    let times = [0.7, 2.0, 5.0];
    let outputs = ["S * cell", "E * cell", "C * cell", "P * cell"];
    let found = moments(&network, &outputs, &times, Method::Exact);
    for (at, &time) in times.iter().enumerate() {
        for (output, (mean, sd)) in master(&[6, 3, 0, 0], &jumps, time).into_iter().enumerate() {
            assert_close(&found, at, output, mean, sd);
        }
    }
}

/// A reaction cannot happen without its reactants, whatever its rate says.
#[test]
fn a_constant_rate_stops_when_nothing_is_left() {
    let mut network = network(&[("X", 3.0)], &[]);
    react(&mut network, "use", &[("X", 2.0)], &[], "5");
    let found = moments(&network, &["X"], &[0.1, 50.0], Method::Exact);
    assert_eq!((found.mean[1][0], found.sd[1][0]), (1.0, 0.0));
    let never = (-0.5f64).exp();
    assert!((found.mean[0][0] - (1.0 + 2.0 * never)).abs() < 0.05);
}

/// Species under assignment rules and at the boundary, and parameters that switch by time.
#[test]
fn rules_boundaries_and_times_are_kept_to() {
    let mut network = network(&[("X", 0.0), ("Y", 0.0), ("F", 5.0)], &[("b", 0.0)]);
    network.species[2].boundary_condition = true;
    network.species[1].has_only_substance_units = true;
    let rule = |variable: &str, value: &str| Rule::Assignment {
        variable: variable.into(),
        value: parse_math(value).unwrap(),
    };
    network.rules = vec![rule("Y", "2 * X"), rule("b", "piecewise(3, time < 4, 0)")];
    react(&mut network, "birth", &[("F", 1.0)], &[("X", 1.0)], "b");
    let found = moments(&network, &["X", "Y", "F", "time"], &[2.0, 9.0], Method::Exact);
    assert_close(&found, 0, 0, 6.0, 6f64.sqrt());
    assert_close(&found, 1, 1, 24.0, 2.0 * 12f64.sqrt());
    assert_eq!((found.mean[1][2], found.sd[1][2], found.mean[1][3]), (5.0, 0.0, 9.0));
}

/// So many reactions that they are picked by composition and rejection: independent Poisson numbers.
#[test]
fn many_reactions_are_each_simulated_rightly() {
    let ids: Vec<String> = (0..60).map(|at| format!("X{at}")).collect();
    let species: Vec<(&str, f64)> = ids.iter().map(|id| (id.as_str(), 0.0)).collect();
    let mut network = network(&species, &[]);
    let rate = |at: usize| 10f64.powf(at as f64 / 12.0 - 3.0);
    for (at, id) in ids.iter().enumerate() {
        react(&mut network, &format!("b{at}"), &[], &[(id, 1.0)], &rate(at).to_string());
        react(&mut network, &format!("d{at}"), &[(id, 1.0)], &[], &format!("{} * {id}", rate(at) / 4.0));
    }
    let outputs = ["X30", "X45", "X59"];
    let simulator = StochasticSimulator::new(&network, &outputs).unwrap();
    let found = simulator.ensemble(&[6.0], options(2000, 3, Method::Exact)).unwrap();
    for (output, at) in [30, 45, 59].into_iter().enumerate() {
        let mean = 4.0 * (1.0 - (-rate(at) * 1.5).exp());
        assert_close(&found, 0, output, mean, mean.sqrt());
    }
}

#[test]
fn leaps_give_nearly_the_moments_of_single_steps() {
    let times = [1.0, 5.0, 30.0];
    let network = immigration(4000.0, 0.2, 100.0);
    let found = moments(&network, &["X"], &times, Method::Tau);
    for (at, time) in times.iter().enumerate() {
        let left = (-0.2 * time).exp();
        let mean = 20_000.0 * (1.0 - left) + 100.0 * left;
        let sd = (mean - 100.0 * left * left).sqrt();
        assert!((found.mean[at][0] / mean - 1.0).abs() < 0.01, "{} against {mean}", found.mean[at][0]);
        assert!((found.sd[at][0] / sd - 1.0).abs() < 0.06, "{} against {sd}", found.sd[at][0]);
    }
}

/// With few molecules leaps give way to single steps, and the moments are exact.
#[test]
fn leaps_fall_back_where_there_are_few_molecules() {
    let found = moments(&immigration(2.0, 0.1, 0.0), &["X"], &[10.0], Method::Tau);
    let mean = 20.0 * (1.0 - (-1f64).exp());
    assert_close(&found, 0, 0, mean, mean.sqrt());
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let mut network = immigration(30.0, 0.1, 5.0);
    react(&mut network, "pair", &[("X", 2.0)], &[], "0.001 * X * (X - 1)");
    let simulator = StochasticSimulator::new(&network, &["X", "X^2"]).unwrap();
    for method in [Method::Exact, Method::Tau] {
        let run = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| simulator.ensemble(&[1.0, 7.0], options(1500, 11, method)).unwrap())
        };
        let one = run(1);
        assert_eq!(one, run(2));
        assert_eq!(one, run(7));
        let other = simulator.ensemble(&[1.0, 7.0], options(1500, 12, method)).unwrap();
        assert_ne!(one.mean, other.mean);
    }
}

/// What is asked for between changes nothing.
#[test]
fn more_times_change_no_run() {
    let simulator = StochasticSimulator::new(&immigration(3.0, 0.1, 5.0), &["X"]).unwrap();
    let few = simulator.run(&[10.0], 4, options(1, 2, Method::Exact)).unwrap();
    let many: Vec<f64> = (0..=100).map(|at| f64::from(at) * 0.1).collect();
    let many = simulator.run(&many, 4, options(1, 2, Method::Exact)).unwrap();
    assert_eq!(few.values[0], many.values[100]);
}

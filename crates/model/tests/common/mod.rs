//! A made problem: a cascade driven by a stimulus of given dose and length, measured with noise.
#![allow(dead_code, reason = "each test file uses a part")]

use lca_kinetics::petab::{Condition, Measurement, Observable, Override, Parameter, Problem, Scale};
use lca_kinetics::{Compartment, Network, Parameter as Constant, Reaction, Rule, Species, parse_math};
use lca_model::Objective;
use lca_numerics::rng;
use rand_distr::{Distribution, StandardNormal};

/// The parameters that the measurements are made with.
pub(crate) const TRUTH: [(&str, f64); 6] =
    [("k_on", 0.8), ("k_off", 0.4), ("k_act", 0.3), ("k_deact", 0.2), ("scale", 5.0), ("sd", 0.1)];

fn network() -> Network {
    let mut network = Network::new("cascade");
    network.compartments.push(Compartment::new("cell", 1.0));
    for (id, start) in [("R", 1.0), ("Rp", 0.0), ("E", 1.0), ("Ep", 0.0)] {
        network.species.push(Species::new(id, "cell", start));
    }
    for id in ["k_on", "k_off", "k_act", "k_deact"] {
        network.parameters.push(Constant::new(id, 0.1));
    }
    for (id, value) in [("dose", 1.0), ("length", 1000.0)] {
        network.parameters.push(Constant::new(id, value));
    }
    network.parameters.push(Constant { constant: false, value: None, ..Constant::new("stimulus", 0.0) });
    let math = |text: &str| parse_math(text).unwrap();
    let value = math("piecewise(dose, time < length, 0)");
    network.rules.push(Rule::Assignment { variable: "stimulus".into(), value });
    let one = |id: &str, from: &str, to: &str, rate: &str| {
        Reaction::new(id, &[(from, 1.0)], &[(to, 1.0)], math(rate))
    };
    network.reactions.push(one("on", "R", "Rp", "cell * k_on * stimulus * R"));
    network.reactions.push(one("off", "Rp", "R", "cell * k_off * Rp"));
    network.reactions.push(one("act", "E", "Ep", "cell * k_act * Rp * E / (0.2 + E)"));
    network.reactions.push(one("deact", "Ep", "E", "cell * k_deact * Ep"));
    network
}

fn condition(id: &str, dose: f64, length: f64) -> Condition {
    let changes = vec![("dose".into(), Override::Number(dose)), ("length".into(), Override::Number(length))];
    Condition { id: id.into(), name: None, changes }
}

/// The problem without measurements.
pub(crate) fn empty() -> Problem {
    let math = |text: &str| parse_math(text).unwrap();
    let ep = Observable {
        transformation: Scale::Log10,
        ..Observable::new("ep", math("scale * Ep + 0.1"), math("noiseParameter1_ep"))
    };
    Problem {
        parameters: TRUTH
            .iter()
            .map(|(id, value)| Parameter { nominal: *value, ..Parameter::log10(id, 1e-3, 1e3) })
            .collect(),
        conditions: vec![
            condition("low", 0.3, 1000.0),
            condition("high", 3.0, 1000.0),
            condition("pulse", 3.0, 2.5),
        ],
        observables: vec![
            ep,
            Observable::new("rp", math("observableParameter1_rp * Rp"), math("0.05 * rp + 0.02")),
        ],
        ..Problem::new(network())
    }
}

/// The problem with `count` measurements in each of some conditions, with noise of the truth.
pub(crate) fn made(conditions: &[&str], count: usize, seed: u64) -> Problem {
    let mut problem = empty();
    for condition in conditions {
        for k in 0..count {
            for observable in ["ep", "rp"] {
                let mut one = Measurement::new(observable, condition, 12.0 * k as f64 / count as f64, 1.0);
                if observable == "ep" {
                    one.noise_parameters = vec![Override::Parameter("sd".into())];
                } else {
                    one.observable_parameters = vec![Override::Number(2.0)];
                }
                problem.measurements.push(one);
            }
        }
    }
    let objective = Objective::new(&problem).unwrap();
    let simulated = objective.simulate(&objective.nominal()).unwrap();
    let mut rng = rng(seed, 0);
    for (measurement, truth) in problem.measurements.iter_mut().zip(simulated) {
        let noise: f64 = StandardNormal.sample(&mut rng);
        measurement.value = if measurement.observable == "ep" {
            truth.value * 10f64.powf(truth.noise * noise)
        } else {
            truth.value + truth.noise * noise
        };
    }
    problem
}

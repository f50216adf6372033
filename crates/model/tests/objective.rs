//! The objective and its derivatives.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{empty, made};
use lca_kinetics::petab::{Experiment, Measurement, NoiseDistribution, Override, Prior, PriorKind, Scale};
use lca_model::{ModelError, Objective, Tolerances};

const TIGHT: Tolerances = Tolerances { relative: 1e-11, absolute: 1e-14, max_steps: 100_000 };

/// The gradient against differences of fourth order.
fn check_gradient(objective: &Objective, x: &[f64]) {
    let exact = objective.evaluate(x).unwrap();
    let cost = |at: usize, h: f64| {
        let mut moved = x.to_vec();
        moved[at] += h;
        let value = objective.value(&moved).unwrap();
        value.llh + value.log_prior
    };
    let largest = exact.gradient.iter().fold(0.0_f64, |most, g| most.max(g.abs()));
    for (at, g) in exact.gradient.iter().enumerate() {
        let h = 1e-3;
        let found =
            (8.0 * (cost(at, h) - cost(at, -h)) - (cost(at, 2.0 * h) - cost(at, -2.0 * h))) / (12.0 * h);
        let id = &objective.parameters()[at].id;
        assert!((g - found).abs() < 1e-6 * largest, "{id}: {g} against {found}");
    }
}

#[test]
fn gradients_equal_differences_through_switches_overrides_and_noise() {
    let problem = made(&["low", "high", "pulse"], 8, 1);
    let objective = Objective::new(&problem).unwrap().with_tolerances(TIGHT);
    let x: Vec<f64> =
        objective.nominal().iter().enumerate().map(|(k, v)| v + 0.05 * (k as f64 - 2.0)).collect();
    check_gradient(&objective, &x);
}

#[test]
fn gradients_hold_where_the_switch_moves_and_after_rest() {
    let mut problem = made(&["low", "high", "pulse"], 6, 2);
    problem.parameters.push(lca_kinetics::petab::Parameter {
        nominal: 2.5,
        scale: Scale::Lin,
        ..lca_kinetics::petab::Parameter::log10("pulse_length", 1.0, 5.0)
    });
    problem.conditions[2].changes[1].1 = Override::Parameter("pulse_length".into());
    for (id, condition) in [("low2", "low"), ("high2", "high"), ("pulse2", "pulse")] {
        problem.experiments.push(Experiment::after_rest(id, "low", condition));
    }
    for measurement in &mut problem.measurements {
        measurement.experiment.push('2');
    }
    problem.measurements.push(Measurement {
        observable_parameters: vec![Override::Parameter("scale".into())],
        ..Measurement::new("rp", "high", f64::INFINITY, 3.0)
    });
    problem.observables[1].noise_distribution = NoiseDistribution::Laplace;
    problem.parameters[0].objective_prior = Some(Prior::new(PriorKind::LogNormal, [0.0, 0.5]));
    problem.parameters[1].objective_prior = Some(Prior::new(PriorKind::Laplace, [0.1, 0.5]));
    problem.parameters[2].objective_prior = Some(Prior::new(PriorKind::ParameterScaleNormal, [0.1, 0.5]));
    let objective = Objective::new(&problem).unwrap().with_tolerances(TIGHT);
    let x: Vec<f64> = objective.nominal().iter().map(|v| v + 0.03).collect();
    check_gradient(&objective, &x);
}

#[test]
fn species_set_by_a_condition_start_anew_after_rest_and_others_do_not() {
    let mut problem = empty();
    problem.conditions[1].changes.push(("E".into(), Override::Number(4.0)));
    problem.experiments.push(Experiment::after_rest("rested", "low", "high"));
    for observable in ["ep", "rp"] {
        problem.measurements.push(Measurement {
            observable_parameters: vec![Override::Number(1.0)],
            noise_parameters: vec![Override::Number(1.0)],
            ..Measurement::new(observable, "rested", 0.0, 1.0)
        });
    }
    let objective = Objective::new(&problem).unwrap();
    let rows = objective.simulate(&objective.nominal()).unwrap();
    // Rp rests at k_on * dose / (k_on * dose + k_off).
    assert!((rows[1].value - 0.24 / 0.64).abs() < 1e-7, "{}", rows[1].value);
    assert!(rows[0].value > 0.2, "Ep keeps what it reached at rest");
}

#[test]
fn unknown_references_are_named() {
    let error = |change: &dyn Fn(&mut lca_kinetics::petab::Problem)| {
        let mut problem = made(&["low"], 2, 1);
        change(&mut problem);
        Objective::new(&problem).unwrap_err().to_string()
    };
    assert!(error(&|p| p.measurements[0].observable = "zz".into()).contains("`zz`"));
    assert!(error(&|p| p.measurements[0].experiment = "zz".into()).contains("`zz`"));
    assert!(error(&|p| p.conditions[0].changes[0].0 = "zz".into()).contains("`zz`"));
    assert!(error(&|p| p.conditions[0].changes[0].1 = Override::Parameter("zz".into())).contains("`zz`"));
}

#[test]
fn what_has_no_logarithm_or_value_is_an_error() {
    let mut problem = made(&["low"], 4, 1);
    problem.observables[0].formula = lca_kinetics::parse_math("0 - Ep").unwrap();
    let objective = Objective::new(&problem).unwrap();
    let error = objective.value(&objective.nominal()).unwrap_err();
    assert!(matches!(error, ModelError::NoLikelihood { .. }), "{error}");
    let error = objective.value(&[f64::NAN; 6]).unwrap_err();
    assert!(matches!(error, ModelError::NoValue(_)), "{error}");
    assert!(objective.value(&[0.0]).is_err());
}

/// A nominal value of 0 on a logarithmic scale lies at minus infinity there.
#[test]
fn a_logarithmic_parameter_may_be_zero() {
    let mut problem = made(&["low"], 4, 1);
    problem.parameters[1].nominal = 0.0;
    let objective = Objective::new(&problem).unwrap();
    let x = objective.nominal();
    assert_eq!(x[1], f64::NEG_INFINITY);
    let (zero, mut near) = (objective.evaluate(&x).unwrap(), x);
    near[1] = -14.0;
    let near = objective.evaluate(&near).unwrap();
    assert!(zero.gradient[1] == 0.0 && (zero.llh - near.llh).abs() < 1e-8 * near.llh.abs());
}

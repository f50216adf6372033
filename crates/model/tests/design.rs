//! Designed experiments on problems whose best design is known.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use lca_core::NoProgress;
use lca_kinetics::petab::{Condition, Measurement, Observable, Parameter, Problem};
use lca_kinetics::{Compartment, Network, Parameter as Constant, Reaction, Species, parse_math};
use lca_model::{Aim, Criterion, Design, Ensemble, FitOptions, Objective, PlanOptions, fit_from, plan};
use lca_numerics::rng;
use rand_distr::{Distribution, StandardNormal};

const RATE: f64 = 0.4;
const NOISE: f64 = 0.02;

/// `A` decays from 1 with rate `k`; `scale` times it is measured.
fn decay(free_scale: bool, times: &[f64]) -> Problem {
    let mut network = Network::new("decay");
    network.compartments.push(Compartment::new("cell", 1.0));
    network.species.push(Species::new("A", "cell", 1.0));
    network.parameters.push(Constant::new("k", RATE));
    network.parameters.push(Constant::new("scale", 1.0));
    network.reactions.push(Reaction::new("decay", &[("A", 1.0)], &[], parse_math("cell * k * A").unwrap()));
    let free = |id: &str, value: f64| Parameter { nominal: value, ..Parameter::log10(id, 1e-3, 1e3) };
    let scale = if free_scale { free("scale", 1.0) } else { Parameter::fixed("scale", 1.0) };
    Problem {
        parameters: vec![free("k", RATE), scale],
        conditions: vec![Condition { id: "c".into(), ..Condition::default() }],
        observables: vec![Observable::new("y", parse_math("scale * A").unwrap(), NOISE.into())],
        measurements: times
            .iter()
            .map(|&time| Measurement::new("y", "c", time, (-RATE * time).exp()))
            .collect(),
        ..Problem::new(network)
    }
}

fn grid() -> Vec<f64> {
    (1..=800).map(|at| 0.0125 * f64::from(at)).collect()
}

fn time_of(name: &str) -> f64 {
    name.rsplit(' ').next().unwrap().parse().unwrap()
}

#[test]
fn of_decay_from_a_known_amount_the_best_second_sample_is_at_one_over_k() {
    let training = Objective::new(&decay(false, &[0.0])).unwrap();
    let design = Design::at_point(&training, &training.nominal(), &decay(false, &grid()), None).unwrap();
    for criterion in [Criterion::Determinant, Criterion::Variance] {
        let best = &design.rank(criterion)[0];
        assert!((time_of(&best.name) - 1.0 / RATE).abs() < 1e-9, "{best:?}");
    }
    // With the amount unknown too, the best pair is 0 and 1/k, which greed alone does not find.
    let none = Objective::new(&decay(true, &[])).unwrap();
    let times = [vec![0.0], grid()].concat();
    let design = Design::at_point(&none, &none.nominal(), &decay(true, &times), None).unwrap();
    let mut pair: Vec<f64> =
        design.choose(Criterion::Determinant, 2).iter().map(|gain| time_of(&gain.name)).collect();
    pair.sort_by(f64::total_cmp);
    assert!(pair[0] < 0.03 && (pair[1] - 1.0 / RATE).abs() < 0.05, "{pair:?}");
}

#[test]
fn an_ensemble_finds_the_same_design() {
    let training = Objective::new(&decay(false, &[0.0])).unwrap();
    let members: Vec<Vec<f64>> = (0..41).map(|at| vec![RATE.log10() + 0.002 * f64::from(at - 20)]).collect();
    let ensemble = Ensemble {
        parameters: vec!["k".into()],
        costs: vec![0.0; members.len()],
        members,
        r_hat: vec![1.0],
        acceptance: 0.3,
    };
    let target = decay(false, &[1.0, 5.0]);
    let design = Design::of_ensemble(&training, &ensemble, &decay(false, &grid()), Some(&target)).unwrap();
    for criterion in [Criterion::Determinant, Criterion::Variance, Criterion::Prediction] {
        let best = &design.rank(criterion)[0];
        assert!((time_of(&best.name) - 1.0 / RATE).abs() < 0.03, "{best:?}");
        assert!((0.0..1.0).contains(&best.variance) && best.prediction.is_some());
    }
}

#[test]
fn measurements_of_one_dataset_are_one_experiment() {
    let training = Objective::new(&decay(true, &[0.0, 1.0])).unwrap();
    let mut offered = decay(true, &[0.0, 0.1, 2.5, 2.6]);
    offered.measurements.iter_mut().take(2).for_each(|one| one.dataset = Some("early".into()));
    offered.measurements.iter_mut().skip(2).for_each(|one| one.dataset = Some("late".into()));
    let design =
        Design::at_point(&training, &training.nominal(), &offered, Some(&decay(true, &[5.0]))).unwrap();
    let ranked = design.rank(Criterion::Prediction);
    assert_eq!(ranked.iter().map(|gain| gain.name.as_str()).collect::<Vec<_>>(), ["late", "early"]);
    assert!(Design::at_point(&training, &training.nominal(), &decay(false, &[1.0]), None).is_err());
}

/// The variance of fits of log10 k, to data made 300 times.
fn realised(times: &[f64]) -> f64 {
    let mut found = Vec::new();
    for seed in 0..300 {
        let mut problem = decay(true, times);
        let mut rng = rng(seed, 7);
        for one in &mut problem.measurements {
            let noise: f64 = StandardNormal.sample(&mut rng);
            one.value += NOISE * noise;
        }
        let objective = Objective::new(&problem).unwrap();
        let start = vec![objective.nominal()];
        let fitted = fit_from(&objective, start, &FitOptions::default(), &NoProgress).unwrap();
        found.push(fitted.best().parameters[0]);
    }
    lca_numerics::stats::variance(&found)
}

#[test]
fn a_designed_sample_brings_the_precision_it_promised() {
    let times = [0.0, 0.5, 1.0];
    let training = Objective::new(&decay(true, &times)).unwrap();
    let design = Design::at_point(&training, &training.nominal(), &decay(true, &grid()), None).unwrap();
    let best = time_of(&design.choose(Criterion::Variance, 1)[0].name);
    assert!(best > 1.5, "{best}");
    let promised = |times: &[f64]| {
        let objective = Objective::new(&decay(true, times)).unwrap();
        let fisher = objective.evaluate(&objective.nominal()).unwrap().fisher;
        fisher[3] / (fisher[0] * fisher[3] - fisher[1] * fisher[2])
    };
    let after = [times.as_slice(), &[best]].concat();
    let (before_found, after_found) = (realised(&times), realised(&after));
    assert!((before_found / promised(&times) - 1.0).abs() < 0.3, "{before_found} {}", promised(&times));
    assert!((after_found / promised(&after) - 1.0).abs() < 0.3, "{after_found} {}", promised(&after));
    assert!(after_found < 0.4 * before_found);
}

#[test]
fn a_plan_keeps_what_it_says() {
    let problem = decay(true, &[0.0, 2.0, 8.0]);
    let objective = Objective::new(&problem).unwrap();
    let options = PlanOptions { within: 0.01, intervals: vec![4.0, 1.0], ..PlanOptions::default() };
    let found = plan(&objective, &objective.nominal(), &Aim::Parameter("k".into()), &options).unwrap();
    assert_eq!(found.rows.len(), 6);
    assert_eq!(found.rows.iter().map(|row| row.measurements).collect::<Vec<_>>(), [3, 3, 3, 9, 9, 9]);
    for row in &found.rows {
        let replicates = row.replicates.unwrap();
        assert!(row.reached <= 0.01);
        // A replicate fewer does not suffice, by the same information taken by hand.
        let times: Vec<f64> = (0..row.measurements).map(|at| row.interval * at as f64).collect();
        let once = Objective::new(&decay(true, &times)).unwrap();
        let fisher = once.evaluate(&once.nominal()).unwrap().fisher;
        let error = |replicates: f64| {
            let by = replicates / (row.noise * row.noise);
            let [a, b, c] = [fisher[0], fisher[1], fisher[3]].map(|value| value * by);
            let (a, c) = (a + 12.0 / 36.0, c + 12.0 / 36.0);
            (1.644_853_627 * (c / (a * c - b * b)).sqrt() * std::f64::consts::LN_10).exp_m1()
        };
        assert!((error(f64::from(replicates)) - row.reached).abs() < 1e-5, "{row:?}");
        assert!(replicates == 1 || error(f64::from(replicates - 1)) > 0.01);
    }
    // Half the noise is worth four times the replicates.
    let (full, half) = (found.rows[0].replicates.unwrap(), found.rows[1].replicates.unwrap());
    assert!(full.abs_diff(4 * half) <= 4, "{full} {half}");
    let aim = Aim::Prediction(Measurement::new("y", "c", 3.0, 0.0));
    let prediction = plan(&objective, &objective.nominal(), &aim, &options).unwrap();
    assert!(prediction.rows.iter().all(|row| row.reached <= 0.01));
}

#[test]
fn what_no_resolution_determines_is_said() {
    let mut problem = decay(true, &[0.0, 8.0]);
    problem.observables[0].formula = parse_math("scale * other * A").unwrap();
    problem.parameters.push(Parameter { nominal: 1.0, ..Parameter::log10("other", 1e-3, 1e3) });
    let objective = Objective::new(&problem).unwrap();
    let of = |id: &str| {
        plan(&objective, &objective.nominal(), &Aim::Parameter(id.into()), &PlanOptions::default())
    };
    assert!(of("scale").unwrap().rows.iter().all(|row| row.replicates.is_none() && row.reached > 1.0));
    assert!(of("k").unwrap().rows.iter().any(|row| row.replicates.is_some()));
    assert!(of("nobody").unwrap_err().to_string().contains("`nobody`"));
    let nonsense = PlanOptions { within: f64::NAN, ..PlanOptions::default() };
    assert!(plan(&objective, &objective.nominal(), &Aim::Parameter("k".into()), &nonsense).is_err());
}

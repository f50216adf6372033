//! Which molecules change: rates of false calls, missing values, designs.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may fail here and says its figures")]

use lca_graph::Layer;
use lca_network::layers::{
    ChangeOptions, Group, LayerChange, MeasuredLayer, Place, Scale, Test, Untested, changes,
};
use lca_numerics::{Rng, rng};
use lca_tables::{Abundances, Measured};
use rand::RngExt;

const COUNT: usize = 4000;
/// How many degrees of freedom the variances of the made molecules vary by, and about what.
const PRIOR: (usize, f64) = (4, 0.05);

fn normal(random: &mut Rng) -> f64 {
    let (u, v): (f64, f64) = (1.0 - random.random::<f64>(), random.random());
    (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
}

/// Three controls and three cases at one time; the first `shifted` molecules are raised by `shift`.
fn made(shifted: usize, shift: f64) -> MeasuredLayer {
    let mut random = rng(11, 0);
    let mut values = Vec::new();
    for at in 0..COUNT {
        let spread: f64 = (0..PRIOR.0).map(|_| normal(&mut random).powi(2)).sum();
        let deviation = (PRIOR.0 as f64 * PRIOR.1 / spread).sqrt();
        for sample in 0..6 {
            let raised = if at < shifted && sample >= 3 { shift } else { 0.0 };
            values.push(20.0 + raised + deviation * normal(&mut random));
        }
    }
    let group = |at: usize| if at < 3 { Group::Control } else { Group::Case };
    let table = Abundances::new(
        (0..COUNT).map(|at| Measured::new(&format!("p{at}"))).collect(),
        (0..6).map(|at| format!("s{at}")).collect(),
        values,
    );
    MeasuredLayer {
        layer: Layer::Protein,
        table: table.unwrap(),
        places: (0..6).map(|at| Some(Place { group: group(at), time: 0.0 })).collect(),
        scale: Scale::Log2,
    }
}

fn share(layer: &LayerChange, below: f64) -> f64 {
    layer.responses.iter().filter(|one| one.p_value <= below).count() as f64 / layer.responses.len() as f64
}

#[test]
fn where_nothing_changes_p_values_are_even_and_the_prior_is_found() {
    let found = changes(&made(0, 0.0), &ChangeOptions::default()).unwrap();
    println!(
        "prior {}, p <= .05: {}, p <= .01: {}",
        found.prior_freedom,
        share(&found, 0.05),
        share(&found, 0.01)
    );
    assert!((found.prior_freedom / PRIOR.0 as f64 - 1.0).abs() < 0.25, "{}", found.prior_freedom);
    assert!((share(&found, 0.05) - 0.05).abs() < 0.012 && (share(&found, 0.5) - 0.5).abs() < 0.03);
    assert!((share(&found, 0.01) - 0.01).abs() < 0.006);
    assert!(found.responses.iter().filter(|one| one.changed).count() <= 2);
}

#[test]
fn borrowed_variances_find_more_than_welch_at_the_rate_asked_for() {
    let layer = made(400, 1.2);
    let called = |test| {
        let found = changes(&layer, &ChangeOptions { test, ..ChangeOptions::default() }).unwrap();
        let right = found.responses[..400].iter().filter(|one| one.changed).count();
        let wrong = found.responses[400..].iter().filter(|one| one.changed).count();
        println!("{test:?}: {right} right, {wrong} wrong");
        (right, wrong as f64 / (right + wrong).max(1) as f64)
    };
    let (moderated, welch) = (called(Test::Moderated), called(Test::Welch));
    assert!(moderated.0 > welch.0 + 50 && moderated.1 < 0.08, "{moderated:?} {welch:?}");
}

#[test]
fn missing_values_are_stated_and_never_filled_in() {
    let layer = made(1, 5.0);
    let mut values: Vec<f64> = (0..COUNT).flat_map(|at| layer.table.row(at).to_vec()).collect();
    values[0] = f64::NAN;
    // The second molecule has one case left, the third none at all.
    [9, 10, 12, 13, 14, 15, 16, 17].iter().for_each(|&at| values[at] = f64::NAN);
    let table = Abundances::new(layer.table.molecules().to_vec(), layer.table.samples().to_vec(), values);
    let found =
        changes(&MeasuredLayer { table: table.unwrap(), ..layer }, &ChangeOptions::default()).unwrap();
    assert_eq!((found.missing, found.possible), (9, COUNT * 6));
    assert!(found.responses[0].changed && found.responses[0].untested.is_none());
    let gaps: Vec<usize> =
        (0..COUNT).filter(|&at| found.responses[at].untested == Some(Untested::Missing)).collect();
    assert_eq!(gaps, [1, 2]);
    assert!(!found.responses[1].changed && found.responses[2].onset.is_none());
}

#[test]
fn without_controls_each_time_is_compared_with_the_first() {
    let mut layer = made(40, 3.0);
    let times = [0.0, 0.0, 0.0, 60.0, 60.0, 120.0];
    layer.places = times.iter().map(|&time| Some(Place { group: Group::Case, time })).collect();
    let found = changes(&layer, &ChangeOptions::default()).unwrap();
    // The last time has one sample only, which is too few.
    assert_eq!(found.times, [60.0, 120.0]);
    assert!(found.responses.iter().all(|one| one.course[0].is_finite() && one.course[1].is_nan()));
    let right = found.responses[..40].iter().filter(|one| one.changed).count();
    let wrong = found.responses[40..].iter().filter(|one| one.changed).count();
    println!("{right} right, {wrong} wrong");
    assert!(right >= 25 && wrong <= 6, "{right} {wrong}");
}

#[test]
fn counts_are_scaled_and_few_are_not_tested() {
    let mut random = rng(3, 0);
    let depth = [1.0, 2.0, 0.5, 1.5, 0.7, 3.0];
    let mut values = Vec::new();
    for at in 0..600 {
        let mean = if at < 100 { 0.3 } else { 50.0 + at as f64 };
        let raised = |sample: usize| if at >= 590 && sample >= 3 { 4.0 } else { 1.0 };
        for (sample, depth) in depth.iter().enumerate() {
            let mean: f64 = mean * depth * raised(sample);
            values.push((mean + mean.sqrt() * normal(&mut random)).max(0.0).round());
        }
    }
    let molecules = (0..600).map(|at| Measured::new(&format!("g{at}"))).collect();
    let table = Abundances::new(molecules, (0..6).map(|at| format!("s{at}")).collect(), values).unwrap();
    let layer = MeasuredLayer { table, scale: Scale::Counts, ..made(0, 0.0) };
    let found = changes(&layer, &ChangeOptions::default()).unwrap();
    assert!(found.responses[..100].iter().all(|one| one.untested == Some(Untested::FewCounts)));
    assert!(found.responses[590..].iter().all(|one| one.changed && (one.largest - 2.0).abs() < 0.3));
    assert!(found.responses[100..590].iter().filter(|one| one.changed).count() <= 2);
}

//! Factors over views: made ones with a known truth, missing values and missing views.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::data;
use lca_cells::*;
use lca_numerics::{Rng, rng};
use lca_tables::{AnnData, Categorical, DataFrame};
use ndarray::{Array2, ArrayView1, Axis};
use rand::RngExt;

fn normal(random: &mut Rng) -> f64 {
    let (radius, angle): (f64, f64) = (1.0 - random.random::<f64>(), random.random());
    (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
}

/// Scores of four factors; views of which the first has factors 0, 1, 2, the second 0, 2, 3, the third 1. Half of the weights
/// of a factor are silent. A share of the values is missing, and the whole second view for every fifth sample.
fn made(samples: usize, missing: f64, seed: u64) -> (Array2<f64>, Vec<View>, Vec<Array2<f64>>) {
    let mut random = rng(seed, 0);
    let scores = Array2::from_shape_simple_fn((samples, 4), || normal(&mut random));
    let (mut views, mut truths) = (Vec::new(), Vec::new());
    for (name, features, factors) in
        [("rna", 150, vec![0, 1, 2]), ("protein", 80, vec![0, 2, 3]), ("methylation", 100, vec![1])]
    {
        let mut weights = Array2::zeros((features, 4));
        for &factor in &factors {
            weights.column_mut(factor).iter_mut().for_each(|weight| {
                *weight = if random.random::<f64>() < 0.5 { normal(&mut random) } else { 0.0 };
            });
        }
        let truth = scores.dot(&weights.t()) + 3.0;
        let mut values = truth.mapv(|value| value + normal(&mut random));
        values.iter_mut().filter(|_| random.random::<f64>() < missing).for_each(|value| *value = f64::NAN);
        if name == "protein" {
            (0..samples).step_by(5).for_each(|sample| values.row_mut(sample).fill(f64::NAN));
        }
        views.push(View {
            name: name.to_owned(),
            features: (0..features).map(|at| format!("{name}{at}")).collect(),
            values,
        });
        truths.push(truth);
    }
    (scores, views, truths)
}

fn correlation(one: ArrayView1<f64>, other: ArrayView1<f64>) -> f64 {
    let (a, b) = (&one - one.mean().unwrap(), &other - other.mean().unwrap());
    a.dot(&b) / (a.dot(&a) * b.dot(&b)).sqrt()
}

/// The largest |r| of each true factor with one that was found. Factor 3 is in the second view alone: where that is missing
/// nothing tells its score, so these samples do not count for it.
fn recovered(truth: &Array2<f64>, found: &Array2<f64>) -> Vec<f64> {
    let best = |factor: usize| {
        let rows: Vec<usize> = (0..truth.nrows()).filter(|at| factor != 3 || at % 5 != 0).collect();
        let column = truth.column(factor).select(Axis(0), &rows);
        let others = found.select(Axis(0), &rows);
        others.columns().into_iter().map(|other| correlation(column.view(), other).abs()).fold(0.0, f64::max)
    };
    (0..truth.ncols()).map(best).collect()
}

#[test]
fn made_factors_are_recovered_despite_missing_values_and_views() {
    for start in [FactorStart::Components, FactorStart::Random] {
        let (truth, views, values) = made(120, 0.2, 1);
        let found = factors(&views, None, &FactorParams { start, ..FactorParams::default() }).unwrap();
        let r = recovered(&truth, &found.scores);
        assert!(r.iter().all(|r| *r >= 0.95), "{start:?}: {r:?}, {} factors", found.scores.ncols());
        // Beyond the four there may be some that rest on chance; they explain next to nothing.
        let factors = found.scores.ncols();
        assert!(found.converged && factors <= 6 && factors + found.dropped == 10, "{factors}");
        assert!(found.variance[0].slice(ndarray::s![.., 4..]).iter().all(|share| *share < 0.01));
        // What is missing is foretold within the noise of the factors, nearly as well as the truth.
        for (view, truth) in values.iter().enumerate() {
            let known = found.reconstruct(view).unwrap();
            let gone =
                views[view].values.iter().zip(truth.iter().zip(&known)).filter(|(value, _)| value.is_nan());
            let (sum, count) =
                gone.fold((0.0, 0.0), |(sum, count), (_, (a, b))| (sum + (a - b).powi(2), count + 1.0));
            assert!(sum / count < 0.35, "{view}: {}", sum / count);
        }
        // Each factor explains something where it is, and nothing in the views where it is not.
        for (factor, silent) in [(0, vec![2]), (1, vec![1]), (2, vec![2]), (3, vec![0, 2])] {
            let same = |at: &usize| correlation(truth.column(factor), found.scores.column(*at)).abs() > 0.8;
            let at = (0..4).find(same).unwrap();
            for view in 0..3 {
                let share = found.variance[0][[view, at]];
                assert!(
                    if silent.contains(&view) { share < 0.01 } else { share > 0.05 },
                    "{factor} in {view}: {share}"
                );
            }
        }
    }
}

#[test]
fn the_bound_never_falls_between_drops() {
    for (spikeslab_weights, ard_weights) in [(true, true), (false, true), (true, false), (false, false)] {
        let (_, views, _) = made(60, 0.1, 2);
        let params = FactorParams {
            spikeslab_weights,
            ard_weights,
            min_variance: 0.0,
            max_iter: 120,
            ..FactorParams::default()
        };
        let groups = Categorical::from_texts(&(0..60).map(|at| ["a", "b"][at % 2]).collect::<Vec<_>>());
        for groups in [None, Some(&groups)] {
            let found = factors(&views, groups, &params).unwrap();
            for pair in found.bound.windows(2) {
                assert!(
                    pair[1] >= pair[0] - 1e-9 * pair[0].abs(),
                    "{pair:?}, {spikeslab_weights} {ard_weights}"
                );
            }
        }
    }
}

#[test]
fn groups_have_means_of_their_own() {
    let (truth, mut views, _) = made(150, 0.1, 3);
    let labels: Vec<&str> = (0..150).map(|at| ["a", "b", "c"][at % 3]).collect();
    for view in &mut views {
        for (at, mut row) in view.values.rows_mut().into_iter().enumerate() {
            row += 10.0 * (at % 3) as f64;
        }
    }
    let found = factors(&views, Some(&Categorical::from_texts(&labels)), &FactorParams::default()).unwrap();
    assert_eq!(found.groups, ["a", "b", "c"]);
    let r = recovered(&truth, &found.scores);
    assert!(r.iter().all(|r| *r >= 0.93), "{r:?}");
    assert!(
        found.variance_total.iter().all(|share| *share > 0.2 && *share < 0.9),
        "{}",
        found.variance_total
    );
    assert!((found.intercepts[0].row(2).mean().unwrap() - 23.0).abs() < 0.5);
}

#[test]
fn the_same_factors_on_any_number_of_threads() {
    let (_, views, _) = made(40, 0.1, 4);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let params = FactorParams { start: FactorStart::Random, max_iter: 40, ..FactorParams::default() };
        pool.install(|| factors(&views, None, &params).unwrap())
    };
    let one = run(1);
    assert_eq!(one, run(2));
    assert_eq!(one, run(8));
}

#[test]
fn factors_go_into_the_table_of_their_samples() {
    let (_, views, _) = made(40, 0.0, 5);
    let found = factors(&views, None, &FactorParams { max_iter: 30, ..FactorParams::default() }).unwrap();
    for (view, features) in [(Some(1), 80), (None, 330)] {
        let mut part = AnnData {
            obs: DataFrame::with_rows(40),
            var: DataFrame::with_rows(features),
            ..AnnData::default()
        };
        found.annotate(&mut part, view).unwrap();
        part.check().unwrap();
        assert!(part.obsm.contains_key("X_mofa") && part.varm.contains_key("LFs"));
    }
    assert!(found.annotate(&mut AnnData::default(), None).is_err());
}

#[test]
fn views_that_cannot_be_fitted_are_refused() {
    let (_, views, _) = made(20, 0.0, 6);
    let change = |edit: &dyn Fn(&mut Vec<View>)| {
        let mut views = views.clone();
        edit(&mut views);
        factors(&views, None, &FactorParams::default()).unwrap_err().to_string()
    };
    let flat = change(&|views| views[0].values.column_mut(3).fill(1.5));
    assert!(flat.contains("`rna3` of view `rna` has no two different values"), "{flat}");
    let infinite = change(&|views| views[1].values[[2, 7]] = f64::INFINITY);
    assert!(infinite.contains("`protein7` of view `protein` holds an infinite value"), "{infinite}");
    let blank = change(&|views| views.iter_mut().for_each(|view| view.values.row_mut(4).fill(f64::NAN)));
    assert!(blank.contains("sample `4`"), "{blank}");
    let short = change(&|views| views[2].values = views[2].values.slice(ndarray::s![..19, ..]).to_owned());
    assert!(short.contains("the samples of a view has 19 entries, 20 are needed"), "{short}");
    let names = change(&|views| views[2].features.truncate(3));
    assert!(names.contains("the features of a view"), "{names}");
    assert!(factors(&[], None, &FactorParams::default()).is_err());
    let none = FactorParams { n_factors: 0, ..FactorParams::default() };
    assert!(factors(&views, None, &none).is_err());
}

/// What mofapy2 0.7.5 explains of its own test data with ten factors (`benches/peers/factors_mofapy2.py`).
const PEER: [f64; 3] = [0.8326, 0.8996, 0.8874];

#[test]
fn mofas_test_data_are_explained_as_well_as_by_mofapy2() {
    let Some(folder) = data("omics/mofapy2/mofapy2/run/test_data/with_nas") else { return };
    let read = |at: usize| {
        let text = std::fs::read_to_string(folder.join(format!("500_{at}.txt"))).unwrap();
        let values = text.split_whitespace().map(|field| field.parse().unwrap()).collect();
        let values = Array2::from_shape_vec((100, 500), values).unwrap();
        View { name: format!("view {at}"), features: (0..500).map(|at| format!("f{at}")).collect(), values }
    };
    let mut views: Vec<View> = (0..3).map(read).collect();
    let found = factors(&views, None, &FactorParams::default()).unwrap();
    assert!(found.converged && found.scores.ncols() == 9 && found.dropped == 1);
    for (ours, peer) in found.variance_total.iter().zip(PEER) {
        assert!((ours - peer).abs() < 0.005, "{ours} against {peer}");
    }
    // Values that were held out are foretold: a seventh of the error of their features' means.
    let mut random = rng(1, 0);
    let mut held = Vec::new();
    for (view, known) in views.iter_mut().enumerate() {
        for ((sample, feature), value) in known.values.indexed_iter_mut() {
            if !value.is_nan() && random.random::<f64>() < 0.05 {
                held.push((view, sample, feature, std::mem::replace(value, f64::NAN)));
            }
        }
    }
    let again = factors(&views, None, &FactorParams::default()).unwrap();
    let told: Vec<Array2<f64>> = (0..3).map(|view| again.reconstruct(view).unwrap()).collect();
    let (mut error, mut plain) = (0.0, 0.0);
    for (view, sample, feature, value) in held {
        error += (told[view][[sample, feature]] - value).powi(2);
        plain += (again.intercepts[view][[0, feature]] - value).powi(2);
    }
    assert!(error < plain / 6.5, "{}", error / plain);
}

//! Samplers against densities whose moments are known.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use lca_core::NoProgress;
use lca_model::{Ensemble, EnsembleOptions, LogDensity, sample};

const DIMENSION: usize = 10;

/// A normal density with means 1 to 10, deviations from 0.1 to 10, and correlation 0.8 between
/// neighbours (autoregressive, so that the inverse is known).
struct Gaussian;

fn mean(k: usize) -> f64 {
    (k + 1) as f64
}

fn deviation(k: usize) -> f64 {
    10f64.powf(-1.0 + 2.0 * k as f64 / (DIMENSION - 1) as f64)
}

const CORRELATION: f64 = 0.8;

impl LogDensity for Gaussian {
    fn bounds(&self) -> (Vec<f64>, Vec<f64>) {
        let edge = |sign: f64| (0..DIMENSION).map(|k| mean(k) + sign * 20.0 * deviation(k)).collect();
        (edge(-1.0), edge(1.0))
    }

    fn log_density(&self, x: &[f64]) -> f64 {
        let z: Vec<f64> = x.iter().enumerate().map(|(k, x)| (x - mean(k)) / deviation(k)).collect();
        let rest: f64 = z.windows(2).map(|pair| (pair[1] - CORRELATION * pair[0]).powi(2)).sum();
        -0.5 * (z[0] * z[0] + rest / (1.0 - CORRELATION * CORRELATION))
    }
}

/// Haario's banana: the first coordinate is normal with deviation 10, the second bends with its
/// square.
struct Banana;

const BEND: f64 = 0.03;

impl LogDensity for Banana {
    fn bounds(&self) -> (Vec<f64>, Vec<f64>) {
        (vec![-80.0, -200.0], vec![80.0, 40.0])
    }

    fn log_density(&self, x: &[f64]) -> f64 {
        let straight = x[1] + BEND * x[0] * x[0] - 100.0 * BEND;
        -0.5 * (x[0] * x[0] / 100.0 + straight * straight)
    }
}

/// An average over the sample, and what chance moves it by: the deviation over the square root of the
/// number of independent vectors, of which there are at least as many as the worst coordinate has.
fn average(found: &Ensemble, f: impl Fn(&[f64]) -> f64) -> (f64, f64) {
    let values: Vec<f64> = found.members.iter().map(|x| f(x)).collect();
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n;
    let independent = found.ess.iter().copied().fold(n, f64::min);
    (mean, (variance / independent).sqrt())
}

fn near(found: &Ensemble, what: &str, f: impl Fn(&[f64]) -> f64, truth: f64) {
    let (value, error) = average(found, f);
    // Some hundred averages are looked at, so that four errors of chance are to be expected of none.
    assert!((value - truth).abs() < 4.0 * error, "{what}: {value} for {truth}, error of chance {error}");
}

fn tail(x: f64, limit: f64) -> f64 {
    f64::from(u8::from(x > limit))
}

#[test]
fn a_normal_density_in_ten_dimensions_is_recovered() {
    let options = EnsembleOptions { size: 20_000, chains: 8, steps: 40_000, seed: 5 };
    let starts = vec![(0..DIMENSION).map(mean).collect::<Vec<f64>>()];
    let found = sample(&Gaussian, &starts, &options, &NoProgress).unwrap();
    assert!(found.r_hat.iter().all(|r| *r < 1.05), "{:?}", found.r_hat);
    assert!(found.ess.iter().all(|n| *n > 500.0), "{:?}", found.ess);
    let z = |x: &[f64], k: usize| (x[k] - mean(k)) / deviation(k);
    for k in 0..DIMENSION {
        near(&found, "mean", |x| z(x, k), 0.0);
        near(&found, "above 1.645 deviations", |x| tail(z(x, k), 1.644_853_627), 0.05);
        near(&found, "below -1.645 deviations", |x| tail(-z(x, k), 1.644_853_627), 0.05);
        for other in k..DIMENSION {
            let truth = CORRELATION.powi((other - k) as i32);
            near(&found, "covariance", |x| z(x, k) * z(x, other), truth);
        }
    }
}

#[test]
fn a_banana_is_recovered_with_its_tips() {
    let options = EnsembleOptions { size: 20_000, chains: 8, steps: 60_000, seed: 8 };
    let found = sample(&Banana, &[vec![0.0, 0.0]], &options, &NoProgress).unwrap();
    assert!(found.r_hat.iter().all(|r| *r < 1.05), "{:?}", found.r_hat);
    near(&found, "mean of the first", |x| x[0], 0.0);
    near(&found, "variance of the first", |x| x[0] * x[0], 100.0);
    near(&found, "mean of the second", |x| x[1], 0.0);
    // The variance of 0.03 x² is 2 (0.03 · 100)², and 1 is added.
    near(&found, "variance of the second", |x| x[1] * x[1], 19.0);
    near(&found, "covariance", |x| x[0] * x[1], 0.0);
    near(&found, "right tip", |x| tail(x[0], 16.448_536_27), 0.05);
    near(&found, "left tip", |x| tail(-x[0], 16.448_536_27), 0.05);
}

#[test]
fn sampling_does_not_depend_on_threads_and_refuses_what_has_no_density() {
    let options = EnsembleOptions { size: 50, chains: 4, steps: 200, seed: 2 };
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| sample(&Banana, &[vec![0.0, 0.0]], &options, &NoProgress).unwrap())
    };
    assert_eq!(run(1), run(3));
    assert!(sample(&Banana, &[vec![0.0]], &options, &NoProgress).is_err());
    assert!(sample(&Banana, &[], &options, &NoProgress).is_err());
}

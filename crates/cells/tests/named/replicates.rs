//! Made counts of replicates: negative binomial, with genes that differ.

use lca_numerics::{Rng, rng};
use ndarray::Array2;
use rand::RngExt;

pub(crate) struct Replicates {
    /// Samples × genes.
    pub(crate) counts: Array2<f64>,
    /// `a` or `b` of each sample.
    pub(crate) conditions: Vec<String>,
    /// The log2 fold change of each gene in `b`.
    pub(crate) truth: Vec<f64>,
}

/// `each` samples of two conditions. One gene in ten differs, half of them up, by a factor of 2 to 4. Means are
/// log-uniform from 3 to 3000, dispersions 0.05 + 2 / mean times a log-normal of deviation `scatter`; depths differ
/// twofold. `shift`, where given, multiplies every second sample's odd genes: a second property of the samples.
pub(crate) fn replicates(
    each: usize,
    genes: usize,
    scatter: f64,
    shift: Option<f64>,
    seed: u64,
) -> Replicates {
    let mut random = rng(seed, 0);
    let samples = 2 * each;
    let depth: Vec<f64> = (0..samples).map(|_| 2.0_f64.powf(random.random::<f64>() - 0.5)).collect();
    let mut counts = Array2::zeros((samples, genes));
    let mut truth = vec![0.0; genes];
    for (gene, truth) in truth.iter_mut().enumerate() {
        let mean = 3.0 * 1000.0_f64.powf(random.random::<f64>());
        let dispersion = (0.05 + 2.0 / mean) * (scatter * normal(&mut random)).exp();
        if gene % 10 == 0 {
            let size = 1.0 + random.random::<f64>();
            *truth = if gene % 20 == 0 { size } else { -size };
        }
        for (sample, depth) in depth.iter().enumerate() {
            let treated = if sample >= each { truth.exp2() } else { 1.0 };
            let shifted = if sample % 2 == 1 && gene % 2 == 1 { shift.unwrap_or(1.0) } else { 1.0 };
            let rate = gamma(1.0 / dispersion, &mut random) * dispersion * mean * depth * treated * shifted;
            counts[[sample, gene]] = poisson(rate, &mut random);
        }
    }
    let conditions = (0..samples).map(|sample| if sample < each { "a" } else { "b" }.to_owned()).collect();
    Replicates { counts, conditions, truth }
}

pub(crate) fn normal(random: &mut Rng) -> f64 {
    let (a, b) = (1.0 - random.random::<f64>(), random.random::<f64>());
    (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
}

/// Marsaglia and Tsang's.
fn gamma(shape: f64, random: &mut Rng) -> f64 {
    if shape < 1.0 {
        return gamma(shape + 1.0, random) * random.random::<f64>().powf(1.0 / shape);
    }
    let d = shape - 1.0 / 3.0;
    loop {
        let z = normal(random);
        let v = (1.0 + z / (9.0 * d).sqrt()).powi(3);
        if v > 0.0 && (1.0 - random.random::<f64>()).ln() < 0.5 * z * z + d - d * v + d * v.ln() {
            return d * v;
        }
    }
}

/// By waiting times where few, else by a normal deviate.
fn poisson(mean: f64, random: &mut Rng) -> f64 {
    if mean > 200.0 {
        return (mean + mean.sqrt() * normal(random)).round().max(0.0);
    }
    let (limit, mut product, mut count) = ((-mean).exp(), random.random::<f64>(), 0.0);
    while product > limit {
        product *= random.random::<f64>();
        count += 1.0;
    }
    count
}

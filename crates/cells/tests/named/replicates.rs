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

/// Three against three as limma-voom was tried on (Law et al. 2014): coefficients of variation of 0.2 + 1 / √mean, squares of
/// which scatter as an inverse chi-squared deviate of 40 degrees of freedom; one gene in fifty differs by a factor of 2, half of
/// them up. Means are log-normal around 200, which leaves many small ones.
pub(crate) fn as_for_voom(genes: usize, seed: u64) -> Replicates {
    made(genes, seed, |gene, random| {
        let mean = (200.0_f64.ln() + 2.0 * normal(random)).exp();
        let change = if gene % 50 == 0 { if gene % 100 == 0 { 1.0 } else { -1.0 } } else { 0.0 };
        let scatter = 40.0 / (2.0 * gamma(20.0, random));
        (mean, (0.2 + 1.0 / mean.sqrt()).powi(2) * scatter, change)
    })
}

/// Three against three whose dispersion is one and the same, .1, whatever the mean; ten genes differ by a factor of 6.
pub(crate) fn flat(genes: usize, seed: u64) -> Replicates {
    made(genes, seed, |gene, random| {
        let mean = if gene < 10 { 60.0 } else { 2.0 * 300.0_f64.powf(random.random::<f64>()) };
        (mean, 0.1, if gene < 10 { if gene % 2 == 0 { 2.58 } else { -2.58 } } else { 0.0 })
    })
}

/// Three against three of equal depth; `of` gives each gene's mean, dispersion and log2 change.
fn made(genes: usize, seed: u64, of: impl Fn(usize, &mut Rng) -> (f64, f64, f64)) -> Replicates {
    let mut random = rng(seed, 1);
    let mut counts = Array2::zeros((6, genes));
    let mut truth = vec![0.0; genes];
    for (gene, truth) in truth.iter_mut().enumerate() {
        let (mean, dispersion, change) = of(gene, &mut random);
        *truth = change;
        for sample in 0..6 {
            let raised = if sample >= 3 { change.exp2() } else { 1.0 };
            let rate = gamma(1.0 / dispersion, &mut random) * dispersion * mean * raised;
            counts[[sample, gene]] = poisson(rate, &mut random);
        }
    }
    let conditions = ["a", "a", "a", "b", "b", "b"].map(str::to_owned).to_vec();
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

//! RNA velocity: made cells whose rates and times are known, and numbers of scvelo 0.3.3 on its own test data.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use lca_cells::*;
use lca_numerics::{Csr, rng, sparse};
use lca_tables::{AnnData, Matrix};
use ndarray::Array2;
use rand::RngExt;

struct Ready {
    spliced: Csr<f32>,
    unspliced: Csr<f32>,
    connectivities: Csr<f32>,
    distances: Csr<f64>,
    moments: Moments,
}

impl Ready {
    fn new(spliced: Csr<f32>, unspliced: Csr<f32>, connectivities: Csr<f32>, distances: Csr<f64>) -> Self {
        let moments = moments(&spliced, &unspliced, &connectivities).unwrap();
        Self { spliced, unspliced, connectivities, distances, moments }
    }

    fn velocity(&self, mode: VelocityMode) -> Velocity {
        let params = VelocityParams { mode, ..VelocityParams::default() };
        velocity(&self.spliced, &self.unspliced, &self.moments, &self.connectivities, &params).unwrap()
    }
}

fn pancreas() -> Option<(AnnData, Ready)> {
    let path = common::data("omics/scvelo/tests/_data")?.join("pancreas_100obs_preprocessed.h5ad");
    let data = lca_formats::read_counts(&path, &lca_formats::CountsOptions::default()).unwrap().data;
    let sparse = |matrix: &Matrix| to_sparse(matrix).into_owned();
    let distances = match &data.obsp["distances"] {
        Matrix::SparseF64(distances) => distances.clone(),
        other => sparse(other).map(|&value| f64::from(value)),
    };
    let (s, u) = (sparse(&data.layers["spliced"]), sparse(&data.layers["unspliced"]));
    let ready = Ready::new(s, u, sparse(&data.obsp["connectivities"]), distances);
    Some((data, ready))
}

fn near(found: f64, want: f64, tolerance: f64) {
    assert!((found - want).abs() <= tolerance * want.abs().max(1e-3), "{found} instead of {want}");
}

#[test]
fn moments_and_the_stochastic_model_agree_with_scvelo() {
    let Some((data, ready)) = pancreas() else { return };
    let Matrix::DenseF32(known) = &data.layers["Ms"] else { unreachable!() };
    let apart = ready.moments.ms.iter().zip(known).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(apart < 1e-4, "{apart}");
    let found = ready.velocity(VelocityMode::Stochastic);
    for (gene, gamma, ratio, r2) in [
        (4, 1.102_407_693, 1.128_078_341, 0.809_424_638),
        (64, 1.149_692_416, 1.591_578_960, 0.741_061_836),
        (137, 0.894_319_892, 0.926_711_321, 0.950_987_887),
    ] {
        near(found.gamma[gene], gamma, 1e-5);
        near(found.qreg_ratio[gene], ratio, 1e-5);
        near(found.r2[gene], r2, 1e-5);
    }
    assert_eq!(found.genes.iter().filter(|chosen| **chosen).count(), 134);
    let graph = velocity_graph(&found, &ready.moments, &ready.distances).unwrap();
    let sum = |graph: &Csr<f32>| graph.values().iter().map(|&value| f64::from(value)).sum::<f64>();
    near(sum(&graph.graph), 367.672_123, 1e-4);
    near(sum(&graph.negative), -544.205_995, 1e-4);
    let sure = velocity_confidence(&found, &ready.distances).unwrap();
    for (found, want) in sure.confidence.iter().zip([0.887_640_834, 0.115_844_443, 0.797_905_743]) {
        near(*found, want, 1e-4);
    }
}

/// scvelo's `fit_gamma / fit_beta`, the slope along which a gene stands still, of every sixth gene that both call a velocity
/// gene. Nothing else of a gene's fit is as well known (`BENCHMARKS.md`).
const SLOPES: [(usize, f64); 16] = [
    (2, 1.7262),
    (10, 1.0381),
    (21, 0.026),
    (30, 0.5458),
    (48, 0.9515),
    (60, 0.4203),
    (74, 0.6326),
    (85, 0.3726),
    (98, 0.296),
    (112, 0.5901),
    (128, 0.2759),
    (135, 0.2583),
    (145, 0.1901),
    (160, 0.8372),
    (175, 1.2901),
    (186, 0.1866),
];

#[test]
fn the_slopes_of_the_dynamical_model_agree_with_scvelo() {
    let Some((_, ready)) = pancreas() else { return };
    let found = ready.velocity(VelocityMode::Dynamical);
    let own = |gene: usize| {
        let fit = found.kinetics[gene].as_ref().unwrap();
        (fit.gamma / fit.beta * fit.scaling).ln()
    };
    assert!(SLOPES.iter().all(|(gene, _)| found.genes[*gene]));
    let (own, known): (Vec<f64>, Vec<f64>) =
        SLOPES.iter().map(|&(gene, slope)| (own(gene), slope.ln())).unzip();
    let r = correlation(&own, &known);
    assert!(r > 0.99, "{r}");
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let count = a.len() as f64;
    let (x, y) = (a.iter().sum::<f64>() / count, b.iter().sum::<f64>() / count);
    let of =
        |p: &[f64], m: f64, q: &[f64], n: f64| p.iter().zip(q).map(|(p, q)| (p - m) * (q - n)).sum::<f64>();
    of(a, x, b, y) / (of(a, x, a, x) * of(b, y, b, y)).sqrt()
}

/// Cells along a line of time in which genes are switched on, and half of them off again: amounts by the equations, some
/// noise, and neighbours by time.
fn made(cells: usize, genes: usize) -> (Ready, Vec<f64>, Vec<[f64; 3]>) {
    let mut random = rng(11, 0);
    let times: Vec<f64> = (0..cells).map(|cell| 12.0 * cell as f64 / cells as f64).collect();
    let rates: Vec<[f64; 3]> = (0..genes)
        .map(|_| {
            [
                3.0 + 4.0 * random.random::<f64>(),
                0.6 + 0.6 * random.random::<f64>(),
                0.3 + 0.5 * random.random::<f64>(),
            ]
        })
        .collect();
    let solve = |[alpha, beta, gamma]: [f64; 3], tau: f64, (u0, s0): (f64, f64)| {
        let (a, b) = ((-beta * tau).exp(), (-gamma * tau).exp());
        (
            u0 * a + alpha / beta * (1.0 - a),
            s0 * b + alpha / gamma * (1.0 - b) + (alpha - u0 * beta) / (gamma - beta) * (b - a),
        )
    };
    let (mut u, mut s) = (Array2::<f32>::zeros((cells, genes)), Array2::<f32>::zeros((cells, genes)));
    for (cell, &time) in times.iter().enumerate() {
        for (gene, &rates) in rates.iter().enumerate() {
            let switch = if gene % 2 == 0 { 6.0 } else { 100.0 };
            let top = solve(rates, switch, (0.0, 0.0));
            let at = if time < switch {
                solve(rates, time, (0.0, 0.0))
            } else {
                solve([0.0, rates[1], rates[2]], time - switch, top)
            };
            let mut noisy = |value: f64| (value + 0.15 * (random.random::<f64>() - 0.5)).max(0.0) as f32;
            (u[[cell, gene]], s[[cell, gene]]) = (noisy(at.0), noisy(at.1));
        }
    }
    let place = Array2::from_shape_fn((cells, 1), |(cell, _)| times[cell] as f32);
    let graph =
        neighbors(place.view(), &NeighborsParams { n_neighbors: 20, ..NeighborsParams::default() }).unwrap();
    let ready = Ready::new(
        sparse::from_dense(s.view()),
        sparse::from_dense(u.view()),
        graph.connectivities,
        graph.distances,
    );
    (ready, times, rates)
}

#[test]
fn true_rates_and_times_are_found_again() {
    let (ready, times, rates) = made(300, 30);
    let found = ready.velocity(VelocityMode::Dynamical);
    let mut signs = (0, 0);
    let mut ratios = Vec::new();
    for (gene, fit) in found.kinetics.iter().enumerate().filter_map(|(gene, fit)| Some((gene, fit.as_ref()?)))
    {
        let [_, beta, gamma] = rates[gene];
        ratios.push(((fit.gamma / fit.beta) / (gamma / beta)).ln().abs());
        for cell in (20..280).step_by(10) {
            let true_change = f64::from(ready.moments.mu[[cell, gene]]) * beta
                - f64::from(ready.moments.ms[[cell, gene]]) * gamma;
            if true_change.abs() > 0.3 {
                signs.1 += 1;
                signs.0 += usize::from(fit.velocity[cell] * true_change > 0.0);
            }
        }
    }
    ratios.sort_by(f64::total_cmp);
    assert!(ratios.len() >= 20 && ratios[ratios.len() / 2] < 0.25, "{ratios:?}");
    assert!(signs.0 as f64 > 0.9 * signs.1 as f64, "{signs:?}");
    let graph = velocity_graph(&found, &ready.moments, &ready.distances).unwrap();
    let latent = latent_time(&found, &graph, &ready.connectivities).unwrap();
    let early = latent.time[..100].iter().sum::<f64>();
    let late = latent.time[200..].iter().sum::<f64>();
    assert!(early < 0.5 * late, "{early} {late}");
    // Arrows on a line of time point onwards.
    let line = Array2::from_shape_fn((300, 2), |(cell, dim)| if dim == 0 { times[cell] as f32 } else { 0.0 });
    let arrows = velocity_embedding(&graph, line.view()).unwrap();
    let onwards = (30..270).filter(|&cell| arrows[[cell, 0]] > 0.0).count();
    assert!(onwards > 216, "{onwards} of 240");
}

#[test]
fn velocities_have_the_same_bits_on_any_number_of_threads() {
    let (ready, ..) = made(120, 12);
    let all = || {
        let models = [VelocityMode::Deterministic, VelocityMode::Stochastic, VelocityMode::Dynamical];
        models.map(|mode| {
            let found = ready.velocity(mode);
            let graph = velocity_graph(&found, &ready.moments, &ready.distances).unwrap();
            format!("{found:?} {graph:?} {:?}", velocity_confidence(&found, &ready.distances))
        })
    };
    let on = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(all);
    let one = on(1);
    assert!(one == on(2) && one == on(8));
}

#[test]
fn counts_are_prepared_or_refused() {
    let spliced =
        sparse::from_dense(Array2::from_shape_fn((10, 4), |(cell, gene)| (cell * gene) as f32).view());
    let unspliced =
        sparse::from_dense(Array2::from_shape_fn((10, 4), |(cell, gene)| (gene + cell % 2) as f32).view());
    let ready = prepare_spliced(&spliced, &unspliced, &SplicedParams::default()).unwrap();
    assert_eq!(ready.genes, [1, 2, 3]);
    let totals = sparse::row_sums(&ready.spliced);
    assert!(totals[1..].iter().all(|total| (total - 27.0).abs() < 1e-4), "{totals:?}");
    let strict = SplicedParams { min_shared_counts: 10_000, ..SplicedParams::default() };
    assert!(
        prepare_spliced(&spliced, &unspliced, &strict).unwrap_err().to_string().contains("min_shared_counts")
    );
    let other = sparse::from_dense(Array2::<f32>::ones((9, 4)).view());
    assert!(prepare_spliced(&spliced, &other, &SplicedParams::default()).is_err());
    let halves = sparse::from_dense(Array2::<f32>::from_elem((10, 4), 0.5).view());
    assert!(prepare_spliced(&halves, &unspliced, &SplicedParams::default()).is_err());
}

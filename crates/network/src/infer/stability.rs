use super::{Edges, Expression, InferOptions, infer};
use crate::NetworkError;
use lca_numerics::rng;
use ndarray::Array2;
use rand::RngExt;

/// How often each edge is among the best `top` when only half of the samples are used, drawn `rounds`
/// times (stability selection; Meinshausen & Bühlmann 2010): regulators × genes, from 0 to 1, in the
/// order of the edges given.
///
/// # Errors
/// Those of [`infer`], also when half of the samples are too few.
pub fn stability(
    expression: &Expression,
    options: &InferOptions,
    edges: &Edges,
    top: usize,
    rounds: usize,
) -> Result<Array2<f64>, NetworkError> {
    let samples = expression.samples().len();
    let mut found = Array2::zeros(edges.scores.dim());
    for round in 0..rounds {
        // A stream far from those of the targets, which are numbered from 0.
        let mut random = rng(options.seed, u64::MAX - round as u64);
        let mut order: Vec<usize> = (0..samples).collect();
        for at in 0..samples / 2 {
            let other = random.random_range(at..samples);
            order.swap(at, other);
        }
        order.truncate(samples / 2);
        order.sort_unstable();
        let seed = options.seed.wrapping_add(1 + round as u64);
        let half = InferOptions {
            seed,
            order: options.order.as_ref().map(|times| times.select(&order)),
            ..options.clone()
        };
        let again = infer(&expression.select(&order), &half)?.edges;
        let row = |regulator: usize| again.regulators.binary_search(&regulator).ok();
        for edge in again.ranked().into_iter().take(top) {
            if let Some(row) = row(edge.regulator) {
                found[[row, edge.target]] += 1.0 / rounds as f64;
            }
        }
    }
    Ok(found)
}

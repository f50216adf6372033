use super::{Edges, Expression, InferOptions, Method, infer};
use crate::NetworkError;
use ndarray::Array2;

/// The methods whose ranks are averaged.
const VOTERS: [Method; 4] =
    [Method::Correlation, Method::PartialCorrelation, Method::Genie3, Method::GrnBoost2];

/// The mean over methods of each edge's rank (Borda count; Marbach et al. 2012): methods err in
/// different places, so what they agree on is surer than what any says alone.
pub(crate) fn consensus(
    expression: &Expression,
    options: &InferOptions,
    regulators: &[usize],
) -> Result<Array2<f64>, NetworkError> {
    let constant = expression.constant();
    let mut sum = Array2::zeros((regulators.len(), expression.genes().len()));
    for method in VOTERS {
        let found: Edges = infer(expression, &InferOptions { method, ..options.clone() })?.edges;
        sum += &found.shares();
    }
    let none = |row: usize, gene: usize| constant.contains(&regulators[row]) || constant.contains(&gene);
    let mean = |(row, gene): (usize, usize)| {
        if none(row, gene) { 0.0 } else { sum[[row, gene]] / VOTERS.len() as f64 }
    };
    Ok(Array2::from_shape_fn(sum.dim(), mean))
}

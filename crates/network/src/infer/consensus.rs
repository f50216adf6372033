use super::{Edges, Expression, InferOptions, Method, Scale, infer};
use crate::NetworkError;
use ndarray::Array2;

/// The methods whose ranks are averaged. Forests vote twice, because on some data what tells is the order
/// of the values and on others how far apart they lie.
const VOTERS: [(Method, Scale); 3] =
    [(Method::Correlation, Scale::Ranks), (Method::Genie3, Scale::Ranks), (Method::Genie3, Scale::Values)];

/// The mean over methods of each edge's rank (Borda count; Marbach et al. 2012): methods err in
/// different places, so what they agree on is surer than what any says alone.
pub(crate) fn consensus(
    expression: &Expression,
    options: &InferOptions,
    regulators: &[usize],
) -> Result<Array2<f64>, NetworkError> {
    let constant = expression.constant();
    let mut sum = Array2::zeros((regulators.len(), expression.genes().len()));
    for (method, scale) in VOTERS {
        let voter = InferOptions { method, scale: Some(scale), ..options.clone() };
        let found: Edges = infer(expression, &voter)?.edges;
        sum += &found.shares();
    }
    let none = |row: usize, gene: usize| constant.contains(&regulators[row]) || constant.contains(&gene);
    let mean = |(row, gene): (usize, usize)| {
        if none(row, gene) { 0.0 } else { sum[[row, gene]] / VOTERS.len() as f64 }
    };
    Ok(Array2::from_shape_fn(sum.dim(), mean))
}

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
    let mut varies = vec![true; expression.genes().len()];
    expression.constant().into_iter().for_each(|gene| varies[gene] = false);
    let mut sum = Array2::zeros((regulators.len(), expression.genes().len()));
    for (method, scale) in VOTERS {
        let voter = InferOptions { method, scale: Some(scale), ..options.clone() };
        let found: Edges = infer(expression, &voter)?.edges;
        sum += &found.shares();
    }
    let mean = |(row, gene): (usize, usize)| {
        let judged = varies[regulators[row]] && varies[gene];
        if judged { sum[[row, gene]] / VOTERS.len() as f64 } else { 0.0 }
    };
    Ok(Array2::from_shape_fn(sum.dim(), mean))
}

use super::consensus::consensus;
use super::dynamics::{dyngenie, sparse_ode};
use super::forest::{boosted, forest};
use super::information::{bins_for, context_likelihood, data_processing, mutual_information};
use super::linear::{correlation, partial_correlation};
use super::{Edges, Expression, InferOptions, Knockouts, Method, Scale, knockouts};
use crate::NetworkError;
use ndarray::{Array2, Axis};

/// What [`infer`] found.
#[derive(Debug, Clone, PartialEq)]
pub struct Inferred {
    /// The edges.
    pub edges: Edges,
    /// Genes that have one value in all samples, by place: edges to and from them score 0.
    pub constant: Vec<usize>,
    /// What was read off knock-outs, where that was the method.
    pub knockouts: Option<Knockouts>,
}

/// Scores every pair of a regulator and another gene. The same input and seed give the same bits on any
/// number of threads.
///
/// ```
/// use lca_network::infer::{Expression, InferOptions, Method, infer};
/// let names = |letter: char, n: usize| (0..n).map(|k| format!("{letter}{k}")).collect::<Vec<_>>();
/// let value = |(s, g): (usize, usize)| match g {
///     0 => (s * 7 % 11) as f64,
///     1 => 20.0 - 2.0 * (s * 7 % 11) as f64,
///     _ => (s * 5 % 13) as f64,
/// };
/// let table = Expression::new(names('s', 40), names('g', 3), ndarray::Array2::from_shape_fn((40, 3), value))?;
/// let best = infer(&table, &InferOptions::new(Method::Genie3))?.edges.ranked()[0];
/// assert_eq!((best.regulator + best.target, best.sign), (1, -1));
/// # Ok::<(), lca_network::NetworkError>(())
/// ```
///
/// # Errors
/// When there are too few samples or genes, an option has a value it cannot have, or times or knock-outs
/// that the method needs are not given.
pub fn infer(expression: &Expression, options: &InferOptions) -> Result<Inferred, NetworkError> {
    options.check(expression)?;
    let regulators = options.regulators.clone().unwrap_or_else(|| (0..expression.genes().len()).collect());
    let (scores, signs, found) = scored(expression, options, &regulators)?;
    let mut edges = Edges { regulators, scores, signs };
    for (row, &regulator) in edges.regulators.iter().enumerate() {
        edges.scores[[row, regulator]] = 0.0;
        edges.signs[[row, regulator]] = 0;
    }
    Ok(Inferred { edges, constant: expression.constant(), knockouts: found })
}

type Scored = (Array2<f64>, Array2<i8>, Option<Knockouts>);

fn scored(
    expression: &Expression,
    options: &InferOptions,
    regulators: &[usize],
) -> Result<Scored, NetworkError> {
    let rows = |all: &Array2<f64>| all.select(Axis(0), regulators);
    let usual = if options.method.needs_order() { Scale::Values } else { Scale::Ranks };
    let values = options.scale.unwrap_or(usual).of(expression.values());
    let seed = options.seed;
    let shared = || mutual_information(&values, options.bins.unwrap_or_else(|| bins_for(values.nrows())));
    let scores = match options.method {
        Method::Consensus => consensus(expression, options, regulators)?,
        Method::Genie3 => forest(&values, &values, regulators, &options.trees, seed),
        Method::GrnBoost2 => boosted(&values, regulators, &options.boosting, seed),
        Method::Correlation => rows(&correlation(&values)).mapv(f64::abs),
        Method::MutualInformation => rows(&shared()),
        Method::Aracne => rows(&data_processing(&shared(), options.tolerance)),
        Method::Clr => rows(&context_likelihood(&shared())),
        Method::PartialCorrelation => {
            let partial = rows(&partial_correlation(&values)?.values);
            return Ok((partial.mapv(f64::abs), partial.mapv(sign), None));
        }
        Method::DynGenie3 | Method::Ode => return along_time(&values, options, regulators),
        Method::Knockouts => {
            let found = knockouts(expression, &options.knockouts)?;
            let signs = found.signs.select(Axis(0), regulators);
            return Ok((rows(&found.scores), signs, Some(found)));
        }
    };
    Ok((scores, rows(&correlation(&Scale::Ranks.of(&values))).mapv(sign), None))
}

fn along_time(
    values: &Array2<f64>,
    options: &InferOptions,
    regulators: &[usize],
) -> Result<Scored, NetworkError> {
    let Some(order) = &options.order else {
        let why = format!("{} needs to know when each sample was taken", options.method);
        return Err(NetworkError::Argument { what: "times", why });
    };
    let courses = order.courses(values, options.windows)?;
    if options.method == Method::Ode {
        let (scores, weights) = sparse_ode(&courses, regulators);
        return Ok((scores, weights.mapv(sign), None));
    }
    let scores = dyngenie(&courses, regulators, &options.trees, options.decay, options.seed);
    let signs = correlation(&Scale::Ranks.of(values)).select(Axis(0), regulators).mapv(sign);
    Ok((scores, signs, None))
}

fn sign(value: f64) -> i8 {
    if value > 0.0 { 1 } else { -i8::from(value < 0.0) }
}

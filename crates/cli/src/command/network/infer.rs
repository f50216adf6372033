mod answer;
mod given;

use super::expression;
use crate::args::InferArgs;
use crate::command::Result;
use lca_network::infer::{
    Edges, Expression, Gold, Inferred, Method, Quality, infer as inferred, judge, stability,
};
use ndarray::Array2;

/// All that was found, for people and machines.
struct Found {
    expression: Expression,
    inferred: Inferred,
    correlation: Edges,
    absent_factors: Vec<String>,
    gold: Option<Judged>,
    stable: Option<Array2<f64>>,
}

/// How edges fare against a known network.
struct Judged {
    gold: Gold,
    method: Option<Quality>,
    correlation: Option<Quality>,
}

/// Infers edges from a table and holds them against a known network.
pub(crate) fn infer(args: &InferArgs) -> Result {
    let (expression, times) = expression::read(&args.table, &args.genes, args.times.as_deref())?;
    let (options, absent_factors) = given::options(args, &expression, times)?;
    let gold = match &args.gold {
        Some(path) => Some(Gold::new(&expression, &lca_formats::read_gold(path)?)?),
        None => None,
    };
    let found = inferred(&expression, &options)?;
    let baseline =
        lca_network::infer::InferOptions { method: Method::Correlation, scale: None, ..options.clone() };
    let correlation = inferred(&expression, &baseline)?.edges;
    let stable = match args.stability {
        0 => None,
        rounds => Some(stability(&expression, &options, &found.edges, args.top, rounds)?),
    };
    let gold = gold.map(|gold| Judged {
        method: judge(&found.edges, &gold),
        correlation: judge(&correlation, &gold),
        gold,
    });
    answer::answer(args, &Found { expression, inferred: found, correlation, absent_factors, gold, stable })
}

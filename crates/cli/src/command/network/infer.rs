mod answer;
mod given;

use super::expression;
use crate::args::InferArgs;
use crate::command::Result;
use crate::command::place::failed;
use crate::failure::Failure;
use lca_network::NetworkError;
use lca_network::infer::{
    Edges, Expression, Gold, Inferred, Method, Quality, infer as inferred, judge, stability,
};
use ndarray::Array2;
use std::path::Path;

/// All that was found, for people and machines.
struct Found {
    expression: Expression,
    inferred: Inferred,
    correlation: Edges,
    absent_factors: Vec<String>,
    /// How many series there are, and times in all, where times are given.
    series: Option<(usize, usize)>,
    gold: Option<Judged>,
    stable: Option<Array2<f64>>,
}

/// How edges fare against a known network.
struct Judged {
    gold: Gold,
    method: Option<Quality>,
    correlation: Option<Quality>,
}

/// The known network: pairs line by line, or a network in any format.
fn gold(expression: &Expression, path: &Path) -> std::result::Result<Gold, Failure> {
    let pairs = match lca_formats::read_gold(path) {
        Ok(pairs) => pairs,
        Err(unlike) => {
            let Ok(network) = lca_formats::read_network(path) else { return Err(unlike.into()) };
            let name = |at: usize| network.molecules()[at].id.clone();
            let edges = network.interactions().iter();
            edges.map(|edge| (name(edge.source), name(edge.target), true)).collect()
        }
    };
    let prefix = |error: NetworkError| {
        let hint = "; where the table's genes are only numbered, name them with --gene-prefix";
        failed("cannot score against", path, &format!("{error}{hint}"))
    };
    Gold::new(expression, &pairs).map_err(prefix)
}

/// Infers edges from a table and holds them against a known network.
pub(crate) fn infer(args: &InferArgs) -> Result {
    let (expression, times) = expression::read(&args.table, &args.genes, args.times.as_deref())?;
    let series = times
        .as_ref()
        .map(|times| (1 + times.windows(2).filter(|pair| pair[1] < pair[0]).count(), times.len()));
    let (options, absent_factors) = given::options(args, &expression, times)?;
    let gold = match &args.gold {
        Some(path) => Some(gold(&expression, path)?),
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
    answer::answer(
        args,
        &Found { expression, inferred: found, correlation, absent_factors, series, gold, stable },
    )
}

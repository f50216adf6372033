mod answer;

use super::expression;
use crate::args::ActivityArgs;
use crate::command::Result;
use lca_network::activity::activities;

/// Whole numbers above this are counts and no changes.
const COUNTED: f64 = 20.0;

/// Estimates activities of the sources of a prior network.
pub(crate) fn activity(args: &ActivityArgs) -> Result {
    let (expression, _) = expression::read(&args.table, &args.genes, None)?;
    let edges = lca_formats::read_weights(&args.network)?;
    let (found, prior) = activities(&expression, &edges, args.method.into(), args.min_targets)?;
    let counted = expression.values().iter().all(|value| value.fract() == 0.0)
        && expression.values().iter().any(|value| *value > COUNTED);
    answer::answer(args, &found, &prior, counted)
}

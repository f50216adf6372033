use crate::args::InferArgs;
use crate::command::place::failed;
use crate::failure::Failure;
use lca_network::infer::{Expression, Forest, InferOptions, Order, regulators};
use ndarray::Array2;
use std::path::Path;

/// The options as the room wants them, and factors listed that the table lacks.
pub(super) fn options(
    args: &InferArgs,
    expression: &Expression,
    times: Option<Vec<f64>>,
) -> Result<(InferOptions, Vec<String>), Failure> {
    let mut options = InferOptions::new(args.method);
    options.seed = args.seed;
    options.scale = args.scale.map(Into::into);
    options.trees.count = args.trees as usize;
    if args.extra_trees {
        options.trees.forest = Forest::Extra;
    }
    options.knockouts.wild_type.clone_from(&args.wild_type);
    options.order = match (&args.pseudotime, times) {
        (Some(path), _) => Some(pseudotime(path, expression)?),
        (None, times) => times.map(Order::Times),
    };
    if args.method.needs_order() && options.order.is_none() {
        return Err(Failure::Use(format!("{} needs --pseudotime or --times", args.method)));
    }
    let mut absent = Vec::new();
    if let Some(path) = &args.tfs {
        let (places, missing) = regulators(expression, &lca_formats::read_names(path)?)?;
        options.regulators = Some(places);
        absent = missing;
    }
    Ok((options, absent))
}

/// Pseudotimes in the order of the table's samples, which the file names by row.
fn pseudotime(path: &Path, expression: &Expression) -> Result<Order, Failure> {
    let table = lca_formats::read_table(path)?;
    let file = |why: String| failed("cannot use", path, &why);
    let mut branches = Vec::new();
    for (name, column) in table.columns() {
        branches
            .push(column.to_f64().ok_or_else(|| file(format!("column `{name}` holds texts, not times")))?);
    }
    let places: std::collections::HashMap<&str, usize> =
        table.index().iter().enumerate().map(|(row, name)| (name.as_str(), row)).collect();
    let mut rows = Vec::new();
    for sample in expression.samples() {
        let row = places.get(sample.as_str());
        rows.push(*row.ok_or_else(|| {
            file(format!("sample `{sample}` of the table has no row; give each its pseudotime, or NA"))
        })?);
    }
    let time = |(sample, branch): (usize, usize)| branches[branch][rows[sample]];
    Ok(Order::Pseudotime(Array2::from_shape_fn((rows.len(), branches.len()), time)))
}

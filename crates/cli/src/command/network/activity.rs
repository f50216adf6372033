mod answer;

use super::expression;
use crate::args::ActivityArgs;
use crate::command::Result;
use crate::command::model::place::failed;
use crate::failure::Failure;
use lca_network::activity::activities;
use std::path::Path;

/// Estimates activities of the sources of a prior network.
pub(crate) fn activity(args: &ActivityArgs) -> Result {
    let (expression, _) = expression::read(&args.table, &args.genes, None)?;
    let edges = prior(&args.network)?;
    let (found, prior) = activities(&expression, &edges, args.method.into(), args.min_targets)?;
    answer::answer(args, &found, &prior)
}

/// Reads a prior network from a table with named columns.
fn prior(path: &Path) -> std::result::Result<Vec<(String, String, f64)>, Failure> {
    let table = lca_formats::read_table(path)?;
    let file = |why: String| failed("cannot use", path, &why);
    let find = |names: &[&str]| {
        let named = |(name, _): &&(String, _)| names.contains(&name.to_ascii_lowercase().as_str());
        table.columns().iter().find(named).map(|(_, column)| column)
    };
    let texts = |names: &[&str]| {
        let column = find(names).and_then(lca_tables::Column::to_texts);
        column.ok_or_else(|| file(format!("there is no column `{}` of names", names.join("` or `"))))
    };
    let sources = texts(&["source", "tf", "regulator", "pathway"])?;
    let targets = texts(&["target", "gene", "genesymbol"])?;
    let weights = match find(&["weight", "mor", "likelihood"]) {
        Some(column) => column.to_f64().ok_or_else(|| file("the weights are no numbers".to_owned()))?,
        None => vec![1.0; sources.len()],
    };
    let mut edges = Vec::new();
    for (row, ((source, target), weight)) in (2..).zip(sources.into_iter().zip(targets).zip(weights)) {
        let (Some(source), Some(target)) = (source, target) else {
            return Err(file(format!("line {row}: a name is missing")));
        };
        edges.push((source, target, weight));
    }
    Ok(edges)
}

use crate::args::{Axis, GenesArgs};
use crate::command::place::failed;
use crate::failure::Failure;
use lca_network::infer::Expression;
use lca_tables::Column;
use ndarray::Array2;
use std::path::Path;

/// Reads a table of expression; the columns `aside` (such as times) are given separately.
pub(super) fn read(
    path: &Path,
    genes: &GenesArgs,
    aside: Option<&str>,
) -> Result<(Expression, Option<Vec<f64>>), Failure> {
    let table = lca_formats::read_table(path)?;
    let file = |why: String| failed("cannot use", path, &why);
    if aside.is_some() && genes.genes_in == Axis::Rows {
        return Err(Failure::Use("--times names a column of a table with --genes-in columns".to_owned()));
    }
    let mut columns = Vec::new();
    let mut times = None;
    // Rows are often named in a first column that has a header.
    let (first, rows) = match table.columns().first() {
        Some((name, Column::Text(names))) if !table.is_named() => (Some(name), names.clone()),
        _ => (None, table.index().to_vec()),
    };
    for (name, column) in table.columns().iter().filter(|(name, _)| Some(name) != first) {
        let texts = || file(format!("column `{name}` holds texts, not numbers; take it out"));
        let values = column.to_f64().ok_or_else(texts)?;
        if aside == Some(name.as_str()) {
            times = Some(values);
        } else {
            columns.push((name.clone(), values));
        }
    }
    if let (Some(name), None) = (aside, &times) {
        return Err(file(format!("there is no column `{name}` for the times")));
    }
    let names = columns.iter().map(|column| column.0.clone()).collect();
    let (samples, mut named): (Vec<String>, Vec<String>) = match genes.genes_in {
        Axis::Columns => (rows, names),
        Axis::Rows => (names, rows),
    };
    if let Some(prefix) = &genes.gene_prefix {
        named = (1..=named.len()).map(|place| format!("{prefix}{place}")).collect();
    }
    let values = Array2::from_shape_fn((samples.len(), named.len()), |(sample, gene)| match genes.genes_in {
        Axis::Columns => columns[gene].1[sample],
        Axis::Rows => columns[sample].1[gene],
    });
    Ok((Expression::new(samples, named, values)?, times))
}

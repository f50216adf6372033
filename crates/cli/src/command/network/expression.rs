use super::matrix;
use crate::args::{Axis, GenesArgs};
use crate::command::place::failed;
use crate::failure::Failure;
use lca_network::infer::Expression;
use lca_tables::{Column, DataFrame};
use ndarray::Array2;
use std::path::Path;

/// Expression with the times that a column `aside` holds.
type Found = (Expression, Option<Vec<f64>>);

/// Reads expression from a table of text, an AnnData or an atlas.
pub(super) fn read(path: &Path, genes: &GenesArgs, aside: Option<&str>) -> Result<Found, Failure> {
    if !matrix::is_annotated(path) {
        return of_text(path, genes, aside);
    }
    if genes.matrix.genes_in == Some(Axis::Rows) {
        return Err(Failure::Use(
            "--genes-in rows goes with a table of text; an AnnData has cells × genes".to_owned(),
        ));
    }
    let (table, matrix) = matrix::read(path, &genes.matrix)?;
    let times = aside.map(|name| table.obs.numbers(name)).transpose();
    let times = times.map_err(|error| failed("cannot use obs of", path, &error))?;
    let named = renamed(table.var.index().to_vec(), genes);
    Ok((Expression::new(table.obs.index().to_vec(), named, matrix.to_f64())?, times))
}

/// Genes named by their place, where a prefix is given.
fn renamed(names: Vec<String>, genes: &GenesArgs) -> Vec<String> {
    match &genes.gene_prefix {
        Some(prefix) => (1..=names.len()).map(|place| format!("{prefix}{place}")).collect(),
        None => names,
    }
}

fn of_text(path: &Path, genes: &GenesArgs, aside: Option<&str>) -> Result<Found, Failure> {
    if let Some(option) = genes.matrix.of_annotated() {
        return Err(Failure::Use(format!(
            "{option} goes with an AnnData or an atlas; {} is a table",
            path.display()
        )));
    }
    let axis = genes.matrix.genes_in.unwrap_or(Axis::Columns);
    if aside.is_some() && axis == Axis::Rows {
        return Err(Failure::Use("--times names a column of a table with --genes-in columns".to_owned()));
    }
    let table = lca_formats::read_table(path)?;
    let (rows, mut columns) = split(&table, path, axis == Axis::Rows && genes.gene_prefix.is_none())?;
    let times = match aside {
        Some(name) => {
            let place = columns.iter().position(|(known, _)| known == name);
            let none = || failed("cannot use", path, &format!("there is no column `{name}` for the times"));
            Some(columns.remove(place.ok_or_else(none)?).1)
        }
        None => None,
    };
    let names = columns.iter().map(|column| column.0.clone()).collect();
    let (samples, named): (Vec<String>, Vec<String>) = match axis {
        Axis::Columns => (rows, names),
        Axis::Rows => (names, rows),
    };
    let named = renamed(named, genes);
    let values = Array2::from_shape_fn((samples.len(), named.len()), |(sample, gene)| match axis {
        Axis::Columns => columns[gene].1[sample],
        Axis::Rows => columns[sample].1[gene],
    });
    Ok((Expression::new(samples, named, values)?, times))
}

/// Names of rows, and of columns with their numbers.
type Parts = (Vec<String>, Vec<(String, Vec<f64>)>);

/// Headers of columns that name samples or genes by number.
const NAMES: [&str; 14] = [
    "index",
    "idx",
    "id",
    "cell",
    "cells",
    "cell_id",
    "cellid",
    "barcode",
    "sample",
    "samples",
    "sample_id",
    "gene",
    "genes",
    "name",
];

/// Whether a first column of whole numbers names the rows: by its header, or because it counts them.
fn counts(name: &str, values: &[i64]) -> bool {
    let from = |first: i64| values.iter().enumerate().all(|(row, value)| *value == first + row as i64);
    NAMES.contains(&name.to_lowercase().as_str()) || from(0) || from(1)
}

/// The rows' names, which often stand in a first column that has a header, and the columns of numbers. Genes in rows
/// are always named (`must`), unless they are to be named by their place.
fn split(table: &DataFrame, path: &Path, must: bool) -> Result<Parts, Failure> {
    let named = match table.columns().first() {
        Some((_, Column::Text(_))) => true,
        Some((name, Column::Int(values))) => must || counts(name, values),
        _ => false,
    };
    let (rows, others) = match table.named_columns().filter(|_| named) {
        Some(found) => found,
        None if must && !table.is_named() => {
            return Err(failed(
                "cannot use",
                path,
                &"with --genes-in rows its first column must name the genes",
            ));
        }
        None => (table.index().to_vec(), table.columns()),
    };
    let numbers = |(name, column): &(String, Column)| {
        let why = || format!("column `{name}` holds texts, not numbers; take it out");
        Ok((name.clone(), column.to_f64().ok_or_else(|| failed("cannot use", path, &why()))?))
    };
    let columns = others.iter().map(numbers);
    Ok((rows, columns.collect::<Result<_, Failure>>()?))
}

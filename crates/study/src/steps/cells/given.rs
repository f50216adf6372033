//! What several steps on cells take in the same way.

use crate::StepError;
use lca_cells::{NormalizeParams, check_counts, gene_symbols, log1p, normalize_total, to_sparse};
use lca_numerics::Csr;
use lca_tables::{AnnData, Categorical, Column, DataFrame};
use std::borrow::Cow;
use std::collections::HashSet;

/// The groups a column about cells makes, whatever it holds; a cell may have none.
pub(super) fn groups<'a>(table: &'a DataFrame, column: &str) -> Result<Cow<'a, Categorical>, StepError> {
    let texts: Vec<Option<String>> = match table.column(column)? {
        Column::Categorical(groups) => return Ok(Cow::Borrowed(groups)),
        Column::Int(values) => values.iter().map(|value| Some(value.to_string())).collect(),
        Column::Bool(values) => values.iter().map(|value| Some(value.to_string())).collect(),
        _ => table.texts(column)?,
    };
    let known: Vec<&String> = texts.iter().flatten().collect();
    let found = Categorical::from_texts(&known);
    let mut next = found.codes.iter();
    let codes = texts.iter().map(|text| text.as_ref().and_then(|_| next.next().copied().flatten())).collect();
    Ok(Cow::Owned(Categorical { codes, ..found }))
}

/// Log-normalised values: `X`, normalised here where it holds counts; where it is scaled, from `layers["counts"]`.
pub(super) fn logged(cells: &AnnData) -> Result<Cow<'_, Csr<f32>>, StepError> {
    let missing = || StepError::unfit("the cells have no matrix", "give cells with their counts");
    let x = to_sparse(cells.x.as_ref().ok_or_else(missing)?);
    let scaled = x.values().iter().any(|value| *value < 0.0);
    let counts = match cells.layers.get("counts") {
        Some(counts) if scaled => to_sparse(counts),
        _ if check_counts(&x).is_ok() => x,
        _ if scaled => {
            let what = "the values are scaled: some are below 0, and there is no layer `counts`";
            return Err(StepError::unfit(what, "give log-normalised values or counts"));
        }
        _ => return Ok(x),
    };
    let mut x = counts.into_owned();
    normalize_total(&mut x, &NormalizeParams::default())?;
    log1p(&mut x)?;
    Ok(Cow::Owned(x))
}

/// The genes' names or their symbols, whichever of them more of the genes `asked` for are among.
pub(super) fn gene_names<'a>(var: &DataFrame, asked: impl Iterator<Item = &'a String>) -> Vec<String> {
    let asked: HashSet<&String> = asked.collect();
    let hits = |names: &[String]| names.iter().filter(|name| asked.contains(name)).count();
    match gene_symbols(var) {
        Some(symbols) if hits(&symbols) > hits(var.index()) => symbols,
        _ => var.index().to_vec(),
    }
}

/// Names of genes by which two tables share the most: both tables' names, or symbols where they have them.
pub(super) fn shared_names(first: &DataFrame, second: &DataFrame) -> (Vec<String>, Vec<String>) {
    let ways = |var: &DataFrame| {
        let symbols = gene_symbols(var);
        std::iter::once(var.index().to_vec()).chain(symbols).collect::<Vec<_>>()
    };
    let mut best: (usize, Vec<String>, Vec<String>) = (0, first.index().to_vec(), second.index().to_vec());
    for one in ways(first) {
        let known: HashSet<&String> = one.iter().collect();
        for two in ways(second) {
            let shared = two.iter().filter(|name| known.contains(name)).count();
            if shared > best.0 {
                best = (shared, one.clone(), two);
            }
        }
    }
    (best.1, best.2)
}

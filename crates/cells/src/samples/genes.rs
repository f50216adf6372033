use super::Join;
use crate::CellsError;
use lca_tables::{AnnData, Column, DataFrame};
use std::collections::{HashMap, HashSet};

/// The genes of the joined table.
pub(super) struct Joined {
    /// The genes, with what the first sample that has them says of them.
    pub(super) var: DataFrame,
    /// For each sample where each of its genes stands, or none where it is left out.
    pub(super) places: Vec<Vec<Option<u32>>>,
}

pub(super) fn joined(samples: &[(&str, &AnnData)], join: Join) -> Result<Joined, CellsError> {
    for (name, table) in samples {
        table.var.unique_index(&format!("the genes of sample {name}"))?;
    }
    alike(samples)?;
    let own: Vec<HashSet<&str>> =
        samples.iter().map(|(_, table)| table.var.index().iter().map(String::as_str).collect()).collect();
    // In the order of the first sample, then what the next ones add; `first` says who has a gene first.
    let mut places: HashMap<&str, u32> = HashMap::new();
    let (mut names, mut first) = (Vec::new(), Vec::new());
    for (sample, (_, table)) in samples.iter().enumerate() {
        for (row, gene) in table.var.index().iter().enumerate() {
            let kept = join == Join::Outer || own.iter().all(|genes| genes.contains(gene.as_str()));
            if kept && !places.contains_key(gene.as_str()) {
                places.insert(gene, names.len() as u32);
                names.push(gene.clone());
                first.push((sample, row));
            }
        }
    }
    let mut var = DataFrame::new(names);
    for (name, _) in samples.first().map(|(_, table)| table.var.columns()).unwrap_or_default() {
        if let Some(column) = said(samples, name, &first) {
            var.set(name, column)?;
        }
    }
    let of = |(_, table): &(&str, &AnnData)| {
        table.var.index().iter().map(|gene| places.get(gene.as_str()).copied()).collect()
    };
    Ok(Joined { var, places: samples.iter().map(of).collect() })
}

/// Refuses samples that were counted against different annotations of genes.
fn alike(samples: &[(&str, &AnnData)]) -> Result<(), CellsError> {
    let Some(((first, base), rest)) = samples.split_first() else { return Ok(()) };
    let known: HashSet<&str> = base.var.index().iter().map(String::as_str).collect();
    for (name, table) in rest {
        let common = table.var.index().iter().filter(|gene| known.contains(gene.as_str())).count();
        let smaller = known.len().min(table.var.rows());
        if 2 * common < smaller {
            let example = |table: &AnnData| table.var.index().first().cloned().unwrap_or_default();
            return Err(CellsError::Parameter {
                name: "samples",
                value: format!(
                    "`{first}` (genes such as `{}`) and `{name}` (such as `{}`), which share {common} of {smaller} genes",
                    example(base),
                    example(table)
                ),
                rule: "count all samples against the same annotation, and name genes the same way",
            });
        }
    }
    Ok(())
}

/// A column of texts about genes, where every sample has it.
fn said(samples: &[(&str, &AnnData)], name: &str, first: &[(usize, usize)]) -> Option<Column> {
    let texts = |(_, table): &(&str, &AnnData)| table.var.column(name).ok()?.to_texts();
    let all = samples.iter().map(texts).collect::<Option<Vec<_>>>()?;
    let values: Vec<Option<String>> = first.iter().map(|&(sample, row)| all[sample][row].clone()).collect();
    Some(match values.iter().cloned().collect::<Option<Vec<String>>>() {
        Some(texts) => Column::Text(texts),
        None => Column::NullableText(values),
    })
}

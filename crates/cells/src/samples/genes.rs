use super::Join;
use crate::CellsError;
use lca_tables::{AnnData, Column, DataFrame};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

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
        same_build((first, base), (name, table))?;
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

/// Refuses samples whose genes are of other species, or of other genomes as 10x names them.
fn same_build((first, base): (&str, &AnnData), (name, table): (&str, &AnnData)) -> Result<(), CellsError> {
    for of in [species, genomes] {
        let (own, other) = (of(base), of(table));
        if !own.is_empty() && !other.is_empty() && own != other {
            let listed = |names: BTreeSet<String>| names.into_iter().collect::<Vec<_>>().join(", ");
            return Err(CellsError::Parameter {
                name: "samples",
                value: format!(
                    "`{first}` (genes of {}) and `{name}` (genes of {})",
                    listed(own),
                    listed(other)
                ),
                rule: "count all samples against the same annotation, and name genes the same way",
            });
        }
    }
    Ok(())
}

/// The species by the identifiers of Ensembl (`ENSG`, `ENSMUSG`) that one gene in fifty has at least.
fn species(table: &AnnData) -> BTreeSet<String> {
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for gene in table.var.index() {
        let digits = gene.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let prefix = &gene[..gene.len() - digits.len()];
        let number = digits.split('.').next().unwrap_or_default();
        let ensembl = prefix.starts_with("ENS") && prefix.ends_with('G') && number.len() == 11;
        if ensembl && number.bytes().all(|byte| byte.is_ascii_digit()) {
            *found.entry(prefix).or_default() += 1;
        }
    }
    let enough = table.var.rows().div_ceil(50);
    found.into_iter().filter(|(_, genes)| *genes >= enough).map(|(prefix, _)| prefix.to_owned()).collect()
}

/// The genomes that 10x says genes are of.
fn genomes(table: &AnnData) -> BTreeSet<String> {
    let texts = table.var.texts("genome").unwrap_or_default();
    texts.into_iter().flatten().filter(|genome| !genome.is_empty()).collect()
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

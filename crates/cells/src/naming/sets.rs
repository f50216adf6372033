use crate::CellsError;
use crate::error::{at_least, parameter};
use lca_tables::{Column, DataFrame};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The genes that mark a type of cell.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkerSet {
    /// The type.
    pub name: String,
    /// Genes it has.
    pub genes: Vec<String>,
    /// Genes it lacks.
    #[serde(default)]
    pub lacks: Vec<String>,
}

/// Reads sets from a table with the columns `type` (or `cell_type`, `set`) and `gene`, one gene a row, and perhaps
/// `sign`, -1 for a gene that the type lacks. Types stand in the order in which they first occur.
///
/// # Errors
/// [`CellsError::Table`] without these columns, [`CellsError::Parameter`] for an empty name or another sign,
/// [`CellsError::TooFew`] without rows.
pub fn marker_sets(table: &DataFrame) -> Result<Vec<MarkerSet>, CellsError> {
    let known = ["type", "cell_type", "set"].into_iter().find(|name| table.column(name).is_ok());
    let types = table.texts(known.unwrap_or("type"))?;
    let genes = table.texts("gene")?;
    let signs = match table.column("sign") {
        Ok(column) => Some(column.to_f64().ok_or_else(|| wrong("sign", "text", "give 1 or -1"))?),
        Err(_) => None,
    };
    let mut sets: Vec<MarkerSet> = Vec::new();
    for (row, (name, gene)) in types.into_iter().zip(genes).enumerate() {
        let (name, gene) = (name.unwrap_or_default(), gene.unwrap_or_default());
        let named = !name.trim().is_empty() && !gene.trim().is_empty();
        parameter("markers", format!("row {} without a type or a gene", row + 1), "fill in both", named)?;
        let sign = signs.as_ref().map_or(1.0, |signs| signs[row]);
        if sign != 1.0 && sign != -1.0 {
            return Err(wrong(
                "sign",
                &sign.to_string(),
                "give 1 for a gene the type has, -1 for one it lacks",
            ));
        }
        let at = sets.iter().position(|set| set.name == name.trim()).unwrap_or_else(|| {
            sets.push(MarkerSet { name: name.trim().to_owned(), ..MarkerSet::default() });
            sets.len() - 1
        });
        let into = if sign > 0.0 { &mut sets[at].genes } else { &mut sets[at].lacks };
        if !into.iter().any(|known| known == gene.trim()) {
            into.push(gene.trim().to_owned());
        }
    }
    at_least("rows of the table of markers", sets.len(), 1)?;
    Ok(sets)
}

fn wrong(name: &'static str, value: &str, rule: &'static str) -> CellsError {
    CellsError::Parameter { name, value: value.to_owned(), rule }
}

impl MarkerSet {
    /// The table that [`marker_sets`] reads.
    ///
    /// # Errors
    /// [`CellsError::Table`] never, as all columns have equally many rows.
    pub fn table(sets: &[Self]) -> Result<DataFrame, CellsError> {
        let (mut types, mut genes, mut signs) = (Vec::new(), Vec::new(), Vec::new());
        for set in sets {
            let all = set.genes.iter().map(|gene| (gene, 1)).chain(set.lacks.iter().map(|gene| (gene, -1)));
            for (gene, sign) in all {
                types.push(set.name.clone());
                genes.push(gene.clone());
                signs.push(sign);
            }
        }
        let mut table = DataFrame::with_rows(types.len());
        table.set("type", Column::Text(types))?;
        table.set("gene", Column::Text(genes))?;
        table.set("sign", Column::Int(signs))?;
        Ok(table)
    }
}

/// A set by the places of its genes.
pub(super) struct Found {
    pub(super) name: String,
    /// Place, weight with sign.
    pub(super) genes: Vec<(usize, f64)>,
}

/// The sets with enough measured genes, and what is missing of each. A gene that marks k types weighs 1/√k.
pub(super) fn found(
    sets: &[MarkerSet],
    genes: &[String],
    min_genes: usize,
) -> (Vec<Found>, Vec<(String, Vec<String>)>) {
    let places: BTreeMap<&str, usize> =
        genes.iter().enumerate().map(|(at, gene)| (gene.as_str(), at)).collect();
    let mut marks: BTreeMap<&str, usize> = BTreeMap::new();
    for set in sets {
        set.genes
            .iter()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .for_each(|gene| *marks.entry(gene).or_default() += 1);
    }
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for set in sets {
        let weight = |gene: &str| 1.0 / (marks.get(gene).copied().unwrap_or(1) as f64).sqrt();
        let has = set.genes.iter().map(|gene| (gene, weight(gene)));
        let lacks = set.lacks.iter().map(|gene| (gene, -1.0));
        let (mut inside, mut absent) = (Vec::new(), Vec::new());
        for (gene, weight) in has.chain(lacks) {
            match places.get(gene.as_str()) {
                Some(&at) => inside.push((at, weight)),
                None => absent.push(gene.clone()),
            }
        }
        if !absent.is_empty() {
            missing.push((set.name.clone(), absent));
        }
        if inside.iter().filter(|(_, weight)| *weight > 0.0).count() >= min_genes {
            found.push(Found { name: set.name.clone(), genes: inside });
        }
    }
    (found, missing)
}

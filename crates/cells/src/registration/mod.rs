//! What a database of cells asks to know of each cell, by CELLxGENE's schema (version 5): said as terms of ontologies
//! under its names in `obs`, or in `uns` where it holds for all cells. What is missing is listed, never made up.

mod items;
mod terms;

use crate::CellsError;
use items::Rule;
use lca_tables::{AnnData, Categorical, Column, DataFrame, Uns};
use std::collections::BTreeMap;

pub use items::{REGISTRATION_ITEMS, RegistrationItem};

/// What a table says of one item.
#[derive(Debug, Clone, PartialEq)]
pub struct Registered {
    /// The item.
    pub item: RegistrationItem,
    /// Each value there is and how many cells have it, the commonest first.
    pub values: Vec<(String, usize)>,
    /// Cells without a value; all of them where the column is not there.
    pub missing: usize,
    /// What is wrong with values.
    pub wrong: Vec<WrongTerm>,
}

/// A value that is none of what its item may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongTerm {
    /// The value.
    pub value: String,
    /// What is wrong with it, and what to write.
    pub why: String,
    /// Cells that have it.
    pub cells: usize,
    /// The first of them, and its row from 1.
    pub first: (String, usize),
}

impl Registered {
    /// Whether nothing is missing or wrong.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.wrong.is_empty() && (self.missing == 0 || !self.item.needed)
    }
}

/// Reads what a table says of each item and checks it. Terms are checked for the form of the right ontology, not for
/// whether the ontology has them.
#[must_use]
pub fn registration(table: &AnnData) -> Vec<Registered> {
    let organisms = values_of(table, REGISTRATION_ITEMS[0].column);
    REGISTRATION_ITEMS.iter().map(|item| registered(table, *item, organisms.as_deref())).collect()
}

/// The value of each cell, where the column is there or `uns` says it of all.
fn values_of(table: &AnnData, column: &str) -> Option<Vec<Option<String>>> {
    if let Ok(column) = table.obs.column(column) {
        return Some(match column {
            Column::Bool(values) => values.iter().map(|value| Some(value.to_string())).collect(),
            Column::NullableBool(values) => {
                values.iter().map(|value| value.map(|value| value.to_string())).collect()
            }
            Column::Float(values) => values.iter().map(|value| Some(value.to_string())).collect(),
            other => other.to_labels().unwrap_or_else(|| vec![None; other.len()]),
        });
    }
    match table.uns.get(column) {
        Some(Uns::Text(text)) => Some(vec![Some(text.clone()); table.obs.rows()]),
        _ => None,
    }
}

fn registered(table: &AnnData, item: RegistrationItem, organisms: Option<&[Option<String>]>) -> Registered {
    let rows = table.obs.rows();
    let Some(values) = values_of(table, item.column) else {
        return Registered { item, values: Vec::new(), missing: rows, wrong: Vec::new() };
    };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong: BTreeMap<(&str, String), (usize, usize)> = BTreeMap::new();
    let mut missing = 0;
    for (row, value) in values.iter().enumerate() {
        let Some(value) = value.as_deref().filter(|value| !value.is_empty() && *value != "nan") else {
            missing += 1;
            continue;
        };
        *counts.entry(value).or_default() += 1;
        let organism = organisms.and_then(|all| all[row].as_deref());
        if let Some(why) = terms::problem(item.rule, value, organism) {
            wrong.entry((value, why)).or_insert((0, row)).0 += 1;
        }
    }
    let name = |row: usize| table.obs.index().get(row).cloned().unwrap_or_default();
    let wrong = wrong.into_iter().map(|((value, why), (cells, row))| WrongTerm {
        value: value.to_owned(),
        why,
        cells,
        first: (name(row), row + 1),
    });
    let mut values: Vec<(String, usize)> =
        counts.iter().map(|(value, cells)| ((*value).to_owned(), *cells)).collect();
    values.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    Registered { item, wrong: wrong.collect(), values, missing }
}

/// What is to be written of cells: for all, or by the value of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationEntry {
    /// A column of `obs` and the value that cells must have there; none: all cells.
    pub of: Option<(String, String)>,
    /// The item, by its words or its column's name.
    pub item: String,
    /// What is written.
    pub value: String,
}

/// The item of that name: its column, or its words with any of blank, `_` or `-` between them.
#[must_use]
pub fn registration_item(name: &str) -> Option<&'static RegistrationItem> {
    let plain = |text: &str| text.replace(['_', '-'], " ");
    let known = |item: &&RegistrationItem| {
        item.column == name
            || item.name == plain(name)
            || plain(item.column) == format!("{} ontology term id", plain(name))
    };
    REGISTRATION_ITEMS.iter().find(known)
}

/// Writes entries into `obs` under CELLxGENE's names, later ones over earlier ones. Cells of which none speaks keep
/// what they had.
///
/// # Errors
/// [`CellsError::Missing`] for an item, a column or a value that is not there.
pub fn register(obs: &mut DataFrame, entries: &[RegistrationEntry]) -> Result<(), CellsError> {
    for entry in entries {
        let missing = || CellsError::Missing {
            what: "the item",
            name: entry.item.clone(),
            present: REGISTRATION_ITEMS.map(|item| item.name).join(", "),
        };
        let item = registration_item(&entry.item).ok_or_else(missing)?;
        let rows = rows(obs, entry)?;
        if item.rule == Rule::Truth {
            let mut values = match obs.column(item.column) {
                Ok(Column::Bool(values)) => values.clone(),
                _ => vec![false; obs.rows()],
            };
            rows.iter().for_each(|row| values[*row] = entry.value.eq_ignore_ascii_case("true"));
            obs.set(item.column, Column::Bool(values))?;
            continue;
        }
        let before = obs.column(item.column).ok().and_then(Column::to_labels);
        let mut values = before.unwrap_or_else(|| vec![None; obs.rows()]);
        rows.iter().for_each(|row| values[*row] = Some(entry.value.clone()));
        obs.set(item.column, Column::Categorical(categories(&values)))?;
    }
    Ok(())
}

fn rows(obs: &DataFrame, entry: &RegistrationEntry) -> Result<Vec<usize>, CellsError> {
    let Some((column, value)) = &entry.of else { return Ok((0..obs.rows()).collect()) };
    let labels = obs.column(column)?.to_labels().unwrap_or_default();
    let rows: Vec<usize> =
        (0..labels.len()).filter(|row| labels[*row].as_deref() == Some(value.as_str())).collect();
    if rows.is_empty() {
        let mut present: Vec<String> = labels.into_iter().flatten().collect();
        present.sort_unstable();
        present.dedup();
        present.truncate(12);
        let name = format!("{value}` of column `{column}");
        return Err(CellsError::Missing { what: "the value", name, present: present.join(", ") });
    }
    Ok(rows)
}

fn categories(values: &[Option<String>]) -> Categorical {
    let known: Vec<&String> = values.iter().flatten().collect();
    let categories = Categorical::from_texts(&known).categories;
    let code = |value: &Option<String>| {
        let value = value.as_ref()?;
        categories.binary_search(value).ok().map(|at| at as u32)
    };
    Categorical { codes: values.iter().map(code).collect(), categories, ordered: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> AnnData {
        let mut obs = DataFrame::new(vec!["x".into(), "y".into(), "z".into()]);
        obs.set("sample", Column::Categorical(Categorical::from_texts(&["a", "b", "b"]))).unwrap();
        AnnData { obs, ..AnnData::default() }
    }

    fn entry(of: Option<(&str, &str)>, item: &str, value: &str) -> RegistrationEntry {
        let of = of.map(|(column, value)| (column.to_owned(), value.to_owned()));
        RegistrationEntry { of, item: item.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn what_is_missing_is_listed_and_what_is_wrong_is_named() {
        let mut table = table();
        let nothing = registration(&table);
        assert!(nothing.iter().all(|one| one.missing == 3 && one.wrong.is_empty()));
        assert_eq!(nothing.iter().filter(|one| !one.is_well()).count(), 9);
        register(
            &mut table.obs,
            &[
                entry(None, "organism", "NCBITaxon:9606"),
                entry(Some(("sample", "b")), "cell type", "T cell"),
                entry(Some(("sample", "b")), "donor_id", "D2"),
                entry(None, "is_primary_data", "true"),
            ],
        )
        .unwrap();
        let found = registration(&table);
        let of = |column: &str| found.iter().find(|one| one.item.column == column).unwrap();
        assert!(of("organism_ontology_term_id").is_well() && of("is_primary_data").is_well());
        let cell = of("cell_type_ontology_term_id");
        assert_eq!((cell.missing, cell.wrong[0].cells, &cell.wrong[0].first), (1, 2, &("y".to_owned(), 2)));
        assert_eq!(of("donor_id").missing, 1);
    }

    #[test]
    fn what_holds_for_all_cells_may_stand_in_uns() {
        let mut table = table();
        table.uns.insert("organism_ontology_term_id".into(), Uns::Text("NCBITaxon:10090".into()));
        register(&mut table.obs, &[entry(None, "ethnicity", "HANCESTRO:0005")]).unwrap();
        let found = registration(&table);
        assert!(found[0].is_well() && found[8].wrong[0].why.contains("write na"));
    }

    #[test]
    fn what_is_not_there_is_said() {
        let said =
            |entries: &[RegistrationEntry]| register(&mut table().obs, entries).unwrap_err().to_string();
        assert!(said(&[entry(None, "colour", "red")]).contains("the item `colour`"));
        assert!(said(&[entry(Some(("sample", "c")), "sex", "unknown")]).contains("there are a, b"));
        assert!(said(&[entry(Some(("lane", "1")), "sex", "unknown")]).contains("`lane`"));
    }
}

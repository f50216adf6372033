use super::sheet::{Row, Sheet};
use crate::FormatError;
use crate::table::open_text;
use lca_graph::{Binding, Cofactors, LigandReceptor, Partner};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

/// Reads a table of ligands and receptors; rows that say the same count once.
pub(super) fn read(path: &Path, resource: Option<&str>) -> Result<LigandReceptor, FormatError> {
    let sheet = Sheet::read(path, open_text(path)?)?;
    let ligand = sheet.need(&["source_genesymbol", "ligand", "ligand.symbol"])?;
    let receptor = sheet.need(&["target_genesymbol", "receptor", "receptor.symbol"])?;
    let name = chosen(path, &sheet, resource)?;
    let column = sheet.find("resource");
    let cofactors = ["agonist", "antagonist", "co_A_receptor", "co_I_receptor"].map(|name| sheet.find(name));
    let (mut found, mut places) = (LigandReceptor::default(), HashMap::new());
    let mut seen = HashSet::new();
    for row in sheet.rows().filter(|row| column.is_none_or(|column| row.text(column) == name)) {
        let ends = (
            partner(row, ligand, &mut found, &mut places)?,
            partner(row, receptor, &mut found, &mut places)?,
        );
        if seen.insert(ends) {
            found.bind(ends.0, ends.1);
            if let Some(binding) = found.bindings.last_mut() {
                *binding = Binding { cofactors: helpers(row, cofactors), ..std::mem::take(binding) };
            }
        }
    }
    found.name = name;
    Ok(found)
}

/// The name of the resource to take from the table; nothing where the table has but one.
fn chosen(path: &Path, sheet: &Sheet, asked: Option<&str>) -> Result<String, FormatError> {
    let Some(column) = sheet.find("resource") else {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        return match asked {
            Some(name) if name != stem => Err(FormatError::Choose {
                path: path.to_owned(),
                what: format!(
                    "it has no column `resource`, so none can be called `{name}`; leave the name out"
                ),
            }),
            _ => Ok(stem),
        };
    };
    let names: BTreeSet<&str> = sheet.rows().map(|row| row.text(column)).collect();
    let name = match (asked, names.first()) {
        (Some(name), _) => name,
        (None, Some(only)) if names.len() == 1 => only,
        (None, _) => "consensus",
    };
    if names.contains(name) {
        return Ok(name.to_owned());
    }
    let names: Vec<&str> = names.into_iter().collect();
    let what = format!("it holds no resource `{name}`; choose one of: {}", names.join(", "));
    Err(FormatError::Choose { path: path.to_owned(), what })
}

fn partner(
    row: Row<'_>,
    column: usize,
    resource: &mut LigandReceptor,
    places: &mut HashMap<String, usize>,
) -> Result<usize, FormatError> {
    let text = row.text(column);
    let text = text.strip_prefix("COMPLEX:").unwrap_or(text);
    if let Some(&place) = places.get(text) {
        return Ok(place);
    }
    let symbols: Vec<&str> = text.split('_').collect();
    if symbols.iter().any(|symbol| symbol.is_empty()) {
        return Err(row.fault(format!("`{text}` lacks a symbol; join those of a complex by `_`")));
    }
    places.insert(text.to_owned(), resource.partners.len());
    resource.partners.push(Partner::of_symbols(&symbols));
    Ok(resource.partners.len() - 1)
}

fn helpers(row: Row<'_>, columns: [Option<usize>; 4]) -> Cofactors {
    let list = |column| -> Vec<String> {
        let text: String = row.some(column).unwrap_or_default();
        let parts =
            text.split([',', ';', '_']).map(str::trim).filter(|part| !part.is_empty() && *part != "NA");
        parts.map(str::to_owned).collect()
    };
    let [agonists, antagonists, stimulating_receptors, inhibiting_receptors] = columns.map(list);
    Cofactors { agonists, antagonists, stimulating_receptors, inhibiting_receptors }
}

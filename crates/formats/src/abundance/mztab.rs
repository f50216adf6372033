use super::number::number;
use crate::FormatError;
use crate::table::{open_text, unreadable, utf8};
use lca_tables::{Abundances, Mark, Measured};
use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::Path;

/// The words of one section of a file.
struct Section {
    header: &'static str,
    row: &'static str,
    ids: &'static [&'static str],
    name: &'static [&'static str],
    /// What the columns of abundances begin with, in order of preference.
    abundance: &'static [&'static str],
    unit: &'static [&'static str],
    what: &'static str,
}

const PROTEINS: Section = Section {
    header: "PRH",
    row: "PRT",
    ids: &["accession"],
    name: &["opt_global_gene_name", "description"],
    abundance: &["protein_abundance_assay[", "protein_abundance_study_variable["],
    unit: &["protein-quantification_unit", "protein-quantification-unit"],
    what: "proteins (lines that begin with PRH and PRT)",
};

/// Small molecules of 1.0 (`identifier`, `smallmolecule_…`) and of 2.0-M (`SML_ID`, `abundance_…`).
const SMALL: Section = Section {
    header: "SMH",
    row: "SML",
    ids: &["SML_ID", "identifier"],
    name: &["chemical_name", "description", "database_identifier"],
    abundance: &[
        "abundance_assay[",
        "smallmolecule_abundance_assay[",
        "abundance_study_variable[",
        "smallmolecule_abundance_study_variable[",
    ],
    unit: &["small_molecule-quantification_unit", "small_molecule-quantification-unit"],
    what: "small molecules (lines that begin with SMH and SML)",
};

/// Where the columns that are read stand in the section's header.
struct Columns {
    width: usize,
    id: usize,
    name: Option<usize>,
    decoy: Option<usize>,
    /// Place and name of each sample.
    samples: Vec<(usize, String)>,
}

/// Reads the proteins or small molecules of an mzTab file (Griss et al. 2014; 2.0-M: Hoffmann et al. 2019).
pub(super) fn read(path: &Path, small: bool) -> Result<Abundances, FormatError> {
    let section = if small { &SMALL } else { &PROTEINS };
    let mut metadata: BTreeMap<String, String> = BTreeMap::new();
    let mut columns: Option<Columns> = None;
    let (mut molecules, mut values) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(open_text(path)?.split(b'\n')) {
        let line = line.map_err(unreadable(path))?;
        let text = utf8(path, number, &line)?.trim_end_matches('\r');
        let fields: Vec<&str> = text.split('\t').map(str::trim).collect();
        match fields.as_slice() {
            ["MTD", key, value, ..] => {
                metadata.insert((*key).to_owned(), (*value).to_owned());
            }
            [first, ..] if *first == section.header => {
                columns = Some(header(path, number, &fields, section, &metadata)?);
            }
            [first, ..] if *first == section.row => {
                let Some(columns) = &columns else {
                    let what = format!("a row stands before its header (a line `{}`)", section.header);
                    return Err(FormatError::line(path, number, what));
                };
                molecules.push(row(path, number, &fields, columns, &mut values)?);
            }
            _ => {}
        }
    }
    let Some(columns) = columns else {
        return Err(FormatError::broken(path, "mzTab", format!("it has no {}", section.what)));
    };
    let samples = columns.samples.into_iter().map(|(_, name)| name).collect();
    let mut table = Abundances::new(molecules, samples, values).map_err(FormatError::table(path))?;
    table.unit = section.unit.iter().find_map(|key| metadata.get(*key)).and_then(|value| unit(value));
    Ok(table)
}

/// The name in a parameter `[label, accession, name, value]`, which for units is the unit's; a text that
/// is no parameter is one itself.
fn unit(value: &str) -> Option<String> {
    let Some(inner) = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
        return Some(value.to_owned()).filter(|text| !text.is_empty());
    };
    let parts: Vec<&str> = inner.split(',').map(str::trim).collect();
    let stated = parts.get(3).filter(|text| !text.is_empty()).or_else(|| parts.get(2));
    stated.filter(|text| !text.is_empty()).map(|text| (*text).to_owned())
}

fn header(
    path: &Path,
    line: u64,
    fields: &[&str],
    section: &Section,
    metadata: &BTreeMap<String, String>,
) -> Result<Columns, FormatError> {
    let find = |names: &[&str]| names.iter().find_map(|name| fields.iter().position(|field| field == name));
    let Some(id) = find(section.ids) else {
        let what = format!("the header has no column `{}`", section.ids.join("` or `"));
        return Err(FormatError::line(path, line, what));
    };
    let of = |prefix: &str| -> Vec<(usize, String)> {
        let named = fields.iter().enumerate();
        named
            .filter_map(|(at, name)| Some((at, sample(name.strip_prefix(prefix)?, prefix, metadata))))
            .collect()
    };
    let samples = section.abundance.iter().map(|prefix| of(prefix)).find(|found| !found.is_empty());
    let Some(samples) = samples else {
        let what = "no column holds abundances: the file lists identifications only".to_owned();
        return Err(FormatError::line(path, line, what));
    };
    let decoy = fields.iter().position(|field| field.starts_with("opt_") && field.ends_with("decoy_hit"));
    Ok(Columns { width: fields.len(), id, name: find(section.name), decoy, samples })
}

/// The name of an assay or study variable, where the metadata give one; else `assay[1]`.
fn sample(rest: &str, prefix: &str, metadata: &BTreeMap<String, String>) -> String {
    let kind = if prefix.contains("study_variable") { "study_variable[" } else { "assay[" };
    let reference = format!("{kind}{rest}");
    let keys = [reference.clone(), format!("{reference}-description"), format!("{reference}-name")];
    let named = keys.iter().find_map(|key| metadata.get(key));
    named.filter(|name| !name.is_empty()).cloned().unwrap_or(reference)
}

fn row(
    path: &Path,
    line: u64,
    fields: &[&str],
    columns: &Columns,
    values: &mut Vec<f64>,
) -> Result<Measured, FormatError> {
    if fields.len() != columns.width {
        let what = format!("{} fields, but the header has {}", fields.len(), columns.width);
        return Err(FormatError::line(path, line, what));
    }
    let id = fields[columns.id];
    if matches!(id, "" | "null") {
        return Err(FormatError::line(path, line, "the row has no identifier"));
    }
    let mut molecule = Measured::new(id);
    let name = columns.name.map(|at| fields[at]);
    molecule.name = name.filter(|name| !matches!(*name, "" | "null")).map(str::to_owned);
    if columns.decoy.is_some_and(|at| fields[at] == "1") {
        molecule.mark = Mark::Decoy;
    }
    for (at, name) in &columns.samples {
        values.push(number(path, id, name, fields[*at])?);
    }
    Ok(molecule)
}

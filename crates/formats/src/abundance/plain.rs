use super::fields::{Lines, table};
use super::number::{mass, number};
use crate::FormatError;
use lca_tables::{Abundances, Mark, Measured};
use std::path::Path;

/// What a column of a plain table is.
enum Column {
    Name,
    Mass,
    Decoy,
    Contaminant,
    Sample,
    Other,
}

/// Reads CSV or TSV: the first column names the molecules; `name` or `gene`, `mass` (in dalton, or kDa
/// where the header says so), `decoy` and `contaminant` are known; columns of numbers are samples.
/// Columns that hold text in every row are passed over; a text among numbers is an error.
pub(super) fn read(path: &Path) -> Result<Abundances, FormatError> {
    let (header, rows) = table(path, "table of abundances")?;
    let columns: Vec<Column> = (1..header.len()).map(|at| kind(&header, at, &rows)).collect();
    let samples: Vec<String> = chosen(&header, &columns, |one| matches!(one, Column::Sample));
    if samples.is_empty() {
        return Err(FormatError::broken(
            path,
            "table of abundances",
            "no column below the header holds numbers; give one column for each sample",
        ));
    }
    let (mut molecules, mut values) = (Vec::new(), Vec::new());
    for (line, fields) in &rows {
        let id = fields.first().map_or("", String::as_str);
        if id.is_empty() {
            return Err(FormatError::line(path, *line, "the molecule has no name in the first column"));
        }
        let mut molecule = Measured::new(id);
        for ((column, field), name) in columns.iter().zip(&fields[1..]).zip(&header[1..]) {
            match column {
                Column::Name => molecule.name = Some(field.clone()).filter(|name| !name.is_empty()),
                Column::Mass => molecule.mass = mass(path, id, name, field)?,
                Column::Decoy if flagged(field) => molecule.mark = Mark::Decoy,
                Column::Contaminant if flagged(field) => molecule.mark = Mark::Contaminant,
                Column::Sample => values.push(number(path, id, name, field)?),
                Column::Decoy | Column::Contaminant | Column::Other => {}
            }
        }
        molecules.push(molecule);
    }
    let mut table = Abundances::new(molecules, samples, values).map_err(FormatError::table(path))?;
    table.passed_over = chosen(&header, &columns, |one| matches!(one, Column::Other));
    Ok(table)
}

fn chosen(header: &[String], columns: &[Column], is: impl Fn(&Column) -> bool) -> Vec<String> {
    let named = header.iter().skip(1).zip(columns);
    named.filter(|(_, column)| is(column)).map(|(name, _)| name.clone()).collect()
}

fn kind(header: &[String], at: usize, rows: &Lines) -> Column {
    let name = header[at].to_ascii_lowercase();
    match name.as_str() {
        "name" | "gene" | "gene name" | "gene names" | "symbol" => Column::Name,
        "mass" | "mass_da" | "mass (da)" | "mass_kda" | "mass (kda)" | "mol. weight [kda]" => Column::Mass,
        "decoy" | "reverse" => Column::Decoy,
        "contaminant" | "potential contaminant" => Column::Contaminant,
        _ if rows.iter().any(|(_, fields)| fields[at].parse::<f64>().is_ok()) => Column::Sample,
        // A column without a single value is a sample in which all is missing, not a text.
        _ if rows.iter().all(|(_, fields)| matches!(fields[at].as_str(), "" | "NA" | "null")) => {
            Column::Sample
        }
        _ => Column::Other,
    }
}

fn flagged(field: &str) -> bool {
    matches!(field, "+" | "1" | "true" | "True" | "TRUE" | "yes")
}

use super::fields::table;
use super::number::number;
use super::unique;
use crate::FormatError;
use lca_core::{Unit, UnitError};
use std::path::Path;

/// A molecule of which a known amount was added.
#[derive(Debug, Clone, PartialEq)]
pub struct Standard {
    /// Its identifier in the table of abundances.
    pub id: String,
    /// How much of it there is.
    pub amount: f64,
    /// In which unit.
    pub unit: Unit,
}

/// Reads a list of standards: CSV or TSV with the columns `id`, `amount` and `unit`.
///
/// # Errors
/// When the file cannot be read, a column is missing, an amount is no positive number, a unit is not
/// known or an identifier repeats; each with the line or row.
pub fn read_standards(path: &Path) -> Result<Vec<Standard>, FormatError> {
    let (header, rows) = table(path, "list of standards")?;
    let find = |name: &str| {
        header.iter().position(|field| field.eq_ignore_ascii_case(name)).ok_or_else(|| {
            let what = format!("it has no column `{name}`; give id, amount and unit");
            FormatError::broken(path, "list of standards", what)
        })
    };
    let (id, amount, unit) = (find("id")?, find("amount")?, find("unit")?);
    let mut standards = Vec::new();
    for (line, fields) in &rows {
        let value = number(path, &fields[id], "amount", &fields[amount])?;
        if value.is_nan() || value <= 0.0 {
            let what = format!("`{}` has no positive amount", fields[id]);
            return Err(FormatError::line(path, *line, what));
        }
        let known = fields[unit].parse();
        let unit = known.map_err(|error: UnitError| FormatError::line(path, *line, error.to_string()))?;
        standards.push(Standard { id: fields[id].clone(), amount: value, unit });
    }
    unique(path, "standard", standards.iter().map(|one| one.id.as_str()))?;
    Ok(standards)
}

use crate::FormatError;
use std::path::Path;

/// A field as a number; NaN where it stands for "missing".
pub(super) fn number(path: &Path, row: &str, column: &str, field: &str) -> Result<f64, FormatError> {
    let field = field.trim();
    if matches!(field, "" | "NA" | "N/A" | "NaN" | "nan" | "null" | "NULL" | "<NA>" | "#N/A" | "-") {
        return Ok(f64::NAN);
    }
    let found: Option<f64> = field.parse().ok();
    found.filter(|value| value.is_finite()).ok_or_else(|| FormatError::Value {
        path: path.to_owned(),
        row: row.to_owned(),
        column: column.to_owned(),
        what: format!("`{field}` is no finite number; leave the field empty where a value is missing"),
    })
}

/// A molecular mass: a positive number, or none.
pub(super) fn mass(path: &Path, row: &str, column: &str, field: &str) -> Result<Option<f64>, FormatError> {
    let value = number(path, row, column, field)?;
    if value <= 0.0 {
        return Err(FormatError::Value {
            path: path.to_owned(),
            row: row.to_owned(),
            column: column.to_owned(),
            what: format!("a mass of {value} cannot be; leave it empty where it is not known"),
        });
    }
    // MaxQuant writes kDa, others dalton; the column's name says which.
    let kilo = column.to_ascii_lowercase().contains("kda");
    Ok((!value.is_nan()).then_some(if kilo { value * 1e3 } else { value }))
}

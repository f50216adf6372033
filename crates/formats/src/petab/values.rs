use super::fault::Fault;
use super::load;
use super::table::Table;
use crate::FormatError;
use std::collections::BTreeMap;
use std::path::Path;

/// Reads a table of parameter values with the columns `parameterId` and `value`, on the scales of
/// the parameters. Further columns are passed over.
///
/// # Errors
/// When the table cannot be read, a value is not a finite number, or a parameter occurs twice.
pub fn read_parameter_values(path: &Path) -> Result<BTreeMap<String, f64>, FormatError> {
    let table = Table::parse(&load(path)?, path)?;
    let mut values = BTreeMap::new();
    for row in table.rows(&["parameterId", "value"])? {
        let (id, value) = (row.text("parameterId")?, row.number("value")?);
        if value.is_infinite() {
            return Err(row.wrong("value", format!("`value` of `{id}` is not finite")).into());
        }
        if values.insert(id.to_owned(), value).is_some() {
            let fault: Fault = row.wrong("parameterId", format!("`{id}` occurs more than once"));
            return Err(fault.into());
        }
    }
    Ok(values)
}

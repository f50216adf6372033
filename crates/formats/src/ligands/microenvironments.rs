use super::sheet::Sheet;
use crate::FormatError;
use crate::table::open_text;
use std::collections::BTreeMap;
use std::path::Path;

/// Reads which types of cells are found in which surroundings: a table with the columns `cell_type`
/// and `microenvironment` (CellPhoneDB's own files also spell it `microenviroment`), a row for each type
/// in each. Gives the types of each surrounding, in the order of the file.
///
/// # Errors
/// When the file cannot be read, lacks a column, or has an empty field.
pub fn read_microenvironments(path: &Path) -> Result<BTreeMap<String, Vec<String>>, FormatError> {
    let sheet = Sheet::read(path, open_text(path)?)?;
    let cell = sheet.need(&["cell_type", "celltype"])?;
    let place = sheet.need(&["microenvironment", "microenviroment"])?;
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in sheet.rows() {
        if row.text(cell).is_empty() || row.text(place).is_empty() {
            return Err(row.fault("a field is empty: each row names a type of cell and a microenvironment"));
        }
        let types = places.entry(row.text(place).to_owned()).or_default();
        if !types.iter().any(|known| known == row.text(cell)) {
            types.push(row.text(cell).to_owned());
        }
    }
    Ok(places)
}

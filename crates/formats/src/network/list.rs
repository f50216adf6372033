use super::whole_text;
use crate::FormatError;
use std::path::Path;

/// Reads a list of names, one a line; blanks around them and empty lines are passed over.
///
/// # Errors
/// When the file cannot be read or is no UTF-8 text.
pub fn read_names(path: &Path) -> Result<Vec<String>, FormatError> {
    let text = whole_text(path)?;
    Ok(text.lines().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

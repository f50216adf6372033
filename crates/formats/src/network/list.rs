use super::whole_text;
use crate::FormatError;
use std::path::Path;

/// Reads a list of names, one a line: the first field where a line has several, parted by tab or comma. Blanks
/// around names, empty lines and those that begin with `#` are passed over.
///
/// # Errors
/// When the file cannot be read or is no UTF-8 text.
pub fn read_names(path: &Path) -> Result<Vec<String>, FormatError> {
    let text = whole_text(path)?;
    let first =
        |line: &str| line.split(['\t', ',']).next().unwrap_or_default().trim().trim_matches('"').to_owned();
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    Ok(lines.filter(|line| !line.starts_with('#')).map(first).filter(|name| !name.is_empty()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_first_field_of_its_line() {
        let file = std::env::temp_dir().join(format!("lca-names-{}.txt", std::process::id()));
        std::fs::write(&file, "# factors\n GATA1 \n\n\"PU.1\",ENSG1\nSOX2\tHGNC\n").unwrap();
        let found = read_names(&file);
        std::fs::remove_file(&file).unwrap();
        assert_eq!(found.unwrap(), ["GATA1", "PU.1", "SOX2"]);
    }
}

use crate::failure::Failure;
use lca_report::Figure;
use std::path::PathBuf;

/// Writes a figure where one is wanted.
pub(super) fn save(figure: &Figure, path: Option<&PathBuf>) -> Result<(), Failure> {
    let Some(path) = path else { return Ok(()) };
    if path.extension().is_some_and(|ending| !ending.eq_ignore_ascii_case("svg")) {
        return Err(Failure::Use(format!("figures are SVG: call {} .svg", path.display())));
    }
    std::fs::write(path, figure.svg().standalone())
        .map_err(|cause| Failure::Use(format!("{} cannot be written: {cause}", path.display())))
}

use super::edges::{Dialect, is_layered};
use crate::FormatError;
use crate::table::delimiter;
use std::path::Path;

/// The formats, as content tells them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// XML, whose root tells more.
    Markup,
    Cx2,
    Edges(Dialect),
    Layers,
    Rules,
    Sif,
}

/// How documents begin that can be no SIF.
const MARKUP: [&str; 4] = ["<?xml", "<graphml", "<gexf", "<sbml"];

/// What a text holds.
pub(super) fn format(path: &Path, text: &str) -> Result<Format, FormatError> {
    let unknown = |what: String| FormatError::Unknown { path: path.to_owned(), what };
    let begin = text.trim_start();
    let named = super::ending(path) == "sif";
    if text.contains('\0') {
        return Err(unknown("it is no text".to_owned()));
    }
    match begin.chars().next() {
        None => return Err(FormatError::broken(path, "network", "it is empty")),
        // Names may begin so too.
        Some('<') if !named || MARKUP.iter().any(|tag| begin.starts_with(tag)) => return Ok(Format::Markup),
        Some('[') if !named || begin.contains("CXVersion") => return Ok(Format::Cx2),
        Some('{') if !named => {
            return Err(unknown("it is JSON but no CX2, which begins with `[`; export it as CX2".to_owned()));
        }
        Some(_) => {}
    }
    let header = header(text);
    if is_layered(&header) {
        return Ok(Format::Layers);
    }
    if let Some(dialect) = Dialect::of(&header) {
        return Ok(Format::Edges(dialect));
    }
    if !named && crate::boolean::looks_like_rules(text) {
        return Ok(Format::Rules);
    }
    let blanks = header.iter().any(|field| field.contains(char::is_whitespace));
    if !named && header.len() > 1 && !text.contains('\t') && !blanks {
        let columns = header.join("`, `");
        return Err(unknown(format!(
            "it is a table of `{columns}`; a table of edges has a header with the columns `source` and `target`"
        )));
    }
    Ok(Format::Sif)
}

/// The fields of the first line, in small letters and without quotes.
fn header(text: &str) -> Vec<String> {
    let first = text.lines().next().unwrap_or_default();
    let separator = char::from(delimiter(first.as_bytes()));
    first.split(separator).map(|field| field.trim().trim_matches('"').to_ascii_lowercase()).collect()
}

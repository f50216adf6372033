use super::columns::Columns;
use super::read::records;
use crate::FormatError;
use crate::network::{sign, whole_text};
use lca_core::nearest;
use std::path::Path;

const SOURCES: &[&str] = &["source", "tf", "regulator", "pathway"];
const TARGETS: &[&str] = &["target", "gene", "genesymbol"];
const WEIGHTS: &[&str] = &["weight", "mor", "likelihood"];
const SIGNS: &[&str] = &["sign", "effect"];

/// Reads how strongly sources (transcription factors, pathways) act on genes, as activities are estimated by it:
/// a table with the columns `source` (`tf`, `regulator`, `pathway`), `target` (`gene`, `genesymbol`) and maybe
/// `weight` (`mor`, `likelihood`) or else `sign` (`effect`), as networks are written. Without either the weight
/// is 1. Gives source, target and weight, row by row as they stand.
///
/// # Errors
/// When the file cannot be read, a column is missing or misspelt, or a row lacks a name, a weight or a sign that is
/// positive or negative; with the line.
pub fn read_weights(path: &Path) -> Result<Vec<(String, String, f64)>, FormatError> {
    let mut rows = records(path, &whole_text(path)?)?.into_iter().peekable();
    let mut header = rows.next().map(|(_, header)| header).unwrap_or_default();
    // R leaves the name of the first column out where it is that of the rows.
    if rows.peek().is_some_and(|(_, first)| first.len() == header.len() + 1) {
        header.insert(0, String::new());
    }
    let columns = Columns::new(&header);
    for names in [SOURCES, TARGETS] {
        if !columns.has(names) {
            let what = format!(
                "there is no column `{}` of names; there are: {}",
                names.join("` or `"),
                header.join(", ")
            );
            return Err(FormatError::broken(path, "table of weights", what));
        }
    }
    let (weighted, signed) = (columns.has(WEIGHTS), columns.has(SIGNS));
    let misspelt =
        |name: &&String| WEIGHTS.contains(&nearest(name, WEIGHTS.iter().copied()).unwrap_or_default());
    if let Some(name) = header.iter().find(misspelt).filter(|_| !weighted && !signed) {
        let what = format!("is the column `{name}` meant to be `weight`? Call it so, or take it out");
        return Err(FormatError::broken(path, "table of weights", what));
    }
    let edge = |(line, fields): (u64, Vec<String>)| {
        let row = columns.row(&fields);
        let told = || -> Result<_, String> {
            if fields.len() != header.len() {
                return Err(format!("{} fields, but the header has {}", fields.len(), header.len()));
            }
            let weight = if weighted {
                row.number(WEIGHTS)?.ok_or("the weight is empty")?
            } else if signed {
                weight_of(row.need(SIGNS, "sign")?)?
            } else {
                1.0
            };
            Ok((row.need(SOURCES, "source")?.to_owned(), row.need(TARGETS, "target")?.to_owned(), weight))
        };
        told().map_err(|what| FormatError::line(path, line, what))
    };
    rows.map(edge).collect()
}

/// A signed network has no weights but these.
fn weight_of(word: &str) -> Result<f64, String> {
    let number = word.parse().ok().and_then(sign::of_number);
    let sign = number.or_else(|| sign::pure(word)).or_else(|| sign::implied(word));
    match sign.map_or(0, lca_graph::Sign::number) {
        0 => Err(format!("`{word}` is neither positive nor negative; give a weight, or leave the row out")),
        sign => Ok(f64::from(sign)),
    }
}

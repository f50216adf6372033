use super::columns::Columns;
use super::read::records;
use crate::FormatError;
use crate::network::whole_text;
use std::path::Path;

const SOURCES: &[&str] = &["source", "tf", "regulator", "pathway"];
const TARGETS: &[&str] = &["target", "gene", "genesymbol"];
const WEIGHTS: &[&str] = &["weight", "mor", "likelihood"];

/// Reads how strongly sources (transcription factors, pathways) act on genes, as activities are estimated by it:
/// a table with the columns `source` (`tf`, `regulator`, `pathway`), `target` (`gene`, `genesymbol`) and maybe
/// `weight` (`mor`, `likelihood`), which is 1 where there is no such column. Gives source, target and weight,
/// row by row as they stand.
///
/// # Errors
/// When the file cannot be read, a column is missing, or a row lacks a name or a weight; with the line.
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
    let weighted = columns.has(WEIGHTS);
    let edge = |(line, fields): (u64, Vec<String>)| {
        let row = columns.row(&fields);
        let told = || -> Result<_, String> {
            if fields.len() != header.len() {
                return Err(format!("{} fields, but the header has {}", fields.len(), header.len()));
            }
            let weight = if weighted { row.number(WEIGHTS)?.ok_or("the weight is empty")? } else { 1.0 };
            Ok((row.need(SOURCES, "source")?.to_owned(), row.need(TARGETS, "target")?.to_owned(), weight))
        };
        told().map_err(|what| FormatError::line(path, line, what))
    };
    rows.map(edge).collect()
}

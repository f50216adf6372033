use crate::FormatError;
use crate::table::{Rows, texts};
use std::path::Path;

/// Words that head columns of regulators and targets.
const HEADS: [&str; 12] =
    ["gene1", "gene2", "regulator", "target", "source", "tf", "from", "to", "gene", "node1", "node2", "tg"];

/// Reads a network that is known, for scoring: an edge per line, regulator and target, then maybe a sign
/// (`+`, `-`, as in BEELINE) or 1 and 0, where 0 says that the pair is no edge (as in DREAM); separated
/// by commas, tabs or semicolons, gzip or not, with or without a header. Gives regulator, target and
/// whether there is an edge, line by line as they stand, repeats and loops included.
///
/// # Errors
/// When the file cannot be read, or a line has fewer than two names or a third field that is neither sign
/// nor number; with the line.
pub fn read_gold(path: &Path) -> Result<Vec<(String, String, bool)>, FormatError> {
    let mut rows = Rows::open(path)?;
    let mut edges = Vec::new();
    let mut first = true;
    while let Some((line, record)) = rows.next()? {
        let fields = texts(path, line, record)?;
        let header = std::mem::take(&mut first) && is_header(&fields);
        if header || fields.first().is_some_and(|field| field.starts_with('#')) {
            continue;
        }
        let [regulator, target, rest @ ..] = fields.as_slice() else {
            return Err(FormatError::line(path, line, "one field only: write `regulator,target`".to_owned()));
        };
        if regulator.is_empty() || target.is_empty() {
            return Err(FormatError::line(
                path,
                line,
                "a name is empty: write `regulator,target`".to_owned(),
            ));
        }
        let present =
            present(rest.first().map(String::as_str)).map_err(|what| FormatError::line(path, line, what))?;
        edges.push((regulator.clone(), target.clone(), present));
    }
    Ok(edges)
}

fn is_header(fields: &[String]) -> bool {
    let head = |field: &String| HEADS.contains(&field.to_ascii_lowercase().as_str());
    fields.len() > 1 && fields[..2].iter().all(head)
}

fn present(third: Option<&str>) -> Result<bool, String> {
    let Some(third) = third.filter(|third| !third.is_empty()) else { return Ok(true) };
    match third.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number != 0.0),
        _ if matches!(third, "+" | "-" | "±" | "+-" | "?") => Ok(true),
        _ => Err(format!("`{third}` is neither a sign (+, -) nor 1 or 0")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(String, String, bool)>, FormatError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gold");
        std::fs::write(&path, text).unwrap();
        read_gold(&path)
    }

    #[test]
    fn beeline_and_dream_are_read() {
        let edge = |a: &str, b: &str, present| (a.to_owned(), b.to_owned(), present);
        assert_eq!(
            read("Gene1,Gene2,Type\nA,B,+\nB,B,-\n").unwrap(),
            [edge("A", "B", true), edge("B", "B", true)]
        );
        assert_eq!(
            read("G1\tG2\t1\nG2\tG1\t0\n").unwrap(),
            [edge("G1", "G2", true), edge("G2", "G1", false)]
        );
        assert_eq!(read("A;B\n").unwrap(), [edge("A", "B", true)]);
    }

    #[test]
    fn lines_that_are_no_edges_are_named() {
        let error = read("A,B,+\nA\n").unwrap_err().to_string();
        assert!(error.contains('2') && error.contains("one field"), "{error}");
        let error = read("A,B,activates\n").unwrap_err().to_string();
        assert!(error.contains("`activates`"), "{error}");
    }
}

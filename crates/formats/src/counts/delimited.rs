use super::{Orientation, SparseBuilder, direction, unique, unique_genes};
use crate::FormatError;
use crate::table::{Rows, utf8};
use csv::ByteRecord;
use lca_tables::{AnnData, DataFrame};
use std::path::Path;

/// Reads a table of counts as text: names in the first row and column, the corner present or not. Genes may repeat where
/// they are to be `numbered`.
pub(super) fn read(path: &Path, orientation: Orientation, numbered: bool) -> Result<AnnData, FormatError> {
    let mut rows = Rows::open(path)?;
    let Some((line, header)) = rows.next()? else {
        return Err(FormatError::broken(path, "count", "it is empty"));
    };
    let mut columns: Vec<String> =
        header.iter().map(|name| utf8(path, line, name).map(str::to_owned)).collect::<Result<_, _>>()?;
    let (mut names, mut matrix) = (Vec::new(), SparseBuilder::default());
    while let Some((line, record)) = rows.next()? {
        if names.is_empty() && record.len() == columns.len() {
            columns.remove(0);
        }
        if record.len() != columns.len() + 1 {
            return Err(ragged(path, line, record.len(), columns.len()));
        }
        let name = utf8(path, line, &record[0])?.to_owned();
        if name.trim().is_empty() {
            return Err(FormatError::line(
                path,
                line,
                "the row has no name; name its gene or cell in the first field",
            ));
        }
        read_row(path, &name, &columns, record, &mut matrix)?;
        names.push(name);
    }
    if names.is_empty() {
        return Err(FormatError::broken(path, "count", "there are no rows below the header"));
    }
    let transpose = orientation == Orientation::GenesByCells;
    let (genes, cells) = if transpose { (&names, &columns) } else { (&columns, &names) };
    direction::check(path, Some(orientation), cells, genes)?;
    unique_genes(path, genes, numbered)?;
    unique(path, "cell", cells)?;
    let (obs, var) = (DataFrame::new(cells.clone()), DataFrame::new(genes.clone()));
    let x = matrix.finish(path, columns.len(), transpose)?;
    Ok(AnnData { x: Some(x), obs, var, ..AnnData::default() })
}

fn ragged(path: &Path, line: u64, found: usize, columns: usize) -> FormatError {
    let what = format!(
        "{found} fields, but the header names {columns} columns, and a row is a name and {columns} counts: \
         neither genes × cells nor cells × genes fits; is a field missing or unquoted?"
    );
    FormatError::line(path, line, what)
}

fn read_row(
    path: &Path,
    row: &str,
    columns: &[String],
    record: &ByteRecord,
    matrix: &mut SparseBuilder,
) -> Result<(), FormatError> {
    for (column, field) in record.iter().skip(1).enumerate() {
        let value = count(field).map_err(|what| FormatError::Value {
            path: path.to_owned(),
            row: row.to_owned(),
            column: columns.get(column).cloned().unwrap_or_default(),
            what,
        })?;
        if value != 0.0 {
            matrix.push(column as u32, value);
        }
    }
    matrix.end_row();
    Ok(())
}

/// A count, or why it is none.
fn count(field: &[u8]) -> Result<f64, String> {
    if (1..10).contains(&field.len()) && field.iter().all(u8::is_ascii_digit) {
        let digits = field.iter().fold(0u32, |all, digit| all * 10 + u32::from(digit - b'0'));
        return Ok(f64::from(digits));
    }
    let text = String::from_utf8_lossy(field);
    match text.trim().parse::<f64>() {
        Ok(value) if value.is_finite() && value >= 0.0 => Ok(value),
        Ok(value) if value < 0.0 => {
            Err(format!("the count {value} is negative; give raw or normalised counts"))
        }
        Ok(value) => {
            Err(format!("{value} is not a count; remove the row, or write 0 where nothing was counted"))
        }
        Err(_) => Err(format!("`{text}` is not a number; write 0 where nothing was counted")),
    }
}

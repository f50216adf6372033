use super::columns::Columns;
use super::dialect::Dialect;
use super::general::{Weights, weight};
use super::{cellphonedb, general, kegg, layered, omnipath};
use crate::FormatError;
use crate::network::entry::Entries;
use crate::table::{Rows, utf8};
use std::path::Path;

type Record = (u64, Vec<String>);

/// Reads a table of edges that has the header of a dialect.
pub(in crate::network) fn read(path: &Path, text: &str, dialect: Dialect) -> Result<Entries, FormatError> {
    let mut rows = records(path, text)?.into_iter();
    let header = rows.next().map(|(_, header)| header).unwrap_or_default();
    let rows: Vec<Record> = rows.collect();
    let columns = Columns::new(&header);
    let weights = Weights { signed: signed(&columns, &rows) };
    let mut entries = Entries::default();
    for (line, fields) in &rows {
        let row = columns.row(fields);
        let taken = match dialect {
            _ if fields.len() != header.len() => {
                Err(format!("{} fields, but the header has {}", fields.len(), header.len()))
            }
            Dialect::General => general::take(&mut entries, row, weights),
            Dialect::Regulons => general::regulon(&mut entries, row),
            Dialect::OmniPath => omnipath::take(&mut entries, row),
            Dialect::CellPhoneDb => cellphonedb::take(&mut entries, row),
            Dialect::ReceptorFactors => cellphonedb::factor(&mut entries, row),
            Dialect::Kegg => kegg::take(&mut entries, row),
        };
        taken.map_err(|what| FormatError::line(path, *line, what))?;
    }
    Ok(entries)
}

/// Reads a table of layers, which has no header.
pub(in crate::network) fn read_layered(path: &Path, text: &str) -> Result<Entries, FormatError> {
    let mut entries = Entries::default();
    for (line, fields) in records(path, text)? {
        layered::take(&mut entries, &fields).map_err(|what| FormatError::line(path, line, what))?;
    }
    Ok(entries)
}

/// Whether weights tell signs: where one is negative, or all are 1, −1 and 0. Weights that are all
/// positive are strengths.
fn signed(columns: &Columns, rows: &[Record]) -> bool {
    let weights = || rows.iter().filter_map(|(_, fields)| weight(columns.row(fields)));
    weights().any(|weight| weight < 0.0) || weights().all(|weight| weight == 1.0 || weight == 0.0)
}

fn records(path: &Path, text: &str) -> Result<Vec<Record>, FormatError> {
    let mut rows = Rows::of(path, text);
    let mut records = Vec::new();
    while let Some((line, record)) = rows.next()? {
        let fields: Result<Vec<String>, FormatError> =
            record.iter().map(|field| utf8(path, line, field).map(|text| text.trim().to_owned())).collect();
        records.push((line, fields?));
    }
    Ok(records)
}

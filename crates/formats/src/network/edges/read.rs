use super::columns::Columns;
use super::dialect::Dialect;
use super::general::{Weights, weight};
use super::{cellphonedb, general, kegg, layered, omnipath};
use crate::FormatError;
use crate::network::entry::Entries;
use crate::table::{Rows, texts};
use std::path::Path;

type Record = (u64, Vec<String>);

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::network) enum Fate {
    /// It gave an interaction.
    Kept,
    /// It repeats an interaction.
    Repeated,
    /// It states a molecule and no interaction.
    Alone,
    /// It gave nothing, and why.
    Refused(String),
}

/// A table, with the line and fate of each row.
#[derive(Debug, Default)]
pub(in crate::network) struct Taken {
    pub(in crate::network) entries: Entries,
    pub(in crate::network) rows: Vec<(u64, Fate)>,
}

impl Taken {
    /// The entries, if every row gave one.
    ///
    /// # Errors
    /// With the first line that did not.
    pub(in crate::network) fn whole(self, path: &Path) -> Result<Entries, FormatError> {
        for (line, fate) in self.rows {
            if let Fate::Refused(why) = fate {
                return Err(FormatError::line(path, line, why));
            }
        }
        Ok(self.entries)
    }

    fn row(&mut self, line: u64, take: impl FnOnce(&mut Entries) -> Result<(), String>) {
        let before = (self.entries.stated(), self.entries.interactions());
        let fate = match take(&mut self.entries) {
            Err(why) => Fate::Refused(why),
            Ok(()) if self.entries.interactions() > before.1 => Fate::Kept,
            Ok(()) if self.entries.stated() > before.0 => Fate::Repeated,
            Ok(()) => Fate::Alone,
        };
        self.rows.push((line, fate));
    }
}

/// Reads a table of edges that has the header of a dialect.
///
/// # Errors
/// When it is no text of rows; a row that is no edge is refused in [`Taken`].
pub(in crate::network) fn read(path: &Path, text: &str, dialect: Dialect) -> Result<Taken, FormatError> {
    let mut rows = records(path, text)?.into_iter();
    let header = rows.next().map(|(_, header)| header).unwrap_or_default();
    let rows: Vec<Record> = rows.collect();
    let columns = Columns::new(&header);
    let weights = Weights { signed: signed(&columns, &rows) };
    let mut taken = Taken::default();
    for (line, fields) in &rows {
        let row = columns.row(fields);
        taken.row(*line, |entries| match dialect {
            _ if fields.len() != header.len() => {
                Err(format!("{} fields, but the header has {}", fields.len(), header.len()))
            }
            Dialect::General => general::take(entries, row, weights),
            Dialect::Regulons => general::regulon(entries, row),
            Dialect::OmniPath => omnipath::take(entries, row),
            Dialect::CellPhoneDb => cellphonedb::take(entries, row),
            Dialect::ReceptorFactors => cellphonedb::factor(entries, row),
            Dialect::Kegg => kegg::take(entries, row),
        });
    }
    Ok(taken)
}

/// Reads a table of layers, which has no header.
///
/// # Errors
/// As [`read`].
pub(in crate::network) fn read_layered(path: &Path, text: &str) -> Result<Taken, FormatError> {
    let mut taken = Taken::default();
    for (line, fields) in records(path, text)? {
        taken.row(line, |entries| layered::take(entries, &fields));
    }
    Ok(taken)
}

/// Whether weights tell signs: where one is negative, or all are 1, −1 and 0. Weights that are all
/// positive are strengths.
fn signed(columns: &Columns, rows: &[Record]) -> bool {
    let weights = || rows.iter().filter_map(|(_, fields)| weight(columns.row(fields)));
    weights().any(|weight| weight < 0.0) || weights().all(|weight| weight == 1.0 || weight == 0.0)
}

pub(super) fn records(path: &Path, text: &str) -> Result<Vec<Record>, FormatError> {
    let mut rows = Rows::of(path, text);
    let mut records = Vec::new();
    while let Some((line, record)) = rows.next()? {
        records.push((line, texts(path, line, record)?));
    }
    Ok(records)
}

use crate::{FormatError, write_table};
use lca_tables::{Alleles, Column, DataFrame};
use std::path::Path;

/// Writes a table of alleles that Cassiopeia and [`crate::read_alleles`] read: tabs between fields when the
/// name says `.txt` or `.tsv`, else commas; gzip when it ends in `.gz`. `allele` joins those of all sites.
///
/// # Errors
/// When the file cannot be written, or a row has not one allele for each site.
pub fn write_alleles(path: &Path, table: &Alleles) -> Result<(), FormatError> {
    if let Some(row) = table.rows.iter().find(|row| row.alleles.len() != table.sites.len()) {
        let what =
            format!("cell `{}` has {} alleles, not {}", row.cell, row.alleles.len(), table.sites.len());
        return Err(FormatError::Unwritable { path: path.to_owned(), what });
    }
    let mut frame = DataFrame::with_rows(table.rows.len());
    let mut set = |name: &str, column| frame.set(name, column).map_err(FormatError::table(path));
    set("cellBC", Column::Text(table.rows.iter().map(|row| row.cell.clone()).collect()))?;
    set("intBC", Column::Text(table.rows.iter().map(|row| row.integration.clone()).collect()))?;
    for (at, site) in table.sites.iter().enumerate() {
        set(site, Column::NullableText(table.rows.iter().map(|row| row.alleles[at].clone()).collect()))?;
    }
    let joined = table.rows.iter().map(|row| row.alleles.iter().flatten().map(String::as_str).collect());
    set("allele", Column::Text(joined.collect()))?;
    if table.rows.iter().any(|row| row.umis.is_some()) {
        set("UMI", Column::Float(table.rows.iter().map(|row| row.umis.unwrap_or(f64::NAN)).collect()))?;
    }
    write_table(path, &frame)
}

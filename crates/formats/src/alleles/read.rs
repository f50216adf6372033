use super::missing;
use crate::FormatError;
use crate::table::{Rows, texts};
use lca_tables::{AlleleRow, Alleles};
use std::collections::HashMap;
use std::path::Path;

/// Reads a table of alleles as Cassiopeia writes it: CSV or TSV, gzip or not, with the columns `cellBC`,
/// `intBC`, one for each cut site (`r1`, `r2`, …) and maybe `UMI`; other columns are passed over.
///
/// Empty fields, `-`, `-1` and `NA` are alleles that were not read. A row that says again what an earlier one
/// says of the same cell and integration is counted once.
///
/// # Errors
/// When the file cannot be read, lacks a column, has no row, a row has no cell or integration or another
/// number of fields, or two rows give one cell and integration different alleles; each with the line.
pub fn read_alleles(path: &Path) -> Result<Alleles, FormatError> {
    let mut rows = Rows::open(path)?;
    let Some((line, header)) = rows.next()? else {
        return Err(FormatError::broken(path, "allele table", "it is empty"));
    };
    let header = texts(path, line, header)?;
    let columns = Columns::find(path, &header)?;
    let mut table =
        Alleles { sites: columns.sites.iter().map(|&at| header[at].clone()).collect(), rows: Vec::new() };
    let mut seen: HashMap<(String, String), (usize, u64)> = HashMap::new();
    while let Some((line, record)) = rows.next()? {
        let fields = texts(path, line, record)?;
        if fields.len() != header.len() {
            let what = format!("{} fields, but the header has {}", fields.len(), header.len());
            return Err(FormatError::line(path, line, what));
        }
        let row = columns.row(path, line, &fields)?;
        let key = (row.cell.clone(), row.integration.clone());
        match seen.get(&key) {
            Some(&(at, first)) => agree(path, &table.rows[at], &row, (first, line))?,
            None => {
                seen.insert(key, (table.rows.len(), line));
                table.rows.push(row);
            }
        }
    }
    if table.rows.is_empty() {
        return Err(FormatError::broken(path, "allele table", "it has no row below its header"));
    }
    Ok(table)
}

/// Refuses two rows of one cell and integration whose alleles differ.
fn agree(path: &Path, one: &AlleleRow, other: &AlleleRow, lines: (u64, u64)) -> Result<(), FormatError> {
    if one.alleles == other.alleles {
        return Ok(());
    }
    let what = format!(
        "cell `{}` has other alleles of integration `{}` here than in line {}; keep one of the two, as Cassiopeia's \
         `filter_molecule_table` does",
        one.cell, one.integration, lines.0
    );
    Err(FormatError::line(path, lines.1, what))
}

/// Where the columns that are read stand.
struct Columns {
    cell: usize,
    integration: usize,
    sites: Vec<usize>,
    umis: Option<usize>,
}

impl Columns {
    fn find(path: &Path, header: &[String]) -> Result<Self, FormatError> {
        let find = |name: &str| header.iter().position(|field| field == name);
        let need = |name: &str| {
            let lacks = || format!("it has no column `{name}`; there are: {}", header.join(", "));
            find(name).ok_or_else(|| FormatError::broken(path, "allele table", lacks()))
        };
        let (cell, integration) = (need("cellBC")?, need("intBC")?);
        let number = |name: &str| name.strip_prefix('r')?.parse::<u32>().ok();
        let mut sites: Vec<(u32, usize)> =
            header.iter().enumerate().filter_map(|(at, name)| Some((number(name)?, at))).collect();
        sites.sort_unstable();
        if let Some(pair) = sites.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            let name = header[pair[0].1].clone();
            return Err(FormatError::Duplicate { path: path.to_owned(), what: "column", name });
        }
        need("r1")?;
        let sites = sites.into_iter().map(|(_, at)| at).collect();
        Ok(Self { cell, integration, sites, umis: find("UMI") })
    }

    fn row(&self, path: &Path, line: u64, fields: &[String]) -> Result<AlleleRow, FormatError> {
        let name = |at: usize, what: &str| match fields[at].as_str() {
            field if missing(field) => Err(FormatError::line(path, line, format!("the row has no {what}"))),
            field => Ok(field.to_owned()),
        };
        let umis = self.umis.map(|at| fields[at].as_str()).filter(|field| !missing(field));
        let umis = umis.map(|field| {
            let count = field.parse().ok().filter(|count: &f64| count.is_finite() && *count >= 0.0);
            count.ok_or_else(|| FormatError::line(path, line, format!("UMI is `{field}`, not a count")))
        });
        let allele = |&at: &usize| (!missing(&fields[at])).then(|| fields[at].clone());
        Ok(AlleleRow {
            cell: name(self.cell, "cell barcode (`cellBC`)")?,
            integration: name(self.integration, "integration barcode (`intBC`)")?,
            alleles: self.sites.iter().map(allele).collect(),
            umis: umis.transpose()?,
        })
    }
}

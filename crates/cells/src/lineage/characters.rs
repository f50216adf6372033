use crate::CellsError;
use crate::error::{at_least, length, parameter};
use lca_tables::Alleles;
use ndarray::Array2;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The state of a site that was never cut.
pub const UNCUT: u16 = 0;
/// The state of a site that was not read.
pub const MISSING: u16 = u16::MAX;

/// Which sites are taken as characters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CharacterParams {
    /// A site is left out when one state is in more than this share of the cells in which it was read.
    /// Default 1: all are kept that were read and edited.
    pub max_share: f64,
    /// A site is left out when it was read in less than this share of the cells. Default 0.
    pub min_read: f64,
    /// What marks an allele as uncut, in any case. Default `none`, as in `ATTCG[None]CGGAG`.
    pub uncut: String,
}

impl Default for CharacterParams {
    fn default() -> Self {
        Self { max_share: 1.0, min_read: 0.0, uncut: "none".to_owned() }
    }
}

/// Cells × sites: which allele each cell has at each site.
#[derive(Debug, Clone, PartialEq)]
pub struct Characters {
    /// Names of cells, sorted.
    pub cells: Vec<String>,
    /// Names of sites: integration and site, as `ACGT_r1`.
    pub sites: Vec<String>,
    /// For each site its edited alleles, sorted; state `s` is the allele at `s - 1`.
    pub alleles: Vec<Vec<String>>,
    /// Cells × sites: [`UNCUT`], [`MISSING`], or the number of an allele from 1.
    pub states: Array2<u16>,
    /// Sites and cells that were left out, each with the reason.
    pub left_out: Vec<(String, &'static str)>,
}

/// Makes characters of a table of alleles: each site of each integration is one.
///
/// An integration that was not seen in a cell is missing there. Sites that were never read or never edited
/// tell nothing and are left out, and so are cells of which no remaining site was read; `left_out` names them.
///
/// # Errors
/// [`CellsError::TooFew`] with fewer than two cells, or when no site is edited (or kept) in any cell;
/// [`CellsError::Parameter`]; [`CellsError::Length`] for a row that has not one allele for each site.
pub fn characters(table: &Alleles, params: &CharacterParams) -> Result<Characters, CellsError> {
    parameter("max_share", params.max_share, "give a share above 0, at most 1", {
        params.max_share > 0.0 && params.max_share <= 1.0
    })?;
    parameter(
        "min_read",
        params.min_read,
        "give a share from 0 to 1",
        (0.0..=1.0).contains(&params.min_read),
    )?;
    parameter("uncut", &params.uncut, "give a text that is in every uncut allele", !params.uncut.is_empty())?;
    for row in &table.rows {
        length("a row of alleles", row.alleles.len(), table.sites.len())?;
    }
    let cells: BTreeSet<&str> = table.rows.iter().map(|row| row.cell.as_str()).collect();
    let cells: Vec<&str> = cells.into_iter().collect();
    at_least("cells with barcodes", cells.len(), 2)?;
    let mut left_out = Vec::new();
    let mut columns = Vec::new();
    for (name, read) in columns_of(table, &cells) {
        match Column::new(&name, &read, params) {
            Ok(column) => columns.push(column),
            Err(reason) => left_out.push((name, reason)),
        }
    }
    at_least("sites that are edited in some cell", columns.len(), 1)?;
    let kept: Vec<usize> = (0..cells.len())
        .filter(|&cell| columns.iter().any(|column| column.states[cell] != MISSING))
        .collect();
    let blank = (0..cells.len()).filter(|cell| kept.binary_search(cell).is_err());
    left_out.extend(blank.map(|cell| (cells[cell].to_owned(), "none of its sites was read")));
    at_least("cells with a site that was read", kept.len(), 2)?;
    Ok(Characters {
        cells: kept.iter().map(|&cell| cells[cell].to_owned()).collect(),
        states: Array2::from_shape_fn((kept.len(), columns.len()), |(row, at)| columns[at].states[kept[row]]),
        sites: columns.iter().map(|column| column.name.clone()).collect(),
        alleles: columns.into_iter().map(|column| column.alleles).collect(),
        left_out,
    })
}

/// Each site of each integration with the allele of every cell, by name.
fn columns_of<'t>(table: &'t Alleles, cells: &[&str]) -> BTreeMap<String, Vec<Option<&'t str>>> {
    let mut columns: BTreeMap<String, Vec<Option<&str>>> = BTreeMap::new();
    for row in &table.rows {
        let Ok(cell) = cells.binary_search(&row.cell.as_str()) else { continue };
        for (site, allele) in table.sites.iter().zip(&row.alleles) {
            let name = format!("{}_{site}", row.integration);
            columns.entry(name).or_insert_with(|| vec![None; cells.len()])[cell] = allele.as_deref();
        }
    }
    columns
}

struct Column {
    name: String,
    alleles: Vec<String>,
    states: Vec<u16>,
}

impl Column {
    /// Numbers the alleles of a site, or says why it is left out.
    fn new(name: &str, read: &[Option<&str>], params: &CharacterParams) -> Result<Self, &'static str> {
        let uncut = |allele: &str| allele.to_lowercase().contains(&params.uncut.to_lowercase());
        let edited: BTreeSet<&str> = read.iter().flatten().copied().filter(|allele| !uncut(allele)).collect();
        let alleles: Vec<String> = edited.into_iter().map(str::to_owned).collect();
        let state = |allele: &str| match alleles.binary_search_by(|known| known.as_str().cmp(allele)) {
            Ok(at) => u16::try_from(at + 1).ok().filter(|&state| state != MISSING),
            Err(_) => Some(UNCUT),
        };
        let numbered = |allele: &Option<&str>| allele.map_or(Some(MISSING), state);
        let states: Option<Vec<u16>> = read.iter().map(numbered).collect();
        let states = states.ok_or("it has more than 65,533 alleles")?;
        let mut counts = vec![0_usize; alleles.len() + 1];
        states.iter().filter(|&&state| state != MISSING).for_each(|&state| counts[state as usize] += 1);
        let (total, most) = (counts.iter().sum::<usize>(), counts.iter().copied().max().unwrap_or(0));
        if total == 0 {
            Err("it was read in no cell")
        } else if alleles.is_empty() {
            Err("it is uncut in every cell")
        } else if (total as f64) < params.min_read * read.len() as f64 {
            Err("it was read in too few cells (`min_read`)")
        } else if most as f64 > params.max_share * total as f64 {
            Err("one state is in too many cells (`max_share`)")
        } else {
            Ok(Self { name: name.to_owned(), alleles, states })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_tables::AlleleRow;

    fn table(rows: &[(&str, &str, [&str; 2])]) -> Alleles {
        let allele = |text: &&str| (!text.is_empty()).then(|| (*text).to_owned());
        let row = |(cell, integration, alleles): &(&str, &str, [&str; 2])| AlleleRow {
            cell: (*cell).to_owned(),
            integration: (*integration).to_owned(),
            alleles: alleles.iter().map(allele).collect(),
            umis: None,
        };
        Alleles { sites: vec!["r1".into(), "r2".into()], rows: rows.iter().map(row).collect() }
    }

    #[test]
    fn sites_become_characters() {
        let table = table(&[
            ("c2", "A", ["x[1D]", "y[None]"]),
            ("c1", "A", ["x[2I]", "y[None]"]),
            ("c1", "B", ["", "x[1D]"]),
            ("c3", "B", ["", ""]),
        ]);
        let found = characters(&table, &CharacterParams::default()).unwrap();
        assert_eq!(
            (found.cells, found.sites),
            (vec!["c1".into(), "c2".into()], vec!["A_r1".into(), "B_r2".into()])
        );
        assert_eq!(found.states, ndarray::array![[2, 1], [1, MISSING]]);
        let names: Vec<&str> = found.left_out.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["A_r2", "B_r1", "c3"]);
        assert_eq!(found.left_out[1].1, "it was read in no cell");
    }

    #[test]
    fn tables_that_tell_nothing_are_refused() {
        let uncut = table(&[("c1", "A", ["[None]", ""]), ("c2", "A", ["[none]", ""])]);
        let error = characters(&uncut, &CharacterParams::default()).unwrap_err();
        assert!(matches!(error, CellsError::TooFew { what: "sites that are edited in some cell", .. }));
        let one = table(&[("c1", "A", ["x", ""])]);
        assert!(matches!(
            characters(&one, &CharacterParams::default()),
            Err(CellsError::TooFew { found: 1, .. })
        ));
        let bad = CharacterParams { max_share: 0.0, ..CharacterParams::default() };
        assert!(characters(&uncut, &bad).is_err());
    }
}

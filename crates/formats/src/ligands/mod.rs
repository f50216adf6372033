//! Resources of ligands and receptors, and what limits who can talk to whom.

mod compiled;
mod liana;
mod microenvironments;
mod partners;
mod raw;
mod sheet;
mod tables;

use crate::FormatError;
use lca_graph::LigandReceptor;
pub use microenvironments::read_microenvironments;
use std::path::Path;
use tables::Tables;

/// Reads a resource of ligands and receptors:
///
/// - CellPhoneDB's database, as the folder of its input tables (`interaction_input.csv`,
///   `complex_input.csv`, `gene_input.csv`, `protein_input.csv`), as the folder of its compiled tables
///   (`interaction_table.csv` and others), or as `cellphonedb.zip`, which holds the latter;
/// - a table with a row for each ligand and receptor, as LIANA and OmniPath give it: columns
///   `source_genesymbol` and `target_genesymbol` (or `ligand` and `receptor`), symbols of complexes
///   joined by `_`; where a column `resource` names several, `resource` says which, else `consensus`.
///   CellChat's columns `agonist`, `antagonist`, `co_A_receptor` and `co_I_receptor` are cofactors.
///
/// # Errors
/// When nothing of these lies at the path, a table lacks a column, a row names what no other table
/// knows, or no resource of the name asked for is in the table.
pub fn read_ligands(path: &Path, resource: Option<&str>) -> Result<LigandReceptor, FormatError> {
    let zipped = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"));
    if !path.is_dir() && !zipped {
        return liana::read(path, resource);
    }
    let mut tables = if zipped { Tables::zip(path)? } else { Tables::folder(path) };
    if tables.holds("interaction_input.csv") {
        raw::read(&mut tables)
    } else if tables.holds("interaction_table.csv") {
        compiled::read(&mut tables)
    } else if path.join("cellphonedb.zip").is_file() {
        compiled::read(&mut Tables::zip(&path.join("cellphonedb.zip"))?)
    } else {
        let what = "neither interaction_input.csv nor interaction_table.csv of CellPhoneDB is there; \
                    name its folder, its cellphonedb.zip, or a table with the columns source_genesymbol \
                    and target_genesymbol";
        Err(FormatError::Unknown { path: path.to_owned(), what: what.to_owned() })
    }
}

use super::Orientation;
use crate::FormatError;
use std::path::Path;

/// Genes that nearly every table of human or mouse counts has, and after which nobody names a cell.
const EVERYWHERE: &[&str] = &["ACTB", "GAPDH", "B2M", "EEF1A1", "Actb", "Gapdh", "B2m", "Eef1a1"];

/// Refuses a table whose names tell that it runs the other way: its cells are named like genes and its
/// genes are not, or its genes like barcodes and its cells are not. Names of any other make tell nothing,
/// and pass. `said` is what was said of a table of text.
pub(super) fn check(
    path: &Path,
    said: Option<Orientation>,
    cells: &[String],
    genes: &[String],
) -> Result<(), FormatError> {
    let sort = if like_genes(cells) && !like_genes(genes) {
        "cells are named like genes"
    } else if most(genes, is_barcode) && !most(cells, is_barcode) {
        "genes are named like the barcodes of cells"
    } else {
        return Ok(());
    };
    let shown = |names: &[String]| names.first().map_or_else(String::new, |name| format!(" (`{name}`, …)"));
    let first = if sort.starts_with("cells") { shown(cells) } else { shown(genes) };
    let Some(said) = said else {
        let what = format!(
            "its {sort}{first}: it holds genes × cells, where AnnData holds cells × genes; transpose it (`adata.T` in Python)"
        );
        return Err(FormatError::Choose { path: path.to_owned(), what });
    };
    let (said, other) = match said {
        Orientation::GenesByCells => ("genes-by-cells", "cells-by-genes"),
        Orientation::CellsByGenes => ("cells-by-genes", "genes-by-cells"),
    };
    let what = format!(
        "read as {said}, its {sort}{first}; it runs the other way, {other}: say so by `orientation` in a study, by --orientation or --genes-in of a command"
    );
    Err(FormatError::Choose { path: path.to_owned(), what })
}

/// Refuses AnnData whose names tell that its rows are genes; names that tell nothing pass.
///
/// # Errors
/// [`FormatError::Choose`].
pub fn check_direction(path: &Path, cells: &[String], genes: &[String]) -> Result<(), FormatError> {
    check(path, None, cells, genes)
}

fn like_genes(names: &[String]) -> bool {
    let known = names.iter().filter(|name| EVERYWHERE.contains(&name.as_str())).take(2).count();
    known == 2 || most(names, is_ensembl)
}

/// Whether nine in ten names are of a sort; spike-ins and sums may stand among them.
fn most(names: &[String], is: fn(&str) -> bool) -> bool {
    let count = names.iter().filter(|name| is(name)).count();
    count > 0 && count * 10 >= names.len() * 9
}

/// A gene of Ensembl, of any species and version: `ENSG00000141510.17`, `ENSMUSG00000059552`.
fn is_ensembl(name: &str) -> bool {
    let Some(rest) = name.strip_prefix("ENS") else { return false };
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let species = &rest[..rest.len() - digits.len()];
    let digits = digits.split_once('.').map_or(digits, |(digits, _)| digits);
    species.ends_with('G') && digits.len() == 11 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// A name with a barcode in it: at least twelve bases in a row, as in `lane1_AAACCTGAGAAACCAT-1`.
fn is_barcode(name: &str) -> bool {
    name.split(|c: char| !matches!(c, 'A' | 'C' | 'G' | 'T')).any(|run| run.len() >= 12)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    fn refused(said: Orientation, cells: &[&str], genes: &[&str]) -> Option<String> {
        let found = check(Path::new("counts.csv"), Some(said), &names(cells), &names(genes));
        found.err().map(|error| error.to_string())
    }

    #[test]
    fn a_table_that_runs_the_other_way_is_refused() {
        use Orientation::{CellsByGenes, GenesByCells};
        let ensembl = ["ENSG00000141510.17", "ENSG00000141511"];
        let barcodes = ["AAACCTGAGAAACCAT-1", "lane2:AAACCTGAGAAACCGC"];
        let symbols = ["ACTB", "GAPDH", "NOVEL"];
        for (cells, genes) in [
            (&ensembl[..], &["c1", "c2"][..]),
            (&["c1", "c2"], &barcodes),
            (&symbols, &["c1", "c2"]),
            (&["ENSMUSG00000059552"], &["w1"]),
        ] {
            let message = refused(CellsByGenes, cells, genes).unwrap();
            assert!(message.contains("the other way, genes-by-cells"), "{message}");
            assert_eq!(refused(GenesByCells, genes, cells), None);
            let turned = check_direction(Path::new("turned.h5ad"), &names(cells), &names(genes)).unwrap_err();
            assert!(turned.to_string().contains("transpose it"), "{turned}");
            check_direction(Path::new("right.h5ad"), &names(genes), &names(cells)).unwrap();
        }
        let message = refused(GenesByCells, &ensembl, &barcodes).unwrap();
        assert!(message.contains("the other way, cells-by-genes") && message.contains("ENSG"), "{message}");
    }

    #[test]
    fn names_that_tell_nothing_pass() {
        let said = Orientation::CellsByGenes;
        assert_eq!(refused(said, &["c1", "c2"], &["g1", "g2"]), None);
        assert_eq!(refused(said, &["ACTB"], &["g1"]), None);
        // Cells pooled by the gene that was knocked down in them.
        assert_eq!(refused(said, &["ACTB", "GAPDH"], &["ACTB", "GAPDH", "B2M"]), None);
    }
}

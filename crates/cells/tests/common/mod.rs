//! Real counts for tests, and where to find them.

#![allow(clippy::unwrap_used, clippy::print_stdout, dead_code, reason = "test helpers")]

pub(crate) mod barcodes;
pub(crate) mod made;

use flate2::read::MultiGzDecoder;
use lca_numerics::Csr;
use ndarray::Array2;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;

/// Cells × genes with names, and the metadata of each cell by column.
pub(crate) struct Counts {
    pub(crate) counts: Csr<f32>,
    pub(crate) cells: Vec<String>,
    pub(crate) genes: Vec<String>,
    pub(crate) metadata: BTreeMap<String, Vec<String>>,
}

/// The folder of real data; none, with a visible line, when it is missing outside CI.
pub(crate) fn data(folder: &str) -> Option<PathBuf> {
    let default = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    let path = std::env::var_os("LCA_TEST_DATA").map_or_else(default, PathBuf::from).join(folder);
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var_os("CI").is_none(), "test data missing: {}", path.display());
    println!("SKIPPED: {} is missing; set LCA_TEST_DATA", path.display());
    None
}

fn records(path: PathBuf) -> Vec<Vec<String>> {
    let delimiter = if path.to_string_lossy().contains(".tsv") { b'\t' } else { b',' };
    let text = MultiGzDecoder::new(File::open(path).unwrap());
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// A column of a table by its name.
pub(crate) fn column(path: PathBuf, name: &str) -> Vec<String> {
    let rows = records(path);
    let at = rows[0].iter().position(|known| known == name).unwrap();
    rows[1..].iter().map(|row| row[at].clone()).collect()
}

/// Columns of a table as numbers: rows × columns.
pub(crate) fn matrix(path: PathBuf, names: &[&str]) -> Array2<f32> {
    let rows = records(path);
    let at: Vec<usize> =
        names.iter().map(|name| rows[0].iter().position(|known| known == name).unwrap()).collect();
    Array2::from_shape_fn((rows.len() - 1, at.len()), |(row, column)| {
        rows[row + 1][at[column]].parse().unwrap()
    })
}

/// One set of `sc_mixology`: counts in the file are genes × cells, and the header line has one field
/// fewer than the others.
pub(crate) fn sc_mixology(name: &str) -> Option<Counts> {
    let folder = data("omics/sc_mixology/data/csv")?;
    let mut rows = records(folder.join(format!("{name}.count.csv.gz"))).into_iter();
    let cells = rows.next().unwrap();
    let (mut genes, mut indptr, mut indices, mut values) = (Vec::new(), vec![0], Vec::new(), Vec::new());
    for row in rows {
        for (cell, text) in row[1..].iter().enumerate().filter(|(_, text)| *text != "0") {
            indices.push(cell as u32);
            values.push(text.parse().unwrap());
        }
        indptr.push(values.len() as u64);
        genes.push(row[0].clone());
    }
    let counts = Csr::new(genes.len(), cells.len(), indptr, indices, values).unwrap().transpose();
    let table = records(folder.join(format!("{name}.metadata.csv.gz")));
    let places: BTreeMap<&str, usize> = (1..table.len()).map(|row| (table[row][0].as_str(), row)).collect();
    let column = |at: usize| cells.iter().map(|cell| table[places[cell.as_str()]][at + 1].clone()).collect();
    let metadata = table[0].iter().enumerate().map(|(at, name)| (name.clone(), column(at))).collect();
    Some(Counts { counts, cells, genes, metadata })
}

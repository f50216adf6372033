use crate::FormatError;
use crate::table::create;
use lca_tables::{AnnData, Matrix};
use std::io::{self, Write};
use std::path::Path;

/// Writes counts as a 10x folder of version 3 (`matrix.mtx.gz`, `features.tsv.gz`,
/// `barcodes.tsv.gz`), which is made. The genes' symbols are taken from `var`'s `gene_symbols`, or are
/// the row names.
///
/// # Errors
/// When X is missing, a name holds a tab or line break, or a file cannot be written.
pub fn write_10x_mtx(folder: &Path, data: &AnnData) -> Result<(), FormatError> {
    data.check().map_err(FormatError::table(folder))?;
    let unwritable = |what: &str| FormatError::Unwritable { path: folder.to_owned(), what: what.to_owned() };
    let x = data.x.as_ref().ok_or_else(|| unwritable("the table has no matrix X"))?;
    let ids = data.var.index();
    let symbols = data.var.texts("gene_symbols").ok();
    let symbol =
        |row: usize| symbols.as_ref().and_then(|all| all[row].clone()).unwrap_or_else(|| ids[row].clone());
    let genes: Vec<String> =
        (0..ids.len()).map(|row| format!("{}\t{}\tGene Expression", ids[row], symbol(row))).collect();
    if genes.iter().any(|line| line.matches('\t').count() != 2 || line.contains('\n'))
        || data.obs.index().iter().any(|name| name.contains(['\t', '\n']))
    {
        return Err(unwritable("a name holds a tab or line break"));
    }
    std::fs::create_dir_all(folder).map_err(FormatError::io("write", folder))?;
    list(&folder.join("features.tsv.gz"), &genes)?;
    list(&folder.join("barcodes.tsv.gz"), data.obs.index())?;
    let path = folder.join("matrix.mtx.gz");
    let mut file = create(&path)?;
    matrix(&mut file, x).and_then(|()| file.flush()).map_err(FormatError::io("write", &path))
}

fn list(path: &Path, lines: &[String]) -> Result<(), FormatError> {
    let mut file = create(path)?;
    let mut all = || {
        lines.iter().try_for_each(|line| writeln!(file, "{line}"))?;
        file.flush()
    };
    all().map_err(FormatError::io("write", path))
}

fn matrix(file: &mut dyn Write, x: &Matrix) -> io::Result<()> {
    let (cells, genes) = x.shape();
    let (mut count, mut whole) = (0u64, true);
    each_entry(x, |_, _, value| {
        count += 1;
        whole &= value.fract() == 0.0;
        Ok(())
    })?;
    let kind = if whole { "integer" } else { "real" };
    writeln!(file, "%%MatrixMarket matrix coordinate {kind} general\n{genes} {cells} {count}")?;
    each_entry(x, |cell, gene, value| writeln!(file, "{} {} {value}", gene + 1, cell + 1))
}

/// Calls `entry` for every value that is not 0, cell by cell.
fn each_entry(x: &Matrix, mut entry: impl FnMut(usize, usize, f64) -> io::Result<()>) -> io::Result<()> {
    let (cells, genes) = x.shape();
    for cell in 0..cells {
        let mut some = |gene: usize, value: f64| if value == 0.0 { Ok(()) } else { entry(cell, gene, value) };
        match x {
            Matrix::DenseF32(x) => (0..genes).try_for_each(|gene| some(gene, f64::from(x[[cell, gene]])))?,
            Matrix::DenseF64(x) => (0..genes).try_for_each(|gene| some(gene, x[[cell, gene]]))?,
            Matrix::SparseF32(x) => {
                let (columns, values) = x.row(cell);
                columns
                    .iter()
                    .zip(values)
                    .try_for_each(|(&gene, &value)| some(gene as usize, f64::from(value)))?;
            }
            Matrix::SparseF64(x) => {
                let (columns, values) = x.row(cell);
                columns.iter().zip(values).try_for_each(|(&gene, &value)| some(gene as usize, value))?;
            }
        }
    }
    Ok(())
}

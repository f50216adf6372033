use crate::FormatError;
use crate::counts::SparseBuilder;
use crate::table::{open_text, unreadable, utf8};
use lca_tables::Matrix;
use std::io::BufRead;
use std::path::Path;

const BANNER: &str = "%%MatrixMarket matrix coordinate";

/// Reads a Matrix Market file of genes × cells (coordinate format; integer, real or pattern; general)
/// as cells × genes. The lists beside it give the lengths it must have.
pub(super) fn read(path: &Path, genes: usize, cells: usize) -> Result<Matrix, FormatError> {
    let mut lines = Lines::open(path)?;
    let pattern = banner(path, lines.next()?)?;
    let entries = lines.sizes(genes, cells)?;
    let mut triplets: Vec<(u32, u32, f64)> = Vec::new();
    while let Some((number, line)) = lines.next()? {
        if !line.trim().is_empty() {
            triplets.push(entry(path, number, line, genes, cells, pattern)?);
        }
    }
    complete(path, triplets.len() as u64, entries)?;
    triplets.sort_by_key(|&(cell, gene, _)| (cell, gene));
    if let Some(pair) = triplets.windows(2).find(|pair| (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1)) {
        let what = format!("the entry {} {} occurs twice", pair[0].1 + 1, pair[0].0 + 1);
        return Err(FormatError::broken(path, "Matrix Market", what));
    }
    build(path, &triplets, genes, cells)
}

/// Checks that there are as many entries as the header says.
pub(super) fn complete(path: &Path, found: u64, said: u64) -> Result<(), FormatError> {
    if found == said {
        return Ok(());
    }
    let what = format!("{found} entries, but its header says {said}: it is cut off; copy it again");
    Err(FormatError::broken(path, "Matrix Market", what))
}

fn build(
    path: &Path,
    triplets: &[(u32, u32, f64)],
    genes: usize,
    cells: usize,
) -> Result<Matrix, FormatError> {
    let (mut matrix, mut next) = (SparseBuilder::default(), triplets.iter().peekable());
    for cell in 0..cells as u32 {
        while let Some(&(_, gene, value)) = next.next_if(|entry| entry.0 == cell) {
            if value != 0.0 {
                matrix.push(gene, value);
            }
        }
        matrix.end_row();
    }
    matrix.finish(path, genes, false)
}

/// Whether entries have no value.
pub(super) fn banner(path: &Path, line: Option<(u64, &str)>) -> Result<bool, FormatError> {
    let (number, line) = line.unwrap_or((1, ""));
    let kind: Vec<&str> =
        line.strip_prefix(BANNER).map(|rest| rest.split_whitespace().collect()).unwrap_or_default();
    match kind.as_slice() {
        ["integer" | "real", "general"] => Ok(false),
        ["pattern", "general"] => Ok(true),
        _ => {
            let what =
                format!("not `{BANNER} integer general` or the like, with which a count matrix begins");
            Err(FormatError::line(path, number, what))
        }
    }
}

pub(super) struct Lines<'a> {
    path: &'a Path,
    text: Box<dyn BufRead>,
    buffer: Vec<u8>,
    number: u64,
}

impl<'a> Lines<'a> {
    pub(super) fn open(path: &'a Path) -> Result<Self, FormatError> {
        Ok(Self { path, text: open_text(path)?, buffer: Vec::new(), number: 0 })
    }

    /// The next line that is no comment.
    pub(super) fn next(&mut self) -> Result<Option<(u64, &str)>, FormatError> {
        loop {
            self.buffer.clear();
            if self.text.read_until(b'\n', &mut self.buffer).map_err(unreadable(self.path))? == 0 {
                return Ok(None);
            }
            self.number += 1;
            let comment = self.buffer.starts_with(b"%") && !self.buffer.starts_with(b"%%");
            if !comment {
                break;
            }
        }
        Ok(Some((self.number, utf8(self.path, self.number, &self.buffer)?)))
    }

    /// The line of sizes; gives the number of entries.
    pub(super) fn sizes(&mut self, genes: usize, cells: usize) -> Result<u64, FormatError> {
        let path = self.path.to_owned();
        let (number, line) = self.next()?.unwrap_or((1, ""));
        let sizes: Result<Vec<u64>, _> = line.split_whitespace().map(str::parse).collect();
        let Ok([rows, columns, entries]) = sizes.as_deref() else {
            return Err(FormatError::line(&path, number, "not three sizes: genes, cells, entries"));
        };
        for (what, found, expected) in [("rows", *rows, genes), ("columns", *columns, cells)] {
            if found != expected as u64 {
                let list = if what == "rows" { "gene" } else { "barcode" };
                let what = format!(
                    "{what} ({found}), where its {list} list has {expected} lines; the files do not belong together"
                );
                return Err(FormatError::broken(&path, "Matrix Market", what));
            }
        }
        Ok(*entries)
    }
}

pub(super) fn entry(
    path: &Path,
    number: u64,
    line: &str,
    genes: usize,
    cells: usize,
    pattern: bool,
) -> Result<(u32, u32, f64), FormatError> {
    let mut fields = line.split_ascii_whitespace();
    let mut place = |most: usize, what: &str| match fields.next().map(str::parse::<u32>) {
        Some(Ok(at)) if at >= 1 && at as usize <= most => Ok(at - 1),
        _ => Err(FormatError::line(path, number, format!("the {what} is not a number from 1 to {most}"))),
    };
    let (gene, cell) = (place(genes, "gene")?, place(cells, "cell")?);
    let value = if pattern { Some(1.0) } else { fields.next().and_then(|text| text.parse::<f64>().ok()) };
    match value {
        Some(value) if value.is_finite() && value >= 0.0 => Ok((cell, gene, value)),
        _ => {
            let what =
                format!("the count of row {}, column {} is negative or not a number", gene + 1, cell + 1);
            Err(FormatError::line(path, number, what))
        }
    }
}

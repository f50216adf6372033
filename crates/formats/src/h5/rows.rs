use super::{Node, Numbers, numbers, numbers_of};
use crate::FormatError;
use crate::guard::guard;
use hdf5_reader::Dataset;
use hdf5_reader::group::Group;
use lca_numerics::{Csr, Stretches};
use std::path::{Path, PathBuf};

/// Values that are read at a time.
const STEP: u64 = 1 << 20;
/// Whole numbers up to here are exact in single precision.
const EXACT: u64 = 1 << 24;

/// A large count matrix of an HDF5 file that stays there, to be read in blocks of cells. A few million values are held at
/// a time.
pub struct FileRows {
    path: PathBuf,
    format: &'static str,
    data: Dataset,
    indices: Dataset,
    indptr: Vec<u64>,
    shape: (usize, usize),
}

impl std::fmt::Debug for FileRows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileRows")
            .field("path", &self.path)
            .field("shape", &self.shape)
            .finish_non_exhaustive()
    }
}

impl FileRows {
    /// The matrix of a group whose rows are compressed, where it holds more values than `most`, and all of them are as
    /// in single precision; none where it had better be read at once.
    pub(crate) fn of(
        (path, format): (&Path, &'static str),
        group: &Group,
        shape: (usize, usize),
        most: u64,
    ) -> Result<Option<Self>, String> {
        let (data, indices) = (Node::dataset(group, "data")?, Node::dataset(group, "indices")?);
        if data.num_elements().map_err(|why| why.to_string())? <= most {
            return Ok(None);
        }
        let starts = numbers(&Node::dataset(group, "indptr")?).and_then(Numbers::into_ints)?;
        let starts: Result<Vec<u64>, _> = starts.into_iter().map(u64::try_from).collect();
        let indptr = starts.map_err(|_| "indptr is negative")?;
        let total = data.shape().first().copied();
        let sound = indptr.len() == shape.0.saturating_add(1)
            && indptr.first() == Some(&0)
            && indptr.is_sorted()
            && indptr.last().copied() == total
            && indices.shape().first().copied() == total;
        if !sound {
            return Err("indptr does not rise from 0 to the number of values".to_owned());
        }
        let rows = Self { path: path.to_owned(), format, data, indices, indptr, shape };
        Ok(rows.is_exact()?.then_some(rows))
    }

    /// Whether single precision holds every value.
    fn is_exact(&self) -> Result<bool, String> {
        let total = self.indptr.last().copied().unwrap_or(0);
        for at in (0..total).step_by(STEP as usize) {
            match numbers_of(&self.data, Some(at..total.min(at + STEP)))? {
                // The type of all of them.
                Numbers::F32(_) => return Ok(true),
                other if single(&other).is_none() => return Ok(false),
                _ => {}
            }
        }
        Ok(true)
    }

    /// Number of cells and genes.
    #[must_use]
    pub const fn shape(&self) -> (usize, usize) {
        self.shape
    }

    /// Gives all cells to `take`, in order and in blocks, each with the number of its first cell.
    ///
    /// # Errors
    /// When a block cannot be read or is damaged, and the first error of `take`.
    pub fn each<E: From<FormatError>>(
        &self,
        take: &mut impl FnMut(usize, &Csr<f32>) -> Result<(), E>,
    ) -> Result<(), E> {
        let total = self.indptr.last().copied().unwrap_or(0);
        let mut stretches = Stretches::new(self.shape.1, &self.indptr);
        let mut at = 0;
        loop {
            let end = total.min(at + STEP);
            let (columns, values) = guard(&self.path, self.format, || self.read(at..end))?;
            let (first, block) = stretches.next(&columns, &values).map_err(|why| self.broken(&why))?;
            if block.shape().0 > 0 {
                take(first, &block)?;
            }
            if end == total {
                return Ok(());
            }
            at = end;
        }
    }

    fn read(&self, range: std::ops::Range<u64>) -> Result<(Vec<u32>, Vec<f32>), FormatError> {
        let columns = numbers_of(&self.indices, Some(range.clone())).and_then(Numbers::into_ints);
        let columns: Result<Vec<u32>, _> =
            columns.map_err(|why| self.broken(&why))?.into_iter().map(u32::try_from).collect();
        let values = numbers_of(&self.data, Some(range)).map_err(|why| self.broken(&why))?;
        let values = single(&values).ok_or_else(|| self.broken(&"its values are of several kinds"))?;
        Ok((columns.map_err(|why| self.broken(&why))?, values))
    }

    fn broken(&self, why: &dyn ToString) -> FormatError {
        FormatError::broken(&self.path, self.format, why.to_string())
    }
}

/// In single precision, where that is exact.
fn single(numbers: &Numbers) -> Option<Vec<f32>> {
    match numbers {
        Numbers::F32(values) => Some(values.clone()),
        Numbers::Bool(values) => Some(values.iter().map(|&value| f32::from(u8::from(value))).collect()),
        Numbers::Int(values) => {
            values.iter().map(|&value| (value.unsigned_abs() <= EXACT).then_some(value as f32)).collect()
        }
        Numbers::F64(values) => values
            .iter()
            .map(|&value| (f64::from(value as f32) == value || value.is_nan()).then_some(value as f32))
            .collect(),
    }
}

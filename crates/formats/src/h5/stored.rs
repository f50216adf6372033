use super::{Node, Numbers, numbers, numbers_of};
use crate::FormatError;
use crate::guard::guard;
use hdf5_reader::Dataset;
use hdf5_reader::group::Group;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Values that are read at a time.
pub(super) const STEP: u64 = 1 << 20;
/// Whole numbers up to here are exact in single precision.
const EXACT: u64 = 1 << 24;

/// A large compressed matrix that stays in its file, whose values are all as in single precision.
pub(super) struct Stored {
    path: PathBuf,
    format: &'static str,
    data: Dataset,
    indices: Dataset,
    /// Where each row or column begins, and after the last its end.
    pub(super) indptr: Vec<u64>,
}

impl Stored {
    /// The matrix of a group with `count` compressed rows or columns, where it holds more values than `most`; none where it
    /// had better be read at once.
    pub(super) fn of(
        (path, format): (&Path, &'static str),
        group: &Group,
        count: usize,
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
        let sound = indptr.len() == count.saturating_add(1)
            && indptr.first() == Some(&0)
            && indptr.is_sorted()
            && indptr.last().copied() == total
            && indices.shape().first().copied() == total;
        if !sound {
            return Err("indptr does not rise from 0 to the number of values".to_owned());
        }
        let stored = Self { path: path.to_owned(), format, data, indices, indptr };
        Ok(stored.is_exact()?.then_some(stored))
    }

    /// The number of values.
    pub(super) fn total(&self) -> u64 {
        self.indptr.last().copied().unwrap_or(0)
    }

    /// Whether single precision holds every value.
    fn is_exact(&self) -> Result<bool, String> {
        for range in self.steps() {
            match numbers_of(&self.data, Some(range))? {
                // The type of all of them.
                Numbers::F32(_) => return Ok(true),
                other if single(&other).is_none() => return Ok(false),
                _ => {}
            }
        }
        Ok(true)
    }

    /// The values in stretches that are read at a time.
    pub(super) fn steps(&self) -> impl Iterator<Item = Range<u64>> + use<> {
        let total = self.total();
        (0..total).step_by(STEP as usize).map(move |at| at..total.min(at + STEP))
    }

    /// The indices of a stretch.
    pub(super) fn indices(&self, range: Range<u64>) -> Result<Vec<u32>, FormatError> {
        let read = || {
            let indices = numbers_of(&self.indices, Some(range)).and_then(Numbers::into_ints);
            let indices = indices.map_err(|why| self.broken(&why))?;
            let narrow: Result<Vec<u32>, _> = indices.into_iter().map(u32::try_from).collect();
            narrow.map_err(|why| self.broken(&why))
        };
        guard(&self.path, self.format, read)
    }

    /// The values of a stretch.
    pub(super) fn values(&self, range: Range<u64>) -> Result<Vec<f32>, FormatError> {
        let read = || {
            let values = numbers_of(&self.data, Some(range)).map_err(|why| self.broken(&why))?;
            single(&values).ok_or_else(|| self.broken(&"its values are of several kinds"))
        };
        guard(&self.path, self.format, read)
    }

    pub(super) fn broken(&self, why: &dyn ToString) -> FormatError {
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

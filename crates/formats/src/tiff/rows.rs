use super::page::{Page, TiffFile};
use crate::FormatError;
use crate::pixels::Flat;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// A flat grey TIFF that is read some rows at a time, for fields too large to hold.
pub struct TiffRows {
    page: Page,
    chunk: [usize; 2],
    file: Mutex<TiffFile>,
}

/// Opens a TIFF of one page and one channel to read rows of it; none when it is anything else. Memory:
/// the strips or tiles that the rows touch.
///
/// # Errors
/// When the file cannot be read or is damaged.
pub fn open_tiff_rows(path: &Path) -> Result<Option<TiffRows>, FormatError> {
    let mut file = TiffFile::open(path)?;
    let page = file.page(0)?;
    if file.count() != 1 || page.samples != 1 {
        return Ok(None);
    }
    let chunk = file.chunk(0)?;
    Ok(Some(TiffRows { page, chunk, file: Mutex::new(file) }))
}

impl TiffRows {
    /// Pixels along y and x.
    #[must_use]
    pub const fn size(&self) -> [usize; 2] {
        [self.page.height, self.page.width]
    }

    /// The values of rows `from..to`, one row after the other.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn read(&self, from: usize, to: usize) -> Result<Vec<f32>, FormatError> {
        let [ny, nx] = self.size();
        let to = to.min(ny);
        let mut out = vec![0.0; to.saturating_sub(from) * nx];
        let [tall, wide] = self.chunk;
        let across = nx.div_ceil(wide);
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        for down in from / tall..to.div_ceil(tall) {
            for along in 0..across {
                let values = file.read_chunk(down * across + along)?;
                let width = wide.min(nx - along * wide);
                for (row, line) in values.chunks_exact(width).enumerate() {
                    let y = down * tall + row;
                    if (from..to).contains(&y) {
                        out[(y - from) * nx + along * wide..][..width].copy_from_slice(line);
                    }
                }
            }
        }
        Ok(out)
    }
}

/// Values in single precision.
pub(super) fn single(flat: Flat) -> Vec<f32> {
    match flat {
        Flat::U8(values) => values.into_iter().map(f32::from).collect(),
        Flat::I8(values) => values.into_iter().map(f32::from).collect(),
        Flat::U16(values) => values.into_iter().map(f32::from).collect(),
        Flat::I16(values) => values.into_iter().map(f32::from).collect(),
        Flat::U32(values) => values.into_iter().map(|value| value as f32).collect(),
        Flat::I32(values) => values.into_iter().map(|value| value as f32).collect(),
        Flat::F32(values) => values,
        Flat::F64(values) => values.into_iter().map(|value| value as f32).collect(),
    }
}

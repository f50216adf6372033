use super::page::{Page, TiffFile};
use super::strips::Strips;
use crate::FormatError;
use crate::pixels::Flat;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// A flat grey TIFF that is read some rows at a time, for fields too large to hold.
pub struct TiffRows {
    page: Page,
    chunk: [usize; 2],
    strips: Option<Strips>,
    file: Mutex<TiffFile>,
}

/// Opens a TIFF of one page and one channel to read rows of it; none when it is anything else. Memory:
/// the strips or tiles that the rows touch, or the rows alone where they are not packed.
///
/// # Errors
/// When the file cannot be read or is damaged.
pub fn open_tiff_rows(path: &Path) -> Result<Option<TiffRows>, FormatError> {
    let mut file = TiffFile::open(path)?;
    let page = file.page(0)?;
    if file.count() != 1 || page.samples != 1 {
        return Ok(None);
    }
    let (chunk, strips) = file.chunks(page)?;
    Ok(Some(TiffRows { page, chunk, strips, file: Mutex::new(file) }))
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
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        // Programs write a whole image as one strip where they do not pack it.
        if let Some(strips) = self.strips.as_ref().filter(|strips| strips.are_plain() && from < to)
            && let Some(values) = file.read_rows(strips, from..to)?
        {
            return Ok(values);
        }
        let mut out = vec![0.0; to.saturating_sub(from) * nx];
        let [tall, wide] = self.chunk;
        let across = nx.div_ceil(wide);
        for down in from / tall..to.div_ceil(tall) {
            for along in 0..across {
                let values = file.read_chunk(down * across + along, self.strips.as_ref())?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use tiff::encoder::{Compression, TiffEncoder, colortype::Gray16};

    #[test]
    fn some_rows_are_those_of_the_whole_however_it_is_packed() {
        let folder = tempfile::tempdir().unwrap();
        let (ny, nx) = (50_usize, 33_usize);
        let values: Vec<u16> = (0..ny * nx).map(|at| (at * at % 40_009) as u16).collect();
        for (name, method) in [
            ("none", Compression::Uncompressed),
            ("lzw", Compression::Lzw),
            ("packbits", Compression::Packbits),
        ] {
            for tall in [7, 50] {
                let path = folder.path().join(format!("{name}{tall}.tif"));
                let mut file = std::fs::File::create(&path).unwrap();
                let mut encoder = TiffEncoder::new(&mut file).unwrap().with_compression(method);
                let mut image = encoder.new_image::<Gray16>(nx as u32, ny as u32).unwrap();
                // Rows packed apart cannot share a strip.
                image.rows_per_strip(if name == "packbits" { 1 } else { tall }).unwrap();
                image.write_data(&values).unwrap();
                let rows = open_tiff_rows(&path).unwrap().unwrap();
                for (from, to) in [(0, 50), (5, 23), (49, 60)] {
                    let expected: Vec<f32> =
                        values[from * nx..to.min(ny) * nx].iter().map(|&value| f32::from(value)).collect();
                    assert_eq!(rows.read(from, to).unwrap(), expected, "{name} {tall} {from}");
                }
            }
        }
    }
}

use super::squeeze::squeeze;
use super::write::{CLASSIC, explain};
use crate::FormatError;
use lca_pixels::Labels;
use std::fs::File;
use std::io::{BufWriter, Seek, Write};
use std::path::Path;
use tiff::TiffResult;
use tiff::encoder::{DirectoryEncoder, TiffEncoder, TiffKind, TiffKindBig, TiffKindStandard};
use tiff::tags::{CompressionMethod, PhotometricInterpretation, SampleFormat, Tag};

/// Rows of a strip.
const STRIP: usize = 64;

/// Writes labels as a TIFF of one page per plane, of 16 bits where all labels are below 65536 and else of
/// 32, packed by deflate.
///
/// # Errors
/// When there are no pixels or the file cannot be written.
pub fn write_label_tiff(path: &Path, labels: &Labels) -> Result<(), FormatError> {
    let (nz, ny, nx) = labels.dim();
    if labels.is_empty() {
        let what = format!("labels of shape {:?} have no pixels", [nz, ny, nx]);
        return Err(FormatError::Unwritable { path: path.to_owned(), what });
    }
    let wide = labels.iter().fold(0, |most, &label| most | label) > u32::from(u16::MAX);
    let flat = labels.as_standard_layout();
    let planes = flat.as_slice().unwrap_or(&[]).chunks(ny * nx);
    let file = File::create(path).map_err(FormatError::io("write", path))?;
    let mut file = BufWriter::new(file);
    let write = |file: &mut BufWriter<File>| {
        if (labels.len() * 4) as u64 > CLASSIC {
            let mut encoder = TiffEncoder::<_, TiffKindBig>::new_generic(file)?;
            write_planes(&mut encoder, planes, [ny, nx], wide)
        } else {
            let mut encoder = TiffEncoder::<_, TiffKindStandard>::new_generic(file)?;
            write_planes(&mut encoder, planes, [ny, nx], wide)
        }
    };
    write(&mut file).map_err(explain(path))?;
    file.flush().map_err(FormatError::io("write", path))
}

fn write_planes<'p, W: Write + Seek, K: TiffKind>(
    encoder: &mut TiffEncoder<W, K>,
    planes: impl Iterator<Item = &'p [u32]>,
    size: [usize; 2],
    wide: bool,
) -> TiffResult<()> {
    for plane in planes {
        let mut page = LabelPage::new(encoder, size, wide)?;
        for strip in plane.chunks(page.strip_len()) {
            page.strip(strip)?;
        }
        page.finish()?;
    }
    Ok(())
}

/// One page of labels, which is given strip by strip.
pub(super) struct LabelPage<'e, W: Write + Seek, K: TiffKind> {
    directory: DirectoryEncoder<'e, W, K>,
    nx: usize,
    wide: bool,
    bytes: Vec<u8>,
    offsets: Vec<K::OffsetType>,
    lengths: Vec<K::OffsetType>,
}

impl<'e, W: Write + Seek, K: TiffKind> LabelPage<'e, W, K> {
    /// A page of `ny` by `nx` pixels; `wide` ones have 32 bits, the others 16.
    pub(super) fn new(
        encoder: &'e mut TiffEncoder<W, K>,
        [ny, nx]: [usize; 2],
        wide: bool,
    ) -> TiffResult<Self> {
        let mut directory = encoder.image_directory()?;
        directory.write_tag(Tag::ImageWidth, u32::try_from(nx)?)?;
        directory.write_tag(Tag::ImageLength, u32::try_from(ny)?)?;
        directory.write_tag(Tag::BitsPerSample, if wide { 32_u16 } else { 16 })?;
        directory.write_tag(Tag::SampleFormat, SampleFormat::Uint.to_u16())?;
        directory.write_tag(Tag::SamplesPerPixel, 1_u16)?;
        directory.write_tag(Tag::Compression, CompressionMethod::Deflate.to_u16())?;
        let dark_is_zero = PhotometricInterpretation::BlackIsZero.to_u16();
        directory.write_tag(Tag::PhotometricInterpretation, dark_is_zero)?;
        directory.write_tag(Tag::RowsPerStrip, STRIP as u32)?;
        Ok(Self { directory, nx, wide, bytes: Vec::new(), offsets: Vec::new(), lengths: Vec::new() })
    }

    /// Pixels of a strip; the last one may have fewer.
    pub(super) const fn strip_len(&self) -> usize {
        STRIP * self.nx
    }

    /// Writes the next strip.
    pub(super) fn strip(&mut self, labels: &[u32]) -> TiffResult<()> {
        let pixel = if self.wide { 4 } else { 2 };
        // The encoder writes numbers in the machine's own order of bytes.
        self.bytes.clear();
        self.bytes.resize(labels.len() * pixel, 0);
        if self.wide {
            let slots = self.bytes.as_chunks_mut::<4>().0;
            slots.iter_mut().zip(labels).for_each(|(slot, label)| *slot = label.to_ne_bytes());
        } else {
            let slots = self.bytes.as_chunks_mut::<2>().0;
            slots.iter_mut().zip(labels).for_each(|(slot, &label)| *slot = (label as u16).to_ne_bytes());
        }
        let packed = squeeze(&self.bytes, self.nx * pixel, pixel);
        self.lengths.push(K::OffsetType::try_from(packed.len())?);
        let at = self.directory.write_data(&packed[..])?;
        self.offsets.push(K::OffsetType::try_from(usize::try_from(at)?)?);
        Ok(())
    }

    /// Ends the page.
    pub(super) fn finish(mut self) -> TiffResult<()> {
        self.directory.write_tag(Tag::StripOffsets, K::convert_slice(&self.offsets))?;
        self.directory.write_tag(Tag::StripByteCounts, K::convert_slice(&self.lengths))?;
        self.directory.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_come_back_in_the_width_they_need() {
        let folder = tempfile::tempdir().unwrap();
        for (most, bits) in [(9, 16), (70_000, 32)] {
            let path = folder.path().join(format!("{bits}.tif"));
            let labels = Labels::from_shape_fn((2, 150, 90), |(z, y, x)| {
                if (y / 20 + x / 20) % 2 == 0 { most - z as u32 } else { 0 }
            });
            write_label_tiff(&path, &labels).unwrap();
            let pages = crate::MovieOptions { pages: Some(crate::PageAxis::Depth), image: None };
            let movie = crate::open_movie_with(&path, &pages).unwrap();
            let expected =
                if bits == 16 { lca_pixels::PixelType::Uint16 } else { lca_pixels::PixelType::Uint32 };
            assert_eq!(movie.meta().pixel_type, expected);
            let found = movie.read(0).unwrap().pixels.to_f32();
            assert!(found.iter().zip(&labels).all(|(a, b)| *a == *b as f32));
        }
    }

    #[test]
    fn no_pixels_are_refused() {
        let path = std::env::temp_dir().join("none.tif");
        assert!(write_label_tiff(&path, &Labels::zeros((1, 0, 5))).is_err());
    }
}

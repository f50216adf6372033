use super::lzw::Lzw;
use super::page::{Inner, Page, explain};
use crate::FormatError;
use crate::pixels::{Flat, pixel_bytes};
use lca_pixels::PixelType;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;
use tiff::tags::{ByteOrder, CompressionMethod, PhotometricInterpretation, PlanarConfiguration, Tag};

/// The strips of a page that is not packed, or by LZW, as microscopes' files mostly are: read and unpacked
/// here, several times as fast as by the TIFF crate. What is not quite as expected is left to that.
pub(super) struct Strips {
    page: Page,
    packed: bool,
    /// Rows of each but the last.
    rows: usize,
    /// Where each lies in the file.
    places: Vec<Range<u64>>,
    order: ByteOrder,
}

impl Strips {
    /// The strips of the current page; none where they are packed otherwise.
    pub(super) fn of(path: &Path, decoder: &mut Inner, page: Page) -> Result<Option<Self>, FormatError> {
        let mut tag = |tag| decoder.find_tag_unsigned::<u16>(tag).map_err(explain(path));
        let method = CompressionMethod::from_u16_exhaustive(tag(Tag::Compression)?.unwrap_or(1));
        let plain = matches!(method, CompressionMethod::None | CompressionMethod::LZW)
            && tag(Tag::Predictor)?.unwrap_or(1) == 1
            && tag(Tag::FillOrder)?.unwrap_or(1) == 1
            && matches!(tag(Tag::PhotometricInterpretation)?, Some(kind)
                if kind == PhotometricInterpretation::BlackIsZero.to_u16()
                    || kind == PhotometricInterpretation::RGB.to_u16());
        let apart = tag(Tag::PlanarConfiguration)? == Some(PlanarConfiguration::Planar.to_u16());
        let mut tags = |tag| decoder.find_tag_unsigned_vec::<u64>(tag).map_err(explain(path));
        let bits = tags(Tag::BitsPerSample)?.unwrap_or_default();
        let (offsets, lengths) = (tags(Tag::StripOffsets)?, tags(Tag::StripByteCounts)?);
        let (Some(offsets), Some(lengths)) = (offsets, lengths) else { return Ok(None) };
        let rows = (decoder.chunk_dimensions().1 as usize).min(page.height);
        let whole = bits.iter().all(|&bits| bits == 8 * pixel_bytes(page.pixel_type) as u64);
        if !plain || (apart && page.samples > 1) || bits.len() != page.samples || !whole || rows == 0 {
            return Ok(None);
        }
        let count = page.height.div_ceil(rows);
        if offsets.len() != count || lengths.len() != count {
            return Ok(None);
        }
        let place = |(&from, &length): (&u64, &u64)| from..from.saturating_add(length);
        let places = offsets.iter().zip(&lengths).map(place).collect();
        let packed = method == CompressionMethod::LZW;
        Ok(Some(Self { page, packed, rows, places, order: decoder.byte_order() }))
    }

    /// Whether rows can be read without the strips they lie in.
    pub(super) const fn are_plain(&self) -> bool {
        !self.packed
    }

    /// The pixels of some rows; none where they are not as expected. Packed strips must be asked for whole.
    pub(super) fn read(
        &self,
        path: &Path,
        decoder: &mut Inner,
        rows: Range<usize>,
    ) -> Result<Option<Flat>, FormatError> {
        if self.packed { self.unpacked(path, decoder, rows) } else { self.plain(path, decoder, rows) }
    }

    /// All pixels.
    pub(super) fn all(&self, path: &Path, decoder: &mut Inner) -> Result<Option<Flat>, FormatError> {
        self.read(path, decoder, 0..self.page.height)
    }

    /// The rows of one strip.
    pub(super) fn rows_of(&self, strip: usize) -> Range<usize> {
        strip * self.rows..((strip + 1) * self.rows).min(self.page.height)
    }

    /// Bytes of a row.
    const fn row(&self) -> usize {
        self.page.width * self.page.samples * pixel_bytes(self.page.pixel_type)
    }

    fn plain(
        &self,
        path: &Path,
        decoder: &mut Inner,
        rows: Range<usize>,
    ) -> Result<Option<Flat>, FormatError> {
        let (mut bytes, mut at) = (vec![0; rows.len() * self.row()], rows.start);
        while at < rows.end {
            let strip = at / self.rows;
            let (own, place) = (self.rows_of(strip), &self.places[strip]);
            let to = own.end.min(rows.end);
            let from = place.start + ((at - own.start) * self.row()) as u64;
            let part = &mut bytes[(at - rows.start) * self.row()..(to - rows.start) * self.row()];
            if from + part.len() as u64 > place.end {
                return Ok(None);
            }
            fill(path, decoder, from, part)?;
            at = to;
        }
        Ok(self.typed(rows.len(), |take| {
            take(&bytes);
            Some(())
        }))
    }

    fn unpacked(
        &self,
        path: &Path,
        decoder: &mut Inner,
        rows: Range<usize>,
    ) -> Result<Option<Flat>, FormatError> {
        let which = rows.start / self.rows..rows.end.div_ceil(self.rows);
        let places = &self.places[which.clone()];
        let from = places.iter().map(|place| place.start).min().unwrap_or(0);
        let to = places.iter().map(|place| place.end).max().unwrap_or(0);
        let stored: u64 = places.iter().map(|place| place.end - place.start).sum();
        // Strips that lie far apart, or in each other, are left to the TIFF crate.
        if to - from > 2 * stored + 4096 || stored > 2 * (to - from) {
            return Ok(None);
        }
        let mut packed = vec![0; (to - from) as usize];
        fill(path, decoder, from, &mut packed)?;
        let part = |place: &Range<u64>| &packed[(place.start - from) as usize..(place.end - from) as usize];
        let mut lzw = Lzw::new();
        Ok(self.typed(rows.len(), |take| {
            for (strip, place) in which.zip(places) {
                take(lzw.unpack(part(place), self.rows_of(strip).len() * self.row())?);
            }
            Some(())
        }))
    }

    /// Pixels of so many rows from the bytes that `fill` gives, piece by piece.
    fn typed(&self, rows: usize, fill: impl FnOnce(&mut dyn FnMut(&[u8])) -> Option<()>) -> Option<Flat> {
        let foreign = (self.order == ByteOrder::LittleEndian) != cfg!(target_endian = "little");
        macro_rules! typed {
            ($kind:ident, $number:ty) => {{
                const N: usize = size_of::<$number>();
                let mut out: Vec<$number> = Vec::with_capacity(rows * self.row() / N);
                fill(&mut |bytes| {
                    let pixels = bytes.as_chunks::<N>().0.iter();
                    if foreign {
                        out.extend(pixels.map(|pixel| {
                            let mut pixel = *pixel;
                            pixel.reverse();
                            <$number>::from_ne_bytes(pixel)
                        }));
                    } else {
                        out.extend(pixels.map(|pixel| <$number>::from_ne_bytes(*pixel)));
                    }
                })?;
                Some(Flat::$kind(out))
            }};
        }
        match self.page.pixel_type {
            PixelType::Uint8 => typed!(U8, u8),
            PixelType::Int8 => typed!(I8, i8),
            PixelType::Uint16 => typed!(U16, u16),
            PixelType::Int16 => typed!(I16, i16),
            PixelType::Uint32 => typed!(U32, u32),
            PixelType::Int32 => typed!(I32, i32),
            PixelType::Float32 => typed!(F32, f32),
            PixelType::Float64 => typed!(F64, f64),
        }
    }
}

fn fill(path: &Path, decoder: &mut Inner, from: u64, bytes: &mut [u8]) -> Result<(), FormatError> {
    let file = decoder.inner();
    let filled = file.seek(SeekFrom::Start(from)).and_then(|_| file.read_exact(bytes));
    filled.map_err(FormatError::io("read", path))
}

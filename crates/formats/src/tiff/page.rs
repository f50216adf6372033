use super::strips::Strips;
use crate::pixels::{Flat, pixel_bytes};
use crate::{FormatError, guard::guard};
use lca_pixels::PixelType;
use std::fs::File;
use std::io::{self, BufReader};
use std::ops::Range;
use std::path::{Path, PathBuf};
use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::tags::{CompressionMethod, PlanarConfiguration, Tag};
use tiff::{ColorType, TiffError};

/// What one directory of a TIFF says of its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// Samples per pixel: 1 for grey, 3 for RGB.
    pub(crate) samples: usize,
    pub(crate) pixel_type: PixelType,
}

impl Page {
    /// Its size and kind as people say it, such as `512 × 512 px, 16-bit grey`.
    pub(crate) fn describe(&self) -> String {
        let Self { width, height, samples, pixel_type } = *self;
        let bits = 8 * pixel_bytes(pixel_type);
        let sort = match pixel_type {
            PixelType::Uint8 | PixelType::Uint16 | PixelType::Uint32 => "",
            PixelType::Int8 | PixelType::Int16 | PixelType::Int32 => " signed",
            PixelType::Float32 | PixelType::Float64 => " floating-point",
        };
        let colours = match samples {
            1 => "grey".to_owned(),
            2 => "grey with alpha".to_owned(),
            3 => "RGB".to_owned(),
            4 => "RGB with alpha".to_owned(),
            more => format!("with {more} samples per pixel"),
        };
        format!("{width} × {height} px, {bits}-bit{sort} {colours}")
    }
}

/// An open TIFF, classic or BigTIFF, of one or more pages.
pub(crate) struct TiffFile {
    path: PathBuf,
    bytes: u64,
    pages: usize,
    decoder: Decoder<BufReader<File>>,
}

/// No plane is larger than this, whatever a file claims.
const MOST_BYTES: u64 = 4 << 30;

/// How many bytes each kind of compression can make of one, at most (deflate 1032, LZW 1310, and the
/// best runs of zstd). More than that is a lie of the header.
fn expansion(method: CompressionMethod) -> u64 {
    match method {
        CompressionMethod::None => 1,
        CompressionMethod::PackBits => 64,
        CompressionMethod::LZW | CompressionMethod::Deflate | CompressionMethod::OldDeflate => 1_400,
        _ => 40_000,
    }
}

impl TiffFile {
    pub(crate) fn open(path: &Path) -> Result<Self, FormatError> {
        let file = File::open(path).map_err(FormatError::io("read", path))?;
        let bytes = file.metadata().map_err(FormatError::io("read", path))?.len();
        let mut file = BufReader::new(file);
        let pages = super::chain::check(path, &mut file, bytes)?;
        let mut limits = Limits::default();
        // Sizes are checked here against the file's own, more tightly than a fixed limit can.
        limits.decoding_buffer_size = MOST_BYTES as usize;
        limits.intermediate_buffer_size = MOST_BYTES as usize;
        limits.ifd_value_size = bytes.min(64 << 20) as usize;
        let decoder = guard(path, "TIFF", || Decoder::new(file).map_err(explain(path)))?;
        Ok(Self { path: path.to_owned(), bytes, pages, decoder: decoder.with_limits(limits) })
    }

    /// Number of pages in the main chain (the levels of a pyramid are not in it).
    pub(crate) const fn count(&self) -> usize {
        self.pages
    }

    /// The text of the first page's ImageDescription, if it has a readable one.
    pub(crate) fn description(&mut self) -> Result<Option<String>, FormatError> {
        let (path, decoder) = (&self.path, &mut self.decoder);
        guard(path, "TIFF", || {
            decoder.seek_to_image(0).map_err(explain(path))?;
            let bytes = decoder.find_tag(Tag::ImageDescription).map_err(explain(path))?;
            Ok(bytes.and_then(|value| value.into_string().ok()))
        })
    }

    /// What page `index` says of itself, checked against the file's size.
    pub(crate) fn page(&mut self, index: usize) -> Result<Page, FormatError> {
        let (path, bytes, decoder) = (&self.path, self.bytes, &mut self.decoder);
        guard(path, "TIFF", || {
            decoder.seek_to_image(index).map_err(explain(path))?;
            describe(path, bytes, decoder)
        })
    }

    /// The pixels of page `index`, sample after sample, each `y, x`.
    pub(crate) fn read(&mut self, index: usize) -> Result<(Page, Flat), FormatError> {
        let (path, bytes, decoder) = (&self.path, self.bytes, &mut self.decoder);
        guard(path, "TIFF", || {
            decoder.seek_to_image(index).map_err(explain(path))?;
            let page = describe(path, bytes, decoder)?;
            decode(path, decoder, page).map(|flat| (page, flat))
        })
    }
}

impl TiffFile {
    /// Rows and columns of a strip or tile of the first page, which is the current one from then on, and
    /// its strips where they can be read quickly.
    pub(super) fn chunks(&mut self, page: Page) -> Result<([usize; 2], Option<Strips>), FormatError> {
        let (path, decoder) = (&self.path, &mut self.decoder);
        guard(path, "TIFF", || {
            decoder.seek_to_image(0).map_err(explain(path))?;
            let (wide, tall) = decoder.chunk_dimensions();
            if wide == 0 || tall == 0 {
                return Err(FormatError::broken(path, "TIFF", "a strip of no pixels"));
            }
            Ok(([tall as usize, wide as usize], Strips::of(path, decoder, page)?))
        })
    }

    /// The values of some rows of the current page; none where they are not as expected.
    pub(super) fn read_rows(
        &mut self,
        strips: &Strips,
        rows: Range<usize>,
    ) -> Result<Option<Vec<f32>>, FormatError> {
        let (path, decoder) = (&self.path, &mut self.decoder);
        guard(path, "TIFF", || Ok(strips.read(path, decoder, rows)?.map(super::rows::single)))
    }

    /// The values of one strip or tile of the current page, without padding.
    pub(super) fn read_chunk(
        &mut self,
        index: usize,
        strips: Option<&Strips>,
    ) -> Result<Vec<f32>, FormatError> {
        let (path, decoder) = (&self.path, &mut self.decoder);
        guard(path, "TIFF", || {
            let quick = strips.map(|strips| strips.read(path, decoder, strips.rows_of(index))).transpose()?;
            if let Some(found) = quick.flatten() {
                return Ok(super::rows::single(found));
            }
            let found = decoder.read_chunk(index as u32).map_err(explain(path))?;
            flat(path, found).map(super::rows::single)
        })
    }
}

pub(super) type Inner = Decoder<BufReader<File>>;

fn describe(path: &Path, bytes: u64, decoder: &mut Inner) -> Result<Page, FormatError> {
    let (width, height) = decoder.dimensions().map_err(explain(path))?;
    let color = decoder.colortype().map_err(explain(path))?;
    let formats = decoder.find_tag_unsigned_vec::<u16>(Tag::SampleFormat).map_err(explain(path))?;
    let format = formats.and_then(|all| all.first().copied()).unwrap_or(1);
    let pixel_type = pixel_type(path, format, color.bit_depth())?;
    let page = Page { width: width as usize, height: height as usize, samples: samples(color), pixel_type };
    let method = decoder.find_tag_unsigned::<u16>(Tag::Compression).map_err(explain(path))?;
    let method = CompressionMethod::from_u16_exhaustive(method.unwrap_or(1));
    let stored = stored_bytes(path, bytes, decoder)?;
    check_size(path, stored, page, method)?;
    Ok(page)
}

fn samples(color: ColorType) -> usize {
    match color {
        ColorType::Gray(_) | ColorType::Palette(_) => 1,
        ColorType::GrayA(_) => 2,
        ColorType::RGB(_) | ColorType::YCbCr(_) | ColorType::Lab(_) => 3,
        ColorType::RGBA(_) | ColorType::CMYK(_) => 4,
        ColorType::CMYKA(_) => 5,
        ColorType::Multiband { num_samples, .. } => usize::from(num_samples),
        _ => 1,
    }
}

fn pixel_type(path: &Path, format: u16, bits: u8) -> Result<PixelType, FormatError> {
    Ok(match (format, bits) {
        (1, 8) => PixelType::Uint8,
        (1, 16) => PixelType::Uint16,
        (1, 32) => PixelType::Uint32,
        (2, 8) => PixelType::Int8,
        (2, 16) => PixelType::Int16,
        (2, 32) => PixelType::Int32,
        (3, 16 | 32) => PixelType::Float32,
        (3, 64) => PixelType::Float64,
        _ => {
            let what = format!("{bits}-bit samples of TIFF sample format {format}");
            return Err(FormatError::unsupported(path, what, "convert it to 8, 16 or 32 bit"));
        }
    })
}

fn check_size(path: &Path, stored: u64, page: Page, method: CompressionMethod) -> Result<(), FormatError> {
    let lengths = [page.width, page.height, page.samples, pixel_bytes(page.pixel_type)];
    // Half-precision pixels take half of what they become.
    let needed = lengths.iter().try_fold(1u64, |all, &length| all.checked_mul(length as u64));
    let possible = stored.saturating_mul(expansion(method)).saturating_mul(2).min(MOST_BYTES);
    match needed {
        Some(0) => Err(FormatError::broken(path, "TIFF", "an image of no pixels")),
        Some(needed) if needed <= possible => Ok(()),
        _ => {
            let what = format!("an image of {}, {method:?}", page.describe());
            Err(FormatError::Size { path: path.to_owned(), what, bytes: stored })
        }
    }
}

/// How many bytes of the file a page's strips or tiles take. They must lie inside the file: that
/// finds a cut-off file before hours of work on it.
fn stored_bytes(path: &Path, bytes: u64, decoder: &mut Inner) -> Result<u64, FormatError> {
    let mut stored = None;
    for (offsets, counts) in
        [(Tag::StripOffsets, Tag::StripByteCounts), (Tag::TileOffsets, Tag::TileByteCounts)]
    {
        let offsets = decoder.find_tag_unsigned_vec::<u64>(offsets).map_err(explain(path))?;
        let counts = decoder.find_tag_unsigned_vec::<u64>(counts).map_err(explain(path))?;
        let (Some(offsets), Some(counts)) = (offsets, counts) else { continue };
        let end = offsets.iter().zip(&counts).map(|(offset, count)| offset.saturating_add(*count)).max();
        if end.is_some_and(|end| end > bytes) {
            let what = format!("pixels up to byte {}", end.unwrap_or(0));
            return Err(FormatError::Size { path: path.to_owned(), what, bytes });
        }
        stored = Some(counts.iter().fold(0, |all: u64, &count| all.saturating_add(count)));
    }
    // A page without byte counts may use the whole file.
    Ok(stored.unwrap_or(bytes).min(bytes))
}

fn decode(path: &Path, decoder: &mut Inner, page: Page) -> Result<Flat, FormatError> {
    let (area, samples) = (page.width * page.height, page.samples);
    let planar = decoder.find_tag_unsigned::<u16>(Tag::PlanarConfiguration).map_err(explain(path))?;
    let quick = match Strips::of(path, decoder, page)? {
        Some(strips) => strips.all(path, decoder)?,
        None => None,
    };
    let flat = match quick {
        Some(flat) => flat,
        None => {
            let mut buffer = DecodingResult::U8(Vec::new());
            decoder.read_image_to_buffer(&mut buffer).map_err(explain(path))?;
            flat(path, buffer)?
        }
    };
    if flat.len() != area * samples {
        let what = format!("it holds {} of the {} samples it claims", flat.len(), area * samples);
        return Err(FormatError::broken(path, "TIFF", what));
    }
    if samples == 1 || planar == Some(PlanarConfiguration::Planar.to_u16()) {
        return Ok(flat);
    }
    let mut planes = flat.every(0, samples);
    for sample in 1..samples {
        planes.append(flat.every(sample, samples));
    }
    Ok(planes)
}

fn flat(path: &Path, buffer: DecodingResult) -> Result<Flat, FormatError> {
    Ok(match buffer {
        DecodingResult::U8(values) => Flat::U8(values),
        DecodingResult::U16(values) => Flat::U16(values),
        DecodingResult::U32(values) => Flat::U32(values),
        DecodingResult::I8(values) => Flat::I8(values),
        DecodingResult::I16(values) => Flat::I16(values),
        DecodingResult::I32(values) => Flat::I32(values),
        DecodingResult::F16(values) => Flat::F32(values.into_iter().map(|value| value.to_f32()).collect()),
        DecodingResult::F32(values) => Flat::F32(values),
        DecodingResult::F64(values) => Flat::F64(values),
        DecodingResult::U64(_) | DecodingResult::I64(_) => {
            return Err(FormatError::unsupported(path, "64-bit integers", "convert it to 8, 16 or 32 bit"));
        }
    })
}

/// The TIFF crate's error in our words.
pub(super) fn explain(path: &Path) -> impl FnOnce(TiffError) -> FormatError {
    let path = path.to_owned();
    move |error| match error {
        TiffError::IoError(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            FormatError::broken(&path, "TIFF", "it ends too early; copy it again from its source")
        }
        TiffError::IoError(source) => FormatError::Io { doing: "read", path, source },
        TiffError::UnsupportedError(error) => {
            FormatError::unsupported(&path, error.to_string(), "save it again without compression")
        }
        other => FormatError::broken(&path, "TIFF", other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_described_as_people_say_it() {
        let page = |samples, pixel_type| Page { width: 5, height: 4, samples, pixel_type }.describe();
        assert_eq!(page(1, PixelType::Uint16), "5 × 4 px, 16-bit grey");
        assert_eq!(page(3, PixelType::Uint8), "5 × 4 px, 8-bit RGB");
        assert_eq!(page(1, PixelType::Float32), "5 × 4 px, 32-bit floating-point grey");
    }
}

use crate::pixels::Flat;
use crate::tiff::Page;
use crate::{FormatError, guard::guard};
use lca_pixels::PixelType;
use png::{BitDepth, ColorType, Decoder, DecodingError, Reader, Transformations};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// Largest image read, in bytes of pixels; deflate makes at most 1032 of one byte.
const MOST_BYTES: u64 = 4 << 30;

pub(crate) fn is_png(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("png"))
}

/// What a PNG is like, palettes as the colours they stand for.
pub(crate) fn header(path: &Path) -> Result<Page, FormatError> {
    guard(path, "PNG", || open(path).map(|(page, _)| page))
}

/// The pixels of a PNG, sample after sample.
pub(crate) fn read(path: &Path) -> Result<(Page, Flat), FormatError> {
    guard(path, "PNG", || {
        let (page, mut reader) = open(path)?;
        let size = reader.output_buffer_size().ok_or_else(|| size_error(path, &page, 0))?;
        let mut bytes = vec![0; size];
        reader.next_frame(&mut bytes).map_err(explain(path))?;
        let flat = match page.pixel_type {
            PixelType::Uint16 => {
                Flat::U16(bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect())
            }
            _ => Flat::U8(bytes),
        };
        let mut planes = flat.every(0, page.samples);
        for sample in 1..page.samples {
            planes.append(flat.every(sample, page.samples));
        }
        Ok((page, planes))
    })
}

fn open(path: &Path) -> Result<(Page, Reader<BufReader<File>>), FormatError> {
    let file = File::open(path).map_err(FormatError::io("read", path))?;
    let bytes = file.metadata().map_err(FormatError::io("read", path))?.len();
    let mut decoder = Decoder::new(BufReader::new(file));
    decoder.set_transformations(Transformations::EXPAND);
    let reader = decoder.read_info().map_err(explain(path))?;
    let (color, depth) = reader.output_color_type();
    let samples = match color {
        ColorType::Grayscale | ColorType::Indexed => 1,
        ColorType::GrayscaleAlpha => 2,
        ColorType::Rgb => 3,
        ColorType::Rgba => 4,
    };
    let pixel_type = if depth == BitDepth::Sixteen { PixelType::Uint16 } else { PixelType::Uint8 };
    let (width, height) = (reader.info().width as usize, reader.info().height as usize);
    let page = Page { width, height, samples, pixel_type };
    let needed = (width as u64).saturating_mul(height as u64).saturating_mul(samples as u64 * 2);
    if needed > bytes.saturating_mul(1100).saturating_mul(8).min(MOST_BYTES) {
        return Err(size_error(path, &page, bytes));
    }
    Ok((page, reader))
}

fn size_error(path: &Path, page: &Page, bytes: u64) -> FormatError {
    FormatError::Size { path: path.to_owned(), what: format!("an image of {}", page.describe()), bytes }
}

fn explain(path: &Path) -> impl FnOnce(DecodingError) -> FormatError {
    let path = path.to_owned();
    move |error| match error {
        DecodingError::IoError(source) if source.kind() != std::io::ErrorKind::UnexpectedEof => {
            FormatError::Io { doing: "read", path, source }
        }
        other => FormatError::broken(&path, "PNG", format!("{other}; copy it again from its source")),
    }
}

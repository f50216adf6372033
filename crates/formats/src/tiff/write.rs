use crate::FormatError;
use crate::pixels::Flat;
use lca_pixels::Pixels;
use std::fs::File;
use std::io::{BufWriter, Seek, Write};
use std::path::Path;
use tiff::encoder::{Compression, TiffEncoder, TiffKind, TiffKindBig, TiffKindStandard, colortype};
use tiff::tags::Tag;
use tiff::{TiffError, TiffResult};

/// Above this many bytes of pixels a classic TIFF's 32-bit offsets may not do.
pub(super) const CLASSIC: u64 = 3 << 30;

/// Writes pixels as a TIFF with one page per plane: the last two axes are `y, x`, all before them
/// are pages in row-major order. LZW compression; BigTIFF above 3 GiB.
///
/// # Errors
/// When there are no pixels, fewer than two axes, or the file cannot be written.
pub fn write_tiff(path: &Path, pixels: &Pixels) -> Result<(), FormatError> {
    let bytes = (pixels.shape().iter().product::<usize>() * 8) as u64;
    write_pages(path, bytes, None, [Ok(pixels)])
}

/// Writes the planes of many arrays one after the other; `description` goes to the first page.
pub(crate) fn write_pages<P: std::borrow::Borrow<Pixels>>(
    path: &Path,
    bytes: u64,
    description: Option<&str>,
    arrays: impl IntoIterator<Item = Result<P, FormatError>>,
) -> Result<(), FormatError> {
    let file = File::create(path).map_err(FormatError::io("write", path))?;
    let mut file = BufWriter::new(file);
    if bytes > CLASSIC {
        let encoder = TiffEncoder::<_, TiffKindBig>::new_generic(&mut file).map_err(explain(path))?;
        write_all(path, encoder, description, arrays)?;
    } else {
        let encoder = TiffEncoder::<_, TiffKindStandard>::new_generic(&mut file).map_err(explain(path))?;
        write_all(path, encoder, description, arrays)?;
    }
    file.flush().map_err(FormatError::io("write", path))
}

fn write_all<W: Write + Seek, K: TiffKind, P: std::borrow::Borrow<Pixels>>(
    path: &Path,
    encoder: TiffEncoder<W, K>,
    mut description: Option<&str>,
    arrays: impl IntoIterator<Item = Result<P, FormatError>>,
) -> Result<(), FormatError> {
    let mut encoder = encoder.with_compression(Compression::Lzw);
    for pixels in arrays {
        let pixels = pixels?;
        let pixels = pixels.borrow();
        let (height, width) = match pixels.shape() {
            [.., height, width] if *height > 0 && *width > 0 => (*height, *width),
            shape => {
                let what = format!("an image of shape {shape:?} has no plane of pixels");
                return Err(FormatError::Unwritable { path: path.to_owned(), what });
            }
        };
        let flat = Flat::of(pixels);
        for from in (0..flat.len()).step_by(height * width) {
            let plane = flat.slice(from, from + height * width);
            let Some(plane) = plane else { continue };
            write_plane(&mut encoder, &plane, width as u32, height as u32, description.take())
                .map_err(explain(path))?;
        }
    }
    Ok(())
}

fn write_plane<W: Write + Seek, K: TiffKind>(
    encoder: &mut TiffEncoder<W, K>,
    plane: &Flat,
    width: u32,
    height: u32,
    description: Option<&str>,
) -> TiffResult<()> {
    macro_rules! write {
        ($color:ty, $values:expr) => {{
            let mut image = encoder.new_image::<$color>(width, height)?;
            if let Some(text) = description {
                image.encoder().write_tag(Tag::ImageDescription, text)?;
            }
            image.write_data($values)
        }};
    }
    match plane {
        Flat::U8(values) => write!(colortype::Gray8, values),
        Flat::I8(values) => write!(colortype::GrayI8, values),
        Flat::U16(values) => write!(colortype::Gray16, values),
        Flat::I16(values) => write!(colortype::GrayI16, values),
        Flat::U32(values) => write!(colortype::Gray32, values),
        Flat::I32(values) => write!(colortype::GrayI32, values),
        Flat::F32(values) => write!(colortype::Gray32Float, values),
        Flat::F64(values) => write!(colortype::Gray64Float, values),
    }
}

pub(super) fn explain(path: &Path) -> impl FnOnce(TiffError) -> FormatError {
    let path = path.to_owned();
    move |error| match error {
        TiffError::IoError(source) => FormatError::Io { doing: "write", path, source },
        other => FormatError::Unwritable { path, what: other.to_string() },
    }
}

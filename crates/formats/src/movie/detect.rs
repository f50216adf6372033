use super::{Files, MovieReader, imagej, ome, series, stack};
use crate::FormatError;
use crate::tiff::TiffFile;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// What a file leaves open, for [`open_movie_with`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MovieOptions {
    /// Which image of an OME-TIFF of several, from 0.
    pub image: Option<usize>,
    /// What the pages of a plain multi-page TIFF are. Unless given they are time points in a file
    /// opened alone, and depths in the files of a folder.
    pub pages: Option<PageAxis>,
}

/// What follows each other in the pages of a TIFF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageAxis {
    /// Time points.
    Time,
    /// Depths.
    Depth,
    /// Channels.
    Channel,
}

/// Opens a movie or image, whatever it is: an OME-TIFF (of one or many files, or its
/// `.companion.ome`), an ImageJ or plain multi-page TIFF, a PNG, or a folder of TIFF or PNG frames
/// numbered without gaps, such as a sequence of the Cell Tracking Challenge. Colours become channels.
///
/// Only headers are read. Memory: a few words for each plane.
///
/// # Errors
/// When it is none of these, damaged, or its frames differ or are missing.
pub fn open_movie(path: &Path) -> Result<Box<dyn MovieReader>, FormatError> {
    open_movie_with(path, &MovieOptions::default())
}

/// [`open_movie`], told what the file leaves open.
///
/// # Errors
/// As [`open_movie`].
pub fn open_movie_with(path: &Path, options: &MovieOptions) -> Result<Box<dyn MovieReader>, FormatError> {
    let metadata = std::fs::metadata(path).map_err(FormatError::io("read", path))?;
    if metadata.is_dir() {
        return series::open(path, options.pages);
    }
    let mut head = Vec::new();
    let file = File::open(path).map_err(FormatError::io("read", path))?;
    file.take(1024).read_to_end(&mut head).map_err(FormatError::io("read", path))?;
    let movie = match head.as_slice() {
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => open_tiff(path, options)?,
        [0x89, b'P', b'N', b'G', ..] => {
            stack::open(Files::Png(vec![path.to_owned()]), options.pages.unwrap_or(PageAxis::Time))?
        }
        head if looks_like_ome(head) => ome::open(path, &ome::read_text(path)?, options.image)?,
        _ => {
            let what =
                "a movie is an OME-TIFF, a TIFF, a PNG, an OME-XML companion file or a folder of images";
            return Err(FormatError::Unknown { path: path.to_owned(), what: what.to_owned() });
        }
    };
    Ok(Box::new(movie))
}

fn looks_like_ome(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    text.contains("<OME") || text.contains(":OME")
}

fn open_tiff(path: &Path, options: &MovieOptions) -> Result<super::PlanarMovie, FormatError> {
    let description = TiffFile::open(path)?.description()?;
    let files = || Files::Tiff(crate::tiff::TiffPool::new(vec![path.to_owned()]));
    match description {
        Some(text) if looks_like_ome(text.as_bytes()) => ome::open(path, &text, options.image),
        Some(text) if options.pages.is_none() && imagej::is_imagej(&text) => imagej::open(files(), &text),
        _ => stack::open(files(), options.pages.unwrap_or(PageAxis::Time)),
    }
}

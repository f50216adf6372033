use super::{Files, PlanarMovie};
use crate::FormatError;
use crate::ome::{OmeImage, OmeMetadata, TiffData, arrange, parse};
use crate::tiff::{Page, TiffPool};
use lca_pixels::MovieMeta;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Opens the movie that OME-XML `text` in the file at `path` describes, its planes in that file and
/// in those it names, in the same folder.
pub(super) fn open(path: &Path, text: &str, image: Option<usize>) -> Result<PlanarMovie, FormatError> {
    let broken = |what: String| FormatError::broken(path, "OME-TIFF", format!("OME metadata: {what}"));
    match parse(text).map_err(broken)? {
        OmeMetadata::Elsewhere(name) => {
            let companion = beside(path, &name);
            let text = read_text(&companion)?;
            match parse(&text).map_err(|what| FormatError::broken(&companion, "OME-XML", what))? {
                OmeMetadata::Elsewhere(_) => {
                    Err(FormatError::broken(&companion, "OME-XML", "it points to yet another file"))
                }
                OmeMetadata::Here { uuid, images } => {
                    build(&companion, uuid, choose(&companion, images, image)?)
                }
            }
        }
        OmeMetadata::Here { uuid, images } => build(path, uuid, choose(path, images, image)?),
    }
}

/// Reads OME-XML that lies in a file of its own.
pub(super) fn read_text(path: &Path) -> Result<String, FormatError> {
    let bytes = std::fs::read(path).map_err(FormatError::io("read", path))?;
    String::from_utf8(bytes).map_err(|error| {
        let what = format!("it is not UTF-8 at byte {}", error.utf8_error().valid_up_to());
        FormatError::broken(path, "OME-XML", what)
    })
}

fn beside(path: &Path, name: &str) -> PathBuf {
    path.parent().unwrap_or_else(|| Path::new("")).join(name)
}

fn choose(path: &Path, mut images: Vec<OmeImage>, wanted: Option<usize>) -> Result<OmeImage, FormatError> {
    let (count, index) = (images.len(), wanted.unwrap_or(0));
    if wanted.is_none() && count > 1 || index >= count {
        let names: Vec<&str> = images.iter().map(|image| image.name.as_str()).collect();
        let what = format!(
            "it holds {count} images ({}); say which with `params = {{ image = 0 }}`",
            names.join(", ")
        );
        return Err(FormatError::Choose { path: path.to_owned(), what });
    }
    Ok(images.swap_remove(index))
}

/// The files an image lies in, each with its number of pages.
struct Parts<'a> {
    metadata: &'a Path,
    uuid: Option<String>,
    index: BTreeMap<PathBuf, usize>,
    paths: Vec<PathBuf>,
    pages: Vec<usize>,
}

impl Parts<'_> {
    fn find(&mut self, element: &TiffData) -> Result<(usize, usize), FormatError> {
        let itself = element.uuid.is_some() && element.uuid == self.uuid;
        let path = match &element.file {
            // A file renamed since it was written still knows its own identifier.
            Some(name) if !itself => beside(self.metadata, name),
            _ => self.metadata.to_owned(),
        };
        if let Some(&file) = self.index.get(&path) {
            return Ok((file, self.pages[file]));
        }
        let pages = crate::tiff::TiffFile::open(&path)?.count();
        self.index.insert(path.clone(), self.paths.len());
        self.paths.push(path);
        self.pages.push(pages);
        Ok((self.paths.len() - 1, pages))
    }
}

fn build(path: &Path, uuid: Option<String>, image: OmeImage) -> Result<PlanarMovie, FormatError> {
    let mut parts =
        Parts { metadata: path, uuid, index: BTreeMap::new(), paths: Vec::new(), pages: Vec::new() };
    let places = arrange(&image, |element| parts.find(element))?;
    let [frames, channels, depths, height, width] = image.shape;
    let mut planes = Vec::new();
    for t in 0..frames {
        for c in 0..channels {
            for z in 0..depths {
                let missing = || FormatError::MissingPlane { path: path.to_owned(), t, c, z };
                planes.push(*places.get(&[t, c, z]).ok_or_else(missing)?);
            }
        }
    }
    let files = Files::Tiff(TiffPool::new(parts.paths));
    let page = Page { width, height, samples: image.samples, pixel_type: image.pixel_type };
    check_first_pages(path, &files, &planes, &page)?;
    let meta = MovieMeta {
        shape: image.shape,
        pixel_type: image.pixel_type,
        pixel_size_um: image.pixel_size_um,
        frame_interval_s: image.interval_s,
        channels: image.channels,
    };
    Ok(PlanarMovie { meta, files, planes, page })
}

/// The pages must be what the metadata say: one of each file is looked at now, all when read.
fn check_first_pages(
    path: &Path,
    files: &Files,
    planes: &[super::PlaneAt],
    page: &Page,
) -> Result<(), FormatError> {
    let mut seen = vec![false; files.len()];
    for plane in planes {
        if std::mem::replace(&mut seen[plane.file], true) {
            continue;
        }
        let found = files.page(plane.file, plane.page)?;
        if found != *page {
            let what = format!(
                "its OME metadata speak of {}, but `{}` has {}",
                page.describe(),
                files.path(plane.file).display(),
                found.describe()
            );
            return Err(FormatError::broken(path, "OME-TIFF", what));
        }
    }
    Ok(())
}

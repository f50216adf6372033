use super::{Files, MovieReader, PageAxis, PlanarMovie, PlaneAt, stack};
use crate::FormatError;
use lca_pixels::MovieMeta;
use std::path::{Path, PathBuf};

/// The image files of a folder that are named alike but for a number, by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Numbered {
    /// Number and path of each, rising.
    pub(crate) files: Vec<(u64, PathBuf)>,
}

/// What comes before the last number of a file's name, the number's text, and what comes after.
fn split(name: &str) -> Option<(&str, &str, &str)> {
    let stem = name.rfind('.').unwrap_or(name.len());
    let end = name[..stem].rfind(|c: char| c.is_ascii_digit())? + 1;
    let begin = name[..end]
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |at| at + name[at..].chars().next().map_or(1, char::len_utf8));
    Some((&name[..begin], &name[begin..end], &name[end..]))
}

/// Lists the files of a folder whose names `wanted` accepts, sorted by their number.
///
/// # Errors
/// When the folder cannot be listed, or two series are mixed in it, or a number comes twice.
pub(crate) fn list_numbered(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<Numbered, FormatError> {
    let mut names = list(folder)?;
    names.retain(|name| wanted(name));
    names.sort_unstable();
    let mut files = Vec::new();
    let mut pattern: Option<(String, String)> = None;
    for name in &names {
        let (before, number, after) = match split(name) {
            Some(parts) => parts,
            None if names.len() == 1 => (name.as_str(), "0", ""),
            None => return Err(mixed_names(folder, &names[0], name)),
        };
        let (known_before, known_after) = pattern.get_or_insert((before.to_owned(), after.to_owned()));
        if known_before != before || known_after != after {
            return Err(mixed_names(folder, &names[0], name));
        }
        let number: u64 = number.parse().map_err(|_| FormatError::Unknown {
            path: folder.join(name),
            what: "its frame number is too large".to_owned(),
        })?;
        files.push((number, folder.join(name)));
    }
    files.sort_unstable();
    match files.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        Some(pair) => Err(FormatError::Duplicate {
            path: folder.to_owned(),
            what: "frame number",
            name: pair[0].0.to_string(),
        }),
        None => Ok(Numbered { files }),
    }
}

pub(crate) fn list(folder: &Path) -> Result<Vec<String>, FormatError> {
    let entries = std::fs::read_dir(folder).map_err(FormatError::io("list", folder))?;
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(FormatError::io("list", folder))?;
        // A name that is not UTF-8 is none of an image's that any format here knows.
        if let Ok(name) = entry.file_name().into_string() {
            names.push(name);
        }
    }
    Ok(names)
}

fn mixed_names(folder: &Path, one: &str, other: &str) -> FormatError {
    let what = format!(
        "it holds two series of images, of `{one}` and of `{other}`; put each into a folder of its own, or open one file"
    );
    FormatError::Choose { path: folder.to_owned(), what }
}

impl Numbered {
    /// Checks that no number is missing between the first and the last.
    ///
    /// # Errors
    /// [`FormatError::MissingFrame`] with the first that is.
    pub(crate) fn complete(self, folder: &Path) -> Result<Self, FormatError> {
        let gap = self.files.windows(2).find(|pair| pair[1].0 != pair[0].0 + 1);
        let Some([(number, path), _]) = gap else { return Ok(self) };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let frame = number + 1;
        let name = split(&name).map_or(name.clone(), |(before, digits, after)| {
            format!("{before}{frame:0width$}{after}", width = digits.len())
        });
        Err(FormatError::MissingFrame { path: folder.to_owned(), frame, name })
    }
}

/// Opens a folder of images, one frame each.
pub(crate) fn open(folder: &Path, pages: Option<PageAxis>) -> Result<Box<dyn MovieReader>, FormatError> {
    let kinds = [&[".tif", ".tiff"][..], &[".png"][..]];
    let is = |kind: &[&str], name: &str| {
        let name = name.to_ascii_lowercase();
        !name.starts_with('.') && kind.iter().any(|end| name.ends_with(end))
    };
    let names = list(folder)?;
    let [tiffs, pngs] = kinds.map(|kind| names.iter().find(|name| is(kind, name)));
    let kind = match (tiffs, pngs) {
        (Some(one), Some(other)) => return Err(mixed_names(folder, one, other)),
        (Some(_), None) => kinds[0],
        (None, Some(_)) => kinds[1],
        (None, None) => return Err(no_images(folder, &names)),
    };
    let numbered = list_numbered(folder, |name| is(kind, name))?.complete(folder)?;
    let files = Files::new(numbered.files.into_iter().map(|(_, path)| path).collect());
    frames(files, pages.unwrap_or(PageAxis::Depth)).map(|movie| Box::new(movie) as Box<dyn MovieReader>)
}

/// Opens one file of a folder of images as it would be read among the others: its pages are depths.
///
/// # Errors
/// When it is damaged, cut off, or no image.
pub fn open_frame(path: &Path) -> Result<Box<dyn MovieReader>, FormatError> {
    frames(Files::new(vec![path.to_owned()]), PageAxis::Depth)
        .map(|movie| Box::new(movie) as Box<dyn MovieReader>)
}

/// The number of a frame by its file's name: the last number in it. None where it has none, or is no image.
#[must_use]
pub fn frame_number(name: &str) -> Option<u64> {
    let lower = name.to_ascii_lowercase();
    let image = !lower.starts_with('.') && [".tif", ".tiff", ".png"].iter().any(|end| lower.ends_with(end));
    if image { split(name)?.1.parse().ok() } else { None }
}

fn no_images(folder: &Path, names: &[String]) -> FormatError {
    let sequence =
        names.iter().filter(|name| name.len() == 2 && name.bytes().all(|b| b.is_ascii_digit())).min();
    let what = match sequence {
        Some(name) => {
            format!("it holds no TIFF or PNG images itself; open one of its sequences, such as `{name}`")
        }
        None => "it holds no TIFF or PNG images".to_owned(),
    };
    FormatError::Unknown { path: folder.to_owned(), what }
}

/// A movie of one frame per file; every file's header is checked against the first.
fn frames(files: Files, pages: PageAxis) -> Result<PlanarMovie, FormatError> {
    let (page, count) = (files.page(0, 0)?, files.pages(0)?);
    for file in 1..files.len() {
        let (found, pages) = (files.page(file, 0)?, files.pages(file)?);
        if found != page {
            return Err(files.mixed(file, 0, &found, 0, &page));
        }
        if pages != count {
            let (path, what) = (files.path(file).to_owned(), "pages".to_owned());
            return Err(FormatError::Length { path, what, found: pages, expected: count });
        }
    }
    if pages == PageAxis::Time && count > 1 {
        let what = "each of its files has several pages, which cannot be time points; say depth or channel"
            .to_owned();
        return Err(FormatError::Choose { path: files.path(0).to_owned(), what });
    }
    let shape = stack::shape(pages, files.len(), count, &page);
    let mut planes = Vec::with_capacity(files.len() * count * page.samples);
    for file in 0..files.len() {
        stack::frame_planes(pages, count, page.samples, |page, sample| {
            planes.push(PlaneAt { file, page, sample })
        });
    }
    let meta = MovieMeta {
        shape,
        pixel_type: page.pixel_type,
        pixel_size_um: None,
        frame_interval_s: None,
        channels: stack::sample_names(pages, &page),
    };
    Ok(PlanarMovie { meta, files, planes, page })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_number_of_a_name_counts() {
        assert_eq!(split("t012.tif"), Some(("t", "012", ".tif")));
        assert_eq!(split("exp2_t7_ch.tif"), Some(("exp2_t", "7", "_ch.tif")));
        assert_eq!(split("12"), Some(("", "12", "")));
        assert_eq!(split("µ3.png"), Some(("µ", "3", ".png")));
        assert_eq!(split("raw.tif"), None);
    }
}

use crate::command::place::failed;
use crate::failure::Failure;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The images (TIFF, PNG) of a folder, by name.
pub(crate) fn images(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unread = |cause: &dyn std::fmt::Display| failed("cannot read the folder", folder, cause);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|cause| unread(&cause))? {
        let path = entry.map_err(|cause| unread(&cause))?.path();
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if matches!(ending.as_str(), "tif" | "tiff" | "png") && path.is_file() {
            found.push(path);
        }
    }
    if found.is_empty() {
        return Err(unread(&"there is no TIFF and no PNG in it"));
    }
    found.sort();
    Ok(found)
}

pub(crate) fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The number at the end of a file's name.
fn number(path: &Path) -> Option<u64> {
    let stem = stem(path);
    let digits = stem.len() - stem.bytes().rev().take_while(u8::is_ascii_digit).count();
    stem[digits..].parse().ok()
}

/// Pairs of files of two folders that belong together: by the same name, else by the same number at the end.
pub(crate) fn pairs(one: &Path, other: &Path) -> Result<Vec<(PathBuf, PathBuf)>, Failure> {
    let (left, right) = (images(one)?, images(other)?);
    let by_name: BTreeMap<String, &PathBuf> = right.iter().map(|path| (stem(path), path)).collect();
    let mut found: Vec<(PathBuf, PathBuf)> =
        left.iter().filter_map(|path| Some((path.clone(), (*by_name.get(&stem(path))?).clone()))).collect();
    if found.is_empty() {
        let mut by_number: BTreeMap<u64, Vec<&PathBuf>> = BTreeMap::new();
        for path in &right {
            by_number.entry(number(path).unwrap_or(u64::MAX)).or_default().push(path);
        }
        for path in &left {
            match number(path).and_then(|number| by_number.get(&number)).map(Vec::as_slice) {
                Some([only]) => found.push((path.clone(), (*only).clone())),
                Some([_, _, ..]) => {
                    let why = format!("several images of `{}` end in its number", other.display());
                    return Err(failed("cannot pair", path, &why));
                }
                _ => {}
            }
        }
    }
    if found.is_empty() {
        let why = format!("none of its images has the name or the number of one in `{}`", other.display());
        return Err(failed("cannot use", one, &why));
    }
    Ok(found)
}

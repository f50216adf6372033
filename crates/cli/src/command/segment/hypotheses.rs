use crate::command::place::failed;
use crate::failure::Failure;
use lca_formats::{write_label_tiff, write_table};
use lca_image::Hypotheses;
use lca_pixels::Labels;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What else the cells of a movie may be, frame by frame in any order.
pub(super) struct Kept(Mutex<Vec<Hypotheses>>);

impl Kept {
    pub(super) fn new(frames: usize) -> Self {
        Self(Mutex::new(vec![Hypotheses::default(); frames]))
    }

    pub(super) fn take(&self, t: usize, hypotheses: Hypotheses) {
        if let Some(slot) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get_mut(t) {
            *slot = hypotheses;
        }
    }

    pub(super) fn table(self) -> Result<lca_tables::DataFrame, Failure> {
        let frames = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        Hypotheses::table(&frames).map_err(|why| Failure::Use(why.to_string()))
    }
}

/// The folder for hypotheses beside label images, which is made.
pub(super) fn beside(out: &Path) -> Result<PathBuf, Failure> {
    let folder = out.join(FOLDER);
    std::fs::create_dir_all(&folder).map_err(|why| failed("cannot make the folder", &folder, &why))?;
    Ok(folder)
}

/// Takes hypotheses of an earlier run away, which are of other label images.
pub(super) fn forget(out: &Path) -> Result<(), Failure> {
    let folder = out.join(FOLDER);
    if !folder.is_dir() {
        return Ok(());
    }
    let unremoved = |why: std::io::Error| failed("cannot take away", &folder, &why);
    for entry in std::fs::read_dir(&folder).map_err(unremoved)? {
        let entry = entry.map_err(unremoved)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name == TABLE || (name.starts_with("part") && name.ends_with(".tif")) {
            std::fs::remove_file(entry.path()).map_err(unremoved)?;
        }
    }
    // What somebody else put there stays, and the folder with it.
    let _ = std::fs::remove_dir(&folder);
    Ok(())
}

/// Its name.
pub(crate) const FOLDER: &str = "hypotheses";

/// Its table.
pub(crate) const TABLE: &str = "hypotheses.csv";

/// The image of a frame's parts, beside `maskNNN.tif`.
pub(super) fn write_parts(folder: &Path, mask: &str, parts: &Labels) -> Result<(), Failure> {
    Ok(write_label_tiff(&folder.join(mask.replace("mask", "part")), parts)?)
}

pub(super) fn write(folder: &Path, kept: Kept) -> Result<(), Failure> {
    Ok(write_table(&folder.join(TABLE), &kept.table()?)?)
}

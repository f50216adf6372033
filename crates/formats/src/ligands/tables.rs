use super::sheet::Sheet;
use crate::FormatError;
use crate::guard::guard;
use crate::table::open_text;
use std::fs::File;
use std::io::{BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// No table of a database is larger; a packed one that claims to be is an attack.
const LARGEST: u64 = 1 << 28;

/// The tables of a database, in a folder or packed.
pub(super) struct Tables {
    path: PathBuf,
    archive: Option<ZipArchive<BufReader<File>>>,
}

impl Tables {
    pub(super) fn folder(path: &Path) -> Self {
        Self { path: path.to_owned(), archive: None }
    }

    pub(super) fn zip(path: &Path) -> Result<Self, FormatError> {
        let file = File::open(path).map_err(FormatError::io("read", path))?;
        let archive = guard(path, "zip", || {
            ZipArchive::new(BufReader::new(file)).map_err(|why| broken(path, &why.to_string()))
        })?;
        Ok(Self { path: path.to_owned(), archive: Some(archive) })
    }

    /// Whether there is a table of this name.
    pub(super) fn holds(&self, name: &str) -> bool {
        match &self.archive {
            Some(archive) => archive.index_for_name(name).is_some(),
            None => self.path.join(name).is_file(),
        }
    }

    /// Where a name lies, for messages.
    pub(super) fn place(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// A table that must be there.
    pub(super) fn need(&mut self, name: &str) -> Result<Sheet, FormatError> {
        if !self.holds(name) {
            let what = format!("`{name}` is missing");
            return Err(FormatError::broken(&self.path, "CellPhoneDB database", what));
        }
        let place = self.place(name);
        let Some(archive) = &mut self.archive else { return Sheet::read(&place, open_text(&place)?) };
        let path = &self.path;
        let bytes = guard(path, "zip", || {
            let entry = archive.by_name(name).map_err(|why| broken(path, &why.to_string()))?;
            let mut bytes = Vec::new();
            entry.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|why| broken(path, &why.to_string()))?;
            if bytes.len() as u64 > LARGEST {
                return Err(broken(path, &format!("`{name}` unpacks to more than {LARGEST} bytes")));
            }
            Ok(bytes)
        })?;
        Sheet::read(&place, Box::new(Cursor::new(bytes)))
    }

    /// A table that may be missing.
    pub(super) fn find(&mut self, name: &str) -> Result<Option<Sheet>, FormatError> {
        if self.holds(name) { self.need(name).map(Some) } else { Ok(None) }
    }
}

fn broken(path: &Path, why: &str) -> FormatError {
    FormatError::broken(path, "zip", format!("{why}; it is cut off or damaged, copy it again"))
}

use crate::error::Result;
use crate::{Atlas, StoreError};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

/// A file of an atlas as it lies on disk, for those who hand it on.
#[derive(Debug)]
pub struct RawFile {
    file: File,
    shown: String,
    /// Its length in bytes.
    pub size: u64,
    /// When it was last written, in ns since 1970; 0 where the system does not say.
    pub written_ns: u128,
}

impl Atlas {
    /// Opens a file by its path below the atlas' folder, with `/`. None where there is no such file, where the path
    /// leads out of the atlas, by its words or by a link, and where it is no plain file.
    ///
    /// # Errors
    /// When a file that is there cannot be read.
    pub fn raw_file(&self, path: &str) -> Result<Option<RawFile>> {
        let Some(place) = self.within(path) else { return Ok(None) };
        let shown = place.display().to_string();
        let failed = |cause: std::io::Error| StoreError::read(&shown, cause);
        // Looked at before it is opened: opening a pipe would wait for a writer.
        let Ok(meta) = std::fs::metadata(&place) else { return Ok(None) };
        if !meta.is_file() {
            return Ok(None);
        }
        let file = File::open(&place).map_err(failed)?;
        let meta = file.metadata().map_err(failed)?;
        let written = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let written_ns = written.map_or(0, |since| since.as_nanos());
        Ok(Some(RawFile { file, size: meta.len(), written_ns, shown }))
    }

    /// Where a path below the root truly lies; none when that is not below the root, or nowhere.
    fn within(&self, path: &str) -> Option<PathBuf> {
        let plain = |part: Component<'_>| matches!(part, Component::Normal(_));
        let foreign =
            path.contains(['\\', '\0']) || path.split('/').any(|part| matches!(part, "" | "." | ".."));
        if foreign || !Path::new(path).components().all(plain) {
            return None;
        }
        let root = self.path().canonicalize().ok()?;
        let place = root.join(path).canonicalize().ok()?;
        place.starts_with(&root).then_some(place)
    }
}

impl RawFile {
    /// Reads `length` bytes from `start` on; fewer where the file has become shorter.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&mut self, start: u64, length: usize) -> Result<Vec<u8>> {
        let failed = |cause: std::io::Error| StoreError::read(&self.shown, cause);
        self.file.seek(SeekFrom::Start(start)).map_err(failed)?;
        let mut bytes = Vec::with_capacity(length);
        (&self.file).take(length as u64).read_to_end(&mut bytes).map_err(failed)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_files_below_the_root_are_given() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("secret"), "s").unwrap();
        let atlas = Atlas::create(folder.path().join("a.zarr")).unwrap();
        let root = atlas.path().to_owned();
        std::fs::write(root.join("lca/x"), "0123456789").unwrap();
        let mut file = atlas.raw_file("lca/x").unwrap().unwrap();
        assert_eq!((file.size, file.read(3, 4).unwrap()), (10, b"3456".to_vec()));
        assert_eq!(file.read(8, 9).unwrap(), b"89");
        let bad = [
            "",
            "lca",
            "lca/",
            "/lca/x",
            "../secret",
            "lca/../../secret",
            "lca/./x",
            "lca//x",
            "lca/x\0",
            "lca\\x",
        ];
        for path in bad {
            assert!(atlas.raw_file(path).unwrap().is_none(), "{path:?}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.path().join("secret"), root.join("link")).unwrap();
            std::os::unix::fs::symlink(folder.path(), root.join("out")).unwrap();
            std::os::unix::fs::symlink(root.join("lca/x"), root.join("inside")).unwrap();
            assert!(
                atlas.raw_file("link").unwrap().is_none() && atlas.raw_file("out/secret").unwrap().is_none()
            );
            assert!(atlas.raw_file("inside").unwrap().is_some());
        }
    }
}

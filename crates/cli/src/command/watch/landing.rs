use crate::command::place::failed;
use crate::failure::Failure;
use lca_formats::frame_number;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// The frames of a folder and how far each has come.
pub(super) struct Landing {
    folder: PathBuf,
    settle: Duration,
    files: BTreeMap<u64, File>,
    changed: Instant,
}

struct File {
    path: PathBuf,
    size: u64,
    written: SystemTime,
    /// When it was first seen like this, or was last tried.
    since: Instant,
    taken: bool,
    fault: Option<String>,
}

/// A file that has not changed for a while.
pub(super) struct Landed {
    pub(super) number: u64,
    pub(super) path: PathBuf,
    pub(super) size: u64,
    pub(super) written: SystemTime,
}

impl Landing {
    pub(super) fn new(folder: &Path, settle_s: f64) -> Result<Self, Failure> {
        if !folder.is_dir() {
            return Err(failed(
                "cannot watch",
                folder,
                &"there is no such folder; make it before the microscope starts",
            ));
        }
        let settle = Duration::from_secs_f64(settle_s);
        Ok(Self { folder: folder.to_owned(), settle, files: BTreeMap::new(), changed: Instant::now() })
    }

    /// Looks at the folder; the files that are ready to be read, by number.
    pub(super) fn poll(&mut self) -> Result<Vec<Landed>, Failure> {
        let unreadable = |why: std::io::Error| failed("cannot list", &self.folder, &why);
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(&self.folder).map_err(unreadable)? {
            entries.push(entry.map_err(unreadable)?);
        }
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            // A file that is renamed between the two calls comes again under its new name.
            let (Some(number), Ok(about)) = (frame_number(&name), entry.metadata()) else { continue };
            let written = about.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            if about.is_file() {
                self.see(number, entry.path(), about.len(), written)?;
            }
        }
        let ready = |file: &File| !file.taken && file.size > 0 && file.since.elapsed() >= self.settle;
        let landed = |(number, file): (&u64, &File)| Landed {
            number: *number,
            path: file.path.clone(),
            size: file.size,
            written: file.written,
        };
        Ok(self.files.iter().filter(|(_, file)| ready(file)).map(landed).collect())
    }

    fn see(&mut self, number: u64, path: PathBuf, size: u64, written: SystemTime) -> Result<(), Failure> {
        match self.files.get_mut(&number) {
            Some(file) if file.path != path && file.path.exists() => {
                let why =
                    format!("`{}` and `{}` are both frame {number}", file.path.display(), path.display());
                return Err(failed("cannot watch", &self.folder, &why));
            }
            Some(file) if file.path == path && file.size == size && file.written == written => return Ok(()),
            _ => {}
        }
        let now = Instant::now();
        self.changed = now;
        // What was last written a while ago has waited already.
        let age = SystemTime::now().duration_since(written).unwrap_or_default().min(self.settle);
        let since = now.checked_sub(age).unwrap_or(now);
        self.files.insert(number, File { path, size, written, since, taken: false, fault: None });
        Ok(())
    }

    /// The frame was read.
    pub(super) fn taken(&mut self, number: u64) {
        if let Some(file) = self.files.get_mut(&number) {
            (file.taken, file.fault) = (true, None);
        }
    }

    /// The frame cannot be read yet, or never.
    pub(super) fn not_yet(&mut self, number: u64, why: String) {
        if let Some(file) = self.files.get_mut(&number) {
            (file.since, file.fault) = (Instant::now(), Some(why));
        }
    }

    /// How long nothing has changed in the folder.
    pub(super) fn quiet(&self) -> Duration {
        self.changed.elapsed()
    }

    /// The first file that was never read, and why.
    pub(super) fn broken(&self) -> Option<(&Path, String)> {
        let file = self.files.values().find(|file| !file.taken)?;
        let why = file.fault.clone().unwrap_or_else(|| "it is empty, or was still being written".to_owned());
        Some((&file.path, why))
    }
}

use crate::{Case, ConformanceError, Report};
use lca_core::Progress;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Runs every numbered folder of a suite, side by side; `run` gives a case's tags and its failure.
pub(crate) fn run(
    suite: &'static str,
    folder: &Path,
    progress: &dyn Progress,
    run: impl Fn(&Path, &str) -> (Vec<String>, Option<String>) + Sync,
) -> Result<Report, ConformanceError> {
    let folders = folders(folder)?;
    if folders.is_empty() {
        return Err(ConformanceError::Empty { suite, path: folder.to_owned() });
    }
    let (done, total) = (AtomicU64::new(0), folders.len() as u64);
    let each = |folder: &PathBuf| {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (tags, failure) = run(folder, &name);
        progress.at(done.fetch_add(1, Ordering::Relaxed) + 1, total)?;
        Ok(Case { name, tags, failure })
    };
    let cases: Result<Vec<Case>, ConformanceError> = folders.par_iter().map(each).collect();
    Ok(Report { suite, cases: cases? })
}

/// The folders whose names are numbers, sorted.
fn folders(root: &Path) -> Result<Vec<PathBuf>, ConformanceError> {
    let failed = |source| ConformanceError::Read { path: root.to_owned(), source };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

//! Problems and results as files.

mod first;
mod results;
mod second;
mod text;

pub use results::petab_results;

use crate::FormatError;
use lca_kinetics::petab::{Problem, Version};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The files of a problem in its version of PEtab, by name; the YAML file is `NAME.yaml`.
///
/// # Errors
/// When a text holds a tab or line break, or the version cannot say what the problem does.
pub fn petab_files(name: &str, problem: &Problem) -> Result<BTreeMap<String, Vec<u8>>, FormatError> {
    match problem.version {
        Version::V1 => first::files(name, problem),
        Version::V2 => second::files(name, problem),
    }
}

/// Writes a problem into a folder, which is made if need be, and returns the path of `NAME.yaml`.
///
/// # Errors
/// When a file cannot be written, and as [`petab_files`].
pub fn write_petab(folder: &Path, name: &str, problem: &Problem) -> Result<PathBuf, FormatError> {
    fs::create_dir_all(folder).map_err(FormatError::io("write", folder))?;
    for (file, bytes) in petab_files(name, problem)? {
        let path = folder.join(file);
        fs::write(&path, bytes).map_err(FormatError::io("write", &path))?;
    }
    Ok(folder.join(format!("{name}.yaml")))
}

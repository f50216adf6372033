//! PEtab 1.0 problems, read and written: a YAML file, an SBML model and tab-separated tables.

mod check;
mod columns;
mod read;
mod replace;
mod table;
mod write;
mod yaml;

pub use replace::read_petab_tables;

use crate::FormatError;
use lca_kinetics::petab::Problem;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Reads the problem that a PEtab YAML file describes, with the files it names beside it.
///
/// # Errors
/// When a file is missing, a column is missing, a number is none, or something refers to what is
/// not there, naming file and line.
pub fn read_petab(yaml: &Path) -> Result<Problem, FormatError> {
    let folder = yaml.parent().unwrap_or_else(|| Path::new(""));
    let name = yaml.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    read::problem(&name, folder, &|path| fs::read(path).map_err(FormatError::io("read", path)))
}

/// Reads a problem from files in memory, by name.
///
/// # Errors
/// As [`read_petab`].
pub fn parse_petab(yaml: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<Problem, FormatError> {
    read::problem(yaml, Path::new(""), &|path| {
        let found = path.to_str().and_then(|name| files.get(name));
        let missing = || std::io::Error::new(std::io::ErrorKind::NotFound, "it is not among the files");
        found.cloned().ok_or_else(|| FormatError::io("read", path)(missing()))
    })
}

/// The files of a problem, by name; the YAML file is `NAME.yaml`.
///
/// # Errors
/// When a text holds a tab or line break.
pub fn petab_files(name: &str, problem: &Problem) -> Result<BTreeMap<String, Vec<u8>>, FormatError> {
    write::files(name, problem)
}

/// Writes a problem into a folder, which is made if need be, and returns the path of `NAME.yaml`.
///
/// # Errors
/// When a file cannot be written or a text holds a tab or line break.
pub fn write_petab(folder: &Path, name: &str, problem: &Problem) -> Result<PathBuf, FormatError> {
    fs::create_dir_all(folder).map_err(FormatError::io("write", folder))?;
    for (file, bytes) in petab_files(name, problem)? {
        let path = folder.join(file);
        fs::write(&path, bytes).map_err(FormatError::io("write", &path))?;
    }
    Ok(folder.join(format!("{name}.yaml")))
}

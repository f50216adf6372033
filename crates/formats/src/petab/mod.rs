//! PEtab problems, versions 1.0 and 2.0, read, checked and written: a YAML file, an SBML model and
//! tab-separated tables.

mod beside;
mod cells;
mod check;
mod columns;
mod fault;
mod lint;
mod read;
mod table;
mod v1;
mod v2;
mod values;
mod write;
mod yaml;

pub use beside::{Measured, read_candidates, read_petab_tables};
pub use lint::{Finding, Severity, lint_petab};
pub use values::read_parameter_values;
pub use write::{petab_files, petab_results, write_petab};

use crate::FormatError;
use lca_kinetics::petab::Problem;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Reads the problem that a PEtab YAML file describes, with the files it names beside it.
///
/// # Errors
/// When a file is missing, a column is missing, a number is none, or something refers to what is
/// not there, naming file, line and column.
pub fn read_petab(yaml: &Path) -> Result<Problem, FormatError> {
    let (folder, name) = parts(yaml);
    read::problem(&name, folder, &load)
}

/// The files that [`read_petab`] reads, the YAML file first: as far as it comes, where something is wrong with them.
#[must_use]
pub fn petab_sources(yaml: &Path) -> Vec<PathBuf> {
    let (folder, name) = parts(yaml);
    let read = RefCell::new(Vec::new());
    let _ = read::problem(&name, folder, &|path| {
        read.borrow_mut().push(path.to_owned());
        load(path)
    });
    read.into_inner()
}

/// Folder and name of a YAML file.
fn parts(yaml: &Path) -> (&Path, String) {
    let folder = yaml.parent().unwrap_or_else(|| Path::new(""));
    (folder, yaml.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()))
}

fn load(path: &Path) -> Result<Vec<u8>, FormatError> {
    fs::read(path).map_err(FormatError::io("read", path))
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

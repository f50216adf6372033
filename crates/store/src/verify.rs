use crate::StoreError;
use crate::commit::{Current, Manifest, Record, is_stale};
use crate::disk::{Backing, FileSum};
use crate::error::Result;
use lca_core::{Digest, ElementKind, ElementPath, Hasher};
use rayon::prelude::*;
use std::fmt;
use std::path::Path;

/// What [`verify`] found.
#[derive(Debug, Default)]
pub struct VerifyReport {
    /// How many elements were checked.
    pub elements: usize,
    /// How many files were checked.
    pub files: usize,
    /// What is not as committed.
    pub problems: Vec<Problem>,
}

/// One thing that is not as it was committed.
#[derive(Debug)]
pub struct Problem {
    /// The element; none when it is the run log or the consolidated metadata.
    pub element: Option<ElementPath>,
    /// What is wrong, and where.
    pub error: StoreError,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.element {
            Some(element) => write!(f, "{element}: {}", self.error),
            None => self.error.fmt(f),
        }
    }
}

/// Compares every file of every current element with its checksum. Changes nothing.
///
/// # Errors
/// When there is no atlas, or its commit record cannot be read. What is wrong with elements is in
/// the report.
pub fn verify(path: impl AsRef<Path>) -> Result<VerifyReport> {
    let (backing, record) = load(path.as_ref())?;
    let mut report = VerifyReport { elements: record.elements.len(), ..Default::default() };
    for (element, current) in &record.elements {
        let problem = |error| Problem { element: Some(element.clone()), error };
        match Manifest::load(&backing, current) {
            Ok(manifest) => {
                report.files += manifest.files.len();
                let found = check(&backing, element, current, &manifest);
                report.problems.extend(found.into_iter().map(problem));
            }
            Err(error) => report.problems.push(problem(error)),
        }
    }
    let plain = |error| Problem { element: None, error };
    report.problems.extend(runs(&backing, &record).into_iter().map(plain));
    if is_stale(&backing, &record)? {
        let problem = "the consolidated metadata are behind the last commit".to_owned();
        let path = backing.shown("zarr.json");
        report.problems.push(plain(StoreError::Damaged { path, problem }));
    }
    Ok(report)
}

fn load(path: &Path) -> Result<(Backing, Record)> {
    let absent = || StoreError::Absent { path: path.to_owned() };
    if !path.is_dir() {
        return Err(absent());
    }
    let backing = Backing::local(path)?;
    let record = Record::load(&backing)?.ok_or_else(absent)?;
    Ok((backing, record))
}

fn check(
    backing: &Backing,
    element: &ElementPath,
    current: &Current,
    manifest: &Manifest,
) -> Vec<StoreError> {
    let names: Vec<&String> = manifest.files.keys().collect();
    let wrong = |name: &&String| manifest.check(backing, &current.folder, name).err();
    let mut problems: Vec<StoreError> = names.par_iter().filter_map(wrong).collect();
    match backing.list(&current.folder) {
        Ok(keys) => {
            let prefix = format!("{}/", current.folder);
            for (key, _) in keys {
                let name = key.strip_prefix(&prefix).unwrap_or(&key);
                // The labels of a movie lie beneath it and are elements of their own.
                let beneath = element.kind() == ElementKind::Movie && name.starts_with("labels/");
                if !beneath && !manifest.files.contains_key(name) {
                    let problem = "the file was never committed".to_owned();
                    problems.push(StoreError::Damaged { path: backing.shown(&key), problem });
                }
            }
        }
        Err(error) => problems.push(error),
    }
    problems
}

fn runs(backing: &Backing, record: &Record) -> Vec<StoreError> {
    let wrong = |run: &crate::commit::RunEntry| match backing.get(&run.file) {
        Ok(Some(bytes)) if FileSum::of(&bytes).blake3 == run.checksum => None,
        Ok(found) => {
            let problem =
                if found.is_some() { "the run record has changed" } else { "the run record is missing" };
            Some(StoreError::Damaged { path: backing.shown(&run.file), problem: problem.to_owned() })
        }
        Err(error) => Some(error),
    };
    record.runs.iter().filter_map(wrong).collect()
}

/// One hash of everything an atlas says: the names of its elements, and all their arrays, tables and
/// attributes. Not in it: run records (they tell times), commit numbers, and version numbers of
/// elements. Two atlases made by the same steps from the same data have the same digest.
///
/// # Errors
/// When there is no atlas, or a file is missing.
pub fn digest(path: impl AsRef<Path>) -> Result<Digest> {
    let (backing, record) = load(path.as_ref())?;
    let mut hasher = Hasher::new();
    for (element, current) in &record.elements {
        hasher.part(element.to_string().as_bytes());
        let manifest = Manifest::load(&backing, current)?;
        let names: Vec<&String> = manifest.files.keys().collect();
        let sum = |name: &&String| -> Result<FileSum> {
            Ok(FileSum::of(&backing.get_required(&format!("{}/{name}", current.folder))?))
        };
        let sums: Vec<FileSum> = names.par_iter().map(sum).collect::<Result<_>>()?;
        hasher.part(&(names.len() as u64).to_le_bytes());
        for (name, sum) in names.into_iter().zip(sums) {
            hasher.part(name.as_bytes()).part(sum.blake3.as_bytes());
        }
    }
    Ok(hasher.finish())
}

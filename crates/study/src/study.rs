use crate::error::StudyError;
use crate::file;
use crate::made::{self, table};
use crate::registry::{Job, Kind};
use lca_core::{Assay, Condition, Specimen, StepId, Subject};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A study that was read and checked: every name it uses exists, and its steps form a graph
/// without a cycle.
#[derive(Debug)]
pub struct Study {
    /// Where it was read from.
    pub path: PathBuf,
    /// Its short name.
    pub name: String,
    /// Title of its report.
    pub title: String,
    /// What it asks.
    pub description: Option<String>,
    /// Seed of every random choice.
    pub seed: u64,
    /// Persons, animals, cell lines.
    pub subjects: Vec<Subject>,
    /// What was taken from them.
    pub specimens: Vec<Specimen>,
    /// What was done to the cells.
    pub conditions: Vec<Condition>,
    /// What was measured.
    pub assays: Vec<AssayFiles>,
    /// The steps, each after those it takes from.
    pub(crate) steps: Vec<Node>,
}

/// An assay, what is known of its images, and its files.
#[derive(Debug, Clone)]
pub struct AssayFiles {
    /// The assay.
    pub assay: Assay,
    /// Size of a pixel along z, y, x in µm, where the study gives it.
    pub pixel_size_um: Option<[f64; 3]>,
    /// Time between frames in s, where the study gives it.
    pub frame_interval_s: Option<f64>,
    /// Names of the channels, where the study gives them.
    pub channels: Vec<String>,
    /// Its files by role.
    pub files: BTreeMap<String, DataFile>,
}

/// A file or folder of an assay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFile {
    /// As the study names it, relative to the data's root.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
}

/// One step, checked.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) id: StepId,
    pub(crate) kind: &'static Kind,
    pub(crate) job: Box<dyn Job>,
    /// Index into the study's assays, and the file it reads.
    pub(crate) reads: Option<(usize, DataFile)>,
    /// The assay of this step: its own, else the one all its inputs share.
    pub(crate) assay: Option<usize>,
    /// For each port in the kind's order, the indices of the steps it takes from.
    pub(crate) from: Vec<Vec<usize>>,
}

impl Study {
    /// Reads and checks a study, by its file or by the folder that holds its `study.toml`.
    ///
    /// # Errors
    /// [`StudyError::Place`] with file, line and column for anything wrong in the file, absent data
    /// files included; [`StudyError::File`] when it cannot be read, [`StudyError::NoFile`] when `path`
    /// is a folder without a `study.toml`.
    pub fn load(path: &Path) -> Result<Self, StudyError> {
        let inside = path.join("study.toml");
        let path = match path.is_dir() {
            true if inside.is_file() => &inside,
            true => return Err(StudyError::NoFile { path: path.to_owned() }),
            false => path,
        };
        let text = std::fs::read_to_string(path)
            .map_err(|cause| StudyError::File { path: path.to_owned(), cause })?;
        Ok(file::parse(path, &text)?)
    }

    /// A study of one step that brings one file into an atlas, without a registry of its own.
    ///
    /// # Errors
    /// [`StudyError::Place`] when the file is absent, or `name` is not an identifier.
    pub fn adding(file: &Path, kind: &str, name: &str, params: &toml::Table) -> Result<Self, StudyError> {
        let path =
            std::path::absolute(file).map_err(|cause| StudyError::File { path: file.to_owned(), cause })?;
        let (folder, last) = (path.parent().unwrap_or(&path), path.file_name().unwrap_or_default());
        let params = toml::Value::Table(params.clone());
        let step =
            table([("id", name.into()), ("kind", kind.into()), ("assay", name.into()), ("params", params)]);
        let files = [(name, Path::new(last))];
        let mut study = made::study(&folder.join("study.toml"), name, "live-imaging", &files, vec![step])?;
        study.steps.retain(|node| node.kind.name != crate::steps::REGISTRY);
        Ok(study)
    }

    /// Where its atlas lies unless told otherwise: beside the study, `NAME.zarr`.
    #[must_use]
    pub fn default_atlas(&self) -> PathBuf {
        self.path.with_file_name(format!("{}.zarr", self.name))
    }

    /// The condition applied in an assay; none: untreated.
    #[must_use]
    pub fn condition(&self, assay: &AssayFiles) -> Option<&Condition> {
        let id = assay.assay.condition.as_ref()?;
        self.conditions.iter().find(|condition| condition.id == *id)
    }

    /// A step and all that take from it, however far.
    ///
    /// # Errors
    /// [`StudyError::NoStep`] for a name that no step has.
    pub fn following(&self, step: &str) -> Result<Vec<String>, StudyError> {
        let first = self.steps.iter().position(|node| node.id.as_str() == step);
        let mut after = vec![false; self.steps.len()];
        let known = || self.steps.iter().map(|node| node.id.as_str()).collect::<Vec<_>>().join(", ");
        after[first.ok_or_else(|| StudyError::NoStep { step: step.to_owned(), known: known() })?] = true;
        // Each step comes after those it takes from.
        for (at, node) in self.steps.iter().enumerate() {
            after[at] |= node.from.iter().flatten().any(|&up| after[up]);
        }
        let all = self.steps.iter().zip(after).filter(|(_, after)| *after);
        Ok(all.map(|(node, _)| node.id.to_string()).collect())
    }

    /// Its steps in an order in which they can run: name, kind and memory bound.
    pub fn steps(&self) -> impl Iterator<Item = (&StepId, &'static Kind, String)> {
        self.steps.iter().map(|node| (&node.id, node.kind, node.job.memory()))
    }
}

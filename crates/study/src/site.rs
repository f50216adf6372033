use crate::step::What;
use crate::study::{AssayFiles, Node, Study};
use crate::{StepError, compose};
use lca_core::{Condition, ElementPath, StepId};
use lca_graph::Tracks;
use lca_store::Atlas;
use lca_tables::{AnnData, DataFrame};
use std::collections::BTreeMap;
use std::path::Path;

/// Where each step's elements lie, by what they are.
pub(crate) type Places = Vec<BTreeMap<What, ElementPath>>;

/// One step within its study and its atlas: what it takes from, and reading what those gave.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    pub(crate) study: &'a Study,
    pub(crate) atlas: &'a Atlas,
    pub(crate) places: &'a Places,
    pub(crate) at: usize,
}

impl<'a> Site<'a> {
    fn node(&self) -> &'a Node {
        &self.study.steps[self.at]
    }

    /// The step.
    #[must_use]
    pub fn id(&self) -> &'a StepId {
        &self.node().id
    }

    /// The study it is in.
    #[must_use]
    pub const fn study(&self) -> &'a Study {
        self.study
    }

    /// The atlas, for reading.
    #[must_use]
    pub const fn atlas(&self) -> &'a Atlas {
        self.atlas
    }

    /// The assay it belongs to: the one whose file it reads, else the one all its inputs share.
    #[must_use]
    pub fn assay(&self) -> Option<&'a AssayFiles> {
        self.node().assay.and_then(|at| self.study.assays.get(at))
    }

    /// The condition of its assay; none: untreated, or of no single assay.
    #[must_use]
    pub fn condition(&self) -> Option<&'a Condition> {
        self.study.condition(self.assay()?)
    }

    /// One of the step's parameters, defaults filled in; null when there is none of that name.
    #[must_use]
    pub fn param(&self, name: &str) -> serde_json::Value {
        let params = self.node().job.params().unwrap_or_default();
        params.get(name).cloned().unwrap_or_default()
    }

    /// The steps that a port takes from, in the order the study names them.
    #[must_use]
    pub fn many(&self, port: &str) -> Vec<Self> {
        let ports = self.node().kind.ports.iter().zip(&self.node().from);
        let ups = ports.filter(|(known, _)| known.name == port).flat_map(|(_, ups)| ups);
        ups.map(|&at| Self { at, ..*self }).collect()
    }

    /// The step that a port takes from.
    ///
    /// # Errors
    /// [`StepError::Unfit`] when it takes from none.
    pub fn one(&self, port: &str) -> Result<Self, StepError> {
        let missing =
            || StepError::unfit(format!("step `{}` has no input `{port}`", self.id()), "add it under `from`");
        self.many(port).into_iter().next().ok_or_else(missing)
    }

    /// All steps it takes from, whatever the port.
    #[must_use]
    pub fn inputs(&self) -> Vec<Self> {
        self.node().from.iter().flatten().map(|&at| Self { at, ..*self }).collect()
    }

    /// The files that were read by this step and by all it takes from, each once.
    #[must_use]
    pub fn sources(&self) -> Vec<&'a Path> {
        let (mut found, mut level) = (Vec::new(), vec![*self]);
        while !level.is_empty() {
            for (_, file) in level.iter().filter_map(|site| site.node().reads.as_ref()) {
                if !found.contains(&file.path.as_path()) {
                    found.push(file.path.as_path());
                }
            }
            level = level.iter().flat_map(Self::inputs).collect();
        }
        found
    }

    /// The nearest step, this one first, that gives `what`, going up through all inputs.
    #[must_use]
    pub fn nearest(&self, what: What) -> Option<Self> {
        let mut level = vec![*self];
        while !level.is_empty() {
            if let Some(found) = level.iter().find(|site| site.node().kind.gives.contains(&what)) {
                return Some(*found);
            }
            level = level.iter().flat_map(Self::inputs).collect();
        }
        None
    }

    /// Where the step's element of that sort lies.
    ///
    /// # Errors
    /// [`StepError::Unfit`] when its kind gives none.
    pub fn path(&self, what: What) -> Result<&'a ElementPath, StepError> {
        self.places[self.at].get(&what).ok_or_else(|| {
            StepError::unfit(
                format!("step `{}` gives no {what}", self.id()),
                "name another step under `from`",
            )
        })
    }

    /// Reads the step's table of objects, traces, lineage or any columns.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn frame(&self, what: What) -> Result<DataFrame, StepError> {
        Ok(self.atlas.read_frame(self.path(what)?)?)
    }

    /// Reads the step's tracks.
    ///
    /// # Errors
    /// When there are none, or they cannot be read.
    pub fn tracks(&self) -> Result<Tracks, StepError> {
        Ok(self.atlas.read_tracks(self.path(What::Tracks)?)?)
    }

    /// The annotated table as it stands after this step: its own part laid over those before it.
    ///
    /// # Errors
    /// When parts are missing or contradict each other.
    pub fn cells(&self) -> Result<AnnData, StepError> {
        compose::cells(&[*self])
    }

    /// Reads the files of the step's model, fit or prediction.
    ///
    /// # Errors
    /// When there are none, or they cannot be read.
    pub fn files(&self, what: What) -> Result<BTreeMap<String, Vec<u8>>, StepError> {
        Ok(self.atlas.read_files(self.path(what)?)?)
    }
}

use crate::{Context, Section, StepError, View};
use lca_core::{ElementKind, ElementPath, ElementPathError, StepId};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One kind of step: an analysis and its parameters. The implementing type holds the parameters,
/// each with a default; `study.toml` sets them under `params`. To add an analysis, implement this
/// in one file below `steps/` and add the type to the registry.
pub trait Step: Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static {
    /// Name of the kind in `study.toml`.
    const KIND: &'static str;
    /// Raised whenever the same input and parameters give another result.
    const VERSION: u32;
    /// What it does, in one sentence.
    const ABOUT: &'static str;
    /// What it takes from other steps.
    const PORTS: &'static [Port];
    /// What it makes; each is one element of the atlas.
    const GIVES: &'static [What];
    /// Whether it reads a file of an assay.
    const FILE: FileNeed = FileNeed::None;
    /// Whether it draws random numbers, so that the study's seed is part of its result.
    const RANDOM: bool = false;
    /// Whether the cells it gives are a table of their own, not to be laid over those it takes.
    const ANEW: bool = false;

    /// Those of [`Self::GIVES`] that it does not make with these parameters.
    fn withheld(&self) -> &'static [What] {
        &[]
    }

    /// The most memory it holds, in words a user can turn into bytes.
    fn memory(&self) -> String;

    /// Does the work, and writes each of [`Self::GIVES`] at the path the context gives it.
    ///
    /// # Errors
    /// When the input does not fit or a room refuses; nothing of the step is kept then.
    fn run(&self, context: &Context<'_>) -> Result<(), StepError>;

    /// What the report shows of its result.
    ///
    /// # Errors
    /// When the atlas cannot be read.
    fn report(&self, _view: &View<'_>) -> Result<Option<Section>, StepError> {
        Ok(None)
    }
}

/// Whether a kind of step reads a file of an assay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileNeed {
    /// It reads none.
    None,
    /// It may take one, which must then be named, and hashes it.
    May,
    /// It needs one, and hashes it, or all files of the folder it names.
    One,
    /// It needs one, and hashes it, or the TIFF and PNG images of the folder it names.
    Images,
    /// It needs one, and hashes it and the files that it names: PEtab's YAML.
    Petab,
}

/// One input of a kind of step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Port {
    /// Its name under `from`.
    pub name: &'static str,
    /// What it takes.
    pub what: What,
    /// How many steps it takes it from.
    pub count: Count,
}

/// How many steps a port takes its input from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Exactly one.
    One,
    /// One or more.
    Some,
    /// Any number.
    Any,
}

impl Port {
    /// A port that takes exactly one.
    pub(crate) const fn one(name: &'static str, what: What) -> Self {
        Self { name, what, count: Count::One }
    }

    /// A port that takes at least one.
    pub(crate) const fn some(name: &'static str, what: What) -> Self {
        Self { name, what, count: Count::Some }
    }

    /// A port that takes any number.
    pub(crate) const fn any(name: &'static str, what: What) -> Self {
        Self { name, what, count: Count::Any }
    }
}

/// What passes from step to step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// A movie.
    Movie,
    /// Labels of each frame of a movie.
    Labels,
    /// The finest parts that labels are made of.
    Parts,
    /// What else labelled objects may be: one row for each reading.
    Hypotheses,
    /// One row for each labelled object: frame, label, centre, shape, intensities.
    Objects,
    /// Tracks with their lineage.
    Tracks,
    /// One row for each cell and frame: its track and what was measured.
    Traces,
    /// One row for each cell that was tracked: its birth, end, parent and generation.
    Lineage,
    /// An annotated table of cells × genes, or what a step adds to one.
    Cells,
    /// A finished annotated table, as other software opens it.
    Table,
    /// A table of any columns.
    Frame,
    /// A model with its data, as SBML and PEtab.
    Problem,
    /// A fitted parameter vector for each start.
    Fit,
    /// Profile likelihoods.
    Profiles,
    /// Parameter vectors that explain the data.
    Ensemble,
    /// What the ensemble says of conditions or observables.
    Prediction,
    /// A prediction held against measurements.
    Comparison,
    /// Candidate experiments by how much they would tell.
    Design,
    /// Scores against truth.
    Scores,
    /// Subjects, specimens, assays, conditions.
    Subjects,
    /// Specimens.
    Specimens,
    /// Assays.
    Assays,
    /// Conditions.
    Conditions,
}

impl What {
    /// The folder its elements lie in.
    #[must_use]
    pub const fn folder(self) -> ElementKind {
        match self {
            Self::Movie => ElementKind::Movie,
            Self::Labels | Self::Parts => ElementKind::MovieLabels,
            Self::Objects | Self::Traces | Self::Frame | Self::Scores | Self::Hypotheses => {
                ElementKind::Observations
            }
            Self::Tracks => ElementKind::Tracks,
            Self::Cells => ElementKind::Part,
            Self::Table => ElementKind::Table,
            Self::Lineage | Self::Subjects | Self::Specimens | Self::Assays | Self::Conditions => {
                ElementKind::Registry
            }
            Self::Problem | Self::Fit | Self::Profiles | Self::Ensemble | Self::Prediction => {
                ElementKind::Model
            }
            Self::Comparison | Self::Design => ElementKind::Model,
        }
    }

    /// Where a step's element of this sort lies: named after the step, and where a step gives
    /// several in one folder, after the sort as well. Labels lie with the movie they label, their parts and readings are
    /// named after them.
    ///
    /// # Errors
    /// When labels have no movie.
    pub(crate) fn path(
        self,
        step: &StepId,
        gives: &[Self],
        movie: Option<&ElementPath>,
    ) -> Result<ElementPath, ElementPathError> {
        let movie = || movie.map(ElementPath::name).ok_or_else(|| ElementPathError::Name(step.to_string()));
        match self {
            Self::Labels => return ElementPath::movie_labels(movie()?, step.as_str()),
            Self::Parts => return ElementPath::movie_labels(movie()?, &format!("{step}.parts")),
            Self::Hypotheses => {
                return ElementPath::new(self.folder(), &format!("{}.{step}.hypotheses", movie()?));
            }
            _ => {}
        }
        let beside = |other: &&Self| **other != Self::Hypotheses && other.folder() == self.folder();
        let alone = gives.iter().filter(beside).count() < 2;
        let name = if alone { step.to_string() } else { format!("{step}.{self}") };
        ElementPath::new(self.folder(), &name)
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

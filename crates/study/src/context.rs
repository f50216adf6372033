use crate::StepError;
use crate::corrections::{Standing, apply};
use crate::observer::{Event, Observer};
use crate::ready::ReadyFrames;
use crate::record::Record;
use crate::site::Site;
use crate::step::What;
use lca_core::{Cancelled, Progress};
use lca_graph::Tracks;
use lca_pixels::Labels;
use lca_store::Transaction;
use lca_tables::{AnnData, Column, DataFrame};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// What a running step has: its place in the study, the transaction it writes to, its seed, and
/// whom to tell how far it is.
pub struct Context<'a> {
    pub(crate) site: Site<'a>,
    pub(crate) transaction: &'a Transaction,
    pub(crate) seed: u64,
    pub(crate) observer: &'a dyn Observer,
    pub(crate) values: Mutex<BTreeMap<String, Value>>,
    pub(crate) standing: &'a Standing,
    pub(crate) frames: Option<&'a dyn ReadyFrames>,
}

impl<'a> Deref for Context<'a> {
    type Target = Site<'a>;

    fn deref(&self) -> &Site<'a> {
        &self.site
    }
}

impl<'a> Context<'a> {
    /// Where to write.
    #[must_use]
    pub const fn transaction(&self) -> &'a Transaction {
        self.transaction
    }

    /// The seed of the step's random choices.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// What is known of a frame's objects before the study runs.
    pub(crate) fn ready_frame(&self, t: usize) -> Option<(Labels, DataFrame)> {
        self.frames.and_then(|frames| frames.frame(t))
    }

    /// The foreign file or folder it reads.
    ///
    /// # Errors
    /// [`StepError::Unfit`] when its kind reads none.
    pub fn file(&self) -> Result<&'a Path, StepError> {
        let missing = || StepError::unfit("this step reads no file", "name an `assay` and a `file`");
        self.file_if_named().ok_or_else(missing)
    }

    /// The foreign file it reads, where it names one.
    #[must_use]
    pub fn file_if_named(&self) -> Option<&'a Path> {
        let reads = self.site.study.steps[self.site.at].reads.as_ref();
        reads.map(|(_, file)| file.path.as_path())
    }

    /// Keeps one figure the step found, such as a score, in its record.
    ///
    /// # Errors
    /// When it is not a JSON value.
    pub fn value(&self, name: &str, value: impl Serialize) -> Result<(), StepError> {
        let value = serde_json::to_value(value)?;
        self.values.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), value);
        Ok(())
    }

    /// Writes a table of observations or of the registry.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_frame(&self, what: What, frame: &DataFrame) -> Result<(), StepError> {
        Ok(self.transaction.write_frame(self.path(what)?, frame)?)
    }

    /// Tracks as people corrected them, which is how they are to be counted and written.
    ///
    /// # Errors
    /// When a correction names cells that are not there.
    pub fn corrected(&self, tracks: Tracks) -> Result<Tracks, StepError> {
        let changes = self.standing.changes(self.path(What::Tracks)?);
        let help = "take that correction back, or run with the segmentation it was made on";
        apply::tracks(&changes, &tracks).map_err(|why| StepError::unfit(why, help))
    }

    /// States of cells as people named them, which is how they are to be counted; none where all names stand.
    ///
    /// # Errors
    /// When a column of the table cannot be replaced.
    pub fn renamed(&self, what: What, cells: &AnnData) -> Result<Option<AnnData>, StepError> {
        Ok(apply::states(&self.standing.changes(self.path(what)?), cells)?)
    }

    /// Writes an annotated table, or what the step adds to one, with states as people named them.
    ///
    /// # Errors
    /// When its parts contradict each other, or it cannot be written.
    pub fn write_cells(&self, what: What, cells: &AnnData) -> Result<(), StepError> {
        let renamed = self.renamed(what, cells)?;
        let cells = renamed.as_ref().unwrap_or(cells);
        cells.check()?;
        Ok(self.transaction.write_table(self.path(what)?, cells)?)
    }

    /// Writes a model, a fit or a prediction as files.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn write_files(&self, what: What, files: &BTreeMap<String, Vec<u8>>) -> Result<(), StepError> {
        Ok(self.transaction.write_files(self.path(what)?, files)?)
    }

    /// Writes one JSON document, as [`Site::json`] reads it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_json(&self, what: What, value: &impl Serialize) -> Result<(), StepError> {
        let bytes = serde_json::to_vec_pretty(value)?;
        self.write_files(what, &BTreeMap::from([(format!("{what}.json"), bytes)]))
    }

    /// Keeps scores: each as a figure of the record, all as a table of one row.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub fn scores(&self, scores: &[(&str, f64)]) -> Result<(), StepError> {
        let mut frame = DataFrame::with_rows(1);
        for (name, score) in scores {
            self.value(name, score)?;
            frame.set(name, Column::Float(vec![*score]))?;
        }
        self.write_frame(What::Scores, &frame)
    }
}

impl Site<'_> {
    /// Reads the document that [`Context::write_json`] wrote.
    ///
    /// # Errors
    /// When it is missing or not what it should be.
    pub fn json<T: DeserializeOwned>(&self, what: What) -> Result<T, StepError> {
        let files = self.files(what)?;
        let name = format!("{what}.json");
        let missing = || {
            StepError::unfit(
                format!("the {what} of step `{}` holds no {name}", self.id()),
                "run that step again",
            )
        };
        Ok(serde_json::from_slice(files.get(&name).ok_or_else(missing)?)?)
    }
}

impl Progress for Context<'_> {
    fn at(&self, done: u64, total: u64) -> Result<(), Cancelled> {
        self.observer.event(&Event::Progress { step: self.id().as_str(), done, total });
        if self.observer.cancelled() { Err(Cancelled) } else { Ok(()) }
    }
}

/// What the report of a step is made from: its place in the study and its record.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub(crate) site: Site<'a>,
    pub(crate) record: &'a Record,
}

impl<'a> Deref for View<'a> {
    type Target = Site<'a>;

    fn deref(&self) -> &Site<'a> {
        &self.site
    }
}

impl<'a> View<'a> {
    /// How it was run and what it found.
    #[must_use]
    pub const fn record(&self) -> &'a Record {
        self.record
    }

    /// One figure the step found, as a number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        self.record.values.get(name)?.as_f64()
    }
}

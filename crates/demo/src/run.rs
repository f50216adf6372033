use crate::score::{DemoScores, scores, section};
use crate::{DemoError, DemoOptions, files};
use lca_core::{Cancelled, Progress};
use lca_store::Atlas;
use lca_study::{Event, Observer, Options, Outcome, Study};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A virtual experiment that went through the whole circle.
#[derive(Debug, Clone, Serialize)]
pub struct DemoOutcome {
    /// Where everything lies.
    pub folder: PathBuf,
    /// The report.
    pub report: PathBuf,
    /// How each stage met the truth.
    pub scores: DemoScores,
    /// What the study did.
    pub study: Outcome,
    /// How long making the files took, in s.
    pub making_s: f64,
    /// How long scoring took, in s.
    pub scoring_s: f64,
}

/// Makes the experiment's files in `folder`, runs the study on them exactly as [`lca_study::run`] runs
/// anyone's, then scores every stage against the truth and adds the scores to the report.
///
/// # Errors
/// [`DemoError`] when an option makes no sense, a file cannot be written, or a step of the study fails.
pub fn run(
    options: &DemoOptions,
    folder: &Path,
    threads: Option<usize>,
    observer: &dyn Observer,
) -> Result<DemoOutcome, DemoError> {
    options.check()?;
    let begin = Instant::now();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build()?;
    observer.event(&Event::Started { step: MAKING, kind: "demo" });
    let experiment = pool.install(|| files::write(options, folder, &Told(observer)))?;
    let making_s = begin.elapsed().as_secs_f64();
    observer.event(&Event::Finished { step: MAKING, seconds: making_s });
    let study = Study::load(&folder.join("study.toml"))?;
    let outcome = lca_study::run(&study, &Options { threads, ..Options::default() }, observer)?;
    let begin = Instant::now();
    let atlas = Atlas::open(&outcome.atlas)?;
    let scores = pool.install(|| scores(options, &experiment, &atlas))?;
    let report = lca_study::report_with(&study, &outcome.atlas, &[section(&scores)])?;
    let path = folder.join("truth").join("scores.json");
    let text = serde_json::to_vec_pretty(&scores)?;
    std::fs::write(&path, text).map_err(DemoError::file("write", &path))?;
    let scoring_s = begin.elapsed().as_secs_f64();
    Ok(DemoOutcome { folder: folder.to_owned(), report, scores, study: outcome, making_s, scoring_s })
}

/// The name under which the making of the files is announced.
const MAKING: &str = "experiment";

struct Told<'a>(&'a dyn Observer);

impl Progress for Told<'_> {
    fn at(&self, done: u64, total: u64) -> Result<(), Cancelled> {
        self.0.event(&Event::Progress { step: MAKING, done, total });
        Ok(())
    }
}

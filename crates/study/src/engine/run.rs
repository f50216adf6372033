use super::key::{Keyed, keys};
use super::ready::{Logged, ready};
use super::redo::{Redo, checksums};
use super::schedule::schedule;
use super::{lost, report, rocrate, seed, time};
use crate::context::Context;
use crate::corrections::Standing;
use crate::observer::{Event, Observer};
use crate::ready::ReadyFrames;
use crate::record::{Input, Record};
use crate::site::{Places, Site};
use crate::step::What;
use crate::study::Study;
use crate::{StepError, StudyError};
use lca_core::ElementPath;
use lca_store::Atlas;
use rayon::ThreadPool;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// How to run a study.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The atlas to write; none: `NAME.zarr` beside the study.
    pub atlas: Option<PathBuf>,
    /// Threads to use; none: as many as there are.
    pub threads: Option<usize>,
    /// Seed in place of the study's own.
    pub seed: Option<u64>,
    /// Whether the atlas has a study of its own, to which this one only adds: its report and its
    /// title are left as they are.
    pub adding: bool,
    /// Steps to compute though their key is known, as after damage to what they made. What depends on
    /// them follows where their result changes.
    pub redo: Vec<String>,
}

/// What a run did.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// The atlas.
    pub atlas: PathBuf,
    /// The report; none when the run only added to an atlas.
    pub report: Option<PathBuf>,
    /// Each step.
    pub steps: Vec<StepOutcome>,
    /// How long all took.
    pub seconds: f64,
}

/// What a run did about one step.
#[derive(Debug, Clone, Serialize)]
pub struct StepOutcome {
    /// The step.
    pub step: String,
    /// Its kind.
    pub kind: &'static str,
    /// Whether it was computed now; else it was up to date.
    pub computed: bool,
    /// How long it took; 0 when it was up to date.
    pub seconds: f64,
    /// Figures it found.
    pub values: BTreeMap<String, Value>,
}

/// What a run would do about one step.
#[derive(Debug, Clone, Serialize)]
pub struct Planned {
    /// The step.
    pub step: String,
    /// Its kind.
    pub kind: &'static str,
    /// Whether nothing needs to be done.
    pub up_to_date: bool,
    /// The most memory it holds, in words.
    pub memory: String,
    /// The key of its result.
    pub key: String,
}

/// Says what [`run`] would do, and changes nothing.
///
/// # Errors
/// As [`run`], where files or the atlas cannot be read, or a step to be done anew does not exist.
pub fn plan(study: &Study, options: &Options) -> Result<Vec<Planned>, StudyError> {
    let places = places(study)?;
    let seed = options.seed.unwrap_or(study.seed);
    let (keys, ready) = match Atlas::open(options.atlas.clone().unwrap_or_else(|| study.default_atlas())) {
        Ok(atlas) => {
            let keys = keys(study, &places, seed, &Standing::of(&atlas)?)?;
            let ready = ready(study, &keys, &atlas)?;
            (keys, ready)
        }
        Err(lca_store::StoreError::Absent { .. }) => {
            let keys = keys(study, &places, seed, &Standing::default())?;
            let ready = vec![false; keys.len()];
            (keys, ready)
        }
        Err(error) => return Err(error.into()),
    };
    let ready = Redo::new(study, &places, ready, &options.redo)?.up_to_date();
    let planned = |((node, keyed), up_to_date): ((&crate::study::Node, &Keyed), bool)| Planned {
        step: node.id.to_string(),
        kind: node.kind.name,
        up_to_date,
        memory: node.job.memory(),
        key: keyed.key.to_string(),
    };
    Ok(study.steps.iter().zip(&keys).zip(ready).map(planned).collect())
}

/// Runs a study: every step that is not up to date, each in one transaction of the atlas, so that a
/// run that is killed loses no finished step; then writes the report beside the atlas.
///
/// # Errors
/// [`StudyError`] with the first step that failed; the others that had begun are finished and kept.
pub fn run(study: &Study, options: &Options, observer: &dyn Observer) -> Result<Outcome, StudyError> {
    run_with(study, options, observer, None)
}

/// [`run`], with frames whose objects are known already.
///
/// # Errors
/// As [`run`].
pub fn run_with(
    study: &Study,
    options: &Options,
    observer: &dyn Observer,
    frames: Option<&dyn ReadyFrames>,
) -> Result<Outcome, StudyError> {
    let start = Instant::now();
    let seed = options.seed.unwrap_or(study.seed);
    let places = places(study)?;
    let atlas = Atlas::open_or_create(options.atlas.clone().unwrap_or_else(|| study.default_atlas()))?;
    let standing = Standing::of(&atlas)?;
    let keys = keys(study, &places, seed, &standing)?;
    let redo = Redo::new(study, &places, ready(study, &keys, &atlas)?, &options.redo)?;
    let ready = redo.untouched();
    let names: Vec<(String, bool)> =
        study.steps.iter().zip(&ready).map(|(node, ready)| (node.id.to_string(), *ready)).collect();
    observer.event(&Event::Planned { steps: &names });
    let pool = pool(options.threads)?;
    let runner = Runner {
        study,
        atlas: &atlas,
        places: &places,
        keys: &keys,
        seed,
        observer,
        pool: &pool,
        redo: &redo,
        standing: &standing,
        frames,
    };
    let from: Vec<Vec<usize>> = study.steps.iter().map(|node| node.from.concat()).collect();
    let seconds = Mutex::new(vec![None; keys.len()]);
    let failures = schedule(&from, &ready, pool.current_num_threads(), |step| {
        if redo.must(step) {
            let took = runner.step(step)?;
            seconds.lock().unwrap_or_else(PoisonError::into_inner)[step] = Some(took);
        }
        Ok(())
    });
    if let Some((_, error)) = failures.into_iter().next() {
        return Err(error);
    }
    let records = super::ready::logged(&atlas)?;
    rocrate::write(study, &atlas, &records, options.adding)?;
    let report = match options.adding {
        true => None,
        false => Some(pool.install(|| report::write(study, &atlas, &places, &records, &[]))?),
    };
    let seconds = seconds.into_inner().unwrap_or_else(PoisonError::into_inner);
    let step = |(at, node): (usize, &crate::study::Node)| StepOutcome {
        step: node.id.to_string(),
        kind: node.kind.name,
        computed: seconds[at].is_some(),
        seconds: seconds[at].unwrap_or(0.0),
        values: records.get(node.id.as_str()).map(|logged| logged.record.values.clone()).unwrap_or_default(),
    };
    let steps = study.steps.iter().enumerate().map(step).collect();
    Ok(Outcome { atlas: atlas.path().to_owned(), report, steps, seconds: start.elapsed().as_secs_f64() })
}

fn pool(threads: Option<usize>) -> Result<ThreadPool, StudyError> {
    let wanted = threads.unwrap_or(0);
    // A thread that waits inside one step may take up work of another one: deep stacks.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(wanted).stack_size(16 << 20).build();
    pool.map_err(|cause| StudyError::Threads { threads: wanted, cause: cause.to_string() })
}

/// Where every step's elements lie.
pub(crate) fn places(study: &Study) -> Result<Places, StudyError> {
    let mut places: Places = Vec::with_capacity(study.steps.len());
    for node in &study.steps {
        let movie = node.from.iter().flatten().find_map(|&up| movie(&places[up]));
        let place = |what: &What| Ok((*what, what.path(&node.id, node.kind.gives, movie.as_ref())?));
        let made = node.kind.gives.iter().filter(|what| !node.job.withheld().contains(what));
        let mine = made.map(place).collect::<Result<_, StepError>>();
        places.push(mine.map_err(|cause| failed(node, cause))?);
    }
    Ok(places)
}

/// The movie that a step's elements belong to.
fn movie(places: &BTreeMap<What, ElementPath>) -> Option<ElementPath> {
    places.get(&What::Movie).cloned().or_else(|| places.get(&What::Labels)?.movie())
}

fn failed(node: &crate::study::Node, cause: StepError) -> StudyError {
    StudyError::Step { step: node.id.to_string(), kind: node.kind.name.to_owned(), cause }
}

/// All that computing a step needs.
struct Runner<'a> {
    study: &'a Study,
    atlas: &'a Atlas,
    places: &'a Places,
    keys: &'a [Keyed],
    seed: u64,
    observer: &'a dyn Observer,
    pool: &'a ThreadPool,
    redo: &'a Redo,
    standing: &'a Standing,
    frames: Option<&'a dyn ReadyFrames>,
}

impl Runner<'_> {
    /// Computes one step and commits it; returns how many seconds it took.
    fn step(&self, at: usize) -> Result<f64, StudyError> {
        if self.observer.cancelled() {
            return Err(StudyError::Cancelled);
        }
        let node = &self.study.steps[at];
        let (start, started) = (Instant::now(), time::now());
        let before = checksums(self.atlas, &self.places[at]);
        self.observer.event(&Event::Started { step: node.id.as_str(), kind: node.kind.name });
        let done = self.compute(at).and_then(|(transaction, record)| {
            let logged = Logged { record, started, ended: time::now() };
            // Outside the pool: a thread that waits in the pool could take up another step's work
            // while it holds the atlas.
            transaction.commit(self.keys[at].key.as_str(), &serde_json::to_value(logged)?)?;
            Ok(())
        });
        let seconds = start.elapsed().as_secs_f64();
        let step = node.id.as_str();
        match done {
            Ok(()) => {
                self.redo.done(at, checksums(self.atlas, &self.places[at]) != before);
                self.observer.event(&Event::Finished { step, seconds });
            }
            // Each room says in its own words that it was stopped.
            Err(_) if self.observer.cancelled() => {
                self.observer.event(&Event::Failed { step, message: "stopped on request" });
                return Err(StudyError::Cancelled);
            }
            Err(cause) => {
                let error = failed(node, lost::lost(self.study, self.atlas, self.places, cause));
                self.observer.event(&Event::Failed { step, message: &error.to_string() });
                return Err(error);
            }
        }
        Ok(seconds)
    }

    fn compute(&self, at: usize) -> Result<(lca_store::Transaction, Record), StepError> {
        let transaction = self.atlas.begin()?;
        let site = Site { study: self.study, atlas: self.atlas, places: self.places, at };
        let context = Context {
            site,
            transaction: &transaction,
            seed: self.seed,
            observer: self.observer,
            values: Mutex::default(),
            standing: self.standing,
            frames: self.frames,
        };
        self.standing.fit(&self.record(at, BTreeMap::new()))?;
        let job = &self.study.steps[at].job;
        let ran = catch_unwind(AssertUnwindSafe(|| self.pool.install(|| job.run(&context))));
        ran.map_err(|panic| StepError::Defect(message(&*panic)))??;
        let values = context.values.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok((transaction, self.record(at, values)))
    }

    fn record(&self, at: usize, values: BTreeMap<String, Value>) -> Record {
        let (node, keyed) = (&self.study.steps[at], &self.keys[at]);
        let input =
            |&up: &usize| Input { step: self.study.steps[up].id.clone(), key: self.keys[up].key.clone() };
        let inputs = node.kind.ports.iter().zip(&node.from);
        let assay = node.assay.and_then(|at| self.study.assays.get(at));
        let (seed, params) = match node.kind.random {
            true => seed::told(&keyed.params, self.seed),
            false => (self.seed, keyed.params.clone()),
        };
        Record {
            step: node.id.clone(),
            kind: node.kind.name.to_owned(),
            version: node.kind.version,
            key: keyed.key.clone(),
            params,
            seed: node.kind.random.then_some(seed),
            assay: assay.map(|one| one.assay.id.to_string()),
            inputs: inputs
                .map(|(port, ups)| (port.name.to_owned(), ups.iter().map(input).collect()))
                .collect(),
            files: keyed.files.clone(),
            outputs: self.places[at].clone(),
            values,
            corrections: self.places[at].values().flat_map(|one| self.standing.changes(one)).collect(),
            software: concat!("lca ", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

/// What a panic said.
fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

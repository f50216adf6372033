use super::Volume;
use crate::answer::Refusal;
use crate::api::{News, Progress, RunState, StepProgress, StepState};
use axum::http::StatusCode;
use lca_study::{Event, Observer, Options, Study, StudyError};
use serde_json::json;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// News of a step's progress come no more often than this.
const OFTEN: Duration = Duration::from_millis(100);

/// The run of a study that is going on, or was last.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    latest: Mutex<Option<Progress>>,
    ended: Condvar,
    cancel: AtomicBool,
}

impl Runs {
    fn latest(&self) -> MutexGuard<'_, Option<Progress>> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far the run is that is going on, or how the last one ended; none when there was none here.
    pub(crate) fn progress(&self) -> Option<Progress> {
        self.latest().clone()
    }

    fn is_running(&self) -> bool {
        self.latest().as_ref().is_some_and(|one| one.state == RunState::Running)
    }

    /// Asks the run that is going on to stop; whether there is one.
    pub(crate) fn cancel(&self) -> bool {
        let running = self.is_running();
        self.cancel.store(running, Ordering::Relaxed);
        running
    }

    /// Waits until nothing runs, but no longer than this.
    pub(crate) fn wait(&self, most: Duration) {
        let running =
            |one: &mut Option<Progress>| one.as_ref().is_some_and(|one| one.state == RunState::Running);
        drop(self.ended.wait_timeout_while(self.latest(), most, running));
    }
}

/// Begins to run the study of an atlas, in a thread of its own.
pub(crate) fn start(volume: &Arc<Volume>, redo: &[String], from: Option<&str>) -> Result<Progress, Refusal> {
    let path = volume.study.clone().ok_or_else(|| {
        let help = "start the server with `--study STUDY.toml`";
        Refusal::absent("the server was given no study for this atlas", volume.id.clone(), help)
    })?;
    let study = load(&path)?;
    let mut redo = redo.to_vec();
    if let Some(step) = from {
        redo.extend(study.following(step)?);
    }
    if let Some(step) = redo.iter().find(|step| study.steps().all(|(id, ..)| id.as_str() != **step)) {
        let known: Vec<String> = study.steps().map(|(id, ..)| id.to_string()).collect();
        let help = format!("there are: {}", known.join(", "));
        return Err(Refusal::unfit(format!("there is no step `{step}` in the study"), "steps", help));
    }
    let mut latest = volume.runs.latest();
    if latest.as_ref().is_some_and(|one| one.state == RunState::Running) {
        let what = "the study is being run";
        return Err(Refusal::new(
            StatusCode::CONFLICT,
            what,
            volume.id.clone(),
            "wait for its end, or cancel it",
        ));
    }
    volume.runs.cancel.store(false, Ordering::Relaxed);
    let begun = latest.insert(Progress::begun()).clone();
    drop(latest);
    volume.tell("run", &json!({ "state": RunState::Running }));
    let (mine, options) =
        (Arc::clone(volume), Options { atlas: Some(volume.path.clone()), redo, ..Options::default() });
    let run = move || {
        let watcher = Watcher { volume: &mine, told: Mutex::new(Instant::now()) };
        let outcome = lca_study::run(&study, &options, &watcher);
        watcher.end(outcome.map(|_| ()));
    };
    match std::thread::Builder::new().name("study".into()).spawn(run) {
        Ok(_) => Ok(begun),
        Err(cause) => {
            *volume.runs.latest() = None;
            Err(Refusal::defect(&format!("no thread for the run: {cause}")))
        }
    }
}

fn load(path: &Path) -> Result<Study, Refusal> {
    Study::load(path).map_err(|why| {
        let what = format!("the study cannot be read: {why}");
        Refusal::new(
            StatusCode::CONFLICT,
            what,
            path.display().to_string(),
            "correct the file, then run it again",
        )
    })
}

/// Keeps how far a run is, and tells those who listen.
struct Watcher<'a> {
    volume: &'a Arc<Volume>,
    /// When progress was told last.
    told: Mutex<Instant>,
}

impl Watcher<'_> {
    /// Changes what is known of a step, and tells it.
    fn step(&self, id: &str, change: impl FnOnce(&mut StepProgress)) {
        let mut latest = self.volume.runs.latest();
        let Some(run) = latest.as_mut() else { return };
        let Some(step) = run.steps.iter_mut().find(|step| step.id == id) else { return };
        change(step);
        let step = step.clone();
        drop(latest);
        self.volume.tell("step", &step);
    }

    /// Whether it is time to tell of progress again.
    fn is_time(&self, finished: bool) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let is_time = finished || told.elapsed() >= OFTEN;
        if is_time {
            *told = Instant::now();
        }
        is_time
    }

    fn end(&self, outcome: Result<(), StudyError>) {
        let (state, message) = match outcome {
            Ok(()) => (RunState::Done, None),
            Err(StudyError::Cancelled) => (RunState::Cancelled, None),
            Err(why) => (RunState::Failed, Some(why.to_string())),
        };
        if let Some(run) = self.volume.runs.latest().as_mut() {
            run.end(state, message.clone());
        }
        self.volume.runs.ended.notify_all();
        self.volume.tell("run", &json!({ "state": state, "message": message }));
    }
}

impl Observer for Watcher<'_> {
    fn event(&self, event: &Event<'_>) {
        match event {
            Event::Planned { steps } => {
                if let Some(run) = self.volume.runs.latest().as_mut() {
                    run.steps = steps.iter().map(|(id, ready)| StepProgress::planned(id, *ready)).collect();
                }
            }
            Event::Started { step, .. } => self.step(step, |one| one.state = StepState::Running),
            Event::Progress { step, done, total } => {
                if self.is_time(done == total) {
                    self.step(step, |one| (one.done, one.total) = (*done, *total));
                }
            }
            Event::Finished { step, seconds } => self.step(step, |one| {
                (one.state, one.seconds) = (StepState::Done, Some(*seconds));
                one.done = one.total;
            }),
            Event::Failed { step, message } => self.step(step, |one| {
                let cancelled = self.cancelled();
                one.state = if cancelled { StepState::Cancelled } else { StepState::Failed };
                one.message = Some((*message).to_owned());
            }),
        }
    }

    fn cancelled(&self) -> bool {
        self.volume.runs.cancel.load(Ordering::Relaxed)
    }
}

impl Volume {
    /// Tells those who listen.
    pub(crate) fn tell(&self, name: &'static str, data: &impl serde::Serialize) {
        // Nobody may be listening.
        let _ = self.news.send(News::new(name, data));
    }
}

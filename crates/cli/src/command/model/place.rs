//! Folders of results, threads, and processor time.

use crate::failure::Failure;
use lca_kinetics::petab::Scale;
use lca_report::Figure;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A folder of results, which is made if need be.
pub(super) fn folder(path: &Path) -> Result<PathBuf, Failure> {
    std::fs::create_dir_all(path).map_err(|cause| failed("cannot make the folder", path, &cause))?;
    Ok(path.to_owned())
}

pub(super) fn write(folder: &Path, name: &str, text: &str) -> Result<(), Failure> {
    let path = folder.join(name);
    std::fs::write(&path, text).map_err(|cause| failed("cannot write", &path, &cause))
}

pub(super) fn draw(folder: &Path, name: &str, figure: &Figure) -> Result<(), Failure> {
    write(folder, name, &figure.svg().standalone())
}

pub(super) fn failed(what: &'static str, path: &Path, why: &dyn std::fmt::Display) -> Failure {
    Failure::File { what, path: path.display().to_string(), why: why.to_string() }
}

/// Runs something with so many threads.
pub(super) fn with_threads<T: Send>(
    threads: Option<u16>,
    run: impl FnOnce() -> Result<T, Failure> + Send,
) -> Result<T, Failure> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.map_or(0, usize::from)).build();
    pool.map_err(|cause| Failure::Use(format!("--threads: {cause}")))?.install(run)
}

/// Processor time of the calling thread, in seconds; elapsed time where the system does not tell it.
#[derive(Debug)]
pub(super) struct Clock {
    began: Instant,
    at: Option<f64>,
}

impl Clock {
    pub(super) fn start() -> Self {
        Self { began: Instant::now(), at: thread_seconds() }
    }

    pub(super) fn seconds(&self) -> f64 {
        match (self.at, thread_seconds()) {
            (Some(from), Some(to)) => to - from,
            _ => self.began.elapsed().as_secs_f64(),
        }
    }
}

fn thread_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split_whitespace().next()?.parse::<f64>().ok()? * 1e-9)
}

/// The name of an axis for values on linear scale.
pub(super) fn is_log(scale: Scale) -> bool {
    scale != Scale::Lin
}

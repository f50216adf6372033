//! Folders of results, numbers and counts as text, threads, and processor time.

use crate::failure::Failure;
use lca_kinetics::petab::Scale;
use lca_report::Figure;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A folder of results, which is made if need be. It is written to here already, so that hours of work
/// do not end at a folder that nobody may write to.
pub(super) fn folder(path: &Path) -> Result<PathBuf, Failure> {
    std::fs::create_dir_all(path).map_err(|cause| failed("cannot make the folder", path, &cause))?;
    let probe = path.join(format!(".lca-{}", std::process::id()));
    let tried = std::fs::write(&probe, "").and_then(|()| std::fs::remove_file(&probe));
    tried.map_err(|cause| failed("cannot write into the folder", path, &cause))?;
    Ok(path.to_owned())
}

/// Why results may not go into the folder of a problem.
pub(super) const PROBLEM_LIES_HERE: &str =
    "the problem lies here, and its tables would be written over; name another folder";

/// [`folder`], which must not be the one that the input is, or lies in: results may have the names of its files, and would
/// take their place: `why` says so.
pub(super) fn folder_apart(path: &Path, input: &Path, why: &str) -> Result<PathBuf, Failure> {
    let made = folder(path)?;
    let parent = || input.parent().filter(|home| !home.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let home = if input.is_dir() { input } else { parent() };
    if is_same(home, &made) {
        return Err(failed("cannot write into the folder", path, &why));
    }
    Ok(made)
}

/// Whether two paths lead to one place.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
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

/// A number with all its digits; very large and very small ones as `1e-56`.
pub(super) fn exact(value: f64) -> String {
    if value == 0.0 || !value.is_finite() || (1e-5..1e15).contains(&value.abs()) {
        format!("{value}")
    } else {
        format!("{value:e}")
    }
}

/// A number with six digits, for people.
pub(super) fn short(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 || !value.is_finite() {
        return format!("{value}");
    }
    if !(1e-3..1e6).contains(&size) {
        return format!("{value:.5e}");
    }
    let decimals = (5 - size.log10().floor() as i32).clamp(0, 9) as usize;
    format!("{value:.decimals$}")
}

/// `1 error`, `2 errors`.
pub(super) fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// Runs something with so many threads.
pub(super) fn with_threads<T: Send>(
    threads: Option<u16>,
    run: impl FnOnce() -> Result<T, Failure> + Send,
) -> Result<T, Failure> {
    keep_freed_memory();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.map_or(0, usize::from)).build();
    pool.map_err(|cause| Failure::Use(format!("--threads: {cause}")))?.install(run)
}

/// Lets the allocator keep what was freed. That of Linux gives free memory back once there is more than twice the
/// largest block that was ever freed; where every frame takes some megabytes, all of it would be given back
/// and asked for anew with each, at a fifth of the processor time. An untouched block costs nothing.
fn keep_freed_memory() {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(24 << 20)));
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

//! The files of the experiment, as an ordinary laboratory would have them, and the truth apart.

mod bulk;
mod counts;
mod model;
mod movies;
mod study;
mod truth;

pub(crate) use model::{IMAGED, problem};
pub(crate) use study::study_toml;

use crate::cell::{Film, film};
use crate::sequencing::{Library, sequence};
use crate::truth::ARMS;
use crate::{DemoError, DemoOptions};
use lca_core::Progress;
use rayon::prelude::*;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// What the generator knows beside the files it wrote.
pub(crate) struct Experiment {
    /// The cells of each arm's movie.
    pub(crate) films: Vec<Film>,
    /// The sequenced cells.
    pub(crate) library: Library,
}

/// Lives, films, lyses and sequences the culture, and writes all files below `folder`: `data/` and
/// `study.toml` for the study, `truth/` for the scoring.
///
/// # Errors
/// When a file cannot be written, or the person stops it.
pub(crate) fn write(
    options: &DemoOptions,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<Experiment, DemoError> {
    let data = folder.join("data");
    std::fs::create_dir_all(&data).map_err(DemoError::file("make", &data))?;
    let films: Vec<Film> =
        ARMS.par_iter().enumerate().map(|(at, arm)| film(options, arm, at as u64)).collect();
    let (done, total) = (AtomicU64::new(0), (films.len() * options.frames()) as u64);
    let tick = || progress.at(done.fetch_add(1, Ordering::Relaxed) + 1, total);
    films.par_iter().zip(ARMS).enumerate().try_for_each(|(at, (film, arm))| {
        movies::write(&data.join(format!("{}.ome.tif", arm.id)), film, options, at as u64, &tick)
    })?;
    let library = sequence(options)?;
    counts::write(&data.join("counts"), &library)?;
    bulk::write(&data.join("bulk.csv"), options)?;
    lca_formats::write_petab(&data.join("model"), "erk", &problem()?)?;
    let path = folder.join("study.toml");
    std::fs::write(&path, study_toml(options)).map_err(DemoError::file("write", &path))?;
    truth::write(&folder.join("truth"), options, &library)?;
    Ok(Experiment { films, library })
}

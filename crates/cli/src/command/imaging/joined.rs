use super::source::{Hypotheses, Labelled};
use crate::command::place::failed;
use crate::failure::Failure;
use lca_core::{ChunkError, ChunkSource};
use lca_pixels::Labels;
use lca_track::{Changes, Outlines, Readings, choose};
use rayon::prelude::*;
use std::path::Path;

type Source = Box<dyn ChunkSource<Chunk = Labels>>;

/// Labels in which halves of a cell have one label, and outlines that are two cells have two.
struct Chosen {
    labels: Source,
    parts: Option<Source>,
    changes: Vec<Changes>,
}

/// Puts labels in the place of those found in which outlines are read by the frames around them; how many pairs became one,
/// and how many outlines two.
pub(crate) fn chosen(path: &Path, found: Labelled) -> Result<(Labelled, [usize; 2]), Failure> {
    let Labelled { labels, film, pixel_size_um, hypotheses } = found;
    let frames = match &hypotheses {
        Some(known) => with(path, &labels, known)?,
        None => each(path, labels.len(), |t| labels.read(t).map(|labels| Outlines::of(&labels)))?,
    };
    let changes = choose(&frames);
    let count = |of: fn(&Changes) -> usize| changes.iter().map(of).sum();
    let counts = [count(|one| one.joined.len()), count(|one| one.parted.len())];
    let labels = Box::new(Chosen { labels, parts: hypotheses.map(|known| known.parts), changes });
    Ok((Labelled { labels, film, pixel_size_um, hypotheses: None }, counts))
}

fn each<T: Send, E: std::fmt::Display + Send>(
    path: &Path,
    frames: usize,
    one: impl Fn(usize) -> Result<T, E> + Send + Sync,
) -> Result<Vec<T>, Failure> {
    let all: Result<Vec<T>, E> = (0..frames).into_par_iter().map(one).collect();
    all.map_err(|why| failed("cannot read", path, &why))
}

fn with(path: &Path, labels: &Source, known: &Hypotheses) -> Result<Vec<Outlines>, Failure> {
    if known.parts.len() != labels.len() {
        let why =
            format!("there are {} frames of labels, but hypotheses of {}", labels.len(), known.parts.len());
        let way = "put the frames that are missing back, or segment the movie again, or do without hypotheses \
                   (--keep-outlines)";
        return Err(failed("cannot read", path, &format!("{why}; {way}")));
    }
    let readings = Readings::from_table(labels.len(), &known.table);
    let readings = readings.map_err(|why| failed("cannot read the hypotheses of", path, &why))?;
    each(path, labels.len(), |t| {
        let told = |why: ChunkError| why.to_string();
        let (own, parts) = (labels.read(t).map_err(told)?, known.parts.read(t).map_err(told)?);
        Outlines::of(&own).with(t, &own, &parts, &readings[t]).map_err(|why| why.to_string())
    })
}

impl ChunkSource for Chosen {
    type Chunk = Labels;

    fn len(&self) -> usize {
        self.labels.len()
    }

    fn read(&self, t: usize) -> Result<Labels, ChunkError> {
        let (mut labels, changes) = (self.labels.read(t)?, &self.changes[t]);
        let parts = self.parts.as_ref().filter(|_| !changes.parted.is_empty());
        let parts = parts.map(|parts| parts.read(t)).transpose()?;
        changes.apply(&mut labels, parts.as_ref());
        Ok(labels)
    }
}

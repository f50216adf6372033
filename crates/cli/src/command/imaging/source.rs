use super::atlas::{hypotheses, is_atlas, pick};
use super::objects::Film;
use crate::command::place::failed;
use crate::command::segment::hypotheses::{FOLDER, TABLE};
use crate::failure::Failure;
use lca_core::{ChunkSource, ElementKind, ElementPath, Progress};
use lca_graph::Tracks;
use lca_pixels::Labels;
use lca_store::{Atlas, ElementInfo};
use lca_tables::DataFrame;
use std::collections::BTreeMap;
use std::path::Path;

/// Tracks, wherever they came from.
#[derive(Default)]
pub(crate) struct Source {
    pub(crate) tracks: Tracks,
    /// Names of cells, where people gave them.
    pub(crate) names: BTreeMap<u32, String>,
    pub(crate) frame_interval_s: Option<f64>,
    /// The atlas and the element, where they lie in one.
    pub(crate) atlas: Option<(Atlas, ElementPath)>,
    /// What they were read as.
    pub(crate) kind: &'static str,
}

/// Opens the tracks of an atlas, of a folder of the Cell Tracking Challenge, of a GEFF graph or of Mastodon.
pub(crate) fn open_tracks(
    path: &Path,
    name: Option<&str>,
    progress: &dyn Progress,
) -> Result<Source, Failure> {
    if is_atlas(path) {
        return in_atlas(path, name);
    }
    if path.extension().is_some_and(|ending| ending == "mastodon") {
        let found = lca_formats::read_mastodon(path)?;
        return Ok(Source {
            tracks: found.tracks,
            names: found.names,
            kind: "Mastodon",
            ..Source::default()
        });
    }
    if ["zarr.json", ".zgroup"].iter().any(|name| path.join(name).is_file()) {
        return Ok(Source { tracks: lca_store::read_geff(path)?, kind: "GEFF", ..Source::default() });
    }
    if path.is_dir() {
        let found = lca_formats::read_ctc_truth_with(path, progress)?;
        return Ok(Source { tracks: found.tracks, kind: "CTC", ..Source::default() });
    }
    let why = "it is no atlas, no folder of the Cell Tracking Challenge, no GEFF graph and no .mastodon file";
    Err(failed("cannot read tracks from", path, &why))
}

fn in_atlas(path: &Path, name: Option<&str>) -> Result<Source, Failure> {
    let atlas = Atlas::open(path)?;
    let element = pick(&atlas, (ElementKind::Tracks, "tracks", "--name"), name, |_| true)?;
    let tracks = atlas.read_tracks(&element)?;
    let frame_interval_s = interval(&atlas)?;
    Ok(Source { tracks, frame_interval_s, atlas: Some((atlas, element)), kind: "atlas", ..Source::default() })
}

/// The time between frames, where all movies of an atlas have the same.
pub(crate) fn interval(atlas: &Atlas) -> Result<Option<f64>, Failure> {
    let mut intervals = Vec::new();
    for element in atlas.elements().iter().filter(|one| one.path.kind() == ElementKind::Movie) {
        intervals.push(atlas.movie(&element.path)?.meta().frame_interval_s);
    }
    let first = intervals.first().copied().flatten();
    Ok(first.filter(|_| intervals.iter().all(|one| *one == first)))
}

/// A movie of any file or folder.
pub(crate) fn open_film(path: &Path) -> Result<Film, Failure> {
    struct Frames(Box<dyn lca_formats::MovieReader>);
    impl ChunkSource for Frames {
        type Chunk = lca_pixels::Frame;
        fn len(&self) -> usize {
            self.0.len()
        }
        fn read(&self, index: usize) -> Result<Self::Chunk, lca_core::ChunkError> {
            self.0.read(index)
        }
    }
    let movie = lca_formats::open_movie(path)?;
    Ok(Film { meta: movie.meta().clone(), frames: Box::new(Frames(movie)) })
}

/// Labels and, where there is one, the movie they belong to.
pub(crate) struct Labelled {
    pub(crate) labels: Box<dyn ChunkSource<Chunk = Labels>>,
    pub(crate) film: Option<Film>,
    pub(crate) pixel_size_um: Option<[f64; 3]>,
    /// What else the outlines may be, where that was kept.
    pub(crate) hypotheses: Option<Hypotheses>,
}

/// Readings of outlines that segmentation kept: the parts they are made of, and their table.
pub(crate) struct Hypotheses {
    pub(crate) parts: Box<dyn ChunkSource<Chunk = Labels>>,
    pub(crate) table: DataFrame,
}

/// Opens the labels of an atlas, or label images of a folder or stack.
pub(crate) fn open_labelled(
    path: &Path,
    name: Option<&str>,
    raw: Option<&Path>,
) -> Result<Labelled, Failure> {
    let raw = raw.map(open_film).transpose()?;
    if is_atlas(path) {
        let atlas = Atlas::open(path)?;
        let whole = |one: &ElementInfo| !one.path.name().ends_with(".parts");
        let element = pick(&atlas, (ElementKind::MovieLabels, "labels", "--labels"), name, whole)?;
        let hypotheses = hypotheses_in(&atlas, &element)?;
        let film = match (raw, element.movie()) {
            (None, Some(movie)) => {
                let movie = atlas.movie(&movie)?;
                Some(Film { meta: movie.meta().clone(), frames: Box::new(movie) })
            }
            (raw, _) => raw,
        };
        let pixel_size_um = film.as_ref().and_then(|film| film.meta.pixel_size_um);
        return Ok(Labelled { labels: Box::new(atlas.labels(&element)?), film, pixel_size_um, hypotheses });
    }
    let labels = lca_formats::open_labels(path)?;
    let of_raw = raw.as_ref().and_then(|film| film.meta.pixel_size_um);
    let pixel_size_um = labels.meta().pixel_size_um.or(of_raw);
    let hypotheses = hypotheses_beside(path)?;
    Ok(Labelled { labels: Box::new(labels), film: raw, pixel_size_um, hypotheses })
}

fn hypotheses_in(atlas: &Atlas, labels: &ElementPath) -> Result<Option<Hypotheses>, Failure> {
    let [parts, table] = hypotheses(labels).map_err(|why| Failure::Use(why.to_string()))?;
    let there = |path: &ElementPath| atlas.elements().iter().any(|one| one.path == *path);
    if !(there(&parts) && there(&table)) {
        return Ok(None);
    }
    Ok(Some(Hypotheses { parts: Box::new(atlas.labels(&parts)?), table: atlas.read_frame(&table)? }))
}

fn hypotheses_beside(masks: &Path) -> Result<Option<Hypotheses>, Failure> {
    let folder = masks.join(FOLDER);
    if !folder.is_dir() {
        return Ok(None);
    }
    let path = folder.join(TABLE);
    if !path.is_file() {
        let why = format!(
            "the images of parts beside it are here, but `{TABLE}` is not: copy it too, or segment the movie again with \
             --hypotheses, or take the folder away to do without"
        );
        return Err(failed("cannot read the hypotheses of", &folder, &why));
    }
    let table = lca_formats::read_table(&path)?;
    Ok(Some(Hypotheses { parts: Box::new(lca_formats::open_labels(&folder)?), table }))
}

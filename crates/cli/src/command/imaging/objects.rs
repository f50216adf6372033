use crate::command::place::failed;
use crate::failure::Failure;
use lca_core::{ChunkSource, Progress};
use lca_image::{Background, MeasureParams, measure};
use lca_pixels::{Frame, Image, Labels, MovieMeta, areas, runs, scattered};
use lca_tables::{Column, DataFrame};
use ndarray::Axis;
use rayon::prelude::*;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// A movie, wherever it lies.
pub(crate) struct Film {
    pub(crate) meta: MovieMeta,
    pub(crate) frames: Box<dyn ChunkSource<Chunk = Frame>>,
}

/// What a frame's labels are.
pub(crate) struct Measured {
    pub(crate) table: DataFrame,
    /// Labels in several pieces.
    pub(crate) scattered: Vec<u32>,
}

/// Where a channel stands, by its name or its number from 0.
pub(crate) fn channel(meta: &MovieMeta, wanted: &str) -> Result<usize, Failure> {
    let names = meta.channel_names();
    let by_number = || wanted.parse().ok().filter(|at| *at < names.len());
    let found = names.iter().position(|name| name == wanted).or_else(by_number);
    found.ok_or_else(|| {
        Failure::Use(format!("the movie has no channel `{wanted}`; it has: {}", names.join(", ")))
    })
}

/// Measures every frame's labels, in the channels of the movie, if there is one. `ring` also measures the
/// ring around each cell. A few frames for each thread are in memory.
pub(crate) fn measured(
    (path, labels): (&Path, &dyn ChunkSource<Chunk = Labels>),
    film: Option<&Film>,
    ring: bool,
    pixel_size_um: Option<[f64; 3]>,
    progress: &dyn Progress,
) -> Result<Vec<Measured>, Failure> {
    let frames = labels.len();
    if let Some(there) = film.map(|film| film.frames.len()).filter(|there| *there != frames) {
        let why = format!("there are {frames} frames of labels, but {there} images; give those of one movie");
        return Err(failed("cannot measure", path, &why));
    }
    let mut params = MeasureParams { pixel_size_um, background: Background::Far, ..MeasureParams::default() };
    if !ring {
        params.ring_width_px = 0.0;
    }
    let (done, total) = (AtomicU64::new(0), frames as u64);
    let frame = |t: usize| -> Result<Measured, String> {
        let labels = labels.read(t).map_err(|why| why.to_string())?;
        let channels = film.map(|film| channels(film, t)).transpose()?.unwrap_or_default();
        let scattered = scattered(&labels);
        if let Some(why) = picture(&labels, &scattered) {
            return Err(format!("frame {t}: {why}"));
        }
        let table = measure(&labels, &channels, &params).map_err(|why| format!("frame {t}: {why}"))?;
        progress.at(done.fetch_add(1, Ordering::Relaxed) + 1, total).map_err(|why| why.to_string())?;
        Ok(Measured { table, scattered })
    };
    // Of several frames that fail the first is told, whichever thread was first.
    let all: Vec<Result<Measured, String>> = (0..frames).into_par_iter().map(frame).collect();
    all.into_iter().collect::<Result<_, _>>().map_err(|why| failed("cannot measure", path, &why))
}

/// Why a frame of labels is rather an image: most of its many numbers lie in several pieces, and hardly two pixels beside
/// each other are alike, as is so of grey values; none where it may be one of labels.
pub(crate) fn picture(labels: &Labels, scattered: &[u32]) -> Option<String> {
    const MANY: usize = 32;
    if scattered.len() < MANY {
        return None;
    }
    let areas = areas(labels);
    let all = areas.iter().skip(1).filter(|area| **area > 0).count();
    let pixels: usize = areas.iter().skip(1).sum();
    let stretches: usize = labels.rows().into_iter().map(|row| runs(&row.to_vec(), 0).count()).sum();
    let why = format!("it looks like an image, not like labels: {} of its {all} numbers", scattered.len());
    let way =
        "give label images, in which each cell has one number and the ground 0 (`lca segment` makes them)";
    (2 * scattered.len() > all && pixels < 2 * stretches)
        .then(|| format!("{why} lie in several pieces; {way}"))
}

fn channels(film: &Film, t: usize) -> Result<Vec<(String, Image)>, String> {
    let frame = film.frames.read(t).map_err(|why| why.to_string())?;
    let mut all = frame.pixels.to_f32();
    let names = film.meta.channel_names();
    let last = names.len().saturating_sub(1);
    let channel = |(at, name): (usize, String)| {
        // The last is taken, not copied; mostly it is the only one.
        let image = if at == last {
            std::mem::take(&mut all).index_axis_move(Axis(0), at)
        } else {
            all.index_axis(Axis(0), at).to_owned()
        };
        let image = image.into_dimensionality();
        image.map(|image| (name, image)).map_err(|why| format!("frame {t}: {why}"))
    };
    names.into_iter().enumerate().map(channel).collect()
}

/// The tables of all frames as one, with the frame in column `t`.
pub(crate) fn stacked(frames: &[Measured]) -> Result<DataFrame, Failure> {
    let rows =
        || frames.iter().enumerate().flat_map(|(t, one)| one.table.index().iter().map(move |row| (t, row)));
    let mut all = DataFrame::new(rows().map(|(t, label)| format!("{t}_{label}")).collect());
    all.set("t", Column::Int(rows().map(|(t, _)| t as i64).collect()))?;
    let Some(first) = frames.first() else { return Ok(all) };
    for (name, kind) in first.table.columns() {
        let mut values = Vec::with_capacity(all.rows());
        for frame in frames {
            values.extend(frame.table.numbers(name)?);
        }
        let whole = matches!(kind, Column::Int(_));
        let column = if whole {
            Column::Int(values.into_iter().map(|value| value as i64).collect())
        } else {
            Column::Float(values)
        };
        all.set(name, column)?;
    }
    Ok(all)
}

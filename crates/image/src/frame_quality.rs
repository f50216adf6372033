use crate::quality::seen;
use crate::{ImageError, Quality, Sharpest, best_focus};
use lca_core::{ChunkSource, Progress};
use lca_pixels::{Frame, Image, PixelType};
use lca_tables::{Column, DataFrame};
use ndarray::{Axis, Ix4};
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

/// A frame less sharp than this share of its channel's median is blurred.
const BLURRED: f64 = 0.6;

/// What the frames of a movie are like.
#[derive(Debug, Clone, PartialEq)]
pub struct FrameQuality {
    /// A row for each channel of each frame.
    pub table: DataFrame,
    /// The highest value of the camera, as it was told or as the movie reaches it; none where neither is known.
    pub highest: Option<f64>,
}

/// What each channel of each frame of a movie is like: a row for each with `t`, `channel`, `focus`, `level` and `noise`
/// of the dark ground, the share `saturated` of pixels at the camera's highest value, for stacks the plane `sharpest_z`
/// and `move_z`, how many planes to move from plane `in_use` (the middle one unless said) to get there, and `flaws` in
/// words. `highest` is the camera's highest value; where it is not told, it is the movie's greatest one if a camera of
/// 8, 10, 12, 14 or 16 bits ends there, or the type of the pixels does. One frame for each thread is in memory.
///
/// # Errors
/// When a frame cannot be read, there is no such plane, or `progress` says to stop.
pub fn frame_quality(
    movie: &dyn ChunkSource<Chunk = Frame>,
    names: &[String],
    in_use: Option<usize>,
    highest: Option<f64>,
    progress: &dyn Progress,
) -> Result<FrameQuality, ImageError> {
    let known = highest.unwrap_or(0.0);
    ImageError::require(known.is_finite(), "highest", known, "a finite number")?;
    let (done, total) = (AtomicU64::new(0), movie.len() as u64);
    let frame = |t: usize| {
        let told = |why: &dyn std::fmt::Display| ImageError::Rows(why.to_string());
        let frame = movie.read(t).map_err(|why| told(&why))?;
        let kind = frame.pixels.pixel_type();
        let all = frame.pixels.to_f32().into_dimensionality::<Ix4>();
        let all = all.map_err(|_| told(&format!("frame {t} is not c, z, y, x")))?;
        let each = all.axis_iter(Axis(0)).map(|image| Seen::of(&image.to_owned(), in_use, highest));
        let seen = each.collect::<Result<Vec<Seen>, ImageError>>()?;
        progress.at(done.fetch_add(1, Ordering::Relaxed) + 1, total).map_err(|why| told(&why))?;
        Ok((kind, seen))
    };
    let frames: Vec<(PixelType, Vec<Seen>)> =
        (0..movie.len()).into_par_iter().map(frame).collect::<Result<_, ImageError>>()?;
    let kind = frames.first().map(|(kind, _)| *kind);
    let mut frames: Vec<Vec<Seen>> = frames.into_iter().map(|(_, seen)| seen).collect();
    let greatest = frames.iter().flatten().map(|seen| seen.quality.greatest).fold(0.0, f64::max);
    let highest = highest.or_else(|| kind.and_then(|kind| reached(kind, greatest)));
    for seen in frames.iter_mut().flatten() {
        seen.quality = seen.quality.clone().judged(highest);
    }
    Ok(FrameQuality { table: table(&frames, names)?, highest })
}

/// The highest value of a camera, where the greatest value of a movie is one.
fn reached(kind: PixelType, greatest: f64) -> Option<f64> {
    let whole = match kind {
        PixelType::Uint8 => 255.0,
        PixelType::Int8 => 127.0,
        PixelType::Uint16 => 65_535.0,
        PixelType::Int16 => 32_767.0,
        PixelType::Uint32 => f64::from(u32::MAX as f32),
        PixelType::Int32 => f64::from(i32::MAX as f32),
        PixelType::Float32 | PixelType::Float64 => return None,
    };
    [255.0, 1023.0, 4095.0, 16_383.0, 65_535.0, whole].into_iter().find(|end| *end == greatest)
}

struct Seen {
    quality: Quality,
    sharpest: Option<Sharpest>,
    plane: usize,
}

impl Seen {
    fn of(image: &Image, in_use: Option<usize>, highest: Option<f64>) -> Result<Self, ImageError> {
        let planes = image.dim().0;
        let plane = in_use.unwrap_or(planes / 2);
        if plane >= planes.max(1) {
            let value = plane as f64;
            return Err(ImageError::Parameter {
                name: "plane",
                value,
                need: "one of the stack's planes, from 0",
            });
        }
        Ok(Self { quality: seen(image, highest), sharpest: best_focus(image), plane })
    }

    fn flaws(&self, usual: f64) -> String {
        let mut names: Vec<&str> = self.quality.flaws.iter().map(|flaw| flaw.name()).collect();
        if self.quality.focus < BLURRED * usual {
            names.push("blurred");
        }
        match self.sharpest {
            Some(Sharpest::FirstOrBefore) => names.push("focus-before-first-plane"),
            Some(Sharpest::LastOrBeyond(_)) => names.push("focus-beyond-last-plane"),
            _ => {}
        }
        names.join(" ")
    }
}

fn table(frames: &[Vec<Seen>], names: &[String]) -> Result<DataFrame, ImageError> {
    let usual: Vec<f64> = (0..names.len()).map(|at| median(frames, at)).collect();
    let rows = || {
        let frame =
            |(t, frame): (usize, &'_ Vec<Seen>)| (0..frame.len()).map(move |at| (t, at)).collect::<Vec<_>>();
        frames.iter().enumerate().flat_map(frame)
    };
    let numbers =
        |of: &dyn Fn(&Seen) -> f64| Column::Float(rows().map(|(t, at)| of(&frames[t][at])).collect());
    let name = |at: usize| names.get(at).cloned().unwrap_or_else(|| format!("c{at}"));
    let plane = |seen: &Seen| seen.sharpest.map_or(f64::NAN, Sharpest::plane);
    let mut table = DataFrame::with_rows(rows().count());
    table.set("t", Column::Int(rows().map(|(t, _)| t as i64).collect()))?;
    table.set("channel", Column::Text(rows().map(|(_, at)| name(at)).collect()))?;
    table.set("focus", numbers(&|seen| seen.quality.focus))?;
    table.set("level", numbers(&|seen| seen.quality.level))?;
    table.set("noise", numbers(&|seen| seen.quality.noise))?;
    table.set("saturated", numbers(&|seen| seen.quality.saturated))?;
    table.set("sharpest_z", numbers(&plane))?;
    table.set("move_z", numbers(&|seen| plane(seen) - seen.plane as f64))?;
    let usual = |at: usize| usual.get(at).copied().unwrap_or(0.0);
    table.set("flaws", Column::Text(rows().map(|(t, at)| frames[t][at].flaws(usual(at))).collect()))?;
    Ok(table)
}

/// The median focus of a channel.
fn median(frames: &[Vec<Seen>], at: usize) -> f64 {
    let mut all: Vec<f64> =
        frames.iter().filter_map(|frame| frame.get(at)).map(|seen| seen.quality.focus).collect();
    all.sort_unstable_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(0.0)
}

use super::landing::Landed;
use crate::args::WatchArgs;
use crate::command::imaging::objects::channel;
use crate::failure::Failure;
use lca_core::Digest;
use lca_formats::open_frame;
use lca_image::focus;
use lca_pixels::{Frame, Labels, MovieMeta, Pixels};
use lca_study::{FrameSegmenter, ReadyFrames};
use lca_tables::DataFrame;
use ndarray::{ArrayD, Axis, Ix3};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Finds the cells of single frames.
pub(super) struct Finder {
    segmenter: FrameSegmenter,
    said: MovieMeta,
    channel: String,
    first: Option<([usize; 5], PathBuf)>,
}

/// What was found in a frame.
pub(super) struct FrameFound {
    labels: Runs,
    pub(super) table: DataFrame,
    pub(super) focus: f64,
    path: PathBuf,
    digest: Digest,
}

/// Why a frame was not taken.
pub(super) enum Trouble {
    /// It may be later, once its file is whole.
    NotYet(String),
    /// What was asked for will never be there.
    Never(Box<Failure>),
}

impl From<String> for Trouble {
    fn from(why: String) -> Self {
        Self::NotYet(why)
    }
}

/// Side of an image without cells, in pixels.
const NONE: usize = 16;

/// Refuses measures that cells do not have.
fn measures(args: &WatchArgs, table: &DataFrame) -> Result<(), Failure> {
    let interests = args.interest.iter().map(|one| ("--interest", one.measure.as_str()));
    for (option, wanted) in interests.chain(args.measure.iter().map(|one| ("--measure", one.as_str()))) {
        if table.numbers(wanted).is_err() {
            let there: Vec<&str> = table.columns().iter().map(|(name, _)| name.as_str()).collect();
            let what = format!("{option}: cells have no measure `{wanted}`");
            return Err(Failure::Use(format!("{what}; they have: {}", there.join(", "))));
        }
    }
    Ok(())
}

impl Finder {
    pub(super) fn new(args: &WatchArgs) -> Result<Self, Failure> {
        let segmenter = FrameSegmenter::new(&super::study::segment(args));
        let segmenter = segmenter.map_err(|why| Failure::Use(why.to_string()))?;
        let said = MovieMeta {
            shape: [0; 5],
            pixel_type: lca_pixels::PixelType::Uint16,
            pixel_size_um: args.pixel_size_um,
            frame_interval_s: args.frame_interval,
            channels: args.channels.clone(),
        };
        Ok(Self { segmenter, said, channel: args.channel.clone(), first: None })
    }

    /// Checks what is asked of channels and measures, where their names are told before any frame has come.
    pub(super) fn ready(&self, args: &WatchArgs) -> Result<(), Failure> {
        let count = self.said.channels.len();
        if count == 0 {
            return Ok(());
        }
        let meta = MovieMeta { shape: [1, count, 1, NONE, NONE], ..self.said.clone() };
        channel(&meta, &self.channel)?;
        let frame = Frame { pixels: Pixels::Uint16(ArrayD::zeros(vec![count, 1, NONE, NONE])) };
        measures(args, &self.segmenter.frame(&meta, &frame)?.1)
    }

    /// Reads a frame and finds its cells; why not.
    pub(super) fn find(&mut self, landed: &Landed, args: &WatchArgs) -> Result<FrameFound, Trouble> {
        let told = |why: &dyn std::fmt::Display| why.to_string();
        let movie = open_frame(&landed.path).map_err(|why| told(&why))?;
        let mut meta = movie.meta().clone();
        let frame = movie.read(0).map_err(|why| told(&why))?;
        let digest =
            std::fs::File::open(&landed.path).and_then(Digest::of_reader).map_err(|why| told(&why))?;
        let about = std::fs::metadata(&landed.path).map_err(|why| told(&why))?;
        if about.len() != landed.size || about.modified().is_ok_and(|written| written != landed.written) {
            return Err(Trouble::NotYet("it changed while it was read".to_owned()));
        }
        self.alike(&meta, landed)?;
        meta.pixel_size_um = self.said.pixel_size_um.or(meta.pixel_size_um);
        meta.channels = self.channels(&meta)?;
        if self.first.is_none() {
            channel(&meta, &self.channel).map_err(|why| Trouble::Never(Box::new(why)))?;
        }
        let (labels, table) = self.segmenter.frame(&meta, &frame).map_err(|why| told(&why))?;
        if self.first.is_none() {
            measures(args, &table).map_err(|why| Trouble::Never(Box::new(why)))?;
        }
        let focus = self.sharpness(&meta, &frame)?;
        let found = FrameFound { labels: Runs::of(&labels), table, focus, path: landed.path.clone(), digest };
        self.first.get_or_insert((meta.shape, landed.path.clone()));
        Ok(found)
    }

    /// The names that the channels will have in the atlas.
    fn channels(&self, meta: &MovieMeta) -> Result<Vec<String>, String> {
        let (named, there) = (self.said.channels.len(), meta.shape[1]);
        match named {
            0 => Ok(meta.channel_names()),
            _ if named == there => Ok(self.said.channels.clone()),
            _ => Err(format!("{named} channels are named, the frame has {there}")),
        }
    }

    fn alike(&self, meta: &MovieMeta, landed: &Landed) -> Result<(), String> {
        let Some((shape, first)) = &self.first else { return Ok(()) };
        if meta.shape == *shape {
            return Ok(());
        }
        let told = |[_, c, z, y, x]: [usize; 5]| format!("{c} channels of {z} × {y} × {x} pixels");
        let what = format!(
            "frame {} is {}, but `{}` is {}",
            landed.number,
            told(meta.shape),
            first.display(),
            told(*shape)
        );
        Err(format!("{what}: a movie's frames must be alike"))
    }

    fn sharpness(&self, meta: &MovieMeta, frame: &Frame) -> Result<f64, String> {
        let at = channel(meta, &self.channel).map_err(|why| why.to_string())?;
        let image = frame.pixels.to_f32().index_axis_move(Axis(0), at).into_dimensionality::<Ix3>();
        focus(&image.map_err(|why| why.to_string())?).map_err(|why| why.to_string())
    }
}

/// The frames found so far, by the number in their files' names.
#[derive(Default)]
pub(super) struct Known {
    frames: BTreeMap<u64, FrameFound>,
    /// Numbers whose file is another one than was read.
    changed: Vec<u64>,
}

impl Known {
    /// Keeps a frame; whether it was there before.
    pub(super) fn insert(&mut self, number: u64, frame: FrameFound) -> bool {
        self.frames.insert(number, frame).is_some()
    }

    pub(super) fn len(&self) -> usize {
        self.frames.len()
    }

    pub(super) fn has(&self, number: u64) -> bool {
        self.frames.contains_key(&number)
    }

    pub(super) fn table(&self, number: u64) -> Option<&DataFrame> {
        self.frames.get(&number).map(|frame| &frame.table)
    }

    pub(super) fn first(&self) -> Option<u64> {
        self.frames.keys().next().copied()
    }

    pub(super) fn last(&self) -> Option<u64> {
        self.frames.keys().next_back().copied()
    }

    /// Drops what was found in files that have changed since, so that it is found anew.
    pub(super) fn keep_unchanged(&mut self) {
        let same = |frame: &FrameFound| {
            let now = std::fs::File::open(&frame.path).and_then(Digest::of_reader);
            now.is_ok_and(|now| now == frame.digest)
        };
        self.changed =
            self.frames.iter().filter(|(_, frame)| !same(frame)).map(|(number, _)| *number).collect();
    }
}

impl ReadyFrames for Known {
    fn frame(&self, t: usize) -> Option<(Labels, DataFrame)> {
        let number = self.first()? + t as u64;
        let frame = self.frames.get(&number).filter(|_| !self.changed.contains(&number))?;
        Some((frame.labels.labels(), frame.table.clone()))
    }
}

/// Labels as runs of equal ones: a hundredth of their size, for images of cells.
struct Runs {
    dim: (usize, usize, usize),
    runs: Vec<(u32, u32)>,
}

impl Runs {
    fn of(labels: &Labels) -> Self {
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for &label in labels {
            match runs.last_mut() {
                Some((last, count)) if *last == label && *count < u32::MAX => *count += 1,
                _ => runs.push((label, 1)),
            }
        }
        Self { dim: labels.dim(), runs }
    }

    fn labels(&self) -> Labels {
        let all = self.runs.iter().flat_map(|&(label, count)| std::iter::repeat_n(label, count as usize));
        Labels::from_shape_vec(self.dim, all.collect()).unwrap_or_else(|_| Labels::zeros(self.dim))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_give_back_the_labels() {
        let labels = Labels::from_shape_fn((2, 5, 7), |(z, y, x)| ((z * 31 + y * 7 + x / 3) % 4) as u32);
        assert_eq!(Runs::of(&labels).labels(), labels);
        assert_eq!(Runs::of(&Labels::zeros((1, 0, 3))).labels().dim(), (1, 0, 3));
    }
}

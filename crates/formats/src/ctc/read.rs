use super::{CtcLabels, track_list};
use crate::FormatError;
use crate::movie::list_numbered;
use lca_core::{ChunkSource, NoProgress, Progress};
use lca_graph::{Detection, Tracks};
use lca_pixels::Labels;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Tracks of the Cell Tracking Challenge, and the label images they were read from: the pixels of
/// track `n` have label `n` in every frame.
pub struct CtcTruth {
    /// Detections with their centres (mean of their pixels), and tracks with their parents.
    pub tracks: Tracks,
    /// The label images, frame by frame.
    pub labels: CtcLabels,
}

/// Reads tracks in the Cell Tracking Challenge's layout from `folder`, which is `01_GT`, `01_GT/TRA`
/// (`man_track.txt`, `man_trackNNN.tif`) or a result `01_RES` (`res_track.txt`, `maskNNN.tif`), with
/// frame numbers of any number of digits. Every label image is read once, in parallel; a frame for
/// each thread is in memory.
///
/// # Errors
/// When files are missing or damaged, a frame number is skipped, or list and images contradict each
/// other.
pub fn read_ctc_truth(folder: &Path) -> Result<CtcTruth, FormatError> {
    read_ctc_truth_with(folder, &NoProgress)
}

/// [`read_ctc_truth`], telling how many frames are read.
///
/// # Errors
/// As [`read_ctc_truth`], and when `progress` says to stop.
pub fn read_ctc_truth_with(folder: &Path, progress: &dyn Progress) -> Result<CtcTruth, FormatError> {
    let (folder, list, prefix) = locate(folder)?;
    let spans = track_list::read(&folder.join(list))?;
    let images = list_numbered(&folder, |name| is_label_image(name, prefix))?.complete(&folder)?;
    if images.files.is_empty() {
        let what = format!("there are no images `{prefix}000.tif` beside `{list}`");
        return Err(FormatError::Unknown { path: folder, what });
    }
    let labels = CtcLabels::new(&folder, images.files)?;
    let known: BTreeSet<u32> = spans.iter().map(|track| track.id).collect();
    let done = std::sync::atomic::AtomicU64::new(0);
    let total = labels.len() as u64;
    let frames: Vec<Vec<Detection>> = (0..labels.len())
        .into_par_iter()
        .map(|index| {
            let found = detections(labels.frames()[index], &labels.labels(index)?);
            let done = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
            progress.at(done, total)?;
            Ok(found)
        })
        .collect::<Result<_, FormatError>>()?;
    let detections: Vec<Detection> = frames.into_iter().flatten().collect();
    let contradiction = |what: String| FormatError::broken(&folder.join(list), "track list", what);
    if let Some(stray) = detections.iter().find(|detection| !known.contains(&detection.track)) {
        let what = format!("label {} of frame {} is not in the list", stray.label, stray.t);
        return Err(contradiction(what));
    }
    let tracks = Tracks::new(detections, spans).map_err(|error| contradiction(error.to_string()))?;
    Ok(CtcTruth { tracks, labels })
}

/// Reads the segmentation truth in `folder`, which is `01_GT`, `01_GT/SEG`, `01_ST` or `01_ST/SEG`:
/// `man_segNNN.tif`, not always of every frame. Labels have nothing to do with track numbers.
///
/// # Errors
/// When there is none, or it is damaged.
pub fn read_ctc_segmentation(folder: &Path) -> Result<CtcLabels, FormatError> {
    let below = folder.join("SEG");
    let folder = if below.is_dir() { below } else { folder.to_owned() };
    let images = list_numbered(&folder, |name| is_label_image(name, "man_seg"))?;
    if images.files.is_empty() {
        let what = "there are no images `man_seg000.tif`".to_owned();
        return Err(FormatError::Unknown { path: folder, what });
    }
    CtcLabels::new(&folder, images.files)
}

fn locate(folder: &Path) -> Result<(PathBuf, &'static str, &'static str), FormatError> {
    for (below, list, prefix) in [
        ("", "man_track.txt", "man_track"),
        ("TRA", "man_track.txt", "man_track"),
        ("", "res_track.txt", "mask"),
    ] {
        let folder = if below.is_empty() { folder.to_owned() } else { folder.join(below) };
        if folder.join(list).is_file() {
            return Ok((folder, list, prefix));
        }
    }
    let what =
        "a folder of tracks holds `man_track.txt` (or `TRA/man_track.txt`) or `res_track.txt`".to_owned();
    Err(FormatError::Unknown { path: folder.to_owned(), what })
}

fn is_label_image(name: &str, prefix: &str) -> bool {
    let number = name.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(".tif"));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Every label of a frame with the mean position of its pixels.
fn detections(t: u32, labels: &Labels) -> Vec<Detection> {
    let mut sums: BTreeMap<u32, (f64, [f64; 3])> = BTreeMap::new();
    for ((z, y, x), &label) in labels.indexed_iter() {
        if label != 0 {
            let (count, sum) = sums.entry(label).or_default();
            *count += 1.0;
            for (sum, at) in sum.iter_mut().zip([z, y, x]) {
                *sum += at as f64;
            }
        }
    }
    let detection = |(label, (count, sum)): (u32, (f64, [f64; 3]))| Detection {
        t,
        label,
        track: label,
        centre: sum.map(|sum| sum / count),
    };
    sums.into_iter().map(detection).collect()
}

use super::track_list;
use crate::FormatError;
use crate::movie::{digits, read_chunk};
use crate::tiff::write_label_tiff;
use lca_core::ChunkSource;
use lca_graph::Tracks;
use lca_pixels::{Labels, relabel};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Writes tracks as a Cell Tracking Challenge result: `maskNNN.tif` (16 bit, the value is the track)
/// and `res_track.txt`, into `folder`, which is made. Objects of no track become background. `labels`
/// are the label images the detections' labels speak of; one is in memory at a time. Masks of an earlier
/// result with other frames are removed, which would pass for frames of this one.
///
/// # Errors
/// When a track number is above 65535, which the challenge's 16-bit masks cannot hold, a frame
/// cannot be read, or a file cannot be written.
pub fn write_ctc_result(
    folder: &Path,
    tracks: &Tracks,
    labels: &dyn ChunkSource<Chunk = Labels>,
) -> Result<(), FormatError> {
    if let Some(track) = tracks.tracks().iter().find(|track| track.id > u32::from(u16::MAX)) {
        let what = format!("track {} is above 65535; number the tracks from 1", track.id);
        return Err(FormatError::Unwritable { path: folder.to_owned(), what });
    }
    std::fs::create_dir_all(folder).map_err(FormatError::io("write", folder))?;
    let mut by_frame: BTreeMap<u32, HashMap<u32, u32>> = BTreeMap::new();
    for detection in tracks.detections() {
        by_frame.entry(detection.t).or_default().insert(detection.label, detection.track);
    }
    let (none, width) = (HashMap::new(), digits(labels.len()));
    for t in 0..labels.len() {
        let path = folder.join(format!("mask{t:0width$}.tif"));
        let track = by_frame.get(&(t as u32)).unwrap_or(&none);
        let mut mask = read_chunk(&path, labels, t)?;
        relabel(&mut mask, |label| track.get(&label).copied().unwrap_or(0));
        write_label_tiff(&path, &mask)?;
    }
    remove_others(folder, labels.len(), width)?;
    track_list::write(&folder.join("res_track.txt"), tracks.tracks())
}

/// Removes masks whose number no frame of this result has.
fn remove_others(folder: &Path, frames: usize, width: usize) -> Result<(), FormatError> {
    for entry in std::fs::read_dir(folder).map_err(FormatError::io("read", folder))? {
        let path = entry.map_err(FormatError::io("read", folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let digits = name.strip_prefix("mask").and_then(|rest| rest.strip_suffix(".tif"));
        let numbered =
            digits.filter(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
        let other =
            |digits: &str| digits.len() != width || digits.parse().map_or(true, |t: usize| t >= frames);
        if numbered.is_some_and(other) {
            std::fs::remove_file(&path).map_err(FormatError::io("remove", &path))?;
        }
    }
    Ok(())
}

/// Writes tracks as the Cell Tracking Challenge's list alone (`res_track.txt`), where there are no masks.
///
/// # Errors
/// When the file cannot be written.
pub fn write_ctc_tracks(path: &Path, tracks: &Tracks) -> Result<(), FormatError> {
    track_list::write(path, tracks.tracks())
}

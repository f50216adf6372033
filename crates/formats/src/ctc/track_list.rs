use crate::FormatError;
use lca_graph::Track;
use std::path::Path;

/// Reads `man_track.txt` or `res_track.txt`: lines `L B E P`, label, first and last frame, parent or
/// 0 (Cell Tracking Challenge, "Naming and file content conventions").
pub(super) fn read(path: &Path) -> Result<Vec<Track>, FormatError> {
    let bytes = std::fs::read(path).map_err(FormatError::io("read", path))?;
    let mut tracks = Vec::new();
    for (at, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        let at = at as u64 + 1;
        let line =
            std::str::from_utf8(line).map_err(|_| FormatError::line(path, at, "it is not UTF-8 text"))?;
        if line.trim().is_empty() {
            continue;
        }
        let numbers: Result<Vec<u32>, _> = line.split_whitespace().map(str::parse).collect();
        match numbers.as_deref() {
            Ok([0, ..]) => return Err(FormatError::line(path, at, "label 0 is background, not a track")),
            Ok(&[id, begin, end, parent]) => {
                tracks.push(Track { id, begin, end, parent: (parent != 0).then_some(parent) });
            }
            _ => {
                return Err(FormatError::line(path, at, "not four whole numbers: label, begin, end, parent"));
            }
        }
    }
    Ok(tracks)
}

/// Writes the tracks, by label.
pub(super) fn write(path: &Path, tracks: &[Track]) -> Result<(), FormatError> {
    let line = |track: &Track| {
        let Track { id, begin, end, parent } = track;
        format!("{id} {begin} {end} {}\n", parent.unwrap_or(0))
    };
    let text: String = tracks.iter().map(line).collect();
    std::fs::write(path, text).map_err(FormatError::io("write", path))
}

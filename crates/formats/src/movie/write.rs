use crate::FormatError;
use crate::tiff::write_tiff;
use lca_core::ChunkSource;
use lca_pixels::Frame;
use std::path::Path;

/// Writes each frame as `t000.tif`, `t001.tif`, … (four digits above 1000 frames) into `folder`,
/// which is made. The pages of a file are the depths of channel 1, then of channel 2, and so on; one
/// frame at a time is in memory.
///
/// # Errors
/// When a frame cannot be read or a file cannot be written.
pub fn write_tiff_series(folder: &Path, frames: &dyn ChunkSource<Chunk = Frame>) -> Result<(), FormatError> {
    std::fs::create_dir_all(folder).map_err(FormatError::io("write", folder))?;
    let width = digits(frames.len());
    for t in 0..frames.len() {
        let path = folder.join(format!("t{t:0width$}.tif"));
        write_tiff(&path, &read(&path, frames, t)?.pixels)?;
    }
    Ok(())
}

/// Digits of a frame number as the Cell Tracking Challenge has them.
pub(crate) const fn digits(frames: usize) -> usize {
    match frames {
        0..=1000 => 3,
        1001..=10_000 => 4,
        _ => 6,
    }
}

pub(crate) fn read<C: Send>(
    path: &Path,
    source: &dyn ChunkSource<Chunk = C>,
    index: usize,
) -> Result<C, FormatError> {
    source
        .read(index)
        .map_err(|error| FormatError::Unwritable { path: path.to_owned(), what: error.to_string() })
}

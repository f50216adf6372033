use crate::FormatError;
use crate::table::{open_text, unreadable};
use std::io::Read;
use std::path::Path;

/// All text of a file, unpacked where it is gzip.
pub(crate) fn whole_text(path: &Path) -> Result<String, FormatError> {
    let mut bytes = Vec::new();
    open_text(path)?.read_to_end(&mut bytes).map_err(unreadable(path))?;
    String::from_utf8(bytes).map_err(|error| {
        let before = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count() as u64;
        FormatError::line(path, line, "it is not UTF-8 text; save the file as UTF-8")
    })
}

/// The ending of a file's name in small letters, that before `.gz` where it is packed.
pub(crate) fn ending(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_owned())
}

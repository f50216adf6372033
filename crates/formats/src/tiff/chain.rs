use crate::FormatError;
use std::collections::HashSet;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// Walks the chain of a TIFF's directories and checks that it ends, and that no entry claims more
/// values than the file has bytes for: the decoder allocates what an entry claims before it reads it.
/// Gives the number of directories, and leaves the reader at the file's start.
pub(super) fn check<R: Read + Seek>(path: &Path, file: &mut R, bytes: u64) -> Result<usize, FormatError> {
    let walked = walk(file, bytes).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => {
            FormatError::broken(path, "TIFF", "it ends within its directory; copy it again from its source")
        }
        _ => FormatError::Io { doing: "read", path: path.to_owned(), source: error },
    })?;
    file.rewind().map_err(FormatError::io("read", path))?;
    walked.map_err(|what| FormatError::broken(path, "TIFF", what))
}

/// Byte order and width of offsets.
#[derive(Clone, Copy)]
struct Layout {
    little: bool,
    big: bool,
}

impl Layout {
    fn number<R: Read>(self, file: &mut R, width: usize) -> io::Result<u64> {
        let mut bytes = [0u8; 8];
        file.read_exact(&mut bytes[..width])?;
        if !self.little {
            bytes[..width].reverse();
        }
        Ok(u64::from_le_bytes(bytes))
    }

    const fn offset(self) -> usize {
        if self.big { 8 } else { 4 }
    }
}

/// The length of the chain, or what is wrong with it.
fn walk<R: Read + Seek>(file: &mut R, bytes: u64) -> io::Result<Result<usize, String>> {
    let mut head = [0u8; 2];
    file.read_exact(&mut head)?;
    let mut layout = Layout { little: head == *b"II", big: false };
    layout.big = layout.number(file, 2)? == 43;
    if layout.big {
        layout.number(file, 4)?;
    }
    let (mut next, mut seen) = (layout.number(file, layout.offset())?, HashSet::new());
    while next != 0 {
        // Directories that overlap could make as many as the file has bytes; real ones take 18.
        if !seen.insert(next) || seen.len() as u64 > bytes / 18 + 1 {
            return Ok(Err("its chain of pages has no end".to_owned()));
        }
        file.seek(SeekFrom::Start(next))?;
        let entries = layout.number(file, if layout.big { 8 } else { 2 })?;
        for _ in 0..entries {
            let (tag, kind) = (layout.number(file, 2)?, layout.number(file, 2)?);
            let count = layout.number(file, layout.offset())?;
            layout.number(file, layout.offset())?;
            if count.saturating_mul(size(kind)) > bytes {
                return Ok(Err(format!("its tag {tag} claims {count} values, more than the file can hold")));
            }
        }
        next = layout.number(file, layout.offset())?;
    }
    Ok(if seen.is_empty() { Err("it holds no image".to_owned()) } else { Ok(seen.len()) })
}

/// Bytes of one value of a TIFF field type.
const fn size(kind: u64) -> u64 {
    match kind {
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 | 16 | 17 | 18 => 8,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn checked(bytes: &[u8]) -> Result<usize, String> {
        let path = Path::new("a.tif");
        check(path, &mut Cursor::new(bytes), bytes.len() as u64).map_err(|error| error.to_string())
    }

    /// A TIFF of one directory at byte 8 with one entry.
    fn tiff(count: u32, next: u32) -> Vec<u8> {
        let mut bytes = b"II\x2a\0\x08\0\0\0\x01\0\0\x01\x04\0".to_vec();
        bytes.extend(count.to_le_bytes());
        bytes.extend([0; 4]);
        bytes.extend(next.to_le_bytes());
        bytes
    }

    #[test]
    fn lying_counts_circles_and_cut_off_directories_are_refused() {
        assert_eq!(checked(&tiff(1, 0)).unwrap(), 1);
        assert!(checked(&tiff(1 << 30, 0)).unwrap_err().contains("tag 256 claims 1073741824 values"));
        assert!(checked(&tiff(1, 8)).unwrap_err().contains("no end"));
        assert!(checked(&tiff(1, 0)[..20]).unwrap_err().contains("ends within"));
    }
}

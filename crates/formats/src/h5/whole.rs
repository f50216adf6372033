use crate::FormatError;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Bytes of a superblock that are looked at.
const HEAD: usize = 96;

/// Refuses a file that is shorter than its superblock says (HDF5 File Format Specification 3.0, II.A): what its missing
/// end held may seem not to be there at all.
pub(super) fn check(path: &Path, length: u64) -> Result<(), FormatError> {
    let mut head = Vec::new();
    let file = File::open(path).map_err(FormatError::io("read", path))?;
    file.take(HEAD as u64).read_to_end(&mut head).map_err(FormatError::io("read", path))?;
    match end(&head) {
        Some(end) if end > length => {
            let what = format!("it has {length} bytes of {end}: it is cut off, copy it again");
            Err(FormatError::broken(path, "HDF5", what))
        }
        _ => Ok(()),
    }
}

/// Where the file ends, as the superblock tells; none where it is not understood.
fn end(head: &[u8]) -> Option<u64> {
    let version = *head.get(8)?;
    // Addresses: of the base, of free space or an extension, of the end.
    let (width, first) = match version {
        0 => (*head.get(13)?, 24),
        1 => (*head.get(13)?, 28),
        2 | 3 => (*head.get(9)?, 12),
        _ => return None,
    };
    let width = usize::from(width);
    let address = |at: usize| {
        let bytes = head.get(first + at * width..first + (at + 1) * width)?;
        (width <= 8).then(|| bytes.iter().rev().fold(0, |all, &byte| all << 8 | u64::from(byte)))
    };
    // Another base means that something stands before the file.
    (address(0)? == 0).then(|| address(2))?
}

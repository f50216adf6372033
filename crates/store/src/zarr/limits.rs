use crate::StoreError;
use crate::disk::Shelf;
use crate::error::Result;

/// What may be taken into memory whatever the files say.
const FREE: u64 = 64 << 20;

/// How far data may unfold: well above what compressors reach on real data.
const RATIO: u64 = 4096;

/// Refuses an array whose metadata ask for far more memory than its stored bytes can stand for, so
/// that a lying shape gives an error and not an exhausted machine. Returns the number of elements.
pub(crate) fn check_size(shelf: &Shelf, key: &str, shape: &[u64], item: u64) -> Result<usize> {
    let count = shape.iter().try_fold(1u64, |product, &length| product.checked_mul(length));
    let size = count.and_then(|count| count.checked_mul(item.max(1)));
    let too_large = || {
        let problem = format!("its shape {shape:?} asks for more memory than its files can stand for");
        StoreError::format(&shelf.shown(key), problem)
    };
    let size = size.ok_or_else(too_large)?;
    if size > FREE {
        let stored: u64 = shelf.backing().list(key)?.iter().map(|(_, size)| size).sum();
        if size / RATIO > stored {
            return Err(too_large());
        }
    }
    usize::try_from(count.unwrap_or(0)).map_err(|_| too_large())
}

use crate::FormatError;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Runs a dependency's decoder, and turns its panic into an error.
///
/// The TIFF and HDF5 crates index into what a damaged file says, and have panicked on such files; no
/// input may bring the program down. What `run` was working on must be thrown away after an error.
pub(crate) fn guard<T>(
    path: &Path,
    format: &'static str,
    run: impl FnOnce() -> Result<T, FormatError>,
) -> Result<T, FormatError> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        Err(FormatError::broken(path, format, "its decoder gave up; the file is damaged, copy it again"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error() {
        let result: Result<(), _> = guard(Path::new("x.tif"), "TIFF", || panic!("index out of bounds"));
        assert!(result.unwrap_err().to_string().contains("x.tif"));
    }
}

use crate::StoreError;
use crate::error::Result;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs a dependency's decoder, and turns its panic into an error.
///
/// The Zarr and Parquet crates index into what a damaged file says, and have panicked on such files;
/// no input may bring the program down. What `run` was working on must be thrown away after an error.
pub(crate) fn guard<T>(shown: &str, run: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(run))
        .unwrap_or_else(|_| Err(StoreError::format(shown, "its decoder gave up")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error() {
        let result: Result<()> = guard("a.zarr/X", || panic!("index out of bounds"));
        assert!(result.unwrap_err().to_string().contains("a.zarr/X"));
    }
}

use crate::Atlas;
use crate::error::Result;
use crate::runs::LOG;
use lca_core::ElementPath;
use std::path::PathBuf;

const ENDING: &str = ".parquet";

impl Atlas {
    /// The Parquet files of a current element, each with its name without the ending, for an engine that reads them
    /// by itself.
    ///
    /// # Errors
    /// When the element is not there, or its folder cannot be read.
    pub fn parquet_files(&self, element: &ElementPath) -> Result<Vec<(String, PathBuf)>> {
        let folder = self.inner.current(element)?.folder;
        let (_, files) = self.inner.backing.children(&folder)?;
        let parquet = |name: &String| {
            Some((name.strip_suffix(ENDING)?.to_owned(), self.path().join(&folder).join(name)))
        };
        Ok(files.iter().filter_map(parquet).collect())
    }

    /// The run log as a Parquet file; none before the first run.
    #[must_use]
    pub fn run_log_file(&self) -> Option<PathBuf> {
        Some(self.path().join(LOG)).filter(|path| path.is_file())
    }
}

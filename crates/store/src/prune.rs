use crate::Atlas;
use crate::commit::Manifest;
use crate::error::Result;
use serde::Serialize;

/// What [`Atlas::prune`] removed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Pruned {
    /// Folders of elements below the atlas' root.
    pub folders: Vec<String>,
    /// What their files took, in bytes.
    pub bytes: u64,
}

impl Atlas {
    /// Removes versions of elements that newer ones replaced. Nothing current is touched, so it may be stopped at
    /// any moment and called again. A replaced movie stays while labels made from it are current.
    ///
    /// # Errors
    /// [`crate::StoreError::Locked`] when another process is writing to the atlas; when a file cannot be removed.
    pub fn prune(&self) -> Result<Pruned> {
        self.inner.lock_for_writing()?;
        // Held to the end, so that no commit of another thread comes between.
        let state = self.inner.state();
        let backing = &self.inner.backing;
        let current: Vec<&str> = state.record.elements.values().map(|one| one.folder.as_str()).collect();
        let mut pruned = Pruned::default();
        for folder in Manifest::folders(backing)? {
            let beneath = format!("{folder}/");
            if current.iter().any(|one| **one == folder || one.starts_with(&beneath)) {
                continue;
            }
            pruned.bytes += backing.list(&folder)?.iter().map(|(_, size)| size).sum::<u64>();
            backing.clear(&folder)?;
            // Last, so that a folder that was half removed is found again.
            Manifest::remove(backing, &folder)?;
            pruned.folders.push(folder);
        }
        Ok(pruned)
    }
}

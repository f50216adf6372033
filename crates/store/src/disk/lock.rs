use crate::StoreError;
use crate::error::Result;
use std::fs::{File, TryLockError};
use std::path::Path;

/// Keeps other processes from writing to the same atlas; the system drops it when the process ends,
/// however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    pub(crate) fn take(root: &Path) -> Result<Self> {
        let path = root.join("lca").join("lock");
        let shown = path.display().to_string();
        let open = || {
            std::fs::create_dir_all(root.join("lca"))?;
            File::options().create(true).truncate(false).write(true).open(&path)
        };
        let file = open().map_err(|cause| StoreError::write(&shown, cause))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked { path: root.to_owned() }),
            Err(TryLockError::Error(cause)) => Err(StoreError::write(&shown, cause)),
        }
    }
}

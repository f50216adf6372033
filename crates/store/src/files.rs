use crate::error::Result;
use crate::{Atlas, StoreError, Transaction};
use bytes::Bytes;
use lca_core::{ElementKind, ElementPath};
use std::collections::BTreeMap;

const KINDS: [ElementKind; 2] = [ElementKind::Model, ElementKind::Network];
const EXPECTED: &str = "a model or network made of files";

impl Transaction {
    /// Writes files of any format, such as a model's SBML and PEtab. The keys are paths below the
    /// element's folder, with `/`.
    ///
    /// # Errors
    /// When a key leads out of the folder, or a file cannot be written.
    pub fn write_files(&self, element: &ElementPath, files: &BTreeMap<String, Vec<u8>>) -> Result<()> {
        let illegal = |part: &str| part.is_empty() || part == "." || part == ".." || part.contains('\\');
        if let Some(bad) = files.keys().find(|name| name.split('/').any(illegal)) {
            return Err(StoreError::refused(element, format!("`{bad}` is not a path below its folder")));
        }
        let staged = self.stage(element, &KINDS, EXPECTED)?;
        for (name, content) in files {
            staged.shelf.put(&format!("{}/{name}", staged.folder), Bytes::copy_from_slice(content))?;
        }
        staged.finish();
        Ok(())
    }
}

impl Atlas {
    /// Reads the files that [`Transaction::write_files`] wrote, by their paths.
    ///
    /// # Errors
    /// When the element is not there, or a file is missing or changed.
    pub fn read_files(&self, element: &ElementPath) -> Result<BTreeMap<String, Vec<u8>>> {
        let (shelf, folder) = self.open_element(element, &KINDS, EXPECTED)?;
        let prefix = format!("{folder}/");
        let mut files = BTreeMap::new();
        for (key, _) in shelf.backing().list(&folder)? {
            let content = shelf.backing().get_required(&key)?;
            files.insert(key.strip_prefix(&prefix).unwrap_or(&key).to_owned(), content.to_vec());
        }
        Ok(files)
    }
}

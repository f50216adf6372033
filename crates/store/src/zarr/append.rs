use super::write::{CHUNK, Datum, write_options, zstd};
use crate::StoreError;
use crate::disk::Shelf;
use crate::error::Result;
use std::sync::Arc;
use zarrs::array::{Array, ArrayBuilder};

/// An array of one dimension that is written in parts, with the same files as if it were written at once.
#[derive(Debug)]
pub(crate) struct ArrayWriter<T> {
    shelf: Arc<Shelf>,
    key: String,
    held: Vec<T>,
    /// Chunks that are written.
    chunks: u64,
}

impl<T: Datum> ArrayWriter<T> {
    pub(crate) fn new(shelf: &Arc<Shelf>, key: String) -> Self {
        Self { shelf: Arc::clone(shelf), key, held: Vec::new(), chunks: 0 }
    }

    pub(crate) fn extend(&mut self, more: impl Iterator<Item = T>) -> Result<()> {
        for value in more {
            self.held.push(value);
            if self.held.len() == CHUNK {
                // The shape matters when the metadata are written, at the end.
                let array = self.array((self.chunks + 1) * CHUNK as u64, CHUNK)?;
                let chunk = std::mem::take(&mut self.held);
                self.store(&array, chunk)?;
            }
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<()> {
        let length = self.chunks * CHUNK as u64 + self.held.len() as u64;
        let chunk = CHUNK.min(length.max(1) as usize);
        let array = self.array(length, chunk)?;
        array.store_metadata().map_err(|why| self.failed(&why))?;
        if !self.held.is_empty() {
            let mut last = std::mem::take(&mut self.held);
            last.resize(chunk, T::default());
            self.store(&array, last)?;
        }
        Ok(())
    }

    fn array(&self, length: u64, chunk: usize) -> Result<Array<Shelf>> {
        ArrayBuilder::new(vec![length], vec![chunk as u64], T::data_type(), T::fill())
            .bytes_to_bytes_codecs(vec![zstd()])
            .build(Arc::clone(&self.shelf), &format!("/{}", self.key))
            .map_err(|why| self.failed(&why))
    }

    fn store(&mut self, array: &Array<Shelf>, chunk: Vec<T>) -> Result<()> {
        let stored = array.store_chunk_opt(&[self.chunks], chunk, &write_options());
        stored.map_err(|why| self.failed(&why))?;
        self.chunks += 1;
        Ok(())
    }

    fn failed(&self, why: &dyn ToString) -> StoreError {
        StoreError::write(&self.shelf.shown(&self.key), why.to_string())
    }
}

use crate::command::place::failed;
use crate::failure::Failure;
use lca_core::{ChunkError, ChunkSource};
use lca_pixels::Labels;
use lca_track::{Outlines, halves, join_halves};
use rayon::prelude::*;
use std::path::Path;

/// Labels in which halves of a cell have one label.
pub(crate) struct Joined {
    labels: Box<dyn ChunkSource<Chunk = Labels>>,
    /// For each frame the label that stays, and the one that becomes it.
    pairs: Vec<Vec<[u32; 2]>>,
}

impl Joined {
    /// Looks through labels for outlines that are halves of a cell, by the frames around them.
    pub(crate) fn of(path: &Path, labels: Box<dyn ChunkSource<Chunk = Labels>>) -> Result<Self, Failure> {
        let outlines = |t: usize| labels.read(t).map(|labels| Outlines::of(&labels));
        let frames: Result<Vec<Outlines>, ChunkError> =
            (0..labels.len()).into_par_iter().map(outlines).collect();
        let pairs = halves(&frames.map_err(|why| failed("cannot read", path, &why))?);
        Ok(Self { labels, pairs })
    }

    /// How many pairs of outlines became one.
    pub(crate) fn count(&self) -> usize {
        self.pairs.iter().map(Vec::len).sum()
    }
}

impl ChunkSource for Joined {
    type Chunk = Labels;

    fn len(&self) -> usize {
        self.labels.len()
    }

    fn read(&self, t: usize) -> Result<Labels, ChunkError> {
        let mut labels = self.labels.read(t)?;
        if !self.pairs[t].is_empty() {
            join_halves(&mut labels, &self.pairs[t]);
        }
        Ok(labels)
    }
}

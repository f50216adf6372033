use crate::command::place::failed;
use crate::failure::Failure;
use lca_core::{ChunkError, ChunkSource};
use lca_pixels::Labels;
use lca_track::{Outlines, halves};
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
        let pairs = &self.pairs[t];
        if !pairs.is_empty() {
            let name = |label: u32| pairs.iter().find(|pair| pair[1] == label).map_or(label, |pair| pair[0]);
            labels.mapv_inplace(name);
            close(&mut labels, pairs);
        }
        Ok(labels)
    }
}

/// Fills gaps of one pixel between what is now one outline.
fn close(labels: &mut Labels, pairs: &[[u32; 2]]) {
    let (_, ny, nx) = labels.dim();
    let seen = labels.clone();
    let at = |y: usize, x: usize| seen.get([0, y, x]).copied().unwrap_or(0);
    for y in 0..ny {
        for x in (0..nx).filter(|&x| at(y, x) == 0) {
            let sides = [[at(y, x.wrapping_sub(1)), at(y, x + 1)], [at(y.wrapping_sub(1), x), at(y + 1, x)]];
            let within = |side: &&[u32; 2]| side[0] == side[1] && pairs.iter().any(|pair| pair[0] == side[0]);
            if let Some(side) = sides.iter().find(within) {
                labels[[0, y, x]] = side[0];
            }
        }
    }
}

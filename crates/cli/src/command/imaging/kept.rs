use lca_core::{ChunkError, ChunkSource};
use lca_pixels::{LabelRuns, Labels};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Most bytes of frames that are kept.
const ROOM: usize = 128 << 20;

/// Labels that are looked at several times: frames that were read are kept, packed as runs, while they take
/// less than [`ROOM`] together, so that their files are read once. Others are read again.
pub(crate) struct Kept {
    labels: Box<dyn ChunkSource<Chunk = Labels>>,
    frames: Vec<OnceLock<LabelRuns>>,
    taken: AtomicUsize,
}

impl Kept {
    pub(crate) fn new(labels: Box<dyn ChunkSource<Chunk = Labels>>) -> Self {
        let frames = (0..labels.len()).map(|_| OnceLock::new()).collect();
        Self { labels, frames, taken: AtomicUsize::new(0) }
    }
}

impl ChunkSource for Kept {
    type Chunk = Labels;

    fn len(&self) -> usize {
        self.labels.len()
    }

    fn read(&self, t: usize) -> Result<Labels, ChunkError> {
        let slot = self.frames.get(t);
        if let Some(known) = slot.and_then(OnceLock::get) {
            return Ok(known.labels());
        }
        let labels = self.labels.read(t)?;
        if let Some(slot) = slot.filter(|_| self.taken.load(Ordering::Relaxed) < ROOM) {
            let packed = LabelRuns::of(&labels);
            let bytes = packed.bytes();
            if self.taken.fetch_add(bytes, Ordering::Relaxed) + bytes <= ROOM {
                // Another thread may have been first, with the same frame.
                let _ = slot.set(packed);
            }
        }
        Ok(labels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frames that can be read once.
    struct Once(Vec<OnceLock<()>>);

    impl ChunkSource for Once {
        type Chunk = Labels;

        fn len(&self) -> usize {
            self.0.len()
        }

        fn read(&self, t: usize) -> Result<Labels, ChunkError> {
            self.0[t].set(()).map_err(|()| ChunkError::new(t, "it was read before"))?;
            Ok(Labels::from_shape_fn((1, 9, 50), |(_, y, x)| (y / 3 * x / 20 * (t + 1)) as u32))
        }
    }

    #[test]
    fn a_frame_is_read_once_and_is_the_same_again() {
        let kept = Kept::new(Box::new(Once((0..3).map(|_| OnceLock::new()).collect())));
        for t in [2, 0, 1] {
            let first = kept.read(t).unwrap();
            assert!(first.iter().any(|&label| label > 0));
            assert_eq!(kept.read(t).unwrap(), first);
        }
    }
}

use lca_core::Axis;

/// Longest side of a chunk, the unit of reading, in pixels.
const CHUNK: usize = 512;

/// Longest side of a shard, the unit of writing, in pixels.
const SHARD: usize = 4096;

/// Pixels to a shard: bounds the memory of writing one.
const SHARD_PIXELS: usize = 32 << 20;

/// From this many planes on, depth is halved along with the sides.
const DEEP: usize = 64;

/// Shape, chunks and shards of one level of a pyramid, along `t, c, z, y, x`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) shape: [usize; 5],
    pub(crate) chunk: [usize; 5],
    pub(crate) shard: [usize; 5],
    /// How many pixels of the full image one of this level stands for, along `z, y, x`.
    pub(crate) factor: [usize; 3],
}

impl Layout {
    /// The levels of a pyramid, from the full image down to one that fits one chunk.
    pub(crate) fn pyramid(shape: [usize; 5]) -> Vec<Self> {
        let mut levels = vec![Self::level(shape, [1, 1, 1])];
        while let Some(last) = levels.last()
            && last.shape[3].max(last.shape[4]) > CHUNK
        {
            let [z, y, x] = last.step();
            let [t, c, depth, height, width] = last.shape;
            let shape = [t, c, depth.div_ceil(z), height.div_ceil(y), width.div_ceil(x)];
            let factor = [last.factor[0] * z, last.factor[1] * y, last.factor[2] * x];
            levels.push(Self::level(shape, factor));
        }
        levels
    }

    fn level(shape: [usize; 5], factor: [usize; 3]) -> Self {
        let [_, _, depth, height, width] = shape;
        let (y, x) = (even(height), even(width));
        let (shard_y, shard_x) = (cover(height, y), cover(width, x));
        let shard_z = (SHARD_PIXELS / (shard_y * shard_x)).clamp(1, depth.max(1));
        Self { shape, chunk: [1, 1, 1, y, x], shard: [1, 1, shard_z, shard_y, shard_x], factor }
    }

    /// By how much the next level is smaller along `z, y, x`.
    pub(crate) fn step(&self) -> [usize; 3] {
        [if self.shape[2] >= DEEP { 2 } else { 1 }, 2, 2]
    }
}

/// A chunk side that divides a length into equal parts as nearly as may be, so little is padded.
fn even(length: usize) -> usize {
    length.div_ceil(length.div_ceil(CHUNK).max(1)).max(1)
}

/// A shard side of whole chunks.
fn cover(length: usize, chunk: usize) -> usize {
    chunk * length.div_ceil(chunk).clamp(1, (SHARD / chunk).max(1))
}

/// Keeps the entries of the given axes.
pub(super) fn project(axes: &[Axis], all: &[usize; 5]) -> Vec<u64> {
    let at = |axis: &Axis| Axis::TCZYX.iter().position(|known| known == axis).unwrap_or(0);
    axes.iter().map(|axis| all[at(axis)] as u64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_shrink_to_one_chunk() {
        let levels = Layout::pyramid([46, 1, 1, 700, 1100]);
        let shapes: Vec<_> = levels.iter().map(|level| level.shape[3..].to_vec()).collect();
        assert_eq!(shapes, [vec![700, 1100], vec![350, 550], vec![175, 275]]);
        assert_eq!(levels[0].chunk, [1, 1, 1, 350, 367]);
        assert_eq!(levels[0].shard, [1, 1, 1, 700, 1101]);
        assert_eq!(levels[2].factor, [1, 4, 4]);
    }

    #[test]
    fn shards_hold_whole_chunks_and_are_bounded() {
        for shape in [[1, 1, 1, 1, 1], [1, 3, 300, 9000, 20_000], [2, 1, 64, 513, 511], [1, 1, 0, 0, 0]] {
            for level in Layout::pyramid(shape) {
                for axis in 0..5 {
                    assert_eq!(level.shard[axis] % level.chunk[axis], 0);
                }
                assert!(level.shard.iter().product::<usize>() <= SHARD_PIXELS);
            }
        }
    }
}

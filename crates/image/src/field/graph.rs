use super::ascend::OUTSIDE;
use super::terrain::Terrain;
use super::tile::Tile;
use lca_pixels::runs;

/// A basin by its top: row and column in reduced pixels of the whole field, in one number.
pub(crate) type Top = u64;

/// What is known of a basin, or of several together, without its pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Basin {
    pub(crate) top: Top,
    pub(crate) height: f32,
    pub(crate) size: u64,
    /// Sums of y, x, y², x², xy.
    pub(crate) sums: [u64; 5],
    pub(crate) low: [u32; 2],
    pub(crate) high: [u32; 2],
}

impl Basin {
    /// Both together.
    pub(crate) fn with(mut self, other: &Self) -> Self {
        if (other.height, self.top) > (self.height, other.top) {
            (self.height, self.top) = (other.height, other.top);
        }
        self.size += other.size;
        self.sums.iter_mut().zip(other.sums).for_each(|(a, b)| *a += b);
        for axis in 0..2 {
            self.low[axis] = self.low[axis].min(other.low[axis]);
            self.high[axis] = self.high[axis].max(other.high[axis]);
        }
        self
    }

    /// How much of an ellipse it is: see [`lca_pixels::fullness`].
    pub(crate) fn fullness(&self) -> f64 {
        lca_pixels::fullness(self.size as f64, self.sums.map(|sum| sum as f64))
    }
}

/// Where two basins touch, and how high the pass between them is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pass {
    pub(crate) between: [Top; 2],
    pub(crate) height: f32,
}

/// Basins and passes, of one tile or of a whole field.
#[derive(Debug, Clone, Default)]
pub(crate) struct Graph {
    /// By top.
    pub(crate) basins: Vec<Basin>,
    /// By the two tops.
    pub(crate) passes: Vec<Pass>,
}

impl Graph {
    /// The graph of the pixels of a tile's core, and of their passes to the pixels after them.
    pub(crate) fn of(tile: &Tile, terrain: &Terrain, tops: &[u32], factor: usize) -> Self {
        let (_, ny, nx) = terrain.hills.dim();
        let rows = tile.core[0].start / factor..tile.core[0].end.div_ceil(factor);
        let columns = tile.core[1].start / factor..tile.core[1].end.div_ceil(factor);
        let Some(hills) = terrain.hills.as_slice() else { return Self::default() };
        let mut place = vec![u32::MAX; tops.len()];
        let mut found = Self::default();
        let name = |top: u32| name(terrain.origin, nx, top);
        for y in rows.start - terrain.origin[0]..rows.end - terrain.origin[0] {
            let first = y * nx + columns.start - terrain.origin[1];
            for (along, top) in runs(&tops[first..][..columns.len()], OUTSIDE) {
                if place[top as usize] == u32::MAX {
                    place[top as usize] = found.basins.len() as u32;
                    found.basins.push(Basin::new(name(top), hills[top as usize]));
                }
                let basin = &mut found.basins[place[top as usize] as usize];
                for at in first + along.start..first + along.end {
                    let x = at - y * nx;
                    basin.add([y + terrain.origin[0], x + terrain.origin[1]]);
                    let met = after(at, [y, x], [ny, nx]).map(|other| (other, tops[other]));
                    found.passes.extend(met.filter(|&(_, it)| it != OUTSIDE && it != top).map(
                        |(other, it)| {
                            let mut between = [name(top), name(it)];
                            between.sort_unstable();
                            Pass { between, height: hills[at].min(hills[other]) }
                        },
                    ));
                }
            }
        }
        found.settled()
    }

    /// Parts of the same basin as one, of the same pass the highest.
    pub(crate) fn settled(mut self) -> Self {
        self.basins.sort_unstable_by_key(|basin| basin.top);
        let mut basins: Vec<Basin> = Vec::with_capacity(self.basins.len());
        for basin in self.basins {
            match basins.last_mut() {
                Some(last) if last.top == basin.top => *last = last.with(&basin),
                _ => basins.push(basin),
            }
        }
        self.passes.sort_unstable_by(|a, b| a.between.cmp(&b.between).then(b.height.total_cmp(&a.height)));
        self.passes.dedup_by_key(|pass| pass.between);
        Self { basins, passes: self.passes }
    }
}

/// The places of a pixel's neighbours that come after it.
fn after(at: usize, [y, x]: [usize; 2], [ny, nx]: [usize; 2]) -> impl Iterator<Item = usize> {
    let (left, right, down) = (x > 0, x + 1 < nx, y + 1 < ny);
    let all = [(right, at + 1), (down, at + nx), (down && right, at + nx + 1), (down && left, at + nx - 1)];
    all.into_iter().filter(|one| one.0).map(|one| one.1)
}

/// The name of a basin whose top is at flat index `top` of a window `nx` wide.
pub(crate) const fn name(origin: [usize; 2], nx: usize, top: u32) -> Top {
    let (y, x) = (top as usize / nx + origin[0], top as usize % nx + origin[1]);
    (y as u64) << 32 | x as u64
}

impl Basin {
    /// One without pixels.
    const fn new(top: Top, height: f32) -> Self {
        Self { top, height, size: 0, sums: [0; 5], low: [u32::MAX; 2], high: [0; 2] }
    }

    fn add(&mut self, [y, x]: [usize; 2]) {
        let (wide_y, wide_x) = (y as u64, x as u64);
        self.size += 1;
        let more = [wide_y, wide_x, wide_y * wide_y, wide_x * wide_x, wide_y * wide_x];
        self.sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        self.low = [self.low[0].min(y as u32), self.low[1].min(x as u32)];
        self.high = [self.high[0].max(y as u32 + 1), self.high[1].max(x as u32 + 1)];
    }
}

use crate::{Csr, Wide, wide};
use ndarray::Array2;
use rayon::prelude::*;

/// Rows that are made dense at a time.
const TILE: usize = 128;
/// Columns whose sums stand beside each other in the processor.
const PANEL: usize = 64;

/// Products of columns, summed tile after tile of rows: each stored entry times its row less the means, in single
/// precision within a tile, in double precision over the tiles. One task sums one panel of columns.
#[derive(Debug)]
pub(super) struct Tiles {
    columns: usize,
    /// What an entry that is not stored is less the mean, filled up to whole panels.
    empty: Vec<f32>,
    means: Vec<f64>,
    /// The rows that wait for a whole tile: where each ends, columns and values.
    ends: Vec<usize>,
    indices: Vec<u32>,
    values: Vec<f32>,
    panels: Vec<Panel>,
    tile: Tile,
}

/// Sums of products of columns up to the panel's last (one after the other) with the panel's.
#[derive(Debug)]
struct Panel {
    sums: Vec<f64>,
    /// The tile's rows less the means, in the panel's columns.
    dense: Vec<f32>,
}

/// The stored entries of a tile by column.
#[derive(Debug, Default)]
struct Tile {
    starts: Vec<u32>,
    rows: Vec<u8>,
    values: Vec<f32>,
}

impl Tiles {
    pub(super) fn new(means: &[f64]) -> Self {
        let columns = means.len();
        let mut empty: Vec<f32> = means.iter().map(|&mean| -mean as f32).collect();
        empty.resize(columns.next_multiple_of(PANEL), 0.0);
        let panel = |at: usize| Panel {
            sums: vec![0.0; columns.min((at + 1) * PANEL) * PANEL],
            dense: vec![0.0; TILE * PANEL],
        };
        Self {
            columns,
            panels: (0..empty.len() / PANEL).map(panel).collect(),
            empty,
            means: means.to_vec(),
            ends: Vec::with_capacity(TILE),
            indices: Vec::new(),
            values: Vec::new(),
            tile: Tile::default(),
        }
    }

    pub(super) fn add(&mut self, rows: &Csr<f32>) {
        for row in 0..rows.shape().0 {
            let (indices, values) = rows.row(row);
            self.indices.extend_from_slice(indices);
            self.values.extend_from_slice(values);
            self.ends.push(self.indices.len());
            if self.ends.len() == TILE {
                self.flush();
            }
        }
    }

    /// Multiplies the rows that wait.
    fn flush(&mut self) {
        let (ends, indices, values) = (&self.ends, &self.indices, &self.values);
        self.tile.fill(self.columns, ends, indices, values);
        let (tile, empty, means) = (&self.tile, &self.empty, &self.means);
        // The last panels have the most to do.
        self.panels.par_iter_mut().enumerate().rev().for_each(|(at, panel)| {
            panel.fill(at * PANEL, (tile, ends.len()), empty, means);
            wide(Multiply { panel, tile });
        });
        self.ends.clear();
        self.indices.clear();
        self.values.clear();
    }

    /// The whole matrix from its upper half.
    pub(super) fn finish(mut self) -> Array2<f64> {
        self.flush();
        let mut whole = Array2::zeros((self.columns, self.columns));
        for (at, panel) in self.panels.iter().enumerate() {
            let first = at * PANEL;
            for (i, sums) in panel.sums.chunks_exact(PANEL).enumerate() {
                for j in i.max(first)..self.columns.min(first + PANEL) {
                    whole[[i, j]] = sums[j - first];
                    whole[[j, i]] = sums[j - first];
                }
            }
        }
        whole
    }
}

impl Tile {
    /// Brings rows into order by column.
    fn fill(&mut self, columns: usize, ends: &[usize], indices: &[u32], values: &[f32]) {
        self.starts.clear();
        self.starts.resize(columns + 1, 0);
        indices.iter().for_each(|&column| self.starts[column as usize + 1] += 1);
        (0..columns).for_each(|column| self.starts[column + 1] += self.starts[column]);
        self.rows.resize(indices.len(), 0);
        self.values.resize(indices.len(), 0.0);
        let mut next = self.starts.clone();
        let mut at = 0;
        for (row, &end) in ends.iter().enumerate() {
            for entry in at..end {
                let place = &mut next[indices[entry] as usize];
                self.rows[*place as usize] = row as u8;
                self.values[*place as usize] = values[entry];
                *place += 1;
            }
            at = end;
        }
    }

    fn column(&self, column: usize) -> (&[u8], &[f32]) {
        let range = self.starts[column] as usize..self.starts[column + 1] as usize;
        (&self.rows[range.clone()], &self.values[range])
    }
}

impl Panel {
    /// Makes the tile's rows dense in the columns from `first` on.
    fn fill(&mut self, first: usize, (tile, count): (&Tile, usize), empty: &[f32], means: &[f64]) {
        let empty = &empty[first..first + PANEL];
        self.dense[..count * PANEL].chunks_exact_mut(PANEL).for_each(|row| row.copy_from_slice(empty));
        for (at, mean) in means[first..].iter().take(PANEL).enumerate() {
            let (rows, values) = tile.column(first + at);
            for (&row, &value) in rows.iter().zip(values) {
                self.dense[usize::from(row) * PANEL + at] = (f64::from(value) - mean) as f32;
            }
        }
    }
}

/// Adds a tile's products to a panel.
struct Multiply<'a> {
    panel: &'a mut Panel,
    tile: &'a Tile,
}

impl Wide for Multiply<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Panel { sums, dense } = self.panel;
        for (column, sums) in sums.chunks_exact_mut(PANEL).enumerate() {
            let range = self.tile.starts[column] as usize..self.tile.starts[column + 1] as usize;
            let (rows, values) = (&self.tile.rows[range.clone()], &self.tile.values[range]);
            let mut sum = [0.0_f32; PANEL];
            for (&row, &value) in rows.iter().zip(values) {
                let row = &dense[usize::from(row) * PANEL..][..PANEL];
                for lane in 0..PANEL {
                    sum[lane] += value * row[lane];
                }
            }
            for lane in 0..PANEL {
                sums[lane] += f64::from(sum[lane]);
            }
        }
    }
}

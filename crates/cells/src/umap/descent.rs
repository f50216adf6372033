use super::UmapParams;
use super::forces::{Forces, LANES};
use crate::CellsError;
use lca_core::Progress;
use lca_numerics::{Csr, Rng, Wide, rng, wide};
use ndarray::Array2;
use rand::Rng as _;
use rayon::prelude::*;

/// Cells that one task moves with a random stream of its own.
const CHUNK: usize = 256;
/// The first of these streams; those before it belong to other uses of the seed.
const STREAMS: u64 = 16;

/// Most dimensions of a layout.
pub(super) const MOST_DIMS: usize = 16;

/// Stochastic gradient descent with negative sampling (section 3.2 and algorithm 5 of the paper): each edge attracts in
/// proportion to its weight, and each attraction repels `negative_sample_rate` cells drawn at random.
///
/// Within a round each cell moves by itself, one force after the other, and sees the others where they were when the
/// round began: which thread moves it does not matter. An edge moves both its ends in the same round.
pub(super) fn descend(
    positions: &mut Array2<f32>,
    graph: &Csr<f32>,
    curve: (f64, f64),
    epochs: usize,
    params: &UmapParams,
    progress: &dyn Progress,
) -> Result<(), CellsError> {
    let edges = Edges::new(graph, epochs, params.negative_sample_rate);
    let forces = Forces::new(curve, params.gamma as f32);
    let descent = Descent { edges, forces, epochs, params, progress };
    // Dimensions beyond those wanted stay 0 and change nothing.
    match positions.ncols() {
        ..=2 => descent.run::<2>(positions),
        3 => descent.run::<3>(positions),
        4..=8 => descent.run::<8>(positions),
        _ => descent.run::<MOST_DIMS>(positions),
    }
}

struct Descent<'a> {
    edges: Edges,
    forces: Forces,
    epochs: usize,
    params: &'a UmapParams,
    progress: &'a dyn Progress,
}

impl Descent<'_> {
    fn run<const D: usize>(&self, positions: &mut Array2<f32>) -> Result<(), CellsError> {
        let filled =
            |row: ndarray::ArrayView1<f32>| std::array::from_fn(|dim| row.get(dim).copied().unwrap_or(0.0));
        let mut now: Vec<[f32; D]> = positions.rows().into_iter().map(filled).collect();
        let mut next = now.clone();
        for epoch in 0..self.epochs {
            self.progress.at(epoch as u64, self.epochs as u64)?;
            let step = (self.params.alpha * (1.0 - epoch as f64 / self.epochs as f64)) as f32;
            next.par_chunks_mut(CHUNK).enumerate().for_each(|(chunk, cells)| {
                let random = rng(self.params.seed, STREAMS + (epoch as u64 | (chunk as u64) << 32));
                let (edges, forces, now) = (&self.edges, &self.forces, &now);
                wide(Pass { edges, forces, now, step, epoch, first: chunk * CHUNK, cells, random });
            });
            std::mem::swap(&mut now, &mut next);
        }
        for (mut row, cell) in positions.rows_mut().into_iter().zip(&now) {
            row.iter_mut().zip(cell).for_each(|(to, from)| *to = *from);
        }
        Ok(())
    }
}

/// The edges of each cell that attract at least once in all rounds, and how often.
struct Edges {
    starts: Vec<usize>,
    others: Vec<u32>,
    /// Attractions in a round, at most 1.
    rates: Vec<f32>,
    repulsions: f32,
}

impl Edges {
    fn new(graph: &Csr<f32>, epochs: usize, repulsions: usize) -> Self {
        let most = graph.values().iter().fold(0.0_f32, |most, &weight| most.max(weight));
        let (mut starts, mut others, mut rates) = (vec![0], Vec::new(), Vec::new());
        for from in 0..graph.shape().0 {
            let (to, weights) = graph.row(from);
            for (&to, &weight) in to.iter().zip(weights) {
                let rate = weight / most;
                if to as usize != from && rate * epochs as f32 >= 1.0 {
                    others.push(to);
                    rates.push(rate);
                }
            }
            starts.push(others.len());
        }
        Self { starts, others, rates, repulsions: repulsions as f32 }
    }

    /// How many repulsions go with the attraction of an edge in this round; none when it does not attract. By the end of
    /// a round an edge has attracted as often as its rate times the round, rounded down.
    #[inline(always)]
    fn due(&self, rate: f32, epoch: f32) -> Option<usize> {
        let times = (rate * epoch).floor();
        if times == (rate * (epoch - 1.0)).floor() {
            return None;
        }
        let before = ((times - 1.0) / rate).ceil() * rate * self.repulsions;
        Some(((rate * epoch * self.repulsions).floor() - before.floor()).max(0.0) as usize)
    }
}

/// One round of the cells of a chunk.
struct Pass<'a, const D: usize> {
    edges: &'a Edges,
    forces: &'a Forces,
    now: &'a [[f32; D]],
    step: f32,
    epoch: usize,
    /// The first cell of the chunk.
    first: usize,
    cells: &'a mut [[f32; D]],
    random: Rng,
}

impl<const D: usize> Wide for Pass<'_, D> {
    type Output = ();

    #[inline(always)]
    fn run(mut self) {
        for at in 0..self.cells.len() {
            let cell = self.first + at;
            let mut own = self.now[cell];
            let mut owed = 0;
            for edge in self.edges.starts[cell]..self.edges.starts[cell + 1] {
                let Some(due) = self.edges.due(self.edges.rates[edge], self.epoch as f32) else { continue };
                self.forces.attract(&mut own, &self.now[self.edges.others[edge] as usize], self.step);
                owed += due;
                while owed >= LANES {
                    self.repel(&mut own, LANES);
                    owed -= LANES;
                }
            }
            if owed > 0 {
                self.repel(&mut own, owed);
            }
            self.cells[at] = own;
        }
    }
}

impl<const D: usize> Pass<'_, D> {
    /// Repels as many cells drawn at random as there are `lanes`. A cell does not repel itself, as it is at no distance.
    #[inline(always)]
    #[allow(clippy::needless_range_loop, reason = "a lane runs across the dimensions")]
    fn repel(&mut self, own: &mut [f32; D], lanes: usize) {
        let mut apart = [[0.0; LANES]; D];
        for lane in 0..lanes.min(LANES) {
            let other = (u64::from(self.random.next_u32()) * self.now.len() as u64) >> 32;
            let other = &self.now[other as usize];
            (0..D).for_each(|dim| apart[dim][lane] = own[dim] - other[dim]);
        }
        self.forces.repel(own, &apart, self.step);
    }
}

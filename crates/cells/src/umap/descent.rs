use super::UmapParams;
use super::forces::{Forces, LANES};
use crate::CellsError;
use lca_core::Progress;
use lca_numerics::{Csr, Rng, rng, wide};
use ndarray::Array2;
use rand::Rng as _;
use rayon::prelude::*;

/// Cells that one task moves with a random stream of its own.
const CHUNK: usize = 256;
/// The first of these streams; those before it belong to other uses of the seed.
const STREAMS: u64 = 16;

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
    let dims = positions.ncols();
    let mut now: Vec<f32> = positions.iter().copied().collect();
    let mut next = now.clone();
    for epoch in 0..epochs {
        progress.at(epoch as u64, epochs as u64)?;
        let step = (params.alpha * (1.0 - epoch as f64 / epochs as f64)) as f32;
        let forces = Forces::new(curve, params.gamma as f32, step);
        let chunks = next.par_chunks_mut(CHUNK * dims).enumerate();
        chunks.for_each(|(chunk, cells)| {
            let stream = STREAMS + (epoch as u64 | (chunk as u64) << 32);
            wide(|| {
                Round { edges: &edges, now: &now, dims, epoch, forces }.pass(
                    chunk,
                    cells,
                    rng(params.seed, stream),
                )
            });
        });
        std::mem::swap(&mut now, &mut next);
    }
    positions.iter_mut().zip(now).for_each(|(position, value)| *position = value);
    Ok(())
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

/// One round as all its tasks see it.
struct Round<'a> {
    edges: &'a Edges,
    now: &'a [f32],
    dims: usize,
    epoch: usize,
    forces: Forces,
}

impl Round<'_> {
    /// Moves the cells of a chunk.
    #[inline(always)]
    fn pass(&self, chunk: usize, cells: &mut [f32], mut random: Rng) {
        let dims = self.dims;
        let count = (self.now.len() / dims) as u64;
        let mut apart = vec![[0.0; LANES]; dims];
        for (at, own) in cells.chunks_exact_mut(dims).enumerate() {
            let cell = chunk * CHUNK + at;
            own.copy_from_slice(&self.now[cell * dims..][..dims]);
            let mut owed = 0;
            for edge in self.edges.starts[cell]..self.edges.starts[cell + 1] {
                let Some(due) = self.edges.due(self.edges.rates[edge], self.epoch as f32) else { continue };
                self.forces.attract(own, &self.now[self.edges.others[edge] as usize * dims..][..dims]);
                owed += due;
                while owed >= LANES {
                    self.repel(own, &mut apart, LANES, count, &mut random);
                    owed -= LANES;
                }
            }
            self.repel(own, &mut apart, owed, count, &mut random);
        }
    }

    /// Repels up to eight cells drawn at random, which count as many as there are lanes in use. A cell does not repel
    /// itself, as it is at no distance.
    #[inline(always)]
    fn repel(&self, own: &mut [f32], apart: &mut [[f32; LANES]], lanes: usize, count: u64, random: &mut Rng) {
        apart.iter_mut().for_each(|dim| *dim = [0.0; LANES]);
        for lane in 0..lanes {
            let other = (u64::from(random.next_u32()) * count >> 32) as usize * self.dims;
            for (dim, own) in own.iter().enumerate() {
                apart[dim][lane] = own - self.now[other + dim];
            }
        }
        if lanes > 0 {
            self.forces.repel(own, apart);
        }
    }
}

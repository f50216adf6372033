use super::UmapParams;
use crate::CellsError;
use lca_core::Progress;
use lca_numerics::{Csr, Rng, rng};
use ndarray::Array2;
use rand::RngExt;

/// No coordinate moves further than this, times the step length, at once.
const CLIP: f32 = 4.0;

/// An edge and when it is due.
struct Edge {
    from: u32,
    to: u32,
    /// Epochs from one attraction to the next.
    period: f64,
    next: f64,
    /// The epoch up to which repulsions have been made.
    next_repulsion: f64,
}

/// Stochastic gradient descent with negative sampling (section 3.2 and algorithm 5 of the paper): each
/// edge attracts in proportion to its weight, and each attraction repels `negative_sample_rate` cells
/// drawn at random.
pub(super) fn descend(
    positions: &mut Array2<f32>,
    graph: &Csr<f32>,
    curve: (f64, f64),
    epochs: usize,
    params: &UmapParams,
    progress: &dyn Progress,
) -> Result<(), CellsError> {
    let mut edges = edges(graph, epochs, params.negative_sample_rate);
    let mut random = rng(params.seed, 2);
    let dims = positions.ncols();
    let mut cells: Vec<f32> = positions.iter().copied().collect();
    let mut forces = Forces { a: curve.0 as f32, b: curve.1 as f32, gamma: params.gamma as f32, step: 0.0 };
    for epoch in 0..epochs {
        progress.at(epoch as u64, epochs as u64)?;
        forces.step = (params.alpha * (1.0 - epoch as f64 / epochs as f64)) as f32;
        for edge in edges.iter_mut().filter(|edge| edge.next <= epoch as f64) {
            forces.visit(&mut cells, dims, edge, epoch as f64, params.negative_sample_rate, &mut random);
        }
    }
    positions.iter_mut().zip(cells).for_each(|(position, value)| *position = value);
    Ok(())
}

/// The edges that are due at least once in all epochs.
fn edges(graph: &Csr<f32>, epochs: usize, rate: usize) -> Vec<Edge> {
    let most = graph.values().iter().fold(0.0_f32, |most, &weight| most.max(weight));
    let mut edges = Vec::new();
    for from in 0..graph.shape().0 {
        let (others, weights) = graph.row(from);
        for (&to, &weight) in others.iter().zip(weights).filter(|(to, _)| **to as usize != from) {
            let period = f64::from(most) / f64::from(weight);
            if weight > 0.0 && period <= epochs as f64 {
                let next_repulsion = period / rate.max(1) as f64;
                edges.push(Edge { from: from as u32, to, period, next: period, next_repulsion });
            }
        }
    }
    edges
}

struct Forces {
    a: f32,
    b: f32,
    gamma: f32,
    step: f32,
}

impl Forces {
    fn visit(
        &self,
        cells: &mut [f32],
        dims: usize,
        edge: &mut Edge,
        epoch: f64,
        rate: usize,
        random: &mut Rng,
    ) {
        let (from, to) = (edge.from as usize * dims, edge.to as usize * dims);
        self.attract(cells, dims, from, to);
        edge.next += edge.period;
        if rate == 0 {
            return;
        }
        let period = edge.period / rate as f64;
        let due = ((epoch - edge.next_repulsion) / period).max(0.0) as usize;
        for _ in 0..due {
            let other = random.random_range(0..cells.len() / dims) * dims;
            if other != from {
                self.repel(cells, dims, from, other);
            }
        }
        edge.next_repulsion += due as f64 * period;
    }

    fn attract(&self, cells: &mut [f32], dims: usize, from: usize, to: usize) {
        let square = square(cells, dims, from, to);
        if square <= 0.0 {
            return;
        }
        let power = square.powf(self.b);
        let pull = -2.0 * self.a * self.b * (power / square) / (1.0 + self.a * power);
        for k in 0..dims {
            let change = (pull * (cells[from + k] - cells[to + k])).clamp(-CLIP, CLIP) * self.step;
            cells[from + k] += change;
            cells[to + k] -= change;
        }
    }

    fn repel(&self, cells: &mut [f32], dims: usize, from: usize, other: usize) {
        let square = square(cells, dims, from, other);
        if square <= 0.0 {
            return;
        }
        let push = 2.0 * self.gamma * self.b / ((0.001 + square) * (1.0 + self.a * square.powf(self.b)));
        for k in 0..dims {
            cells[from + k] += (push * (cells[from + k] - cells[other + k])).clamp(-CLIP, CLIP) * self.step;
        }
    }
}

fn square(cells: &[f32], dims: usize, a: usize, b: usize) -> f32 {
    (0..dims).map(|k| (cells[a + k] - cells[b + k]).powi(2)).sum()
}

use super::{Batches, HarmonyParams, directions, start};
use lca_numerics::Rng;
use ndarray::{Array2, Axis, Zip};
use rand::RngExt;

/// Soft clusters of cells, and how many cells of each batch they hold.
pub(super) struct Clustering<'b> {
    /// Cells × dimensions, unit vectors.
    points: Array2<f64>,
    /// Clusters × dimensions, unit vectors.
    centres: Array2<f64>,
    /// Cells × clusters: how much of a cell belongs to each; rows sum to 1.
    pub(super) shares: Array2<f64>,
    /// Cells × clusters: 2 (1 - cosine).
    distances: Array2<f64>,
    /// Clusters × batches: cells held, and those expected were the batches mixed evenly.
    observed: Array2<f64>,
    expected: Array2<f64>,
    batches: &'b Batches,
    theta: f64,
    sigma: f64,
}

impl<'b> Clustering<'b> {
    pub(super) fn new(
        points: Array2<f64>,
        batches: &'b Batches,
        clusters: usize,
        params: &HarmonyParams,
    ) -> Self {
        let centres = directions(&start::centres(&points, clusters, params.seed));
        let distances = distances(&points, &centres);
        let shares = soft(&distances, params.sigma);
        let empty = Array2::zeros((centres.nrows(), batches.count));
        let mut made = Self {
            points,
            centres,
            shares,
            distances,
            observed: empty.clone(),
            expected: empty,
            batches,
            theta: params.theta,
            sigma: params.sigma,
        };
        (0..made.shares.nrows()).for_each(|cell| made.count(cell, 1.0));
        made
    }

    /// Adds (or with -1 takes away) what a cell brings to the clusters' counts.
    fn count(&mut self, cell: usize, sign: f64) {
        let batch = self.batches.of[cell];
        for (cluster, &share) in self.shares.row(cell).iter().enumerate() {
            self.observed[[cluster, batch]] += sign * share;
            for (expected, part) in self.expected.row_mut(cluster).iter_mut().zip(&self.batches.share) {
                *expected += sign * share * part;
            }
        }
    }

    /// Moves centres and cells in turn until the objective settles.
    pub(super) fn settle(&mut self, params: &HarmonyParams, settled: f64, order: &mut Rng) {
        let mut past = vec![self.objective()];
        for _ in 0..params.max_iter_kmeans {
            self.centres = directions(&self.shares.t().dot(&self.points));
            self.distances = distances(&self.points, &self.centres);
            self.reassign(params.block_size, order);
            past.push(self.objective());
            if let [.., a, b, c, d] = past[..] {
                let (before, after) = (a + b + c, b + c + d);
                if before - after < settled * before.abs() {
                    return;
                }
            }
        }
    }

    /// New coordinates of the cells, the shares staying as they are.
    pub(super) fn follow(&mut self, points: Array2<f64>) {
        self.points = points;
        self.distances = distances(&self.points, &self.centres);
    }

    /// Gives cells new shares, a block in random order at a time, the others being counted.
    fn reassign(&mut self, block_size: f64, order: &mut Rng) {
        let cells = shuffled(self.points.nrows(), order);
        let block = ((block_size * cells.len() as f64).ceil() as usize).max(1);
        for block in cells.chunks(block) {
            block.iter().for_each(|&cell| self.count(cell, -1.0));
            let weights =
                Zip::from(&self.observed).and(&self.expected).map_collect(|&observed, &expected| {
                    ((expected.max(0.0) + 1.0) / (observed.max(0.0) + 1.0)).powf(self.theta)
                });
            for &cell in block {
                let batch = self.batches.of[cell];
                let near = self.distances.row(cell).iter().copied().fold(f64::INFINITY, f64::min);
                let mut shares = self.shares.row_mut(cell);
                for (cluster, share) in shares.iter_mut().enumerate() {
                    let distance = self.distances[[cell, cluster]];
                    *share = ((near - distance) / self.sigma).exp() * weights[[cluster, batch]];
                }
                let sum = shares.sum();
                shares.mapv_inplace(|share| share / sum);
            }
            block.iter().for_each(|&cell| self.count(cell, 1.0));
        }
    }

    /// What is made small: distances, less the entropy of the shares, plus the unevenness of batches.
    pub(super) fn objective(&self) -> f64 {
        let parts = Zip::from(&self.shares).and(&self.distances).map_collect(|&share, &distance| {
            share * distance + if share > 0.0 { self.sigma * share * share.ln() } else { 0.0 }
        });
        let uneven = Zip::from(&self.observed).and(&self.expected).map_collect(|&observed, &expected| {
            observed * ((observed.max(0.0) + 1.0) / (expected.max(0.0) + 1.0)).ln()
        });
        parts.sum() + self.sigma * self.theta * uneven.sum()
    }
}

fn distances(points: &Array2<f64>, centres: &Array2<f64>) -> Array2<f64> {
    points.dot(&centres.t()).mapv(|cosine| 2.0 * (1.0 - cosine))
}

fn soft(distances: &Array2<f64>, sigma: f64) -> Array2<f64> {
    let mut shares = distances.clone();
    for mut row in shares.axis_iter_mut(Axis(0)) {
        let near = row.iter().copied().fold(f64::INFINITY, f64::min);
        row.mapv_inplace(|distance| ((near - distance) / sigma).exp());
        let sum = row.sum();
        row.mapv_inplace(|share| share / sum);
    }
    shares
}

/// 0 to `count` in random order (Fisher and Yates).
fn shuffled(count: usize, rng: &mut Rng) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    for at in (1..count).rev() {
        order.swap(at, rng.random_range(0..=at));
    }
    order
}

use super::exact::{measured, nearest_of};
use crate::rng;
use ndarray::ArrayView2;
use rand::RngExt;
use rayon::prelude::*;

/// Points whose true neighbours are looked up.
const SAMPLE: usize = 256;

/// Some rows and their true neighbours.
pub(super) struct Sample {
    k: usize,
    rows: Vec<(usize, Vec<(f64, u32)>)>,
}

impl Sample {
    pub(super) fn new(points: ArrayView2<f32>, k: usize, seed: u64) -> Self {
        let count = points.nrows();
        let mut random = rng(seed, u64::MAX);
        let chosen: Vec<usize> = (0..SAMPLE.min(count)).map(|_| random.random_range(0..count)).collect();
        Self { k, rows: chosen.iter().copied().zip(nearest_of(points, &chosen, k)).collect() }
    }

    /// How many dimensions the points fill around them: the maximum likelihood of the neighbours' distances (Levina &
    /// Bickel 2004, averaged as MacKay & Ghahramani 2005 do).
    pub(super) fn dimensions(&self) -> f64 {
        let (mut logs, mut count) = (0.0, 0.0);
        for (_, truth) in &self.rows {
            let last = truth.last().map_or(0.0, |pair| pair.0);
            for &(distance, _) in truth.iter().filter(|pair| pair.0 > 0.0 && pair.0 < last) {
                logs += (last / distance).ln();
                count += 1.0;
            }
        }
        if logs > 0.0 { count / logs } else { 0.0 }
    }

    /// The share of true neighbours among the known ones; equally far ones count.
    pub(super) fn recall(&self, points: ArrayView2<f32>, known: impl Fn(usize) -> Vec<u32> + Sync) -> f64 {
        let hits = |(row, truth): &(usize, Vec<(f64, u32)>)| {
            let last = truth.last().map_or(0.0, |pair| pair.0);
            let found = measured(points, *row, known(*row).into_iter(), self.k);
            found.iter().filter(|pair| pair.0 <= last).count()
        };
        let hits: usize = self.rows.par_iter().map(hits).sum();
        if self.k == 0 { 1.0 } else { hits as f64 / (self.rows.len() * self.k).max(1) as f64 }
    }
}

//! Nearest neighbours by Euclidean distance: exact ones, and those that a search of a growing graph finds.

mod approximate;
mod exact;
mod explore;
mod points;
mod sample;
mod trees;

pub use approximate::{KnnParams, nearest_approximate};
pub use exact::nearest;

use ndarray::Array2;

/// The nearest neighbours of each point, itself left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Knn {
    /// Points × k: the neighbours' rows, nearest first (equally near ones by row).
    pub indices: Array2<u32>,
    /// Points × k: their Euclidean distances.
    pub distances: Array2<f64>,
}

impl Knn {
    /// From lists of neighbours, `k` of them at least, and the place of each point's list.
    fn from_rows(rows: &[Vec<(f64, u32)>], place: &[u32], k: usize) -> Self {
        let entry = |(i, j): (usize, usize)| rows[place[i] as usize][j];
        Self {
            indices: Array2::from_shape_fn((rows.len(), k), |at| entry(at).1),
            distances: Array2::from_shape_fn((rows.len(), k), |at| entry(at).0),
        }
    }
}

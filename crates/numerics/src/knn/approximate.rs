use super::Knn;
use super::exact::measured;
use super::explore::Lists;
use super::points::Points;
use super::sample::Sample;
use super::trees::{Tree, grow};
use ndarray::ArrayView2;
use rayon::prelude::*;

/// How hard [`nearest_approximate`] looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KnnParams {
    /// Random projection trees to begin with. Default 8.
    pub trees: usize,
    /// Points in a leaf of these at most. Default 48.
    pub leaf: usize,
    /// Neighbours kept while searching, beyond those asked for, to begin with. Default: 6, and the more the more
    /// dimensions the points fill.
    pub spare: Option<usize>,
    /// The share of true neighbours to find, as far as 256 points held against all others tell. Default 0.975.
    pub recall: f64,
    /// Seed of the trees and of these points. Default 0.
    pub seed: u64,
}

impl Default for KnnParams {
    fn default() -> Self {
        Self { trees: 8, leaf: 48, spare: None, recall: 0.975, seed: 0 }
    }
}

/// A round that changes fewer neighbours than this share is the last before the recall is looked at.
const ENOUGH: f64 = 0.02;
/// Rounds at most until then.
const ROUNDS: usize = 8;
/// How often more neighbours are kept when too few are found.
const RAISES: usize = 4;

/// Nearly always the `k` nearest neighbours (Euclidean) of each row among all others, in time that grows little faster
/// than their number: random projection trees give first neighbours (Dasgupta & Freund 2008), and the neighbours of
/// neighbours better ones (NN-descent; Dong, Moses & Li 2011). A sample of the points is held against all others; until
/// its recall is reached, more neighbours are kept on the way, up to four times. The distances are exact. `k` is at most
/// the number of other points.
/// Memory: for each point its coordinates, and 16 bytes for each neighbour and spare one.
#[must_use]
pub fn nearest_approximate(points: ArrayView2<f32>, k: usize, params: &KnnParams) -> Knn {
    let count = points.nrows();
    let k = k.min(count.saturating_sub(1));
    let any: Vec<u32> = (0..count as u32).collect();
    // Points that share a leaf of a first tree lie beside each other in memory.
    let order = grow(&Points::new(points, &any), params.leaf.max(2), params.seed, 0).order;
    let mut place = vec![0_u32; count];
    order.iter().zip(0..).for_each(|(&row, at)| place[row as usize] = at);
    let near = Points::new(points, &order);
    let sample = Sample::new(points, k, params.seed);
    let spare = params.spare.unwrap_or_else(|| (2.0 * sample.dimensions() - 30.0).clamp(6.0, 60.0) as usize);
    let mut lists = first_lists(&near, k + spare.max(1), params);
    let known = |lists: &Lists, row: usize| -> Vec<u32> {
        lists.of(place[row] as usize).map(|other| order[other as usize]).collect()
    };
    for _ in 0..=RAISES {
        settle(&mut lists, &near, count);
        if sample.recall(points, |row| known(&lists, row)) >= params.recall {
            break;
        }
        lists.lengthen();
    }
    // One after the other as they lie in memory, which holds the neighbours of the last one near.
    let best = |&row: &u32| best_of(points, row as usize, known(&lists, row as usize), k);
    let found: Vec<_> = order.par_iter().map(best).collect();
    Knn::from_rows(&found, &place, k)
}

/// Neighbours from trees.
fn first_lists(points: &Points, length: usize, params: &KnnParams) -> Lists {
    let streams = 1..=params.trees.max(1) as u64;
    let tree = |stream| grow(points, params.leaf.max(2), params.seed, stream);
    let trees: Vec<Tree> = streams.into_par_iter().map(tree).collect();
    Lists::of_trees(points, &trees, length)
}

/// The `k` nearest of the known points, or of all where too few are known.
fn best_of(points: ArrayView2<f32>, row: usize, known: Vec<u32>, k: usize) -> Vec<(f64, u32)> {
    if known.len() < k {
        let others = (0..points.nrows() as u32).filter(|&other| other as usize != row);
        return measured(points, row, others, k);
    }
    measured(points, row, known.into_iter(), k)
}

/// Looks at neighbours of neighbours until few change.
fn settle(lists: &mut Lists, points: &Points, count: usize) {
    for _ in 0..ROUNDS {
        if (lists.explore(points) as f64) < ENOUGH * (count * lists.length()) as f64 {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nearest;
    use ndarray::Array2;
    use rand::RngExt;

    /// Points around 30 centres, in as many directions as components have.
    fn clouds(count: usize, dims: usize) -> Array2<f32> {
        let mut random = crate::rng(4, 0);
        let centres = Array2::from_shape_simple_fn((30, dims), || random.random_range(-2.0..2.0_f32));
        let mut noise = || (0..4).map(|_| random.random_range(-1.0..1.0_f32)).sum::<f32>();
        Array2::from_shape_fn((count, dims), |(i, j)| centres[[i % 30, j]] + noise() * 4.0 / (j + 4) as f32)
    }

    fn recall(found: &Knn, truth: &Knn) -> f64 {
        let rows = found.indices.rows().into_iter().zip(truth.indices.rows());
        let hits: usize =
            rows.map(|(a, b)| a.iter().filter(|at| b.iter().any(|known| known == *at)).count()).sum();
        hits as f64 / truth.indices.len() as f64
    }

    #[test]
    fn nearly_all_neighbours_are_found_with_their_distances() {
        let points = clouds(6000, 30);
        let (found, truth) =
            (nearest_approximate(points.view(), 14, &KnnParams::default()), nearest(points.view(), 14));
        assert!(recall(&found, &truth) >= 0.97, "{}", recall(&found, &truth));
        let same = (0..6000).filter(|&row| found.indices.row(row) == truth.indices.row(row));
        assert!(same.into_iter().all(|row| found.distances.row(row) == truth.distances.row(row)));
    }

    #[test]
    fn the_number_of_threads_changes_no_bit() {
        let points = clouds(3000, 10);
        let run = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| nearest_approximate(points.view(), 9, &KnnParams::default()))
        };
        let one = run(1);
        assert!(one == run(2) && one == run(8) && one == run(8));
    }

    #[test]
    fn few_equal_and_endless_points() {
        for (count, dims) in [(0, 3), (1, 3), (2, 1), (5, 0), (300, 1)] {
            let found = nearest_approximate(Array2::ones((count, dims)).view(), 4, &KnnParams::default());
            assert_eq!(found.indices.dim(), (count, 4.min(count.saturating_sub(1))));
        }
        let points = Array2::from_shape_fn((200, 2), |(i, _)| if i % 50 == 0 { f32::MAX } else { i as f32 });
        assert_eq!(nearest_approximate(points.view(), 4, &KnnParams::default()).indices.dim(), (200, 4));
        let none = nearest_approximate(Array2::from_elem((40, 2), f32::NAN).view(), 3, &KnnParams::default());
        assert_eq!(none.indices.dim(), (40, 3));
    }
}

use lca_numerics::{Csr, CsrError, Knn};
use ndarray::Array2;
use rayon::prelude::*;

/// A bandwidth is at least this share of the mean distance.
const LEAST_BANDWIDTH: f64 = 1e-3;
const TOLERANCE: f64 = 1e-5;
const ROUNDS: usize = 64;

/// Rows of neighbours as a sparse matrix, columns in order; exact zeros stay stored.
pub(super) fn to_rows<T: Copy>(
    indices: &Array2<u32>,
    value: impl Fn(usize, usize) -> T,
) -> Result<Csr<T>, CsrError> {
    let (count, k) = indices.dim();
    let (mut columns, mut values) = (Vec::with_capacity(count * k), Vec::with_capacity(count * k));
    for (row, neighbours) in indices.rows().into_iter().enumerate() {
        let mut entries: Vec<(u32, T)> = (0..k).map(|at| (neighbours[at], value(row, at))).collect();
        entries.sort_unstable_by_key(|entry| entry.0);
        columns.extend(entries.iter().map(|entry| entry.0));
        values.extend(entries.iter().map(|entry| entry.1));
    }
    let indptr = (0..=count).map(|row| (row * k) as u64).collect();
    Csr::new(count, count, indptr, columns, values)
}

/// The fuzzy union of each cell's view of its neighbourhood (McInnes, Healy & Melville 2018,
/// algorithms 2 and 3): the nearest counts as surely near, and a neighbourhood weighs log2 of its size
/// (itself included) in all.
pub(super) fn connectivities(found: &Knn) -> Result<Csr<f32>, CsrError> {
    let (count, k) = found.distances.dim();
    let all = found.distances.iter().sum::<f64>() / ((count * (k + 1)).max(1) as f64);
    let target = ((k + 1) as f64).log2();
    let views: Vec<Vec<f64>> = (0..count)
        .into_par_iter()
        .map(|row| memberships(&found.distances.row(row).to_vec(), target, all))
        .collect();
    let one_way = to_rows(&found.indices, |row, at| views[row][at])?;
    union(&one_way, &one_way.transpose())
}

/// One cell's membership strengths of its neighbours at these distances, nearest first.
fn memberships(distances: &[f64], target: f64, mean_of_all: f64) -> Vec<f64> {
    let nearest = distances.iter().copied().find(|&d| d > 0.0).unwrap_or(0.0);
    let strength = |d: f64, bandwidth: f64| {
        if d <= nearest || bandwidth == 0.0 { 1.0 } else { (-(d - nearest) / bandwidth).exp() }
    };
    let (mut low, mut high, mut bandwidth) = (0.0, f64::INFINITY, 1.0);
    for _ in 0..ROUNDS {
        let total: f64 = distances.iter().map(|&d| strength(d, bandwidth)).sum();
        if (total - target).abs() < TOLERANCE {
            break;
        }
        if total > target {
            high = bandwidth;
            bandwidth = 0.5 * (low + high);
        } else {
            low = bandwidth;
            bandwidth = if high.is_infinite() { 2.0 * bandwidth } else { 0.5 * (low + high) };
        }
    }
    let mean = distances.iter().sum::<f64>() / (distances.len() + 1) as f64;
    let least = LEAST_BANDWIDTH * if nearest > 0.0 { mean } else { mean_of_all };
    let bandwidth = bandwidth.max(least);
    distances.iter().map(|&d| strength(d, bandwidth)).collect()
}

/// a + b - ab for each pair of entries, zeros left out.
fn union(a: &Csr<f64>, b: &Csr<f64>) -> Result<Csr<f32>, CsrError> {
    let count = a.shape().0;
    let (mut indptr, mut columns, mut values) = (vec![0u64], Vec::new(), Vec::new());
    for row in 0..count {
        let ((left, x), (right, y)) = (a.row(row), b.row(row));
        let (mut i, mut j) = (0, 0);
        while i < left.len() || j < right.len() {
            let column =
                left.get(i).copied().unwrap_or(u32::MAX).min(right.get(j).copied().unwrap_or(u32::MAX));
            let take = |columns: &[u32], values: &[f64], at: &mut usize| {
                if columns.get(*at) != Some(&column) {
                    return 0.0;
                }
                *at += 1;
                values[*at - 1]
            };
            let (p, q) = (take(left, x, &mut i), take(right, y, &mut j));
            let value = (p + q - p * q) as f32;
            if value > 0.0 {
                columns.push(column);
                values.push(value);
            }
        }
        indptr.push(columns.len() as u64);
    }
    Csr::new(count, count, indptr, columns, values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memberships_weigh_the_logarithm_of_the_neighbourhood() {
        let distances: Vec<f64> = (1..15).map(|d| f64::from(d).sqrt()).collect();
        let found = memberships(&distances, 15.0_f64.log2(), 1.0);
        assert!((found.iter().sum::<f64>() - 15.0_f64.log2()).abs() < 1e-4);
        assert!((found[0] - 1.0).abs() < 1e-15 && found.windows(2).all(|pair| pair[0] >= pair[1]));
        assert_eq!(memberships(&[0.0, 0.0], 1.0, 0.0), [1.0, 1.0]);
    }
}

use super::eigen::fix_signs;
use super::{DenseError, Eigen, symmetric_eigen};
use crate::rng;
use ndarray::{Array1, Array2, ArrayView2, Axis, s};
use rand::RngExt;

/// Orders up to this are solved whole.
const WHOLE: usize = 400;
/// Vectors kept beyond those asked for, so that the last of these converge too.
const GUARD: usize = 8;
/// Columns of a block whose powers are grown.
const BLOCK: usize = 8;
/// Powers grown in a round at least, however few vectors are asked for.
const POWERS: usize = 8;
/// Powers of other start vectors that must not find more before the search ends.
const LOOK: usize = 4;

/// How far [`largest_eigen`] goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KrylovParams {
    /// Residuals (‖A v - λ v‖) at or below this share of the largest eigenvalue count as none.
    /// Default 1e-10.
    pub tolerance: f64,
    /// Most rounds. Default 400.
    pub steps: usize,
    /// Seed of the start vectors, on which the result depends by no more than the tolerance. Default 0.
    pub seed: u64,
}

impl Default for KrylovParams {
    fn default() -> Self {
        Self { tolerance: 1e-10, steps: 400, seed: 0 }
    }
}

/// The `count` largest eigenvalues of a symmetric operator of the given order with their vectors, by
/// a block Krylov space with full orthogonalisation and restarts: each round keeps the best vectors, and
/// grows powers of the operator on what some of them still miss (Saad, *Numerical Methods for Large Eigenvalue
/// Problems*, 2nd ed., chapters 6 to 8). A narrow block grows high powers, but holds no more copies of an eigenvalue
/// than it has columns: what seems done is therefore looked at again from other start vectors. `apply` multiplies a
/// block of columns (order × any) by the operator. Fewer than `count` are given when the order is smaller.
///
/// # Errors
/// [`DenseError::NotFinite`] or [`DenseError::NotConverged`].
pub fn largest_eigen(
    order: usize,
    count: usize,
    params: &KrylovParams,
    apply: impl Fn(ArrayView2<f64>) -> Array2<f64>,
) -> Result<Eigen, DenseError> {
    let count = count.min(order);
    let kept = count + GUARD;
    let room = kept + (2 * kept).max(POWERS * BLOCK);
    if count == 0 || order <= WHOLE.max(room) {
        let whole = symmetric_eigen(&apply(Array2::eye(order).view()))?;
        return Ok(first(whole, count));
    }
    let mut random = rng(params.seed, 0);
    let mut any = || Array2::from_shape_fn((order, BLOCK), |_| random.random_range(-1.0..1.0));
    let mut space = Space { basis: Array2::zeros((order, 0)), image: Array2::zeros((order, 0)) };
    space.fill(any(), room, &apply);
    let mut before: Option<Vec<f64>> = None;
    for _ in 0..params.steps {
        let small = symmetric_eigen(&space.basis.t().dot(&space.image))?;
        let (found, residuals) = space.ritz(&small, kept);
        let scale = found.values.iter().fold(f64::MIN_POSITIVE, |most, value| most.max(value.abs()));
        let close = params.tolerance * scale;
        let open = wanting(&residuals, count, close);
        space.shrink(&small, kept);
        if !open.is_empty() {
            space.fill(residuals.select(Axis(1), &open), room, &apply);
            continue;
        }
        let found = first(found, count);
        let grown = |before: &Vec<f64>| before.iter().zip(&found.values).any(|(a, b)| b - a > close);
        if before.is_some_and(|before| !grown(&before)) {
            return Ok(found);
        }
        before = Some(found.values);
        space.fill(any(), kept + LOOK * BLOCK, &apply);
    }
    Err(DenseError::NotConverged { steps: params.steps })
}

/// The first eigenvalues with their vectors.
pub(super) fn first(whole: Eigen, count: usize) -> Eigen {
    let vectors = whole.vectors.slice(s![.., ..count]).to_owned();
    Eigen { values: whole.values[..count].to_vec(), vectors }
}

/// A space of trial vectors at right angles, and what the operator makes of them.
struct Space {
    basis: Array2<f64>,
    image: Array2<f64>,
}

impl Space {
    /// The best approximations within the space, and by how much they miss.
    fn ritz(&self, small: &Eigen, count: usize) -> (Eigen, Array2<f64>) {
        let rotation = small.vectors.slice(s![.., ..count]);
        let values = small.values[..count].to_vec();
        let mut vectors = self.basis.dot(&rotation);
        let residuals = self.image.dot(&rotation) - &vectors * &Array1::from(values.clone());
        fix_signs(&mut vectors);
        (Eigen { values, vectors }, residuals)
    }

    /// Adds a block and its powers, as long as there is room.
    fn fill(&mut self, block: Array2<f64>, room: usize, apply: &impl Fn(ArrayView2<f64>) -> Array2<f64>) {
        let mut block = block;
        loop {
            let grown = orthonormal(&self.basis, block);
            if grown.ncols() == 0 {
                return;
            }
            let image = apply(grown.view());
            self.basis = join(&self.basis, &grown);
            self.image = join(&self.image, &image);
            if self.basis.ncols() + grown.ncols() > room {
                return;
            }
            block = image;
        }
    }

    /// Keeps the best `keep` directions only.
    fn shrink(&mut self, small: &Eigen, keep: usize) {
        let rotation = small.vectors.slice(s![.., ..keep.min(small.vectors.ncols())]);
        self.basis = self.basis.dot(&rotation);
        self.image = self.image.dot(&rotation);
    }
}

fn join(left: &Array2<f64>, right: &Array2<f64>) -> Array2<f64> {
    let mut joined = Array2::zeros((left.nrows(), left.ncols() + right.ncols()));
    joined.slice_mut(s![.., ..left.ncols()]).assign(left);
    joined.slice_mut(s![.., left.ncols()..]).assign(right);
    joined
}

/// A block of the columns that miss by more than is allowed, guards last; none when all of the first `count` are close.
fn wanting(residuals: &Array2<f64>, count: usize, close: f64) -> Vec<usize> {
    let norm = |at: usize| residuals.column(at).iter().map(|x| x * x).sum::<f64>().sqrt();
    let mut open: Vec<usize> = (0..residuals.ncols()).filter(|&at| norm(at) > close).collect();
    open.truncate(if open.first().is_some_and(|&first| first < count) { BLOCK } else { 0 });
    open
}

/// The part of `block` outside the span of `basis`, as unit columns at right angles; columns that
/// vanish are left out.
fn orthonormal(basis: &Array2<f64>, mut block: Array2<f64>) -> Array2<f64> {
    for mut column in block.columns_mut() {
        let norm = column.dot(&column).sqrt();
        if norm > 0.0 {
            column /= norm;
        }
    }
    // Twice is enough (Kahan-Parlett): the second pass removes what rounding left of the first.
    for _ in 0..2 {
        block = &block - &basis.dot(&basis.t().dot(&block));
    }
    // Columns as rows, which lie together in memory.
    let mut kept = Array2::<f64>::zeros((block.ncols(), block.nrows()));
    let mut count = 0;
    for column in block.columns() {
        let mut column = column.to_owned();
        for _ in 0..2 {
            for known in kept.rows().into_iter().take(count) {
                let along = known.dot(&column);
                column.scaled_add(-along, &known);
            }
        }
        let norm = column.dot(&column).sqrt();
        if norm > 1e-12 {
            kept.row_mut(count).assign(&(column / norm));
            count += 1;
        }
    }
    kept.slice(s![..count, ..]).t().as_standard_layout().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_whole_solution() {
        let n = 420;
        let mut random = rng(9, 1);
        let factor = Array2::from_shape_fn((n, 500), |(i, _)| {
            random.random_range(-1.0..1.0) / (1.0 + i as f64).sqrt()
        });
        let matrix = factor.dot(&factor.t());
        let whole = symmetric_eigen(&matrix).unwrap();
        let top = largest_eigen(n, 20, &KrylovParams::default(), |block| matrix.dot(&block)).unwrap();
        for k in 0..20 {
            assert!((whole.values[k] - top.values[k]).abs() < 1e-9 * whole.values[0]);
            let same = whole.vectors.column(k).dot(&top.vectors.column(k));
            assert!((same - 1.0).abs() < 1e-7, "vector {k}: {same}");
        }
    }

    #[test]
    fn finds_repeated_eigenvalues_also_more_than_a_block_holds() {
        for copies in [7, 3 * BLOCK] {
            let value = |i: usize| if i < copies { 5.0 } else { 1.0 / (1.0 + i as f64) };
            let diagonal = Array1::from_shape_fn(600, value);
            let top = largest_eigen(600, copies + 1, &KrylovParams::default(), |block| {
                &block * &diagonal.view().insert_axis(Axis(1))
            })
            .unwrap();
            assert!(top.values[..copies].iter().all(|value| (value - 5.0).abs() < 1e-9));
            assert!((top.values[copies] - value(copies)).abs() < 1e-9);
        }
    }
}

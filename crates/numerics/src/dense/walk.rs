use super::eigen::fix_signs;
use super::largest::first;
use super::{DenseError, Eigen, symmetric_eigen};
use crate::rng;
use ndarray::Array2;
use rand::RngExt;

/// How well eigenvectors must be known (‖A v - λ v‖); pseudotime is a difference of them.
const TOLERANCE: f64 = 1e-10;
/// Restarts at most.
const RESTARTS: usize = 500;
/// Up to so many cells the matrix is solved whole.
const WHOLE: usize = 100;
/// Vectors of the space beyond twice those asked for.
const ROOM: usize = 20;

/// The largest eigenvalues of a symmetric operator whose largest is 1, with their vectors, of which some, of the eigenvalue 1,
/// are `known`: the others by Lanczos' method with full orthogonalisation and thick restarts (Wu & Simon 2000, *SIAM J. Matrix
/// Anal. Appl.* 22, 602). One product with one vector at a time: a walk on a graph is so sparse that vectors at right angles
/// cost more than it does, unlike for [`super::largest_eigen`]. An eigenvalue below 1 that repeats exactly may be missed.
///
/// # Errors
/// [`DenseError::NotFinite`] or [`DenseError::NotConverged`].
pub fn walk_eigen(
    order: usize,
    count: usize,
    known: Vec<Vec<f64>>,
    apply: impl Fn(&[f64]) -> Vec<f64>,
) -> Result<Eigen, DenseError> {
    if order <= WHOLE.max(3 * count + ROOM) {
        return whole(order, count, apply);
    }
    let (mut values, mut vectors) = (vec![1.0; known.len()], known.clone());
    if values.len() < count {
        let mut space = Space::new(order, count - values.len(), known);
        let found = space.solve(&apply)?;
        values.extend(found.0);
        vectors.extend(found.1);
    }
    values.truncate(count);
    vectors.truncate(count);
    let mut vectors = Array2::from_shape_fn((order, count), |(row, column)| vectors[column][row]);
    fix_signs(&mut vectors);
    Ok(Eigen { values, vectors })
}

fn whole(order: usize, count: usize, apply: impl Fn(&[f64]) -> Vec<f64>) -> Result<Eigen, DenseError> {
    let mut matrix = Array2::zeros((order, order));
    for column in 0..order {
        let unit: Vec<f64> = (0..order).map(|row| f64::from(u8::from(row == column))).collect();
        matrix.column_mut(column).iter_mut().zip(apply(&unit)).for_each(|(to, from)| *to = from);
    }
    Ok(first(symmetric_eigen(&matrix)?, count))
}

/// A space of trial vectors at right angles, and the operator within it.
struct Space {
    wanted: usize,
    room: usize,
    known: Vec<Vec<f64>>,
    basis: Vec<Vec<f64>>,
    within: Array2<f64>,
    next: Vec<f64>,
}

impl Space {
    fn new(order: usize, wanted: usize, known: Vec<Vec<f64>>) -> Self {
        let room = 2 * wanted + ROOM;
        let mut random = rng(0, 0);
        let next = (0..order).map(|_| random.random_range(-1.0..1.0)).collect();
        let mut space =
            Self { wanted, room, known, basis: Vec::new(), within: Array2::zeros((room, room)), next };
        let mut start = std::mem::take(&mut space.next);
        space.straighten(&mut start);
        scale(&mut start);
        space.next = start;
        space
    }

    fn solve(
        &mut self,
        apply: &impl Fn(&[f64]) -> Vec<f64>,
    ) -> Result<(Vec<f64>, Vec<Vec<f64>>), DenseError> {
        for _ in 0..RESTARTS {
            let beyond = self.fill(apply);
            let small = symmetric_eigen(&self.within)?;
            let miss = |at: usize| (beyond * small.vectors[[self.room - 1, at]]).abs();
            if (0..self.wanted).all(|at| miss(at) <= TOLERANCE) {
                return Ok((small.values[..self.wanted].to_vec(), self.turned(&small, self.wanted)));
            }
            let keep = self.wanted + (self.room - self.wanted) / 2;
            self.basis = self.turned(&small, keep);
            self.within.fill(0.0);
            (0..keep).for_each(|at| self.within[[at, at]] = small.values[at]);
        }
        Err(DenseError::NotConverged { steps: RESTARTS })
    }

    /// Adds vectors as long as there is room; how long the part of the last one's image is that lies outside.
    fn fill(&mut self, apply: &impl Fn(&[f64]) -> Vec<f64>) -> f64 {
        let mut beyond = 0.0;
        while self.basis.len() < self.room {
            let at = self.basis.len();
            let mut image = apply(&self.next);
            self.basis.push(std::mem::take(&mut self.next));
            for (row, along) in self.straighten(&mut image).into_iter().enumerate() {
                self.within[[row, at]] = along;
                self.within[[at, row]] = along;
            }
            beyond = scale(&mut image);
            self.next = image;
        }
        beyond
    }

    /// Takes the known vectors and the basis out of a vector, twice, which is enough; how much of it lay along the basis.
    fn straighten(&self, vector: &mut [f64]) -> Vec<f64> {
        let mut along = vec![0.0; self.basis.len()];
        for _ in 0..2 {
            self.known.iter().for_each(|known| _ = without(vector, known));
            along.iter_mut().zip(&self.basis).for_each(|(sum, known)| *sum += without(vector, known));
        }
        along
    }

    /// The first combinations of the basis.
    fn turned(&self, small: &Eigen, count: usize) -> Vec<Vec<f64>> {
        let of = |at: usize| {
            let mut sum = vec![0.0; self.basis[0].len()];
            for (part, vector) in self.basis.iter().enumerate() {
                let share = small.vectors[[part, at]];
                sum.iter_mut().zip(vector).for_each(|(to, from)| *to += share * from);
            }
            sum
        };
        (0..count).map(of).collect()
    }
}

/// Takes a unit vector out of another; how much of it there was.
fn without(vector: &mut [f64], unit: &[f64]) -> f64 {
    let along = dot(vector, unit);
    vector.iter_mut().zip(unit).for_each(|(to, from)| *to -= along * from);
    along
}

/// The product of two vectors, in eight sums that run beside each other.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (left, right) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = left.remainder().iter().zip(right.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in left.zip(right) {
        for part in 0..8 {
            sums[part] += a[part] * b[part];
        }
    }
    sums.iter().sum::<f64>() + rest
}

/// Makes a vector of length 1; how long it was. One of no length stays.
fn scale(vector: &mut [f64]) -> f64 {
    let length = dot(vector, vector).sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|value| *value /= length);
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_values_are_those_of_the_operator_itself() {
        let diagonal: Vec<f64> = (0..600)
            .map(|at| if at < 2 { 1.0 } else { 1.9 * (-f64::from(at) / 100.0).exp() - 0.95 })
            .collect();
        let apply = |vector: &[f64]| vector.iter().zip(&diagonal).map(|(a, b)| a * b).collect();
        let known = (0..2).map(|at| (0..600).map(|row| f64::from(u8::from(row == at))).collect()).collect();
        let found = walk_eigen(600, 12, known, apply).unwrap();
        for (at, value) in found.values.iter().enumerate() {
            assert!((value - diagonal[at]).abs() < 1e-10, "{at}: {value} {}", diagonal[at]);
            assert!((found.vectors[[at, at]] - 1.0).abs() < 1e-7);
        }
    }
}

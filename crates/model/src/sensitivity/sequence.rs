//! Sobol' points: a sequence that fills the unit cube evenly (Sobol' 1967; the recursion as in Joe
//! & Kuo 2008, doi:10.1137/070709359).

use lca_numerics::rng;
use rand::RngExt;

const BITS: usize = 32;

/// The sequence, shifted at random: each coordinate's bits are exchanged where those of a random
/// number are set, which keeps it even and leaves the mean of every function unbiased.
pub(super) struct Sequence {
    directions: Vec<[u32; BITS]>,
    shift: Vec<u32>,
}

impl Sequence {
    pub(super) fn new(dimensions: usize, seed: u64) -> Self {
        let mut shift = rng(seed, 1);
        Self {
            directions: directions(dimensions),
            shift: (0..dimensions).map(|_| shift.random::<u32>()).collect(),
        }
    }

    /// One point, each coordinate strictly between 0 and 1.
    pub(super) fn point(&self, at: u32) -> Vec<f64> {
        // Gray code: points of a power of two are the same set, in another order.
        let code = at ^ (at >> 1);
        let coordinate = |(directions, shift): (&[u32; BITS], &u32)| {
            let chosen = directions.iter().enumerate().filter(|(bit, _)| code >> bit & 1 == 1);
            let bits = chosen.fold(*shift, |bits, (_, direction)| bits ^ direction);
            (f64::from(bits) + 0.5) / 2f64.powi(BITS as i32)
        };
        self.directions.iter().zip(&self.shift).map(coordinate).collect()
    }
}

/// Direction numbers: the first coordinate is van der Corput's, each other has a primitive
/// polynomial of its own and odd first numbers, drawn once and for all.
fn directions(dimensions: usize) -> Vec<[u32; BITS]> {
    let first = std::array::from_fn(|bit| 1 << (BITS - 1 - bit));
    let mut draw = rng(2008, 0);
    let others = primitive_polynomials().map(|(polynomial, degree)| {
        let mut numbers = [0u32; BITS];
        for (bit, number) in numbers.iter_mut().enumerate().take(degree) {
            *number = (draw.random_range(0..1u32 << bit) * 2 + 1) << (BITS - 1 - bit);
        }
        for bit in degree..BITS {
            let mut number = numbers[bit - degree] ^ (numbers[bit - degree] >> degree);
            for back in (1..degree).filter(|back| polynomial >> (degree - back) & 1 == 1) {
                number ^= numbers[bit - back];
            }
            numbers[bit] = number;
        }
        numbers
    });
    std::iter::once(first).chain(others).take(dimensions).collect()
}

/// Primitive polynomials over the field of two elements with their degrees, in rising order.
fn primitive_polynomials() -> impl Iterator<Item = (u32, usize)> {
    let of = |degree: usize| {
        let all = (1u32 << degree | 1..1 << (degree + 1)).step_by(2);
        all.filter(move |polynomial| is_primitive(*polynomial, degree)).map(move |p| (p, degree))
    };
    (1..BITS - 1).flat_map(of)
}

/// Whether the powers of x run through every remainder but zero.
fn is_primitive(polynomial: u32, degree: usize) -> bool {
    let mut power = 1u32;
    for count in 1..1u32 << degree {
        power <<= 1;
        if power >> degree & 1 == 1 {
            power ^= polynomial;
        }
        if power == 1 {
            return count == (1 << degree) - 1;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_interval_of_every_coordinate_has_its_share() {
        let sequence = Sequence::new(120, 5);
        let points: Vec<Vec<f64>> = (0..256).map(|at| sequence.point(at)).collect();
        for k in 0..120 {
            let cells: BTreeSet<u32> = points.iter().map(|p| (p[k] * 256.0) as u32).collect();
            assert_eq!(cells.len(), 256, "coordinate {k}");
        }
    }

    #[test]
    fn primitive_polynomials_are_as_many_as_counted() {
        // phi(2^s - 1) / s for degrees 1 to 8.
        for (degree, count) in [(1, 1), (2, 1), (3, 2), (4, 2), (5, 6), (6, 6), (7, 18), (8, 16)] {
            let found = primitive_polynomials().take_while(|(_, d)| *d <= degree);
            assert_eq!(found.filter(|(_, d)| *d == degree).count(), count);
        }
    }

    #[test]
    fn it_integrates_better_than_chance() {
        let sequence = Sequence::new(6, 1);
        let product = |at: u32| sequence.point(at).iter().map(|x| 0.5 + x).product::<f64>();
        let mean = (0..4096).map(product).sum::<f64>() / 4096.0;
        // By chance the error would be about 1e-2.
        assert!((mean - 1.0).abs() < 1e-3, "{mean}");
    }
}

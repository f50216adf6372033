//! Arithmetic modulo a prime, where a random number stands for a generic one: a polynomial that is
//! not zero vanishes there with a chance of its degree over the prime (Schwartz 1980,
//! doi:10.1145/322217.322225), so zeros found are zeros for every value of the rates.

use super::ratio::Ratio;

/// The Mersenne prime 2^61 - 1.
pub(super) const PRIME: u64 = (1 << 61) - 1;

pub(super) fn multiply(a: u64, b: u64) -> u64 {
    (u128::from(a) * u128::from(b) % u128::from(PRIME)) as u64
}

pub(super) fn add(a: u64, b: u64) -> u64 {
    (a + b) % PRIME
}

pub(super) const fn negate(a: u64) -> u64 {
    if a == 0 { 0 } else { PRIME - a }
}

/// One over a number, by Fermat's little theorem.
fn invert(a: u64) -> u64 {
    let (mut base, mut power, mut result) = (a, PRIME - 2, 1);
    while power > 0 {
        if power & 1 == 1 {
            result = multiply(result, base);
        }
        base = multiply(base, base);
        power >>= 1;
    }
    result
}

/// A fraction as an element of the field.
pub(super) fn element(ratio: Ratio) -> u64 {
    let residue = |value: i128| u64::try_from(value.rem_euclid(i128::from(PRIME))).unwrap_or(0);
    multiply(residue(ratio.numerator), invert(residue(ratio.denominator)))
}

/// The inverse of a square matrix; none when it is singular.
pub(super) fn inverse(mut matrix: Vec<Vec<u64>>) -> Option<Vec<Vec<u64>>> {
    let n = matrix.len();
    for (at, row) in matrix.iter_mut().enumerate() {
        row.extend((0..n).map(|column| u64::from(column == at)));
    }
    for k in 0..n {
        let pivot = (k..n).find(|&row| matrix[row][k] != 0)?;
        matrix.swap(k, pivot);
        let scale = invert(matrix[k][k]);
        matrix[k].iter_mut().for_each(|value| *value = multiply(*value, scale));
        let top = matrix[k].clone();
        for (_, row) in matrix.iter_mut().enumerate().filter(|(at, row)| *at != k && row[k] != 0) {
            let factor = negate(row[k]);
            row.iter_mut()
                .zip(&top)
                .for_each(|(value, above)| *value = add(*value, multiply(factor, *above)));
        }
    }
    matrix.iter_mut().for_each(|row| drop(row.drain(..n)));
    Some(matrix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inverse_undoes_its_matrix_and_a_singular_one_has_none() {
        let matrix = vec![vec![0, 2, 1], vec![3, 0, PRIME - 1], vec![5, 7, 11]];
        let back = inverse(matrix.clone()).unwrap();
        for (i, row) in matrix.iter().enumerate() {
            for j in 0..3 {
                let terms = row.iter().zip(&back).map(|(a, column)| multiply(*a, column[j]));
                assert_eq!(terms.fold(0, add), u64::from(i == j));
            }
        }
        assert!(inverse(vec![vec![1, 2], vec![2, 4]]).is_none());
        assert_eq!(multiply(element(Ratio::new(-2, 3).unwrap()), 3), PRIME - 2);
    }
}

/// An exact fraction in lowest terms, the denominator positive. Operations give none on overflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ratio {
    pub(super) numerator: i128,
    pub(super) denominator: i128,
}

/// Greatest denominator that a stoichiometry may have.
const FINEST: i128 = 1_000_000_000;

pub(super) fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    i128::try_from(a).unwrap_or(i128::MAX)
}

impl Ratio {
    pub(super) const ZERO: Self = Self { numerator: 0, denominator: 1 };
    pub(super) const ONE: Self = Self { numerator: 1, denominator: 1 };

    pub(super) fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let divisor = gcd(numerator, denominator).max(1) * denominator.signum();
        Some(Self { numerator: numerator / divisor, denominator: denominator / divisor })
    }

    /// The fraction of least denominator that rounds to a number, by continued fractions; none where
    /// that is too fine.
    pub(super) fn from_f64(value: f64) -> Option<Self> {
        if !value.is_finite() || value.abs() > 1e15 {
            return None;
        }
        let (mut before, mut last) = ((0i128, 1i128), (1i128, 0i128));
        let mut rest = value;
        for _ in 0..64 {
            let whole = rest.floor();
            let next = (whole as i128 * last.0 + before.0, whole as i128 * last.1 + before.1);
            if next.1 > FINEST {
                return None;
            }
            if next.0 as f64 / next.1 as f64 == value {
                return Self::new(next.0, next.1);
            }
            (before, last) = (last, next);
            rest = 1.0 / (rest - whole);
            if !rest.is_finite() || rest > 1e15 {
                return None;
            }
        }
        None
    }

    pub(super) const fn is_zero(self) -> bool {
        self.numerator == 0
    }

    pub(super) fn subtract(self, other: Self) -> Option<Self> {
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        Self::new(left.checked_sub(right)?, self.denominator.checked_mul(other.denominator)?)
    }

    pub(super) fn multiply(self, other: Self) -> Option<Self> {
        // Cancelling first keeps the products small.
        let (a, b) =
            (Self::new(self.numerator, other.denominator)?, Self::new(other.numerator, self.denominator)?);
        let denominator = a.denominator.checked_mul(b.denominator)?;
        Some(Self { numerator: a.numerator.checked_mul(b.numerator)?, denominator })
    }

    pub(super) fn divide(self, other: Self) -> Option<Self> {
        self.multiply(Self::new(other.denominator, other.numerator)?)
    }

    #[must_use]
    pub(super) const fn negate(self) -> Self {
        Self { numerator: -self.numerator, ..self }
    }
}

/// The smallest whole numbers in the ratio of these, the first non-zero one positive.
pub(super) fn whole(row: &[Ratio]) -> Option<Vec<i128>> {
    let mut multiple = 1i128;
    for value in row {
        multiple = multiple.checked_mul(value.denominator / gcd(multiple, value.denominator).max(1))?;
    }
    let scaled = row.iter().map(|v| v.numerator.checked_mul(multiple / v.denominator));
    let mut scaled = scaled.collect::<Option<Vec<i128>>>()?;
    reduce(&mut scaled);
    if scaled.iter().find(|v| **v != 0).is_some_and(|first| *first < 0) {
        scaled.iter_mut().for_each(|v| *v = -*v);
    }
    Some(scaled)
}

/// Divides by the greatest common divisor.
pub(super) fn reduce(row: &mut [i128]) {
    let divisor = row.iter().fold(0, |divisor, &value| gcd(divisor, value));
    if divisor > 1 {
        row.iter_mut().for_each(|value| *value /= divisor);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_the_fractions_they_mean() {
        assert_eq!(Ratio::from_f64(-1.5), Ratio::new(-3, 2));
        assert_eq!(Ratio::from_f64(1.0 / 3.0), Ratio::new(1, 3));
        assert_eq!(Ratio::from_f64(0.2557), Ratio::new(2557, 10_000));
        assert_eq!(Ratio::from_f64(7.0), Ratio::new(7, 1));
        assert_eq!(Ratio::from_f64(f64::NAN), None);
        assert_eq!(Ratio::from_f64(std::f64::consts::PI * 1e-7), None);
    }

    #[test]
    fn overflow_is_none_and_not_wrong() {
        let huge = Ratio { numerator: i128::MAX, denominator: 1 };
        assert_eq!(huge.multiply(huge), None);
        assert_eq!(huge.subtract(Ratio::ONE.negate()), None);
        assert_eq!(huge.divide(huge), Some(Ratio::ONE));
    }
}

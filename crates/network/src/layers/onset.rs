/// When a molecule responds: it passes half of its largest change after `after` and no later than `by`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Onset {
    /// The last time at which it had not passed; −∞ where it had at the first time measured.
    pub after: f64,
    /// The first time at which it had.
    pub by: f64,
    /// Between both on a straight line; the first time measured where there is nothing before it.
    pub half_time: f64,
}

impl Onset {
    /// The half-time of a course of changes over times (earliest first; missing changes are NaN), and the
    /// largest change: the time to half the largest change of Yugi et al. (2014).
    #[must_use]
    pub fn of(times: &[f64], course: &[f64]) -> Option<(Self, f64)> {
        let seen: Vec<(f64, f64)> =
            times.iter().copied().zip(course.iter().copied()).filter(|(_, v)| v.is_finite()).collect();
        let largest = seen.iter().map(|&(_, v)| v).reduce(|a, b| if b.abs() > a.abs() { b } else { a })?;
        let half = 0.5 * largest.abs();
        if half == 0.0 {
            return None;
        }
        let share = |value: f64| value * largest.signum();
        let at = seen.iter().position(|&(_, value)| share(value) >= half)?;
        let (by, value) = seen[at];
        let onset = match at.checked_sub(1).map(|before| seen[before]) {
            None => Self { after: f64::NEG_INFINITY, by, half_time: by },
            Some((after, before)) => {
                let (low, high) = (share(before), share(value));
                Self { after, by, half_time: after + (by - after) * (half - low) / (high - low) }
            }
        };
        Some((onset, largest))
    }

    /// Whether this one surely comes after the other: it had not passed by the time the other had.
    #[must_use]
    pub fn surely_after(&self, other: &Self) -> bool {
        self.after >= other.by
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_half_time_lies_between_two_times() {
        let (onset, largest) = Onset::of(&[0.0, 10.0, 20.0], &[0.0, -1.0, -4.0]).unwrap();
        assert_eq!((onset.after, onset.by, largest), (10.0, 20.0, -4.0));
        assert!((onset.half_time - (10.0 + 10.0 / 3.0)).abs() < 1e-12);
        let (early, _) = Onset::of(&[0.0, 10.0], &[f64::NAN, 2.0]).unwrap();
        assert_eq!((early.after, early.by), (f64::NEG_INFINITY, 10.0));
        assert!(onset.surely_after(&early) && !early.surely_after(&onset));
        assert!(Onset::of(&[0.0], &[f64::NAN]).is_none() && Onset::of(&[0.0], &[0.0]).is_none());
    }
}

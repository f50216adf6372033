/// How much likelier a change of a property (a logarithm) is along a link than between two cells,
/// counted in classes of change from the links themselves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Trait {
    odds: [f64; CLASSES],
}

const EDGES: [f64; CLASSES - 1] = [0.005, 0.03, 0.07, 0.12, 0.2, 0.35, 0.6, 1.0];
const CLASSES: usize = 9;
/// Weight, in links, of the assumption that a property says nothing.
const DOUBT: f64 = 10.0;
/// No property outvotes the distance alone.
const MOST: f64 = 3.0;

impl Trait {
    /// A property that says nothing.
    pub(crate) const UNKNOWN: Self = Self { odds: [0.0; CLASSES] };

    /// From changes along links and differences of pairs that are not linked.
    pub(crate) fn learned(linked: impl Iterator<Item = f64>, chance: impl Iterator<Item = f64>) -> Self {
        let (same, other) = (counts(linked), counts(chance));
        let total = |counts: &[f64; CLASSES]| counts.iter().sum::<f64>();
        let (n_same, n_other) = (total(&same), total(&other));
        if n_same < 20.0 || n_other < 20.0 {
            return Self::UNKNOWN;
        }
        let odds = std::array::from_fn(|class| {
            let pooled = 0.5 * (same[class] / n_same + other[class] / n_other);
            let share = |count: f64, n: f64| (count + DOUBT * pooled + 0.1) / (n + DOUBT + 0.1);
            (share(same[class], n_same) / share(other[class], n_other)).ln().clamp(-MOST, MOST)
        });
        Self { odds }
    }

    /// Logarithm of the odds; 0 where the change is unknown.
    pub(crate) fn odds(&self, change: f64) -> f64 {
        if change.is_finite() { self.odds[class(change)] } else { 0.0 }
    }

    /// The most it can say for a link.
    pub(crate) fn most(&self) -> f64 {
        self.odds.iter().copied().fold(0.0, f64::max)
    }
}

fn class(change: f64) -> usize {
    EDGES.partition_point(|&edge| edge < change.abs())
}

fn counts(changes: impl Iterator<Item = f64>) -> [f64; CLASSES] {
    let mut counts = [0.0; CLASSES];
    changes.filter(|change| change.is_finite()).for_each(|change| counts[class(change)] += 1.0);
    counts
}

use super::options::MOST;

/// The input sizes a network takes along an axis: `least` and any number of `step`s more, or one size alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Any { least: usize, step: usize },
    Fixed(usize),
}

/// A network of which nothing is said halves its planes five times at most.
pub(super) const UNTOLD: Side = Side::Any { least: 32, step: 32 };

impl Side {
    /// The least input that holds so many pixels.
    pub(super) fn holding(self, pixels: usize) -> usize {
        match self {
            Self::Fixed(side) => side,
            Self::Any { least, step } => least + pixels.saturating_sub(least).next_multiple_of(step.max(1)),
        }
    }

    pub(super) fn step(self) -> usize {
        match self {
            Self::Fixed(_) => 1,
            Self::Any { step, .. } => step.max(1),
        }
    }

    pub(super) fn is_sound(self) -> bool {
        match self {
            Self::Fixed(side) => (1..=MOST).contains(&side),
            Self::Any { least, step } => least <= MOST && (1..=MOST).contains(&step),
        }
    }
}

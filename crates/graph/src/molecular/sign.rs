use serde::{Deserialize, Serialize};
use std::fmt;

/// What an interaction does to its target (the words of SBML's package qual).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// More of the source makes more of the target.
    Positive,
    /// More of the source makes less of the target.
    Negative,
    /// Either, depending on the state.
    Dual,
    /// Not known.
    #[default]
    Unknown,
}

impl Sign {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
            Self::Dual => "dual",
            Self::Unknown => "unknown",
        }
    }

    /// 1, −1, or 0 where it is dual or not known.
    #[must_use]
    pub const fn number(self) -> i8 {
        match self {
            Self::Positive => 1,
            Self::Negative => -1,
            Self::Dual | Self::Unknown => 0,
        }
    }
}

impl fmt::Display for Sign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

use serde::{Deserialize, Serialize};

/// One axis of an image or movie. Everywhere in the project the order is `t, c, z, y, x`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Axis {
    /// Time.
    T,
    /// Channel.
    C,
    /// Depth.
    Z,
    /// Row.
    Y,
    /// Column.
    X,
}

impl Axis {
    /// All five axes in the project's order.
    pub const TCZYX: [Self; 5] = [Self::T, Self::C, Self::Z, Self::Y, Self::X];

    /// The axis' name in OME-NGFF.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::T => "t",
            Self::C => "c",
            Self::Z => "z",
            Self::Y => "y",
            Self::X => "x",
        }
    }
}

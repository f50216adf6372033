use crate::lanes::Dim;
use thiserror::Error;

/// Why an operation on pixels cannot be done.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PixelsError {
    /// Two arrays that describe the same field differ in shape.
    #[error(
        "{what} has shape {found:?} (z, y, x) but the image has {expected:?}; crop or resample one of them"
    )]
    Shape {
        /// The array that does not fit.
        what: &'static str,
        /// Its shape.
        found: Dim,
        /// The shape it should have.
        expected: Dim,
    },
    /// A step or factor is zero.
    #[error("{what} must be at least 1 along every axis, not {found:?}")]
    Factor {
        /// What was given.
        what: &'static str,
        /// Its value along z, y, x.
        found: [usize; 3],
    },
}

impl PixelsError {
    pub(crate) fn same(what: &'static str, found: Dim, expected: Dim) -> Result<(), Self> {
        if found == expected { Ok(()) } else { Err(Self::Shape { what, found, expected }) }
    }
}

mod apply;
mod parse;

use lca_graph::Tracks;
use thiserror::Error;

/// What a person found wrong in tracks, to be applied whenever these are made anew.
///
/// Cells are named by frame and label, which stay as they are as long as the segmentation does; the numbers
/// of tracks do not. A line of the file is one correction, its words separated by tabs or blanks; `#` begins
/// a comment:
///
/// ```text
/// join    T LABEL   T LABEL             the two are one cell, seen next in the second place
/// cut     T LABEL                       the cell ends here; what came after is another
/// swap    T LABEL   LABEL               in this frame the two cells took each other's track
/// divide  T LABEL   T LABEL   T LABEL   a mother where she is seen last, and her daughters where first
/// accept  T LABEL   T LABEL             the link is right, and made where it is missing
/// reject  T LABEL   T LABEL             the link is wrong, and cut where there is one
/// ```
///
/// ```
/// use lca_track::Corrections;
/// let corrections: Corrections = "# the fast one\njoin 3 7 5 2\n".parse().unwrap();
/// assert_eq!(corrections.len(), 1);
/// let error = "cut 3".parse::<Corrections>().unwrap_err();
/// assert_eq!(error.to_string(), "line 1: cut takes 2 numbers, not 1");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Corrections {
    lines: Vec<(usize, Correction)>,
}

/// An object: frame and label.
type Place = (u32, u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Correction {
    Join(Place, Place),
    Cut(Place),
    Swap(Place, Place),
    Divide(Place, [Place; 2]),
    Accept(Place, Place),
    Reject(Place, Place),
}

/// Why corrections cannot be read or applied, and in which line.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {fault}")]
pub struct CorrectionError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub fault: CorrectionFault,
}

/// What is wrong with a correction.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CorrectionFault {
    /// The line begins with another word.
    #[error("`{0}` is not a correction; write join, cut, swap, divide, accept or reject")]
    Verb(String),
    /// There are too few or too many numbers.
    #[error("{verb} takes {need} numbers, not {found}")]
    Fields {
        /// The correction.
        verb: &'static str,
        /// How many it takes.
        need: usize,
        /// How many there are.
        found: usize,
    },
    /// A frame or label is not a whole number.
    #[error("`{0}` is not a frame or label; write a whole number")]
    Number(String),
    /// The tracks have no such object.
    #[error("frame {t} has no object with label {label}; the labels may have been made anew since")]
    Missing {
        /// The frame.
        t: u32,
        /// The label.
        label: u32,
    },
    /// A cell would come before itself.
    #[error("frame {later} is not after frame {earlier}")]
    Order {
        /// The frame that should be earlier.
        earlier: u32,
        /// The frame that should be later.
        later: u32,
    },
    /// One object is named twice.
    #[error("label {label} of frame {t} is named twice")]
    Twice {
        /// The frame.
        t: u32,
        /// The label.
        label: u32,
    },
}

impl Corrections {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Applies the corrections in their order. A mother that is left with one daughter goes on as that
    /// daughter. Tracks are numbered anew, by first frame, then label.
    ///
    /// # Errors
    /// [`CorrectionError`] when an object is not there, named twice, or not later than the one before it.
    pub fn apply(&self, tracks: &Tracks) -> Result<Tracks, CorrectionError> {
        apply::apply(&self.lines, tracks)
    }
}

use lca_graph::TracksError;
use lca_pixels::PixelsError;
use lca_tables::TableError;
use thiserror::Error;

/// Why cells cannot be tracked, traced or scored.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum TrackError {
    /// A parameter is out of its range.
    #[error("{name} = {value} is out of range; it must be {need}")]
    Parameter {
        /// The parameter.
        name: &'static str,
        /// Its value.
        value: f64,
        /// What it must be.
        need: &'static str,
    },
    /// An object's place or size is not a number, or its label is not a positive whole one.
    #[error("frame {t}, row {row}: {what} is {value}; measure the frame again")]
    Object {
        /// The frame.
        t: usize,
        /// The row of the frame's table.
        row: usize,
        /// What is wrong.
        what: &'static str,
        /// Its value.
        value: f64,
    },
    /// A label occurs twice in a frame.
    #[error("frame {t}: label {label} occurs twice; a label is one object")]
    Label {
        /// The frame.
        t: usize,
        /// The label.
        label: u32,
    },
    /// A track names a detection that the frame's table lacks.
    #[error("frame {t}: the tracks name label {label}, which the frame's measurements lack")]
    Missing {
        /// The frame.
        t: u32,
        /// The label.
        label: u32,
    },
    /// A track of a result has a hole.
    #[error(
        "track {track} is not seen in frame {t} of its span; a result of the challenge must not have holes, so cut it there"
    )]
    Broken {
        /// The track.
        track: u32,
        /// The frame.
        t: u32,
    },
    /// There are fewer frames of one thing than of another.
    #[error("{what}: {found} frames given, {expected} are needed")]
    Frames {
        /// The thing.
        what: &'static str,
        /// Frames there are.
        found: usize,
        /// Frames there should be.
        expected: usize,
    },
    /// A row of a table of hypotheses is not what it should be.
    #[error(
        "line {} of the table of hypotheses (its head is line 1): `{what}` is not what it should be; segment the movie again",
        .row + 2
    )]
    Reading {
        /// The row below the head, from 0.
        row: usize,
        /// The column.
        what: &'static str,
    },
    /// Hypotheses were made with other labels.
    #[error(
        "frame {t}: the hypotheses are not of these labels; segment the movie again, or take the hypotheses away"
    )]
    Readings {
        /// The frame.
        t: usize,
    },
    /// The links contradict each other.
    #[error(transparent)]
    Tracks(#[from] TracksError),
    /// A table lacks a column or holds the wrong type.
    #[error(transparent)]
    Table(#[from] TableError),
    /// Label images do not fit each other.
    #[error(transparent)]
    Pixels(#[from] PixelsError),
}

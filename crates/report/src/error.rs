use thiserror::Error;

/// Why a figure cannot be made. What is merely missing or not a number is no error: the figure then
/// says so in place of the data.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReportError {
    /// Two parts of one figure that belong together differ in length or shape.
    #[error("figure `{figure}`: {what} has {found} entries where {expected} are needed; give one for each")]
    Length {
        /// The figure's title.
        figure: String,
        /// The part.
        what: &'static str,
        /// Entries it has.
        found: usize,
        /// Entries it should have.
        expected: usize,
    },
    /// The layout leaves no room for the figure's contents.
    #[error("figure `{figure}` cannot be laid out ({why}); give it fewer panels or shorter names")]
    Layout {
        /// The figure's title.
        figure: String,
        /// What the layout said.
        why: String,
    },
    /// The picture could not be encoded.
    #[error("figure `{figure}`: the picture cannot be encoded as PNG ({why}); check its size")]
    Png {
        /// The figure's title.
        figure: String,
        /// What the encoder said.
        why: String,
    },
}

/// Checks that a part of a figure has as many entries as it should.
pub(crate) fn same_length(
    figure: &str,
    what: &'static str,
    found: usize,
    expected: usize,
) -> Result<(), ReportError> {
    if found == expected {
        return Ok(());
    }
    Err(ReportError::Length { figure: figure.to_owned(), what, found, expected })
}

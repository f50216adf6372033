use super::Table;
use crate::escape::escape;
use crate::figure::Figure;

/// A part of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Running text.
    Paragraph(String),
    /// A table.
    Table(Table),
    /// A figure with its caption.
    Figure(Figure),
    /// Something the reader must know before trusting the rest.
    Warning(String),
}

impl Block {
    /// Running text.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph(text.into())
    }

    /// A warning.
    pub fn warning(text: impl Into<String>) -> Self {
        Self::Warning(text.into())
    }

    pub(crate) fn html(&self) -> String {
        match self {
            Self::Paragraph(text) => format!("<p class=\"text\">{}</p>", escape(text)),
            Self::Table(table) => table.html(),
            Self::Figure(figure) => figure.html(),
            Self::Warning(text) => {
                format!("<p class=\"warning\" role=\"note\"><b>Warning</b> {}</p>", escape(text))
            }
        }
    }
}

impl From<Table> for Block {
    fn from(table: Table) -> Self {
        Self::Table(table)
    }
}

impl From<Figure> for Block {
    fn from(figure: Figure) -> Self {
        Self::Figure(figure)
    }
}

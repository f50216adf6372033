use lca_report::{Block, KeyFigure};

/// What the report shows of one step. Steps with the same heading share a section.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Section {
    /// Heading of the section.
    pub heading: String,
    /// Figures for the summary at the top.
    pub summary: Vec<KeyFigure>,
    /// Texts, tables and figures.
    pub blocks: Vec<Block>,
}

impl Section {
    /// A section with nothing in it.
    #[must_use]
    pub fn new(heading: &str) -> Self {
        Self { heading: heading.to_owned(), ..Self::default() }
    }

    /// Adds a figure to the summary at the top.
    #[must_use]
    pub fn key(mut self, figure: KeyFigure) -> Self {
        self.summary.push(figure);
        self
    }

    /// Adds running text.
    #[must_use]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.block(Block::paragraph(text))
    }

    /// Adds a text, table or figure.
    #[must_use]
    pub fn block(mut self, block: impl Into<Block>) -> Self {
        self.blocks.push(block.into());
        self
    }
}

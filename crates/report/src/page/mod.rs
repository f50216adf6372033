//! The page: a heading, key figures, sections of blocks.

mod block;
mod key_figure;
mod report;
mod table;

pub use block::Block;
pub use key_figure::{KeyFigure, Verdict};
pub use report::Report;
pub use table::{Cell, Table};

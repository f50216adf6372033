//! Figures and the report: one HTML file that needs neither network nor script.
//!
//! Every figure is a pure function from plain data to a [`Figure`] (an [`Svg`] and its caption), and a
//! [`Report`] puts them on a page. The same data give the same bytes. What is missing or not a number
//! is shown as such; what is too much to draw is thinned evenly, and the caption says so.
//!
//! ```
//! use lca_report::{KeyFigure, Report, Scatter, scatter};
//! let umap = Scatter {
//!     title: "States".into(),
//!     caption: "Each dot is a cell.".into(),
//!     x: "UMAP 1".into(),
//!     y: "UMAP 2".into(),
//!     points: vec![(0.0, 1.0), (1.0, 0.0)],
//!     ..Scatter::default()
//! };
//! let mut report = Report::new("cell-lines", "Counts to cell states");
//! report.summary(vec![KeyFigure::new("Cells", "2")]);
//! report.section("States", vec![scatter(&umap)?.into()]);
//! assert!(report.render().starts_with("<!DOCTYPE html>"));
//! # Ok::<(), lca_report::ReportError>(())
//! ```

mod chart;
mod colour;
mod error;
mod escape;
mod figure;
mod number;
mod page;
mod svg;

pub use error::ReportError;
pub use figure::*;
pub use number::{number, percent, significant};
pub use page::{Block, Cell, KeyFigure, Report, Table, Verdict};
pub use svg::Svg;

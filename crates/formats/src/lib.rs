//! Foreign files in and out: TIFF, OME-TIFF, PNG, Cell Tracking Challenge, 10x, h5ad, CSV,
//! SBML, PEtab.
//!
//! Everything read is checked: what is damaged, missing or contradictory gives a [`FormatError`] that
//! says what, where and what to do; no input makes a reader panic or take much more memory than its
//! own size warrants.

mod counts;
mod ctc;
mod error;
mod guard;
mod h5;
mod h5ad;
mod movie;
mod ome;
mod petab;
mod pixels;
mod png;
mod sbml;
mod table;
mod tenx;
mod tiff;

pub use counts::{Counts, CountsOptions, Orientation, Skipped, read_counts};
pub use ctc::{CtcLabels, CtcTruth, read_ctc_segmentation, read_ctc_truth, write_ctc_result};
pub use error::FormatError;
pub use movie::{MovieOptions, MovieReader, PageAxis, open_movie, open_movie_with, write_tiff_series};
pub use ome::write_ome_tiff;
pub use petab::{parse_petab, petab_files, read_petab, write_petab};
pub use sbml::{parse_sbml, read_sbml, sbml_text, write_sbml};
pub use table::{read_table, write_table};
pub use tenx::write_10x_mtx;
pub use tiff::write_tiff;

//! Foreign files in and out: TIFF, OME-TIFF, PNG, Cell Tracking Challenge, 10x, h5ad, CSV,
//! SBML, PEtab, networks of molecules, lists of reactions, alleles of barcodes, Newick trees.
//!
//! Everything read is checked: what is damaged, missing or contradictory gives a [`FormatError`] that
//! says what, where and what to do; no input makes a reader panic or take much more memory than its
//! own size warrants.
//!
//! ```
//! use lca_formats::{open_movie, read_table, write_tiff};
//! use lca_pixels::Pixels;
//! let folder = tempfile::tempdir().unwrap();
//! let image = folder.path().join("image.tif");
//! write_tiff(&image, &Pixels::Uint16(ndarray::ArrayD::zeros(vec![4, 5]))).unwrap();
//! let movie = open_movie(&image).unwrap();
//! assert_eq!(movie.meta().shape, [1, 1, 1, 4, 5]); // t, c, z, y, x
//! assert_eq!(movie.read(0).unwrap().pixels.shape(), [1, 1, 4, 5]); // c, z, y, x
//! assert!(read_table(&image).is_err());
//! ```

mod abundance;
mod alleles;
mod boolean;
mod codex;
mod counts;
mod ctc;
mod error;
mod guard;
mod h5;
mod h5ad;
mod labels;
mod ligands;
mod mastodon;
mod movie;
mod network;
mod newick;
mod ome;
mod petab;
mod pixels;
mod png;
mod reactions;
mod sbml;
mod table;
mod tenx;
mod tiff;

pub use abundance::{
    Quantity, Sample, SheetColumns, Standard, parse_time, read_abundances, read_samples, read_standards,
};
pub use alleles::{read_allele_priors, read_alleles, write_alleles};
pub use boolean::{boolean_rules, parse_boolean_rules, read_boolean, write_boolean};
pub use codex::read_codex;
pub use counts::{
    Counts, CountsOptions, FileRows, Orientation, Skipped, check_direction, make_unique, open_counts,
    read_counts,
};
pub use ctc::{
    CtcLabels, CtcTruth, read_ctc_segmentation, read_ctc_truth, read_ctc_truth_with, write_ctc_result,
    write_ctc_tracks,
};
pub use error::FormatError;
pub use labels::{LabelFrames, open_labels};
pub use ligands::{read_ligands, read_microenvironments};
pub use mastodon::{Mastodon, read_mastodon};
pub use movie::{
    MovieOptions, MovieReader, PageAxis, frame_number, open_frame, open_movie, open_movie_with,
    write_tiff_series,
};
pub use network::{
    Accounted, NetworkFile, read_gold, read_names, read_network, read_network_file, read_resource,
    read_weights, write_network,
};
pub use newick::{parse_newick, read_newick, write_newick};
pub use ome::write_ome_tiff;
pub use petab::{
    Finding, Measured, Severity, lint_petab, parse_petab, petab_files, petab_results, petab_sources,
    read_candidates, read_parameter_values, read_petab, read_petab_tables, write_petab,
};
pub use reactions::{parse_reactions, reactions_text, read_reactions};
pub use sbml::{parse_sbml, read_sbml, sbml_text, sbml_warnings, write_sbml};
pub use table::{read_table, table_text, write_table};
pub use tenx::write_10x_mtx;
pub use tiff::{TiffRows, open_tiff_rows, write_label_bands, write_label_tiff, write_tiff};

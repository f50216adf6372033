//! Arguments of the commands on live images.

use crate::args::Common;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Follow labelled cells through time: label images to tracks, divisions and lineages.
///
/// Writes the masks and the list of the Cell Tracking Challenge (maskNNN.tif, res_track.txt), the graph
/// tracks.geff, and objects.csv with what was measured of each cell. Labels of different frames need not agree.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  lca track masks/ --out tracks/\n  lca track masks/ --raw frames/ --out tracks/ --corrections mine.txt\n  lca track experiment.zarr --labels nuclei --out tracks/"
)]
pub(crate) struct TrackArgs {
    /// A folder of label images (TIFF or PNG, one per frame), a stack of them, or an atlas that holds labels.
    pub(crate) labels_dir: PathBuf,
    /// The images the labels belong to; how bright cells are helps to tell them apart.
    #[arg(long, value_name = "MOVIE")]
    pub(crate) raw: Option<PathBuf>,
    /// Folder for the results, which is made.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// A file of corrections to apply: lines `join T LABEL T LABEL`, `cut T LABEL`, `swap T LABEL LABEL`,
    /// `divide T LABEL T LABEL T LABEL`.
    #[arg(long, value_name = "FILE")]
    pub(crate) corrections: Option<PathBuf>,
    /// Which labels of an atlas, where it has several.
    #[arg(long, value_name = "NAME")]
    pub(crate) labels: Option<String>,
    /// Outlines are cells as they are; else touching ones that are one outline in the frames around become one, and with
    /// hypotheses beside the labels, outlines that are two in the frames around become two.
    #[arg(long)]
    pub(crate) keep_outlines: bool,
    #[command(flatten)]
    pub(crate) links: LinkArgs,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// How cells are linked; what is left out is learned from them.
#[derive(Debug, Clone, Args)]
pub(crate) struct LinkArgs {
    /// Channel whose brightness is used, by name or number from 0.
    #[arg(long, value_name = "CHANNEL", default_value = "0")]
    pub(crate) channel: String,
    /// Size of a voxel along z, y, x in µm, where the files do not tell it.
    #[arg(long, value_name = "Z,Y,X", value_parser = sizes)]
    pub(crate) pixel_size_um: Option<[f64; 3]>,
    /// How far a cell may move between frames, in pixels.
    #[arg(long, value_name = "PX")]
    pub(crate) max_distance: Option<f64>,
    /// How many frames in a row a cell may go unseen.
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(crate) max_gap: u32,
    /// The field does not move as a whole.
    #[arg(long)]
    pub(crate) no_drift: bool,
    /// Cells do not divide.
    #[arg(long)]
    pub(crate) no_divisions: bool,
    /// Least frames between two divisions of one line.
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) min_cycle: u32,
    /// How much evidence a division needs; more means fewer.
    #[arg(long, value_name = "LOG_ODDS", default_value_t = 0.0)]
    pub(crate) division_evidence: f64,
}

pub(crate) fn sizes(text: &str) -> Result<[f64; 3], String> {
    let sizes: Result<Vec<f64>, _> = text.split(',').map(|part| part.trim().parse::<f64>()).collect();
    match sizes.as_deref() {
        Ok(&[z, y, x]) if [z, y, x].iter().all(|size| size.is_finite() && *size > 0.0) => Ok([z, y, x]),
        _ => Err("write three numbers above 0 with commas between: the size along z, y, x in µm".into()),
    }
}

/// Family trees of cells: generation times, how alike kin are, and the trees for other programs.
///
/// Writes lineage.csv (a row per cell), lineage.nwk (Newick), tracks.geff, res_track.txt and lineage.svg
/// to --out. Of an atlas the row per cell is kept there too.
#[derive(Debug, Args)]
#[command(
    name = "lineage",
    after_help = "Examples:\n  lca lineage tracks/ --out trees/ --frame-interval 300\n  lca lineage experiment.zarr --measure reporter_ratio\n  lca lineage embryo.mastodon --out embryo/"
)]
pub(crate) struct TreesArgs {
    /// An atlas, a folder of the Cell Tracking Challenge, a GEFF graph, or a project of Mastodon.
    pub(crate) tracks: PathBuf,
    /// Which tracks of an atlas, where it has several.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Folder for the results, which is made.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// A measure of the atlas' traces whose mean over each cell's life is compared between kin as well.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) measure: Option<String>,
    /// Time between frames in s, where it is not known.
    #[arg(long, value_name = "SECONDS", value_parser = positive)]
    pub(crate) frame_interval: Option<f64>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Time courses of single cells: levels, ratios, pulses, periods, motion and neighbours.
///
/// From an atlas, from a folder of the Cell Tracking Challenge and its images, or from a table of traces that
/// another program made, long (a row per cell and time) or wide (a column per time; also a dataset of CODEX, as
/// ZIP). Writes traces, cells and pulses as tables and traces.svg to --out; of an atlas they are kept there too.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  lca traces experiment.zarr --measure reporter_ratio --out traces/\n  lca traces tracks/ --raw frames/ --ratio fret/donor --out traces/\n  lca traces ekar.csv.gz --cell fov,id --time realtime --measure intensity_ekar --group group\n  lca traces dataset.zip --measure ERK --group class"
)]
pub(crate) struct TracesArgs {
    /// The atlas, folder or table.
    pub(crate) source: PathBuf,
    /// The images, where the source is a folder of masks.
    #[arg(long, value_name = "MOVIE")]
    pub(crate) raw: Option<PathBuf>,
    /// Which traces or tracks of an atlas, where it has several.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// What is followed: a column; of a wide table what its columns' names begin with. Left out, of cells that were
    /// followed here: `ratio` where --ratio asks for it, else the first translocation ratio of a channel that is not the
    /// nuclei's (NAME_ratio), else the first channel's mean (NAME_mean).
    #[arg(long, value_name = "COLUMN")]
    pub(crate) measure: Option<String>,
    /// Also the ratio of two channels' means, as a FRET sensor needs it: column `ratio`.
    #[arg(long, value_name = "CHANNEL/CHANNEL")]
    pub(crate) ratio: Option<String>,
    /// Columns that together name a cell, in a table.
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    pub(crate) cell: Vec<String>,
    /// The column of times, in a long table.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) time: Option<String>,
    /// The column that says to which group a cell belongs, in a table.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) group: Option<String>,
    /// Time between frames in s, where it is not known.
    #[arg(long, value_name = "SECONDS", value_parser = positive)]
    pub(crate) frame_interval: Option<f64>,
    /// How far a pulse must stand out; left out: five times the noise.
    #[arg(long, value_name = "UNITS")]
    pub(crate) prominence: Option<f64>,
    /// Least time between two pulses, in frames.
    #[arg(long, value_name = "FRAMES", default_value_t = 0.0)]
    pub(crate) distance: f64,
    /// Leave out cells with fewer values.
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(crate) min_points: usize,
    /// Folder for the results, which is made.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// How tables are written.
    #[arg(long, value_enum, default_value_t = TableFormat::Csv)]
    pub(crate) format: TableFormat,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// How tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// Text with commas.
    Csv,
    /// Apache Parquet.
    Parquet,
}

fn positive(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0);
    number.ok_or_else(|| "write a number above 0".to_owned())
}

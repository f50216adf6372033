use crate::args::Common;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Correct movies before cells are sought in them, and tell what their frames are like.
///
/// Each command does one thing; a study's step `correct-image` does several at once.
#[derive(Debug, Subcommand)]
pub(crate) enum ImageCommand {
    Flatten(FlattenArgs),
    /// Make the dark ground of each frame even, at its level in the first frame.
    Background(CorrectArgs),
    /// Undo bleaching: the fall of brightness above the ground, by one exponential for each channel.
    Bleach(CorrectArgs),
    /// Lessen noise by non-local means; edges stay.
    Denoise(CorrectArgs),
    Drift(DriftArgs),
    /// Tell how sharp each frame is, and of stacks how many planes to move to the sharpest one.
    Focus(LookArgs),
    Quality(QualityArgs),
}

impl ImageCommand {
    pub(crate) const fn common(&self) -> &Common {
        match self {
            Self::Flatten(args) => &args.correct.common,
            Self::Drift(args) => &args.correct.common,
            Self::Background(args) | Self::Bleach(args) | Self::Denoise(args) => &args.common,
            Self::Focus(args) => &args.common,
            Self::Quality(args) => &args.look.common,
        }
    }
}

/// Divide out uneven light, which is found from all frames together (cells must move or differ between them).
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca image flatten frames/ --out flat/ --dark 100")]
pub(crate) struct FlattenArgs {
    #[command(flatten)]
    pub(crate) correct: CorrectArgs,
    /// The camera's value without light; left out: the least value of the movie.
    #[arg(long, value_name = "VALUE")]
    pub(crate) dark: Option<f64>,
    /// How smooth the light is, in pixels; left out: a tenth of the longer side.
    #[arg(long, value_name = "PX")]
    pub(crate) light: Option<f64>,
}

/// Find the field's drift to a fraction of a pixel and take it off: each frame lies where the first one does.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  lca image drift frames/ --out still/\n  lca image drift mine.zarr --out mine.zarr"
)]
pub(crate) struct DriftArgs {
    #[command(flatten)]
    pub(crate) correct: CorrectArgs,
    /// The channel that drift is seen in, by name or number from 0.
    #[arg(long, value_name = "CHANNEL", default_value = "0")]
    pub(crate) channel: String,
}

/// What every correction takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  lca image bleach frames/ --out even/\n  lca image bleach mine.zarr --out mine.zarr"
)]
pub(crate) struct CorrectArgs {
    /// The movie: a TIFF, an OME-TIFF, a folder of numbered frames, or an atlas.
    pub(crate) raw: PathBuf,
    /// Folder for the frames (tNNN.tif), which is made, and corrections.csv, a row for each frame; or the atlas that
    /// holds the movie, which gets it as another movie.
    #[arg(long, value_name = "DIR|ATLAS")]
    pub(crate) out: PathBuf,
    /// Which movie of an atlas, where it has several.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Tell focus, ground, noise, saturation and flaws of each frame and channel.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca image quality frames/ --highest 4095 --out quality.csv")]
pub(crate) struct QualityArgs {
    #[command(flatten)]
    pub(crate) look: LookArgs,
    /// The highest value that the camera has: pixels there are saturated. Left out: where a camera of 8, 10, 12, 14 or 16
    /// bits ends, if the movie's greatest value is there.
    #[arg(long, value_name = "VALUE")]
    pub(crate) highest: Option<f64>,
}

/// What looking at a movie takes.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca image focus frames/ --out focus.csv")]
pub(crate) struct LookArgs {
    /// The movie: a TIFF, an OME-TIFF, a folder of numbered frames, or an atlas.
    pub(crate) raw: PathBuf,
    /// File for the table, a row for each frame and channel (CSV).
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// The plane of a stack that the microscope calls in focus, from 0; left out: the middle one.
    #[arg(long, value_name = "N")]
    pub(crate) plane: Option<usize>,
    /// Which movie of an atlas, where it has several.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) common: Common,
}

//! Arguments of the commands that find cells in images.

use crate::args::Common;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Find the cells in images, and write a label image for each.
///
/// RAW is a movie (OME-TIFF, a TIFF, a folder of numbered frames), or with --stills a folder of images that have
/// nothing to do with each other. Labels are written as maskNNN.tif (16 bit, 32 bit for more than 65535 cells), for
/// stills under the images' own names.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Examples:\n  lca segment frames/ --out masks/\n  lca segment slide.tif --out masks/ --tile 1024\n  lca segment experiment.zarr --out experiment.zarr --labels nuclei\n  lca segment train frames/ labels/ --method forest --out mine.forest\n  lca segment frames/ --out masks/ --model mine.forest\n  lca segment train frames/ labels/ --method net --out mine.net\n  lca segment frames/ --out masks/ --model zoo/weights.onnx"
)]
pub(crate) struct SegmentArgs {
    #[command(subcommand)]
    pub(crate) command: Option<SegmentCommand>,
    /// The images.
    #[arg(required = true)]
    pub(crate) raw: Option<PathBuf>,
    /// Folder for the label images, which is made; or the atlas that holds the movie.
    #[arg(long, value_name = "DIR|ATLAS", required = true)]
    pub(crate) out: Option<PathBuf>,
    /// How cells are found; left out: by the model where there is one, else classical.
    #[arg(long, value_enum)]
    pub(crate) method: Option<SegmentMethod>,
    /// What `lca segment train` learnt; or a network that was trained elsewhere (.onnx), or the folder of one, with the
    /// description of the BioImage Model Zoo beside it (rdf.yaml, bioimageio.yaml) if it has one.
    #[arg(long, value_name = "FILE")]
    pub(crate) model: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) onnx: OnnxArgs,
    /// Side in pixels of the tiles a field is cut into; the result is the same. Left out: none up to 16 million pixels,
    /// else 1024.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(16..))]
    pub(crate) tile: Option<u32>,
    /// Typical diameter of a cell in pixels; left out: estimated in the middle frame. Models of `lca
    /// segment train` know it; for other networks it is told by what they find in the middle of each image.
    #[arg(long, value_name = "PX")]
    pub(crate) diameter: Option<f64>,
    /// Channel that shows the cells, by name or number from 0; models take all.
    #[arg(long, value_name = "CHANNEL", default_value = "0", conflicts_with = "model")]
    pub(crate) channel: String,
    /// The folder holds single images, not the frames of a movie.
    #[arg(long)]
    pub(crate) stills: bool,
    /// Also keep what else the cells may be, so that `lca track` can choose by the frames around: into DIR/hypotheses.
    #[arg(long, conflicts_with = "stills")]
    pub(crate) hypotheses: bool,
    /// Which movie of an atlas, where it has several.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// What the labels are called in an atlas.
    #[arg(long, value_name = "NAME", default_value = "cells")]
    pub(crate) labels: String,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// What is said of a network that was trained elsewhere; its description says the rest.
#[derive(Debug, Args)]
pub(crate) struct OnnxArgs {
    /// What an ONNX network says of pixels.
    #[arg(long, value_enum, requires = "model")]
    pub(crate) onnx_kind: Option<OnnxKindArg>,
    /// Order of its axes: b batch, c channel, y, x, such as bcyx.
    #[arg(long, value_name = "AXES", requires = "model")]
    pub(crate) onnx_axes: Option<String>,
    /// Pixels it sees around each square that it is asked about: at least how far away a pixel may change what it says
    /// of another one, and for stardist the width of a large cell more. Left out: as described, else 96.
    #[arg(long, value_name = "PX", requires = "model")]
    pub(crate) halo: Option<usize>,
    /// Probability from which on a pixel, or a star, is of a cell. Left out: as described, else 0.5.
    #[arg(long, value_name = "P", requires = "model")]
    pub(crate) level: Option<f64>,
    /// Share of the smaller of two stars' area that may lie in the other. Left out: as described, else 0.4.
    #[arg(long, value_name = "SHARE", requires = "model")]
    pub(crate) overlap: Option<f64>,
}

/// What an ONNX network says of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnnxKindArg {
    /// The probability that a pixel lies in a cell.
    Foreground,
    /// That, and the probability that it lies on a boundary.
    ForegroundBoundary,
    /// The probability that a cell is centred there, and how far its edge is along rays.
    Stardist,
}

/// Commands beneath `lca segment`.
#[derive(Debug, Subcommand)]
pub(crate) enum SegmentCommand {
    Train(TrainArgs),
}

/// How cells are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SegmentMethod {
    /// Bright cells on a dark ground, nothing learnt.
    Classical,
    /// Pixels told apart by a random forest that was trained.
    Forest,
    /// Pixels told apart by a network that was trained, here or elsewhere.
    Net,
}

/// Learn from labelled images what cells look like.
///
/// Images and labels belong together when they have the same name, or the same number at the end of it; images
/// without labels are left out.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  lca segment train frames/ scribbles/ --partial --method forest --out mine.forest"
)]
pub(crate) struct TrainArgs {
    /// Folder of images (TIFF or PNG).
    pub(crate) images: PathBuf,
    /// Folder of label images: each cell one number, 0 elsewhere.
    pub(crate) labels: PathBuf,
    /// What learns.
    #[arg(long, value_enum, default_value = "forest")]
    pub(crate) method: TrainMethod,
    /// File for what is learnt.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Pixels without a label may be of cells that nobody labelled.
    #[arg(long)]
    pub(crate) partial: bool,
    /// Most pixels a forest learns from.
    #[arg(long, value_name = "N", default_value_t = 200_000)]
    pub(crate) pixels: usize,
    /// Most steps a network learns in.
    #[arg(long, value_name = "N", default_value_t = 600, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) steps: u32,
    /// Trees of the forest.
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) trees: u16,
    /// Seed of all that is drawn.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// What learns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TrainMethod {
    /// A random forest on features of pixels: seconds.
    Forest,
    /// A small network: minutes, and closer to what people draw.
    Net,
}

impl SegmentArgs {
    pub(crate) const fn common(&self) -> &Common {
        match &self.command {
            Some(SegmentCommand::Train(args)) => &args.common,
            None => &self.common,
        }
    }
}

/// Score label images by SEG (Cell Tracking Challenge) and by F1 at Jaccard indices of 0.5 to 0.9.
///
/// Images belong together when they have the same name, or the same number at the end of it; those without truth are
/// left out.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca score seg Fluo-N2DL-HeLa/01_GT/SEG masks/")]
pub(crate) struct ScoreSegArgs {
    /// Folder of label images that people drew.
    pub(crate) truth: PathBuf,
    /// Folder of label images that were found.
    pub(crate) result: PathBuf,
    #[command(flatten)]
    pub(crate) common: Common,
}

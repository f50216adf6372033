use crate::args::{Common, ScoreSegArgs};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Hold results against the truth.
#[derive(Debug, Subcommand)]
pub(crate) enum ScoreCommand {
    Ctc(CtcArgs),
    Seg(ScoreSegArgs),
}

impl ScoreCommand {
    pub(crate) const fn common(&self) -> &Common {
        match self {
            Self::Ctc(args) => &args.common,
            Self::Seg(args) => &args.common,
        }
    }
}

/// Score tracks by the measures of the Cell Tracking Challenge: SEG, DET, TRA, LNK and what follows from them,
/// complete tracks, track fractions, branching, cell cycles.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca score ctc Fluo-N2DL-HeLa/01_GT tracks/")]
pub(crate) struct CtcArgs {
    /// The truth: a folder with TRA (man_track.txt and masks), and SEG where outlines were drawn.
    pub(crate) truth: PathBuf,
    /// The result: a folder with res_track.txt and masks.
    pub(crate) result: PathBuf,
    /// The truth leaves cells out, so that other cells of the result, and their divisions, are no errors where
    /// links and divisions are counted; the challenge's own measures know no such thing.
    #[arg(long)]
    pub(crate) partial: bool,
    #[command(flatten)]
    pub(crate) common: Common,
}

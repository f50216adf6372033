use crate::args::Common;
use clap::Args;
use std::path::PathBuf;

/// Find and follow cells while the microscope runs: frames are taken as they land in a folder.
///
/// Prints a line of JSON for each frame and event (division, pulse, focus lost and found, cell of interest), for
/// the control of the microscope. Ends when --frames have come or nothing has for --idle seconds, with the same
/// atlas that `lca run` makes of the study it writes beside it. Divisions may turn out otherwise in the
/// atlas, where every frame is known.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  lca watch /data/today --out today.zarr --channel nuclei --channels nuclei,erk --frames 200 --interest 'erk_ratio>1.4'"
)]
pub(crate) struct WatchArgs {
    /// The folder in which frames land, one TIFF or PNG each, numbered without gaps.
    pub(crate) folder: PathBuf,
    /// The atlas to write.
    #[arg(long, value_name = "ATLAS")]
    pub(crate) out: PathBuf,
    /// How many frames there will be; left out: until nothing comes any more.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) frames: Option<u64>,
    /// Seconds without any change in the folder after which the recording is over.
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0)]
    pub(crate) idle: f64,
    /// Seconds for which a file must not change before it is read.
    #[arg(long, value_name = "SECONDS", default_value_t = 0.1)]
    pub(crate) settle: f64,
    /// The channel that shows the cells, by name or number from 0.
    #[arg(long, value_name = "CHANNEL", default_value = "0")]
    pub(crate) channel: String,
    /// Names of the channels.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) channels: Vec<String>,
    /// Typical diameter of a cell in pixels; left out: estimated in each frame.
    #[arg(long, value_name = "PX")]
    pub(crate) diameter: Option<f64>,
    /// Size of a voxel along z, y, x in µm.
    #[arg(long, value_name = "Z,Y,X", value_parser = super::imaging::sizes)]
    pub(crate) pixel_size_um: Option<[f64; 3]>,
    /// Time between frames in s.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) frame_interval: Option<f64>,
    /// The measure whose pulses are told; left out: the first translocation ratio of another channel, else the
    /// channel's mean.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) measure: Option<String>,
    /// How far a pulse must stand out; left out: five times the noise.
    #[arg(long, value_name = "UNITS")]
    pub(crate) prominence: Option<f64>,
    /// Tell a cell as soon as it meets this: a measure, < or >, and a number; may be given again.
    #[arg(long, value_name = "MEASURE>NUMBER", value_parser = interest)]
    pub(crate) interest: Vec<Interest>,
    /// Focus is lost when its score falls below this share of what was usual.
    #[arg(long, value_name = "SHARE", default_value_t = 0.6)]
    pub(crate) focus: f64,
    /// How many of the last frames are linked anew with each one that lands.
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u64).range(2..))]
    pub(crate) window: u64,
    /// In how many frames both daughters must have been seen before a division is told; more are told later, a little
    /// more often rightly, and some not at all.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=16))]
    pub(crate) confirm: u64,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// What makes a cell interesting.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Interest {
    /// As it was written.
    pub(crate) text: String,
    /// The measure.
    pub(crate) measure: String,
    /// Whether it must be above the number, else below.
    pub(crate) above: bool,
    /// The number.
    pub(crate) limit: f64,
}

fn interest(text: &str) -> Result<Interest, String> {
    let wrong = || "write a measure, < or >, and a number: 'erk_ratio>1.4'".to_owned();
    let at = text.find(['<', '>']).ok_or_else(wrong)?;
    let limit =
        text[at + 1..].trim().parse::<f64>().ok().filter(|limit| limit.is_finite()).ok_or_else(wrong)?;
    let (measure, above) = (text[..at].trim().to_owned(), text.as_bytes()[at] == b'>');
    if measure.is_empty() {
        Err(wrong())
    } else {
        Ok(Interest { text: text.to_owned(), measure, above, limit })
    }
}

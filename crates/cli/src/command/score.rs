//! Results against the truth.

mod ctc;
mod seg;

use super::Result;
use crate::args::ScoreCommand;

pub(crate) fn score(command: &ScoreCommand) -> Result {
    match command {
        ScoreCommand::Ctc(args) => ctc::score(args),
        ScoreCommand::Seg(args) => seg::score(args),
    }
}

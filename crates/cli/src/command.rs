//! One file for each command.

mod add;
mod cells;
mod conformance;
mod corrections;
mod demo;
mod image;
mod imaging;
mod lineage;
mod ls;
mod median;
mod model;
mod network;
mod place;
mod plot;
mod prune;
mod query;
mod run;
mod schema;
mod score;
mod segment;
mod serve;
mod show;
mod threads;
mod traces;
mod track;
mod verify;
mod watch;

pub(crate) use add::add;
pub(crate) use cells::cells;
pub(crate) use conformance::conformance;
pub(crate) use corrections::corrections;
pub(crate) use demo::demo;
pub(crate) use image::image;
pub(crate) use lineage::lineage;
pub(crate) use ls::ls;
pub(crate) use model::model;
pub(crate) use network::network;
pub(crate) use prune::prune;
pub(crate) use query::query;
pub(crate) use run::run;
pub(crate) use schema::schema;
pub(crate) use score::score;
pub(crate) use segment::segment;
pub(crate) use serve::serve;
pub(crate) use show::show;
pub(crate) use traces::traces;
pub(crate) use track::track;
pub(crate) use verify::verify;
pub(crate) use watch::watch;

use crate::failure::Failure;
use crate::output::Answer;

/// What a command returns.
pub(crate) type Result = std::result::Result<Answer, Failure>;

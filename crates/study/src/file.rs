//! Reading `study.toml`: the text as typed values, then every name and file checked.

mod check;
mod graph;
mod inputs;
mod nodes;
mod place;
mod read;
mod schema;
mod spec;

pub use place::Place;
pub use schema::json_schema;

pub(crate) use read::parse;

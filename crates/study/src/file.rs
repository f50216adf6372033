//! Reading `study.toml`: the text as typed values, then every name and file checked.

mod assays;
mod channels;
mod check;
mod graph;
mod groups;
mod inputs;
mod limits;
mod nodes;
mod pixel_size;
mod place;
mod read;
mod schema;
mod settings;
mod spec;
mod words;

pub use place::Place;
pub use schema::json_schema;

pub(crate) use read::parse;

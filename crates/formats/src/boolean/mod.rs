//! Boolean networks: rules as text and, through `network::qual`, SBML's package *qual*.

mod names;
mod parse;
mod read;
mod tokens;
mod write;

pub(crate) use read::{looks_like_rules, parse_rules};
pub use read::{parse_boolean_rules, read_boolean};
pub use write::{boolean_rules, write_boolean};

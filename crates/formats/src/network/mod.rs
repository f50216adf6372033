//! Networks of molecules, one folder for each format.

mod cx2;
mod detect;
mod edges;
mod entry;
mod fields;
mod file;
mod gexf;
mod graphml;
mod keys;
mod list;
mod markup;
mod pairs;
mod qual;
mod read;
mod resource;
mod sif;
mod sign;
mod write;
mod xml_text;

pub use edges::read_weights;
pub(crate) use file::{ending, whole_text};
pub use list::read_names;
pub use pairs::read_gold;
pub(crate) use qual::{boolean_text, read_boolean};
pub use read::{NetworkFile, read_network, read_network_file};
pub use resource::{Accounted, read_resource};
pub use write::write_network;

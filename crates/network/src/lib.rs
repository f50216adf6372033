//! Networks of molecules: from all that was measured to the few molecules that control the cell.
//!
//! Each module is one question asked of a network or of the tables from which one is inferred. Every
//! function takes plain data and returns plain data; the same input and seed give the same bits on any
//! number of threads.
//!
//! ```
//! use lca_graph::{Interaction, Layer, MolecularNetwork, Molecule, Sign};
//! use lca_network::summary;
//! let mut network = MolecularNetwork::default();
//! let [mek, erk] = ["MEK", "ERK"].map(|id| network.molecule(Molecule::new(id, Layer::Protein)));
//! network.interaction(Interaction::new(mek, erk, Sign::Positive));
//! network.interaction(Interaction::new(erk, erk, Sign::Negative));
//! assert_eq!(summary(&network).self_loops, 1);
//! ```

pub mod activity;
pub mod amounts;
pub mod attractors;
pub mod communicate;
pub mod compile;
pub mod control;
mod digraph;
mod error;
mod filter;
pub mod flux;
pub mod fvs;
pub mod infer;
pub mod keys;
pub mod layers;
mod lookup;
mod merge;
mod paths;
mod sign;
mod summary;
mod view;

pub use digraph::Digraph;
pub use error::NetworkError;
pub use filter::{Filter, filter};
pub use lookup::lookup;
pub use merge::{Merged, SignConflict, merge};
pub use paths::{Path, shortest_paths, simple_paths};
pub use summary::{Summary, summary};
pub use view::{layer_view, project};

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

mod activity;
mod error;
mod infer;
mod summary;

pub use activity::*;
pub use error::NetworkError;
pub use infer::*;
pub use summary::{Summary, summary};

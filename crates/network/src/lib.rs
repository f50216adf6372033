//! Networks of molecules: from all that was measured to the few molecules that control the cell.
//!
//! Every function takes plain data and returns plain data; the same input and seed give the same bits on any
//! number of threads. Each module answers one question:
//!
//! | Question | Module |
//! |---|---|
//! | What do the networks at hand say together, and what of it is asked about? | [`merge()`], [`filter()`], [`project`], [`summary()`], [`shortest_paths`] |
//! | Who regulates whom, by a table of expression? | [`infer`] |
//! | How active are transcription factors and pathways? | [`activity`] |
//! | Which types of cells talk, and by what? | [`communicate`] |
//! | Which molecules change through all layers, and what explains it? | [`layers`] |
//! | How many molecules does a cell have, and what does a model start from? | [`amounts`] |
//! | Which fluxes are best, and what is lost without a gene? | [`flux`] |
//! | Which molecules matter? | [`keys`] |
//! | Which few hold every cycle? | [`fvs`] |
//! | Where does a Boolean network end? | [`attractors`] |
//! | Which molecules to hold to lead it elsewhere? | [`control`] |
//! | How does a network become a model that can be fitted? | [`compile`] |
//!
//! ```
//! use lca_core::NoProgress;
//! use lca_graph::{Interaction, Layer, MolecularNetwork, Molecule, Sign};
//! use lca_network::{Digraph, fvs::feedback_vertex_sets, summary};
//!
//! let mut network = MolecularNetwork::default();
//! let protein = |id| Molecule::new(id, Layer::Protein);
//! let [egfr, mek, erk] = ["EGFR", "MEK", "ERK"].map(|id| network.molecule(protein(id)));
//! network.interaction(Interaction::new(egfr, mek, Sign::Positive));
//! network.interaction(Interaction::new(mek, erk, Sign::Positive));
//! network.interaction(Interaction::new(erk, mek, Sign::Negative));
//! assert_eq!(summary(&network).signs, [(Sign::Positive, 2), (Sign::Negative, 1)]);
//! // The loop of MEK and ERK is all feedback there is: either of them holds it.
//! let sets = feedback_vertex_sets(&Digraph::of(&network), &Default::default(), &NoProgress)?;
//! assert_eq!(sets.sets, [[mek], [erk]]);
//! # Ok::<(), lca_network::NetworkError>(())
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
pub use summary::{Summary, degrees, summary};
pub use view::{layer_view, project};

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

mod amounts;
mod attractors;
pub mod compile;
mod control;
mod digraph;
mod error;
mod filter;
mod flux;
mod fvs;
mod infer;
mod keys;
mod layers;
mod lookup;
mod merge;
mod paths;
mod sign;
mod summary;
mod view;

pub use amounts::{
    Amount, Anchor, Calibrated, Calibration, Curve, CurveScale, InitialOptions, SetSpecies, calibrate,
    dna_mass, is_histone, set_initial,
};
pub use attractors::{AttractorOptions, BooleanAttractor, Update, attractors};
pub use control::{
    BooleanDynamics, Control, ControlOptions, ControlResult, Dynamics, Held, Rest, Verdict, control, verify,
};
pub use digraph::Digraph;
pub use error::NetworkError;
pub use filter::{Filter, filter};
pub use flux::{
    FluxModel, FluxRange, FluxRanges, FluxSolution, Knockout, Knockouts, Measured, SmallestFluxes, Target,
    flux_balance,
};
pub use fvs::{FeedbackVertexSets, FvsOptions, FvsProof, SelfLoops, breaks_all_cycles, feedback_vertex_sets};
pub use infer::*;
pub use keys::{
    DriverRole, Drivers, KEY_SCORES, KeyNode, betweenness, closeness, combine, drivers, key_nodes, pagerank,
};
pub use layers::{
    ChangeOptions, Group, LayerChange, MeasuredLayer, Names, Node, Onset, Permutations, Place, Prior,
    Refusal, Regulator, Response, Scale, Test, TransOmic, TransOmicOptions, Untested, changes, enzymes,
    permutations, trans_omic,
};
pub use lookup::lookup;
pub use merge::{Merged, SignConflict, merge};
pub use paths::{Path, shortest_paths, simple_paths};
pub use summary::{Summary, summary};
pub use view::{layer_view, project};

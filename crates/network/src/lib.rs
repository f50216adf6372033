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
pub mod compile;
mod error;
mod infer;
mod layers;
mod summary;

pub use amounts::{
    Amount, Anchor, Calibrated, Calibration, Curve, CurveScale, InitialOptions, SetSpecies, calibrate,
    dna_mass, is_histone, set_initial,
};
pub use error::NetworkError;
pub use infer::*;
pub use layers::{
    ChangeOptions, Group, LayerChange, MeasuredLayer, Names, Node, Onset, Permutations, Place, Prior,
    Refusal, Regulator, Response, Scale, Test, TransOmic, TransOmicOptions, Untested, changes, enzymes,
    permutations, trans_omic,
};
pub use summary::{Summary, summary};

//! Which types of cells talk to which, by which ligands and receptors.

mod aggregate;
mod bindings;
mod cellphonedb;
mod cells;
mod differential;
mod downstream;
mod drawn;
mod expression;
mod liana;
mod limits;
mod matching;
mod normalise;
mod permute;
mod quartiles;

pub use aggregate::robust_rank;
pub use cellphonedb::{CellPhoneDb, CellPhoneDbOptions, cellphonedb};
pub use cells::{Cells, Types};
pub use differential::{Difference, DifferenceOptions, differential};
pub use downstream::{Downstream, downstream};
pub use drawn::{Spoken, conversation};
pub use liana::{Liana, LianaOptions, LianaRow, Side, liana};
pub use limits::{Contact, Limits, contacts};
pub use normalise::log_normalised;
pub use permute::Permutations;

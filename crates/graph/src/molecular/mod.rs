mod evidence;
mod interaction;
mod layer;
mod molecule;
mod network;
mod sign;

pub use evidence::Evidence;
pub use interaction::Interaction;
pub use layer::{Layer, UnknownLayer};
pub use molecule::Molecule;
pub use network::MolecularNetwork;
pub use sign::Sign;

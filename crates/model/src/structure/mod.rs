//! What a network's structure decides whatever its numbers are: conserved sums, which changes can
//! reach what, and the parts that keep changes to themselves.

mod buffering;
mod field;
mod moieties;
mod network;
mod ratio;
mod sensitivity;
mod space;

pub use buffering::BufferingStructure;
pub use moieties::Moiety;
pub use network::NetworkStructure;
pub use sensitivity::StructuralSensitivity;

//! SBML Level 3 with package *qual*, Version 1 (Chaouiya et al., J Integr Bioinform 12: 270, 2015).

mod boolean;
mod document;
mod ids;
mod math;
mod network;
mod write;
mod write_boolean;

pub(crate) use boolean::read_boolean;
pub(super) use network::read;
pub(super) use write::text;
pub(crate) use write_boolean::boolean_text;

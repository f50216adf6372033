//! One network through all layers, from molecules measured in each of them over time: which change and
//! when, which of the interactions in given resources can explain that, and whether there are more of
//! these than chance gives (after the reconstructions of Yugi et al. 2014 and Kokaji et al. 2020).

mod assemble;
mod candidates;
mod change;
mod contrast;
mod dynamics;
mod enzymes;
mod join;
mod measured;
mod moderate;
mod names;
mod onset;
mod permute;
mod regulators;
mod scale;

pub use assemble::{Node, Refusal, TransOmic, TransOmicOptions, trans_omic};
pub use change::{ChangeOptions, LayerChange, Response, Untested, changes};
pub use contrast::Test;
pub use enzymes::enzymes;
pub use measured::{Group, MeasuredLayer, Place};
pub use moderate::VariancePrior;
pub use names::Names;
pub use onset::Onset;
pub use permute::{ByChance, permutations};
pub use regulators::Regulator;
pub use scale::Scale;

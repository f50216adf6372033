use super::rule::Rule;
use crate::{NetModel, OnnxModel, PixelModel, SegmentParams};

/// How objects are told from the ground.
#[derive(Debug, Clone, Copy)]
pub enum Method<'m> {
    /// Bright objects on a dark ground, without anything learnt.
    Classical(&'m SegmentParams),
    /// As people labelled them, by a forest.
    Learnt(&'m PixelModel),
    /// As people labelled them, by a network.
    Net(&'m NetModel),
    /// By a network that was trained elsewhere.
    Onnx(&'m OnnxModel),
}

/// Who finds the objects: the landscape of hills here, or a network that may name them itself.
pub(super) enum Way<'m> {
    Hills(Rule<'m>),
    Network(&'m OnnxModel),
}

impl<'m> Method<'m> {
    pub(super) const fn way(self) -> Way<'m> {
        match self {
            Self::Classical(params) => Way::Hills(Rule::Classical(params)),
            Self::Learnt(model) => Way::Hills(Rule::Learnt(model)),
            Self::Net(model) => Way::Hills(Rule::Net(model)),
            Self::Onnx(model) => Way::Network(model),
        }
    }
}

use crate::FormatError;
use crate::network::markup::Element;
use std::path::Path;

/// The qualitative part of a document.
pub(super) struct Document<'e> {
    pub(super) species: Vec<&'e Element>,
    pub(super) transitions: Vec<&'e Element>,
}

impl<'e> Document<'e> {
    pub(super) fn of(path: &Path, root: &'e Element) -> Result<Self, FormatError> {
        let model = root.first("model").ok_or_else(|| root.wrong(path, "it holds no <model>"))?;
        let species: Vec<&Element> = model.listed("listOfQualitativeSpecies", "qualitativeSpecies").collect();
        if species.is_empty() {
            return Err(FormatError::Unknown { path: path.to_owned(), what: NO_QUAL.to_owned() });
        }
        Ok(Self { species, transitions: model.listed("listOfTransitions", "transition").collect() })
    }
}

const NO_QUAL: &str = "it is SBML without the qualitative species of package qual, thus a model and no network; `lca model` commands read it";

/// The inputs of a transition.
pub(super) fn inputs(transition: &Element) -> impl Iterator<Item = &Element> {
    transition.listed("listOfInputs", "input")
}

/// The outputs of a transition.
pub(super) fn outputs(transition: &Element) -> impl Iterator<Item = &Element> {
    transition.listed("listOfOutputs", "output")
}

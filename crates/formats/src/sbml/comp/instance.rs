use super::super::element::{Element, Origin};
use super::library::Library;
use super::names::Names;
use crate::FormatError;

/// How deep submodels may nest, how many there may be, and how many elements they may have in all:
/// a short file can ask for exponentially many.
const MAX_DEPTH: usize = 50;
const MAX_INSTANCES: usize = 20_000;
const MAX_ELEMENTS: usize = 300_000;

/// A model in its place: the top, or a submodel of another.
pub(super) struct Instance<'l> {
    pub(super) parent: Option<usize>,
    /// The `<submodel>` that asks for it; none at the top.
    pub(super) submodel: Option<&'l Element>,
    pub(super) document: usize,
    pub(super) model: &'l Element,
    pub(super) names: Names<'l>,
    /// What stands before its identifiers in the flat model.
    pub(super) prefix: String,
}

/// The identifier of a submodel.
pub(super) fn submodel_id(submodel: &Element) -> &str {
    submodel.package(Origin::Comp, "id").unwrap_or("")
}

/// The main model and all it is made of; each comes after its parent.
pub(super) fn instances(library: &Library) -> Result<Vec<Instance<'_>>, FormatError> {
    let Some((document, model)) = library.main(0) else { return Ok(Vec::new()) };
    let names = Names::of(model);
    let top = Instance { parent: None, submodel: None, document, model, names, prefix: String::new() };
    let (mut all, mut elements, mut depths) = (vec![top], 0, vec![0]);
    let mut at = 0;
    while at < all.len() {
        for submodel in all[at].model.listed_of(Origin::Comp, "listOfSubmodels", "submodel") {
            let one = instance(library, &all, at, submodel)?;
            elements += one.names.elements.len();
            if all.len() >= MAX_INSTANCES || elements > MAX_ELEMENTS || depths[at] >= MAX_DEPTH {
                let what = "the submodels are too many or nest without end; does a model contain itself?";
                return Err(wrong(library, all[at].document, submodel, what));
            }
            depths.push(depths[at] + 1);
            all.push(one);
        }
        at += 1;
    }
    Ok(all)
}

fn instance<'l>(
    library: &'l Library,
    all: &[Instance<'l>],
    parent: usize,
    submodel: &'l Element,
) -> Result<Instance<'l>, FormatError> {
    let outer = &all[parent];
    let id = submodel_id(submodel);
    let Some(wanted) = submodel.package(Origin::Comp, "modelRef") else {
        return Err(wrong(library, outer.document, submodel, "<submodel> has no `modelRef`"));
    };
    let Some((document, model)) = library.find(outer.document, wanted) else {
        let what = format!("submodel `{id}` asks for the model `{wanted}`, which nothing defines");
        return Err(wrong(library, outer.document, submodel, &what));
    };
    let prefix = format!("{}{id}__", outer.prefix);
    let names = Names::of(model);
    Ok(Instance { parent: Some(parent), submodel: Some(submodel), document, model, names, prefix })
}

/// An error at an element of a document.
pub(super) fn wrong(library: &Library, document: usize, element: &Element, what: &str) -> FormatError {
    let path = library.documents.get(document).map(|document| document.path.as_path());
    FormatError::line(path.unwrap_or(std::path::Path::new("")), element.line, what)
}

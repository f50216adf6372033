use super::super::element::{Element, Origin};
use super::instance::{Instance, submodel_id, wrong};
use super::library::Library;
use crate::FormatError;
use std::collections::HashMap;

/// An element of an instance.
pub(super) type Node = (usize, u32);

/// What a reference means.
#[derive(Clone, Copy)]
pub(super) enum Target {
    Element(Node),
    /// A whole submodel.
    Instance(usize),
    /// What a deletion removes anyway.
    Nothing,
}

/// Follows references into submodels.
pub(super) struct Resolver<'l> {
    pub(super) library: &'l Library,
    pub(super) instances: &'l [Instance<'l>],
    children: HashMap<(usize, &'l str), usize>,
}

impl<'l> Resolver<'l> {
    pub(super) fn new(library: &'l Library, instances: &'l [Instance<'l>]) -> Self {
        let child = |(at, one): (usize, &Instance<'l>)| Some(((one.parent?, submodel_id(one.submodel?)), at));
        let children = instances.iter().enumerate().filter_map(child).collect();
        Self { library, instances, children }
    }

    fn submodel(&self, instance: usize, id: &str) -> Option<usize> {
        self.children.get(&(instance, id)).copied()
    }

    /// The target of a `<replacedElement>` or `<replacedBy>` that stands in `instance`.
    pub(super) fn inside(&self, instance: usize, reference: &Element) -> Result<Target, FormatError> {
        let id = reference.package(Origin::Comp, "submodelRef").unwrap_or("");
        match self.submodel(instance, id) {
            Some(submodel) => self.target(instance, submodel, reference, 0),
            None => Err(self.wrong(instance, reference, &format!("there is no submodel `{id}`"))),
        }
    }

    /// The target of a reference (Hierarchical Model Composition Version 1, section 3.7) to what
    /// `instance` holds; the reference itself stands in `from`.
    pub(super) fn target(
        &self,
        from: usize,
        instance: usize,
        reference: &Element,
        depth: usize,
    ) -> Result<Target, FormatError> {
        let names = &self.instances[instance].names;
        let by = |key: &str| reference.package(Origin::Comp, key);
        if by("deletion").is_some() {
            return Ok(Target::Nothing);
        }
        let (id, found) = match (by("portRef"), by("idRef"), by("unitRef"), by("metaIdRef")) {
            (Some(id), ..) => (id, names.ports.get(id)),
            (_, Some(id), ..) => (id, names.ids.get(id)),
            (_, _, Some(id), _) => (id, names.units.get(id)),
            (_, _, _, Some(id)) => (id, names.metaids.get(id)),
            _ => ("", None),
        };
        let Some(&node) = found else {
            let what = format!("<{}> refers to `{id}`, which its submodel does not have", reference.name);
            return Err(self.wrong(from, reference, &what));
        };
        let target = self.named(instance, node, depth)?;
        match (reference.child_of(Origin::Comp, "sBaseRef"), target) {
            (None, target) => Ok(target),
            (Some(inner), Target::Instance(submodel)) if depth < 100 => {
                self.target(from, submodel, inner, depth + 1)
            }
            (Some(inner), _) => Err(self.wrong(from, inner, "<sBaseRef> leads into what is no submodel")),
        }
    }

    fn named(&self, instance: usize, node: u32, depth: usize) -> Result<Target, FormatError> {
        let element = self.instances[instance].names.elements.get(&node).copied();
        match element {
            Some(port) if port.origin == Origin::Comp && port.name == "port" && depth < 100 => {
                self.target(instance, instance, port, depth + 1)
            }
            Some(submodel) if submodel.origin == Origin::Comp && submodel.name == "submodel" => {
                let found = self.submodel(instance, submodel_id(submodel));
                Ok(found.map_or(Target::Nothing, Target::Instance))
            }
            _ => Ok(Target::Element((instance, node))),
        }
    }

    pub(super) fn wrong(&self, instance: usize, element: &Element, what: &str) -> FormatError {
        wrong(self.library, self.instances[instance].document, element, what)
    }
}

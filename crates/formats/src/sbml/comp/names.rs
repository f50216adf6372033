use super::super::element::{Element, Origin};
use std::collections::{BTreeMap, HashMap};

/// What the identifiers of one model name. Each kind is a namespace of its own.
pub(super) struct Names<'l> {
    /// All elements by their number.
    pub(super) elements: BTreeMap<u32, &'l Element>,
    pub(super) ids: HashMap<&'l str, u32>,
    pub(super) metaids: HashMap<&'l str, u32>,
    pub(super) units: HashMap<&'l str, u32>,
    pub(super) ports: HashMap<&'l str, u32>,
}

impl<'l> Names<'l> {
    pub(super) fn of(model: &'l Element) -> Self {
        let mut names = Self {
            elements: BTreeMap::new(),
            ids: HashMap::new(),
            metaids: HashMap::new(),
            units: HashMap::new(),
            ports: HashMap::new(),
        };
        for child in &model.children {
            names.add(child, false);
        }
        names
    }

    /// `local` inside a rate law, whose parameters are no names of the model.
    fn add(&mut self, element: &'l Element, local: bool) {
        if matches!(element.origin, Origin::MathMl | Origin::Other) {
            return;
        }
        self.elements.insert(element.node, element);
        if let Some(metaid) = element.attribute("metaid") {
            self.metaids.entry(metaid).or_insert(element.node);
        }
        let comp = element.package(Origin::Comp, "id");
        let space = match (element.name.as_str(), element.origin) {
            ("unitDefinition", _) => Some((&mut self.units, element.attribute("id"))),
            ("port", Origin::Comp) => Some((&mut self.ports, comp)),
            ("submodel", Origin::Comp) => Some((&mut self.ids, comp)),
            (_, Origin::Sbml) if !local => Some((&mut self.ids, element.attribute("id"))),
            _ => None,
        };
        if let Some((space, Some(id))) = space {
            space.entry(id).or_insert(element.node);
        }
        for child in &element.children {
            self.add(child, local || element.name == "kineticLaw");
        }
    }
}

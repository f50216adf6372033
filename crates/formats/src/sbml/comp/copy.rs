use super::super::element::{Element, Origin};
use super::formula::{Formulas, Locals, divided, multiplied, shallow};
use super::frame::Context;

/// Attributes that name what has an identifier.
const SYMBOLS: [&str; 5] = ["compartment", "species", "symbol", "variable", "conversionFactor"];
/// Attributes that name a unit.
const UNITS: [&str; 2] = ["units", "substanceUnits"];

impl Formulas<'_> {
    /// An element of the model as part of the flat one; none when it is left out.
    pub(super) fn copy(&self, element: &Element, locals: &Locals) -> Option<Element> {
        if element.origin != Origin::Sbml {
            return (self.instance == 0 && element.origin == Origin::Fbc).then(|| element.clone());
        }
        if !self.context.replaced.keeps((self.instance, element.node)) {
            return None;
        }
        let mut copy = shallow(element);
        self.rename(element, &mut copy);
        if element.name == "kineticLaw" {
            let locals = self.local_parameters(element);
            copy.children = self.children(element, &locals);
        } else {
            copy.children = self.children(element, locals);
        }
        Some(copy)
    }

    fn children(&self, element: &Element, locals: &Locals) -> Vec<Element> {
        let each = |child: &Element| match child.origin {
            Origin::MathMl => Some(self.math(element, child, locals)),
            _ => self.copy(child, locals),
        };
        element.children.iter().filter_map(each).collect()
    }

    fn rename(&self, element: &Element, copy: &mut Element) {
        let local = matches!(element.name.as_str(), "localParameter" | "unit");
        if let (Some(_), false) = (element.attribute("id"), local)
            && let Some(name) = self.context.name((self.instance, element.node))
        {
            copy.set("id", name);
        }
        for key in SYMBOLS {
            if let Some(id) = element.attribute(key) {
                copy.set(key, self.context.renamed(self.instance, id));
            }
        }
        for (_, key, id) in &mut copy.packages {
            if key.ends_with("FluxBound") {
                *id = self.context.renamed(self.instance, id);
            }
        }
        for key in UNITS {
            if let Some(id) = element.attribute(key) {
                copy.set(key, self.context.unit(self.instance, id));
            }
        }
    }

    /// The `<math>` of an element: rewritten, and converted where it is what a converted symbol
    /// becomes, a rate, or a length of time.
    fn math(&self, owner: &Element, math: &Element, locals: &Locals) -> Element {
        let mut math = self.rewrite(math, locals);
        let factors = |key: &str| {
            let symbol = owner.attribute(key).and_then(|id| self.context.meaning(self.instance, id));
            symbol.map_or(Vec::new(), |meaning| meaning.factors)
        };
        let time = &self.scale.time;
        let convert = |value: Element| match owner.name.as_str() {
            "initialAssignment" => multiplied(value, &factors("symbol")),
            "assignmentRule" | "eventAssignment" => multiplied(value, &factors("variable")),
            "rateRule" => divided(multiplied(value, &factors("variable")), time),
            "kineticLaw" => divided(multiplied(value, &self.scale.extent), time),
            "delay" => multiplied(value, time),
            _ => value,
        };
        math.children = math.children.into_iter().map(convert).collect();
        math
    }

    /// Local parameters hide symbols of the model, unless something of the model replaces them.
    fn local_parameters(&self, law: &Element) -> Locals {
        let Context { replaced, .. } = self.context;
        let mut locals = Locals::new();
        for local in law.listed("listOfLocalParameters", "localParameter") {
            let (Some(id), node) = (local.attribute("id"), (self.instance, local.node)) else { continue };
            if replaced.lost(node) {
                continue;
            }
            let kept = replaced.keeps(node);
            let name = if kept { Some(id.to_owned()) } else { self.context.name(node) };
            locals.extend(name.map(|name| (id.to_owned(), name)));
        }
        locals
    }
}

use super::super::element::{Element, Origin};
use super::frame::{Context, Meaning, Scale};
use std::collections::HashMap;

/// Rewrites formulas of one instance into those of the flat model.
pub(super) struct Formulas<'c> {
    pub(super) context: &'c Context<'c>,
    pub(super) instance: usize,
    pub(super) scale: Scale,
}

/// Names that hide those of the model: arguments and local parameters, and what they become.
pub(super) type Locals = HashMap<String, String>;

impl Formulas<'_> {
    /// The same formula in the flat model: symbols converted to what they mean in the submodel
    /// (Hierarchical Model Composition Version 1, sections 3.4.3 and 3.8.1).
    pub(super) fn rewrite(&self, math: &Element, locals: &Locals) -> Element {
        let all = |element: &Element| {
            let children = element.children.iter().map(|child| self.rewrite(child, locals)).collect();
            Element { children, ..shallow(element) }
        };
        match math.name.as_str() {
            "ci" => self.symbol(math, locals),
            "csymbol" if is(math, "time") => divided(math.clone(), &self.scale.time),
            "lambda" => self.lambda(math, locals),
            "apply" => match math.children.first() {
                Some(head) if is(head, "delay") => self.delay(all(math)),
                Some(head) if is(head, "rateOf") => self.rate_of(math, locals),
                Some(head) if head.name == "ci" => {
                    let mut call = all(math);
                    if let Some(first) = call.children.first_mut() {
                        *first = named(head, self.context.renamed(self.instance, head.text.trim()));
                    }
                    call
                }
                _ => all(math),
            },
            _ => all(math),
        }
    }

    fn symbol(&self, ci: &Element, locals: &Locals) -> Element {
        let id = ci.text.trim();
        if let Some(local) = locals.get(id) {
            return named(ci, local.clone());
        }
        let Some(meaning) = self.context.meaning(self.instance, id) else {
            return named(ci, self.context.renamed(self.instance, id));
        };
        let Meaning { name, factors, frame } = meaning;
        let value = divided(named(ci, name), &factors);
        let Some(frame) = frame else { return value };
        let scale = self.context.scale(frame);
        divided(multiplied(value, &scale.time), &scale.extent)
    }

    fn lambda(&self, lambda: &Element, locals: &Locals) -> Element {
        let mut inner = locals.clone();
        for bvar in lambda.children.iter().filter(|child| child.name == "bvar") {
            let name = bvar.child("ci").map(|ci| ci.text.trim().to_owned()).unwrap_or_default();
            inner.insert(name.clone(), name);
        }
        let children = lambda.children.iter().map(|child| self.rewrite(child, &inner)).collect();
        Element { children, ..shallow(lambda) }
    }

    /// The length of a delay is a time.
    fn delay(&self, mut apply: Element) -> Element {
        if let Some(length) = apply.children.get_mut(2) {
            *length = multiplied(length.clone(), &self.scale.time);
        }
        apply
    }

    /// A change per time of the submodel; the operand stays a single identifier.
    fn rate_of(&self, apply: &Element, locals: &Locals) -> Element {
        let (mut plain, mut factors) = (apply.clone(), Vec::new());
        if let Some(ci) = plain.children.get_mut(1) {
            let id = ci.text.trim().to_owned();
            let meaning = self.context.meaning(self.instance, &id);
            let name = locals.get(&id).cloned().unwrap_or_else(|| self.context.renamed(self.instance, &id));
            *ci = named(ci, name);
            factors = meaning.filter(|_| !locals.contains_key(&id)).map_or(Vec::new(), |m| m.factors);
        }
        divided(multiplied(plain, &self.scale.time), &factors)
    }
}

fn is(element: &Element, symbol: &str) -> bool {
    let url = element.attribute("definitionURL").unwrap_or("");
    element.name == "csymbol" && url.strip_prefix("http://www.sbml.org/sbml/symbols/") == Some(symbol)
}

/// The element without its children.
pub(super) fn shallow(element: &Element) -> Element {
    Element {
        name: element.name.clone(),
        origin: element.origin,
        line: element.line,
        node: element.node,
        attributes: element.attributes.clone(),
        foreign: Vec::new(),
        packages: element.packages.clone(),
        children: Vec::new(),
        text: element.text.clone(),
    }
}

/// A symbol in a formula.
pub(super) fn named(at: &Element, name: String) -> Element {
    Element { text: name, ..at.made(Origin::MathMl, "ci", Vec::new()) }
}

/// The product of a formula and symbols.
pub(super) fn multiplied(value: Element, factors: &[String]) -> Element {
    if factors.is_empty() {
        return value;
    }
    let mut children = vec![value.made(Origin::MathMl, "times", Vec::new())];
    children.extend(factors.iter().map(|factor| named(&value, factor.clone())));
    children.insert(1, value);
    let first = children[1].made(Origin::MathMl, "apply", Vec::new());
    Element { children, ..first }
}

/// A formula divided by symbols.
pub(super) fn divided(value: Element, factors: &[String]) -> Element {
    let Some((first, rest)) = factors.split_first() else { return value };
    let below = multiplied(named(&value, first.clone()), rest);
    let outer = value.made(Origin::MathMl, "apply", Vec::new());
    let head = value.made(Origin::MathMl, "divide", Vec::new());
    Element { children: vec![head, value, below], ..outer }
}

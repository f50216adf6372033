use super::super::element::{Element, Origin};
use super::formula::{Formulas, divided, named};

impl Formulas<'_> {
    /// Gives the species of a submodel that are in the flat model the factor from its reactions'
    /// extents to their amounts. Returns the parameters this needs, and their values.
    pub(super) fn species_factors(&self, flat: &mut Element) -> (Vec<Element>, Vec<Element>) {
        let (mut parameters, mut assignments) = (Vec::new(), Vec::new());
        let (Some(instance), Some(top)) =
            (self.context.instances.get(self.instance), self.context.instances.first())
        else {
            return (parameters, assignments);
        };
        let inherited = instance.model.attribute("conversionFactor");
        let needed = !self.scale.extent.is_empty()
            || inherited.is_some()
            || top.model.attribute("conversionFactor").is_some();
        if self.instance == 0 || !needed {
            return (parameters, assignments);
        }
        for species in instance.model.listed("listOfSpecies", "species") {
            let node = (self.instance, species.node);
            let Some(name) = self.context.name(node).filter(|_| self.context.replaced.keeps(node)) else {
                continue;
            };
            let own = species.attribute("conversionFactor").or(inherited);
            let own = own.map(|id| self.context.renamed(self.instance, id));
            let factor = match own {
                Some(own) if self.scale.extent.is_empty() => own,
                own => {
                    let factor = format!("{name}__conversion");
                    parameters.push(parameter(species, &factor));
                    assignments.push(self.assignment(species, &factor, own));
                    factor
                }
            };
            set(flat, species.node, &name, &factor);
        }
        (parameters, assignments)
    }

    /// Reactions count in the extent of the top: what they change by is divided by the factor to it.
    fn assignment(&self, species: &Element, factor: &str, own: Option<String>) -> Element {
        let one = Element { text: "1".to_owned(), ..species.made(Origin::MathMl, "cn", Vec::new()) };
        let value = own.map_or(one, |own| named(species, own));
        let math = species.made(Origin::MathMl, "math", vec![divided(value, &self.scale.extent)]);
        let mut assignment = species.made(Origin::Sbml, "initialAssignment", vec![math]);
        assignment.set("symbol", factor.to_owned());
        assignment
    }
}

fn parameter(at: &Element, id: &str) -> Element {
    let mut parameter = at.made(Origin::Sbml, "parameter", Vec::new());
    parameter.set("id", id.to_owned());
    parameter.set("constant", "true".to_owned());
    parameter
}

fn set(flat: &mut Element, node: u32, name: &str, factor: &str) {
    let lists = flat.children.iter_mut().filter(|list| list.name == "listOfSpecies");
    let mut species = lists.flat_map(|list| &mut list.children);
    let this = |one: &&mut Element| one.node == node && one.attribute("id") == Some(name);
    if let Some(species) = species.find(this) {
        species.set("conversionFactor", factor.to_owned());
    }
}
